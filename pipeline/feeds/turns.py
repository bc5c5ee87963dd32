"""One request at a time to a host, and a pause after each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Whose turn it is at each host.

    Args:
        pause: Seconds between the end of one request and the next.
    """

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._locks: dict[str, asyncio.Lock] = {}
        self._free: dict[str, float] = {}

    @asynccontextmanager
    async def of(self, host: str, *, delay: float = 0.0) -> AsyncIterator[None]:
        """Wait for the turn at a host and have it for the block.

        Args:
            host: Whose.
            delay: What its robots.txt asks for; the longer pause counts.
        """
        clock = asyncio.get_running_loop().time
        async with self._locks.setdefault(host, asyncio.Lock()):
            await asyncio.sleep(self._free.get(host, 0.0) - clock())
            try:
                yield
            finally:
                self._free[host] = clock() + max(self._pause, delay)
