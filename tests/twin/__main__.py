"""Run schedules of the twin from a seed on; or one of them, told step by step."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.twin.broken import BROKEN
from tests.twin.plan import describe
from tests.twin.running import run

# Schedules a process is given at once.
_AT_ONCE = 50


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
    done = steps = failed = 0
    starts = range(first, first + schedules, _AT_ONCE)
    tasks = [(at, min(_AT_ONCE, first + schedules - at), real) for at in starts]
    with ProcessPoolExecutor(jobs) as pool:
        for number, taken, wrong in pool.map(some, tasks):
            done += number
            steps += taken
            for seed, found in wrong:
                failed += 1
                print(f"seed {seed}: {len(found)} wrong, first: {found[0]}", flush=True)
            if done % 5000 == 0:
                print(f"{done} schedules, {failed} wrong", flush=True)
    took = time.monotonic() - started
    print(
        f"{done} schedules from seed {first}, {steps} steps, {failed} wrong, "
        f"{took:.0f} s, {done / took:.0f} a second"
    )
    return 1 if failed else 0


def some(task: tuple[int, int, bool | None]) -> tuple[int, int, list[tuple[int, list[str]]]]:
    """Run a few; return how many, their steps, and what was wrong by seed."""
    logging.disable(logging.CRITICAL)
    first, number, real = task
    wrong = []
    steps = 0
    for seed, taken, found in _each(range(first, first + number), real=real):
        steps += taken
        if found:
            wrong.append((seed, found))
    return number, steps, wrong


def _each(seeds: range, *, real: bool | None) -> Iterator[tuple[int, int, list[str]]]:
    for seed in seeds:
        try:
            schedule, found = run(seed, real=real)
        except Exception as error:  # noqa: BLE001 - the others go on
            yield seed, 0, [f"the twin itself: {error!r}"]
        else:
            yield seed, schedule.steps, found


if __name__ == "__main__":
    sys.exit(main())
