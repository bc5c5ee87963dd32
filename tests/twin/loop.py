"""An event loop whose time stands still until it is told to go on, and that sleeps never."""

from __future__ import annotations

import asyncio
from asyncio import events
from typing import Self


class StillLoop(asyncio.BaseEventLoop):
    """Runs what can run, in the order in which it became able to."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self._selector = self

    def time(self) -> float:
        return self.now

    def select(self, timeout: float | None) -> list:
        """Wait for nothing: there are no sockets."""
        del timeout
        return []

    def _process_events(self, event_list: list) -> None:
        assert not event_list

    def settle(self) -> None:
        """Run until everything waits: for a future, or for a time that is not yet."""
        while self._ready or (self._scheduled and self._scheduled[0].when() <= self.now):
            self._run_once()

    def __enter__(self) -> Self:
        events._set_running_loop(self)
        return self

    def __exit__(self, *_: object) -> None:
        for task in asyncio.all_tasks(self):
            task.cancel()
        self.settle()
        events._set_running_loop(None)
        self.close()
