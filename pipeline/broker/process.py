"""A program that runs under a guard and writes its output to a log file."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.broker import guard


class GuardedProcess:
    """A running program that is ended when this process ends, however that ends.

    Args:
        command: The program and its arguments.
        log_path: Its output is added to this file.
        grace: Seconds that it has to end by itself when it is stopped.
        keep_open: File descriptors that stay open for as long as it runs: a lock.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        log_path: Path,
        grace: float = 10.0,
        keep_open: Sequence[int] = (),
    ) -> None:
        self._grace = grace
        with log_path.open("ab") as log:
            # -I: no user site, no PYTHON* variables; the guard needs the standard library alone.
            self._guard = subprocess.Popen(  # noqa: S603 - our own guard
                [sys.executable, "-I", guard.__file__, str(grace), *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                pass_fds=tuple(keep_open),
                # Ctrl-C in a terminal is for us; we stop the program after its clients.
                start_new_session=True,
            )
        line = self._guard.stdout.readline() if self._guard.stdout else b""
        self.pid = int(line) if line.strip().isdigit() else 0

    @property
    def running(self) -> bool:
        """Tell whether the program still runs."""
        return self._guard.poll() is None

    def stop(self) -> None:
        """End the program and wait until it is gone; nothing happens when it is gone already."""
        if self._guard.stdin is not None:
            with contextlib.suppress(OSError):
                self._guard.stdin.close()
        self._reap()

    def kill(self) -> None:
        """End the program at once, as a crash would, and wait until it is gone."""
        if self.pid and self.running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        self.stop()

    def _reap(self) -> None:
        try:
            self._guard.wait(self._grace + 5)
        except subprocess.TimeoutExpired:
            self._guard.kill()
            self._guard.wait()
        if self._guard.stdout is not None:
            self._guard.stdout.close()
