"""The mutants: a rule of ours broken as a careless change would break it, a list a room."""

from __future__ import annotations

import ast
import hashlib
import math
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

LISTS = Path("tests/mutants")

# What may survive the fast tests, each marked with the test on a real broker that kills it.
MARKED_AT_MOST = 0.1


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One rule broken: `old` of `file` becomes `new`, and one of `tests` must fail.

    `broker` names a test on a real broker for what no fast test can feel.
    """

    room: str
    file: str
    old: str
    new: str
    why: str
    tests: tuple[str, ...]
    broker: str = ""

    def rank(self, seed: int) -> str:
        """Return its place in a sample: a mutant more or less moves no other."""
        return hashlib.sha256(f"{seed}\n{self.file}\n{self.old}\n{self.new}".encode()).hexdigest()

    def applied(self, root: Path) -> str:
        """Return the text of its file with the rule broken.

        Raises:
            ValueError: It does not fit the file any more, or breaks nothing.
        """
        before = (root / self.file).read_text("utf-8")
        if (times := before.count(self.old)) != 1:
            raise ValueError(f"its old text occurs {times} times")
        after = before.replace(self.old, self.new)
        try:
            same = ast.dump(ast.parse(before)) == ast.dump(ast.parse(after))
        except SyntaxError as error:
            raise ValueError(f"its new text is no Python: {error}") from error
        if same:
            raise ValueError("it changes nothing")
        return after


def read(root: Path) -> list[Mutant]:
    """Return the mutants of every list, in order."""
    return [
        Mutant(room=path.stem, **{**entry, "tests": tuple(entry["tests"])})
        for path in sorted((root / LISTS).glob("*.toml"))
        for entry in tomllib.loads(path.read_text("utf-8"))["mutant"]
    ]


def problems(mutants: Sequence[Mutant], root: Path) -> Iterator[str]:
    """Yield what is wrong with the lists, a line each."""
    for mutant in mutants:
        try:
            mutant.applied(root)
        except (OSError, ValueError) as error:
            yield f"{mutant.room}: {mutant.file}: {mutant.why}: {error}"
        for test in (*mutant.tests, *filter(None, [mutant.broker])):
            if not (root / test.partition("::")[0]).exists():
                yield f"{mutant.room}: {mutant.why}: there is no {test}"
        if not mutant.tests:
            yield f"{mutant.room}: {mutant.why}: it names no test"
    if sum(bool(mutant.broker) for mutant in mutants) > MARKED_AT_MOST * len(mutants):
        yield f"more than {MARKED_AT_MOST:.0%} are left to tests on a real broker"


def sample(mutants: Sequence[Mutant], share: float, seed: int) -> list[Mutant]:
    """Return a share of every room's mutants, at least one of each."""
    chosen = []
    for room in dict.fromkeys(mutant.room for mutant in mutants):
        ranked = sorted((m for m in mutants if m.room == room), key=lambda m: m.rank(seed))
        chosen += ranked[: math.ceil(share * len(ranked))]
    return chosen
