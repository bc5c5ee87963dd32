"""Break one line at a time on purpose, and see whether the fast tests notice."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.mutants.lists import problems, read, sample
from tools.mutants.runs import Runner, table

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mutants that were asked for; return 0 where none survived."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("--room", help="only the mutants of this list")
    parser.add_argument("--only", metavar="FILE", help="only those of files whose path holds this")
    parser.add_argument("--sample", type=float, metavar="SHARE", help="only a share of each room")
    parser.add_argument("--seed", type=int, default=1, help="which share")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--broker", action="store_true", help="run the marked tests on a broker too"
    )
    parser.add_argument("--list", action="store_true", help="print them and run nothing")
    asked = parser.parse_args(arguments)
    mutants = read(ROOT)
    if wrong := list(problems(mutants, ROOT)):
        print("\n".join(wrong))
        return 1
    if asked.room:
        mutants = [mutant for mutant in mutants if mutant.room == asked.room]
    if asked.only:
        mutants = [mutant for mutant in mutants if asked.only in mutant.file]
    if asked.sample:
        mutants = sample(mutants, asked.sample, asked.seed)
        print(f"a sample of {asked.sample:.0%} with --seed {asked.seed}")
    if asked.list or not mutants:
        print("\n".join(f"{m.room}: {m.file}: {m.why}" for m in mutants) or "no such mutant")
        return 0 if mutants else 1
    runner = Runner(ROOT, jobs=asked.jobs, broker=asked.broker)
    with runner.copies():
        if failed := runner.check_unbroken(mutants):
            print(f"{failed}\nthe tests fail on the unbroken tree")
            return 1
        verdicts = runner.judge(mutants, lambda verdict: print(verdict.line(), flush=True))
    print("\n".join(("", *table(verdicts))))
    return 1 if any(verdict.fate == "survived" for verdict in verdicts) else 0


if __name__ == "__main__":
    sys.exit(main())
