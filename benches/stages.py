"""Processor time of each stage of `news enrich`, of this tree and of another one by turns.

    python -m benches.stages ARTICLES.jsonl [--against TREE] [--rounds 10]

The articles are yours: raw envelopes, a JSON line each. Two processes, one a tree, take turns of
96 articles, so that what else the machine does falls on both: trust the ratio, not the rates.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

STAGES = ("clean", "dedup", "extract", "json")
# Articles a turn, and as many together as a run over files takes.
_TURN, _TOGETHER = 96, 16


def answer(path: str) -> None:
    """Work on a turn of articles for each line of standard input; print the seconds a stage."""
    from pipeline.intake.files import read_inputs  # noqa: PLC0415 - of the tree that is measured
    from pipeline.offline import run, steps  # noqa: PLC0415
    from pipeline.offline.dedup import OfflineDedup  # noqa: PLC0415
    from pipeline.stages.garbage import look_seldom  # noqa: PLC0415
    from pipeline.stages.run_many import Clock  # noqa: PLC0415

    # As `news enrich` does.
    look_seldom()
    clock = Clock()
    work, memory = steps.Steps(clock=clock), OfflineDedup()
    work.extract([])
    records = read_inputs([path])
    for _ in sys.stdin:
        spent = [0.0] * len(STAGES)
        for _ in range(_TURN // _TOGETHER):
            some = list(islice(records, _TOGETHER))
            times = [time.process_time()]
            cleaned = work.clean(some)
            times.append(time.process_time())
            decided = [
                one if isinstance(one, steps.Refused) else steps.dedup(one, memory, clock)
                for one in cleaned
            ]
            times.append(time.process_time())
            found = work.extract([run._unique(one) for one in decided])  # noqa: SLF001
            times.append(time.process_time())
            for one in found:
                run._line(one)  # noqa: SLF001
            times.append(time.process_time())
            spent = [
                sum_ + end - start
                for sum_, start, end in zip(spent, times, times[1:], strict=False)
            ]
        print(*spent, flush=True)


def started(tree: Path, path: str) -> subprocess.Popen[str]:
    """Return a process that answers for the code in `tree`."""
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).resolve()), path, "--answer"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "OMP_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def turn(process: subprocess.Popen[str]) -> list[float]:
    """Return the seconds a stage of the next articles of one process."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("on\n")
    process.stdin.flush()
    return [float(each) for each in process.stdout.readline().split()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--against", type=Path, help="another checkout")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    path = str(options.articles.resolve())
    if options.answer:
        answer(path)
        return
    trees = [tree.resolve() for tree in (options.against, Path.cwd()) if tree]
    processes = [started(tree, path) for tree in trees]
    sums = [[0.0] * len(STAGES) for _ in trees]
    for number in range(options.rounds + 1):
        # Who goes second finds the caches full of the other's.
        for which in sorted(range(len(processes)), reverse=bool(number % 2)):
            spent = turn(processes[which])
            # The first turn warms caches.
            if number:
                sums[which] = [a + b for a, b in zip(sums[which], spent, strict=True)]
    for process in processes:
        process.communicate()
    count = options.rounds * _TURN
    for name, *seconds in (*zip(STAGES, *sums, strict=True), ("all", *map(sum, sums))):
        shown = "  ".join(f"{1000 * each / count:7.3f} ms" for each in seconds)
        print(f"{name:8} {shown}   {seconds[0] / seconds[-1]:.2f} times as fast")


if __name__ == "__main__":
    main()
