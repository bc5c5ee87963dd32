"""Who watches: each open page is told that something changed, at most once a second."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

# Seconds between two words to one page, and until a quiet page is told that we are still there.
_PAUSE = 1.0
_QUIET = 20.0


class Live:
    """Tells all that watch of a change, in the event loop that they are served in.

    Args:
        pause: Seconds between two words to one page.
        quiet: Seconds until a page is told that nothing happened.
    """

    def __init__(self, *, pause: float = _PAUSE, quiet: float = _QUIET) -> None:
        self._pause = pause
        self._quiet = quiet
        self._number = 0
        self._next = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self.watching = 0

    def changed(self) -> None:
        """Tell everybody; from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._tell)

    def close(self) -> None:
        """Let all go: the server ends."""
        self._closed = True
        self._wake()

    async def events(self) -> AsyncIterator[bytes]:
        """Yield the words of one page, as server-sent events, until it or the server goes."""
        self._loop = asyncio.get_running_loop()
        told = self._number
        self.watching += 1
        try:
            yield b"retry: 2000\n\n"
            while not self._closed:
                if told == self._number:
                    if not await self._wait():
                        yield b": quiet\n\n"
                    continue
                told = self._number
                yield b"event: changed\ndata: %d\n\n" % told
                await asyncio.sleep(self._pause)
        finally:
            self.watching -= 1

    def _tell(self) -> None:
        self._number += 1
        self._wake()

    def _wake(self) -> None:
        self._next.set()
        self._next = asyncio.Event()

    async def _wait(self) -> bool:
        """Return whether there was something within the quiet time."""
        try:
            await asyncio.wait_for(self._next.wait(), self._quiet)
        except TimeoutError:
            return False
        return True
