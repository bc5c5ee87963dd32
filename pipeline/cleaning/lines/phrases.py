"""Function words of news pages: how much of a short line the words of each group cover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from pipeline.errors import ResourceError

GROUPS: Final = ("credit", "byline", "marker", "nav", "neighbour")
LONGEST: Final = 48  # function words rule short lines only; in longer ones they are the story's


class Phrases:
    """A matcher for groups of words.

    Args:
        groups: Words by group name, of `GROUPS`; a missing group has no words. A word of two
            groups belongs to the first.
        surnames: The characters that a Chinese name begins with.
    """

    def __init__(
        self, groups: Mapping[str, Iterable[str]], surnames: frozenset[str] = frozenset()
    ) -> None:
        owner: dict[str, int] = {}
        for number, name in enumerate(GROUPS):
            for word in groups.get(name, ()):
                owner.setdefault(word, number)
        words = list(owner) or ["\ufdd0"]  # a noncharacter: the matcher wants one word at least
        self._matcher = AhoCorasick(
            words, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
        )
        self.surnames = surnames
        self._group = np.array([owner.get(word, 0) for word in words], dtype=np.int64)

    def cover(self, lines: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the share of each line that each group covers, (lines, groups), in 0..1."""
        table = np.zeros((len(lines), len(GROUPS)), dtype=np.float32)
        short = [number for number, line in enumerate(lines) if len(line) <= LONGEST]
        found = self._matcher.find_matches_as_indexes("\n".join([lines[n] for n in short]))
        if not found:
            return table
        sizes = np.array([len(lines[number]) for number in short])
        starts = np.cumsum(sizes + 1) - sizes - 1
        hits = np.array(found, dtype=np.int64)
        place = np.searchsorted(starts, hits[:, 1], side="right") - 1
        cells = place * len(GROUPS) + self._group[hits[:, 0]]
        weights = hits[:, 2] - hits[:, 1]
        sums = np.bincount(cells, weights=weights, minlength=len(short) * len(GROUPS))
        table[short] = sums.reshape(-1, len(GROUPS)) / sizes[:, None]
        return table


def parse_phrases(text: str, *, where: str) -> dict[str, list[str]]:
    """Return the words by group of a list: `[group]` lines, words between blanks, `#` comments.

    Raises:
        ResourceError: A word stands before the first group.
    """
    groups: dict[str, list[str]] = {}
    words: list[str] | None = None
    for line in text.splitlines():
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        if entry.startswith("["):
            words = groups.setdefault(entry.strip("[]"), [])
        elif words is None:
            raise ResourceError("a word stands before the first group", where=where)
        else:
            words.extend(entry.split())
    return groups
