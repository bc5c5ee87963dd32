"""What the fast tests reach: a table of the rooms, and the functions they know least of."""

from __future__ import annotations

import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import coverage

CORE = ("text", "cleaning", "dedup", "entities", "document")

# Of the branches of the core, all its rooms together.
FLOOR = 0.9

# Counts of a file or function: statements reached, statements, branches taken, branches.
Counts = tuple[int, int, int, int]


def counts_of(summary: Mapping[str, int]) -> Counts:
    """Return the counts of one summary of coverage's JSON report."""
    names = ("covered_lines", "num_statements", "covered_branches", "num_branches")
    lines, statements, taken, branches = (summary[name] for name in names)
    return lines, statements, taken, branches


def together(counts: Iterable[Counts]) -> Counts:
    """Return the sums."""
    lines, statements, taken, branches = zip((0, 0, 0, 0), *counts, strict=True)
    return sum(lines), sum(statements), sum(taken), sum(branches)


def room_of(path: str) -> str:
    """Return the room of a module: `text` of `pipeline/text/chars.py`, `root` of `errors.py`."""
    parts = Path(path).parts
    return parts[1] if len(parts) > 2 else "root"


def share(part: int, whole: int) -> float:
    """Return the share; there is nothing to miss in nothing."""
    return part / whole if whole else 1.0


def least_covered(files: Mapping[str, Any], count: int) -> list[tuple[float, str]]:
    """Return the functions with the least of their statements and branches reached.

    Of those that nothing reaches the longest come first.
    """
    found = []
    for path, file in files.items():
        for name, function in file["functions"].items():
            lines, statements, taken, branches = counts_of(function["summary"])
            if name and statements:
                reached, whole = lines + taken, statements + branches
                found.append((share(reached, whole), reached - whole, f"{path}: {name}"))
    return [(reached, name) for reached, _, name in sorted(found)[:count]]


def report(files: Mapping[str, Any]) -> Iterator[str]:
    """Yield the table and the least covered functions."""
    rooms = defaultdict(list)
    for path, file in files.items():
        rooms[room_of(path)].append(counts_of(file["summary"]))
    rooms["all"] = [counts for room in rooms.values() for counts in room]
    yield f"{'room':12} {'statements':>10} {'reached':>8} {'branches':>9} {'taken':>7}"
    for room, found in sorted(rooms.items(), key=lambda item: (item[0] == "all", item[0])):
        lines, statements, taken, branches = together(found)
        yield (
            f"{room:12} {statements:10} {share(lines, statements):8.1%}"
            f" {branches:9} {share(taken, branches):7.1%}"
        )
    yield "least reached:"
    for reached, name in least_covered(files, 10):
        yield f"  {reached:6.1%}  {name}"


def core_share(files: Mapping[str, Any]) -> float:
    """Return the share of the core's branches that were taken."""
    core = [counts_of(file["summary"]) for path, file in files.items() if room_of(path) in CORE]
    _, _, taken, branches = together(core)
    return share(taken, branches)


def main() -> int:
    """Print the report; return 1 where the core's branches are under the floor."""
    runs = coverage.Coverage()
    runs.combine()
    runs.save()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        runs.json_report(outfile=str(path))
        files = json.loads(path.read_text("utf-8"))["files"]
    print("\n".join(report(files)))
    reached = core_share(files)
    good = reached >= FLOOR
    print(f"branches of the core: {reached:.1%}, {'over' if good else 'UNDER'} {FLOOR:.0%}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
