"""The watchdog: ends a piece of work that takes more processor time than it may.

CPython cannot stop a thread, but it can raise an exception in it between two of its bytecodes. A
thread of our own looks at what is at work, and raises in what is over its time.

Counted is the processor time of the thread at work: a process that stood still (a paused machine, a
full one) has lost none of it. So what sleeps or waits for a lock is never ended. Nor can one single
call into C be, such as one search with a pattern, one product of matrices or the parsing of a page:
the exception comes when it returns, and a search keeps the whole process waiting. Our patterns must
be linear (`tests/property/test_bombs.py`).
"""

from __future__ import annotations

import ctypes
import sys
import time
from collections.abc import Callable
from threading import Event, Lock, Thread, get_ident
from typing import TypeVar

T = TypeVar("T")

# Seconds between two looks where little time is given; else a twentieth of it, a second at most.
_SHORTEST_LOOK, _LONGEST_LOOK = 0.01, 1.0
# After so many seconds it is raised again: what runs inside of a finalizer swallows it.
_AGAIN = 1.0

_raise_in = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_ulong, ctypes.py_object)(
    ("PyThreadState_SetAsyncExc", ctypes.pythonapi)
)
# Rounds of a loop after which what was raised has come: it comes where one begins anew.
_ROUNDS = 100


class TooSlowError(Exception):
    """The work took more than `seconds` of processor time.

    Args:
        seconds: What it was given.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"it took more than {seconds:.3g} seconds of processor time")


class _OverError(BaseException):
    """What is raised in the thread; no Exception, so that no stage takes it for a fault of data."""


class _Work:
    """One piece of work: in which thread, and until when."""

    __slots__ = ("clock", "done", "raised", "running", "thread", "until")

    def __init__(self, seconds: float) -> None:
        self.thread = get_ident()
        # Elsewhere the process's time has to do: it is never less than the thread's.
        self.clock = time.CLOCK_PROCESS_CPUTIME_ID
        if sys.platform == "linux":
            self.clock = time.pthread_getcpuclockid(self.thread)
        self.until = time.clock_gettime(self.clock) + seconds
        self.running = self.raised = self.done = False

    def is_over(self) -> bool:
        return time.clock_gettime(self.clock) > self.until


class _Watchdog:
    """Looks at all work of this process, from a thread that begins with the first of it."""

    def __init__(self) -> None:
        self._works: set[_Work] = set()
        self._lock = Lock()
        self._look = _LONGEST_LOOK
        self._sooner = Event()
        self._thread: Thread | None = None

    def begin(self, seconds: float) -> _Work:
        if self._thread is None or not self._thread.is_alive():
            self._start()
        if seconds / 20 < self._look and self._look > _SHORTEST_LOOK:
            self._look = max(seconds / 20, _SHORTEST_LOOK)
            self._sooner.set()
        work = _Work(seconds)
        self._works.add(work)
        return work

    def end(self, work: _Work) -> None:
        """From here on nothing is raised for `work`; what comes too late is taken back.

        `running` is False by now: the lock is had when no raising for it is under way.
        """
        with self._lock:
            if work.raised:
                _let_come()
        self._works.discard(work)

    def _start(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._watch, name="watchdog", daemon=True)
                self._thread.start()

    def _watch(self) -> None:
        while True:
            self._sooner.wait(self._look)
            self._sooner.clear()
            for work in list(self._works):
                if work.done:
                    # What was raised for the work around it kept it from saying so.
                    self._works.discard(work)
                elif work.is_over():
                    self._stop(work)

    def _stop(self, work: _Work) -> None:
        with self._lock:
            if work.running:
                work.until += _AGAIN
                work.raised = True
                _raise_in(work.thread, _OverError)


def _let_come() -> None:
    """Let what was raised in this thread come, if it has not yet.

    Taking it back (raising NULL) leaves CPython's flag set that says that there is something: for
    ever in 3.11, where every loop is slower from then on and a traced thread stands still.
    """
    try:
        for _ in range(_ROUNDS):
            pass
    except _OverError:
        pass


_WATCHDOG = _Watchdog()


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what `work` gives.

    It may run inside of another's `work`: each has its own time.

    Raises:
        TooSlowError: It took more than `seconds` of this thread's processor time.
    """
    watched = _WATCHDOG.begin(seconds)
    try:
        try:
            # CPython looks for exceptions of other threads when a call returns and where a loop
            # begins anew: never between one of these statements and the next.
            watched.running = True
            return work()
        finally:
            watched.running = False
            watched.done = True
            _WATCHDOG.end(watched)
    except _OverError as over:
        if not watched.raised:
            raise  # the time of the work around it is over
        raise TooSlowError(seconds).with_traceback(over.__traceback__) from None
