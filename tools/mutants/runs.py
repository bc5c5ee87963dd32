"""Running tests on broken trees: a copy of the tree a job, one mutant at a time in each."""

from __future__ import annotations

import compileall
import math
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tools.mutants.lists import Mutant

# A run that takes so much longer than all tests of the list on the whole tree hangs (seconds).
_LEAST, _TIMES = 30.0, 3.0

# Nothing of these is needed to run a test.
_LEFT_OUT = (".venv", ".git", "*_cache", "__pycache__", ".hypothesis")

_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)

# Hypothesis's plugin is half of pytest's start-up (1.0 of 2.2 s), and no test needs it to fail.
_OPTIONS = ("-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-p", "no:hypothesispytest")

# Exit codes of pytest: all passed; there were none to run.
_PASSED = (0, 4, 5)

Fate = Literal["killed", "marked", "survived"]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What became of a mutant, the test that killed it, and the seconds it took."""

    mutant: Mutant
    fate: Fate
    by: str
    seconds: float

    def line(self) -> str:
        """Return it for a person."""
        mutant = self.mutant
        return f"{self.fate:8} {self.seconds:5.1f}s {mutant.room}: {mutant.why} [{self.by}]"


class Runner:
    """Runs tests in copies of a tree, one copy a job.

    Args:
        root: The tree.
        jobs: Runs at a time.
        least: Seconds that a run may take at the least.
        broker: Also run the test on a real broker of what the fast tests pass, where it names one.
    """

    def __init__(
        self, root: Path, *, jobs: int, broker: bool = False, least: float = _LEAST
    ) -> None:
        self._root = root
        self._broker = broker
        self._least = least
        self._jobs = jobs
        self._copies: queue.SimpleQueue[Path] = queue.SimpleQueue()
        self._limit = math.inf

    @contextmanager
    def copies(self) -> Iterator[None]:
        """Make the copies, and remove them at the end."""
        with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
            first = Path(folder) / "0" / "tree"
            shutil.copytree(self._root, first, ignore=shutil.ignore_patterns(*_LEFT_OUT))
            # Python trusts cached code by its source's second and size, so a mutant must leave
            # none behind; without any, each run would compile the package again.
            compileall.compile_dir(first / "pipeline", quiet=1)
            copies = [first, *(Path(folder) / str(n) / "tree" for n in range(1, self._jobs))]
            for copy in copies:
                if copy != first:
                    shutil.copytree(first, copy)
                # Some tests look for the shared sets beside the checkout.
                shared = self._root.parent / "shared"
                if shared.is_dir():
                    (copy.parent / "shared").symlink_to(shared)
                self._copies.put(copy)
            yield

    def check_unbroken(self, mutants: Sequence[Mutant]) -> str:
        """Run every test of `mutants` on the whole tree; return what failed, else nothing."""
        started = time.monotonic()
        tests = sorted({test for mutant in mutants for test in mutant.tests})
        with self._copy() as copy:
            code, output = self._pytest(copy, tests)
        limit = max(self._least, _TIMES * (time.monotonic() - started))
        self._limit = math.inf if self._broker else limit
        return "" if code == 0 else output

    def judge(self, mutants: Sequence[Mutant], told: Callable[[Verdict], None]) -> list[Verdict]:
        """Return what became of each, in order; `told` hears of each as it comes."""
        with ThreadPoolExecutor(self._jobs) as pool:
            futures = [pool.submit(self._judge, mutant, told) for mutant in mutants]
            return [future.result() for future in futures]

    def _judge(self, mutant: Mutant, told: Callable[[Verdict], None]) -> Verdict:
        started = time.monotonic()
        with self._copy() as copy, _broken(copy, mutant):
            killed, by = self._is_killed(copy, mutant.tests)
            fate: Fate = "killed" if killed else "survived"
            if not killed and mutant.broker:
                fate, by = "marked", mutant.broker
                if self._broker and not self._is_killed(copy, [mutant.broker])[0]:
                    fate = "survived"
        took = time.monotonic() - started
        verdict = Verdict(mutant=mutant, fate=fate, by=by, seconds=took)
        told(verdict)
        return verdict

    def _is_killed(self, copy: Path, tests: Sequence[str]) -> tuple[bool, str]:
        """Return whether one of `tests` fails, and which, or what else ended the run."""
        code, output = self._pytest(copy, tests)
        if code in _PASSED:
            return False, "no test" if code == 0 else "no test was run"
        failed = _FAILED.search(output)
        return True, failed[1] if failed else "a hang" if code is None else "a crash"

    @contextmanager
    def _copy(self) -> Iterator[Path]:
        copy = self._copies.get()
        try:
            yield copy
        finally:
            self._copies.put(copy)

    def _pytest(self, copy: Path, tests: Sequence[str]) -> tuple[int | None, str]:
        """Return pytest's exit code (None: it hung and was ended) and what it printed."""
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *_OPTIONS, *tests],
            cwd=copy,
            env={**_surroundings(), "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(
                timeout=None if self._limit == math.inf else self._limit
            )
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
            return None, output
        return process.returncode, output


def _surroundings() -> dict[str, str]:
    # A copy's modules are not those whose coverage is measured.
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}


@contextmanager
def _broken(copy: Path, mutant: Mutant) -> Iterator[None]:
    path = copy / mutant.file
    whole, times = path.read_bytes(), path.stat()
    path.write_text(mutant.applied(copy), "utf-8")
    try:
        yield
    finally:
        path.write_bytes(whole)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def table(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield the result, a line a room and one for all."""
    yield f"{'room':12} {'mutants':>8} {'killed':>8} {'marked':>8} {'survived':>8}"
    rooms = [*dict.fromkeys(verdict.mutant.room for verdict in verdicts), "all"]
    for room in rooms:
        fates = [verdict.fate for verdict in verdicts if room in (verdict.mutant.room, "all")]
        counts = (len(fates), *(fates.count(fate) for fate in ("killed", "marked", "survived")))
        yield f"{room:12}" + "".join(f" {count:8}" for count in counts)
