"""What the names of our own text are made of: parts by kind, read from `own/parts.txt`."""

from __future__ import annotations

import random
from collections import defaultdict
from functools import cache
from itertools import accumulate
from pathlib import Path

FOLDER = Path(__file__).with_name("own")


@cache
def parts() -> dict[str, tuple[str, ...]]:
    """Return the parts of names by kind."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in (FOLDER / "parts.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, *words = line.split(" ")
            found[kind] += words
    return {kind: tuple(words) for kind, words in found.items()}


class Draw:
    """Draws parts at random: one seed, one row of draws."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._parts = parts()

    def of(self, kind: str) -> str:
        """Return a part of this kind, each as often as it stands in the list."""
        return self.random.choice(self._parts[kind])

    def early(self, kind: str) -> str:
        """Return a part of this kind, those at the head of the list more often."""
        words = self._parts[kind]
        return words[int(len(words) * self.random.random() ** 1.6)]

    def chance(self, share: float) -> bool:
        """Return True in this share of the calls."""
        return self.random.random() < share

    def way(self, ways: dict[str, float]) -> str:
        """Return one of the keys, as often as its weight says."""
        sums = list(accumulate(ways.values()))
        return self.random.choices(list(ways), cum_weights=sums)[0]
