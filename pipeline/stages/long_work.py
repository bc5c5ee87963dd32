"""Long work in a thread beside the articles: one piece at a time, taken when it is done."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread


class LongWork:
    """Does work at once where it is small; what is large is done in a thread, the last one alone.

    Args:
        large: Characters of a text from which on it is large.
    """

    def __init__(self, *, large: int) -> None:
        self._large = large
        self._thread: Thread | None = None

    def do(self, work: Callable[[], None], size: int) -> None:
        """Do `work`, or begin it; while large work is under way, nothing more is begun."""
        if self._thread is not None and self._thread.is_alive():
            return
        if size < self._large:
            work()
            return
        self._thread = Thread(target=work, name="names", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Wait for what is under way."""
        if self._thread is not None:
            self._thread.join()
