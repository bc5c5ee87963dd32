"""Run schedules of the twin from a seed on; or one of them, told step by step."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from tests.twin.broken import BROKEN
from tests.twin.plan import describe
from tests.twin.running import run

# Schedules a process is given at once.
_AT_ONCE = 50
# A line is printed for so many.
_TOLD = 1000


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 where nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.twin", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first, or the one to be told")
    parser.add_argument("--schedules", type=int, help="how many; none: tell the one of --seed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--real", action="store_true", help="with the real stages, every one")
    parser.add_argument("--broken", choices=sorted(BROKEN), help="with something broken on purpose")
    asked = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    if asked.schedules is None:
        return tell(asked.seed, real=asked.real or None, broken=asked.broken)
    return run_many(asked.seed, asked.schedules, asked.jobs, real=asked.real or None)


def tell(seed: int, *, real: bool | None, broken: str | None) -> int:
    """Print one schedule and what came of it."""
    schedule, found = run(seed, real=real, **BROKEN.get(broken or "", {}))
    print(describe(schedule.plan))
    for line in schedule.lines():
        print(line)
    print("\n".join(found) or "nothing is wrong")
    return 1 if found else 0


def run_many(first: int, schedules: int, jobs: int, *, real: bool | None) -> int:
    """Run schedules beside each other; print the seeds of those that went wrong."""
    started = time.monotonic()

    def tell_each(found: Found) -> None:
        for seed, wrong in found.wrong:
            print(f"seed {seed}: {len(wrong)} wrong, first: {wrong[0]}", flush=True)

    found = run_some(first, schedules, jobs, real=real, tell=tell_each)
    took = time.monotonic() - started
    print(
        f"{found.schedules} schedules from seed {first}, {found.steps} steps, "
        f"{len(found.wrong)} wrong, {took:.0f} s, {found.schedules / took:.0f} a second"
    )
    print(", ".join(f"{name}: {times}" for name, times in sorted(found.faults.items())))
    return 1 if found.wrong else 0


@dataclass
class Found:
    """What came of schedules: how many, their steps and faults, and what was wrong by seed."""

    schedules: int = 0
    steps: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[int, list[str]]] = field(default_factory=list)

    def add(self, other: Found) -> None:
        self.schedules += other.schedules
        self.steps += other.steps
        self.faults += other.faults
        self.wrong += other.wrong


def run_some(
    first: int,
    schedules: int,
    jobs: int,
    *,
    real: bool | None = None,
    tell: Callable[[Found], None] = lambda _: None,
) -> Found:
    """Run schedules in processes of their own; `tell` hears of each portion."""
    whole = Found()
    portions = [
        (at, min(_AT_ONCE, first + schedules - at), real)
        for at in range(first, first + schedules, _AT_ONCE)
    ]
    with ProcessPoolExecutor(jobs) as pool:
        for found in pool.map(_portion, portions):
            whole.add(found)
            tell(found)
            if whole.schedules % _TOLD == 0:
                print(f"{whole.schedules} schedules, {len(whole.wrong)} wrong", flush=True)
    return whole


def _portion(task: tuple[int, int, bool | None]) -> Found:
    logging.disable(logging.CRITICAL)
    first, number, real = task
    whole = Found()
    for seed in range(first, first + number):
        whole.schedules += 1
        try:
            schedule, found = run(seed, real=real)
        except Exception as error:  # noqa: BLE001 - the others go on
            whole.wrong.append((seed, [f"the twin itself: {error!r}"]))
            continue
        whole.steps += schedule.steps
        whole.faults += schedule.faults
        if found:
            whole.wrong.append((seed, found))
    return whole


if __name__ == "__main__":
    sys.exit(main())
