"""Workers as an operator runs them: `news run`, each with a process group and a directory."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import psutil

from pipeline.broker.process import GuardedProcess

_PATIENCE = 120.0
# `news run` ends its own after 30 s.
_GRACE = 40.0


class Worker:
    """One `news run` with all of its processes; it ends with this process, however that ends.

    Args:
        name: Its name among the others.
        folder: Its data directory and its log lie here.
        settings: `NEWS_` settings, by name.
        command: What runs it, up to its arguments; ours when empty.
    """

    def __init__(
        self,
        name: str,
        folder: Path,
        settings: Mapping[str, str],
        *,
        command: tuple[str, ...] = (),
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.name = name
        self.data_dir = folder / name
        self.log_path = folder / f"{name}.log"
        self._settings = {**settings, "NEWS_DATA_DIR": str(self.data_dir), **more}
        self._command = command or (sys.executable, "-m", "pipeline")
        self._process: GuardedProcess | None = None
        self._read_from = 0

    def start(self) -> None:
        """Start it; `wait_ready` tells when it has its partitions."""
        self.kill()
        self._read_from = self.log_path.stat().st_size if self.log_path.exists() else 0
        settings = (f"{name}={value}" for name, value in self._settings.items())
        self._process = GuardedProcess(
            ["/usr/bin/env", *settings, *self._command, "run"],
            log_path=self.log_path,
            grace=_GRACE,
        )

    @property
    def running(self) -> bool:
        """Tell whether it runs."""
        return self._process is not None and self._process.running

    def has_left(self) -> bool:
        """Tell whether it was started and ended by itself."""
        return self._process is not None and not self._process.running

    def is_ready(self) -> bool:
        """Tell whether it said so since it was started last."""
        with contextlib.suppress(OSError), self.log_path.open("rb") as log:
            log.seek(self._read_from)
            return b"are ready" in log.read()
        return False

    def wait_ready(self, seconds: float = _PATIENCE) -> bool:
        """Return whether it is ready within `seconds`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.running:
            if self.is_ready():
                return True
            time.sleep(0.1)
        return self.is_ready()

    def children(self) -> list[int]:
        """Return the processes that work, the oldest first: those without work are left out."""
        found = []
        for process in self._descendants():
            with contextlib.suppress(psutil.Error):
                # Python's own helper that cleans up after semaphores has another command.
                if "spawn_main" in " ".join(process.cmdline()):
                    found.append((process.create_time(), process.pid))
        return [pid for _, pid in sorted(found)]

    def signal(self, number: int) -> None:
        """Send a signal to all of its processes."""
        pids = [process.pid for process in self._descendants()]
        if self._process is not None and self._process.running:
            pids.insert(0, self._process.pid)
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def kill(self) -> None:
        """End all of its processes as a crash would, frozen ones too."""
        self.signal(signal.SIGKILL)
        if self._process is not None:
            self._process.stop()
            self._process = None

    def drain(self, seconds: float = _GRACE) -> float:
        """Tell it to end in order; return the seconds that it took, and kill it where it does not.

        Raises:
            TimeoutError: It did not end.
        """
        begin = time.monotonic()
        if self._process is None:
            return 0.0
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGTERM)
        while self._process.running and time.monotonic() < begin + seconds:
            time.sleep(0.05)
        took = time.monotonic() - begin
        if self._process.running:
            self.kill()
            raise TimeoutError(f"{self.name} does not end within {seconds:.0f} s of SIGTERM")
        self.kill()
        return took

    def forget(self) -> None:
        """Delete its local state; it does not run."""
        shutil.rmtree(self.data_dir, ignore_errors=True)

    def _descendants(self) -> list[psutil.Process]:
        if self._process is None:
            return []
        with contextlib.suppress(psutil.Error):
            return psutil.Process(self._process.pid).children(recursive=True)
        return []
