"""Large records are worked on in threads, beside the heartbeats: so many bytes at one time.

One article of 8 MiB takes 100 to 200 MiB in each stage. The partitions of a process would
otherwise each have one in hand at once, and their threads would leave the loop no turn.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from pipeline.topology import LARGEST_ARTICLE_BYTES

T = TypeVar("T")


class LargeRecords:
    """Lets the agents of a process work on large records, first come, first served.

    Args:
        most: Bytes of records that are in work at one time; a larger one is worked on alone.
    """

    def __init__(self, most: int = LARGEST_ARTICLE_BYTES) -> None:
        self._most = most
        self._in_work = 0
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    async def call(self, work: Callable[[], T], size: int) -> T:
        """Return what `work` on a record of `size` bytes gives, done in a thread in its turn."""
        await self._turn(size)
        try:
            return await asyncio.to_thread(work)
        finally:
            self._in_work -= size
            self._admit()

    async def _turn(self, size: int) -> None:
        """Wait until there is room, and nobody who came before waits for it."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append((size, turn))
        self._admit()
        try:
            await turn
        except asyncio.CancelledError:
            # Its turn may have come at the same time.
            if not turn.cancelled():
                self._in_work -= size
            self._admit()
            raise

    def _admit(self) -> None:
        while self._waiting:
            size, turn = self._waiting[0]
            if self._in_work and self._in_work + size > self._most:
                return
            self._waiting.popleft()
            if not turn.cancelled():
                self._in_work += size
                turn.set_result(None)
