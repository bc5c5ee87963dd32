"""Many phrases looked up in one pass over a text, and a few as a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import ahocorasick_rs

# Phrases of which a table of all steps takes some 5 MB.
_FEW = 1000
# Phrases of one automaton: while it takes them in, no other thread goes on (1 ms a thousand).
_MOST = 20_000


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of `words`, the longest first; of none, one that matches nothing."""
    return "|".join(sorted(map(re.escape, set(words)), key=lambda w: (-len(w), w))) or "(?!)"


class PhraseSet:
    """A set of phrases; a look-up is linear in the text and does not depend on their number.

    Args:
        phrases: What to look for; an empty one is never found.
        overlapping: Whether every occurrence counts, or from each place the longest alone.
        brief: Whether the set is made for one text: it is then built in a third of the time.
    """

    def __init__(
        self, phrases: Sequence[str], *, overlapping: bool = False, brief: bool = False
    ) -> None:
        self.phrases = tuple(phrase for phrase in phrases if phrase)
        self._overlapping = overlapping
        parts = range(0, len(self.phrases), _MOST)
        kind = (
            ahocorasick_rs.MATCHKIND_STANDARD
            if overlapping or len(parts) > 1
            else ahocorasick_rs.MATCHKIND_LEFTMOST_LONGEST
        )
        # A table of all steps takes two thirds of the time, and for few phrases little room.
        built = ahocorasick_rs.Implementation.DFA if len(self.phrases) < _FEW else None
        if brief:
            built = ahocorasick_rs.Implementation.NoncontiguousNFA
        self._automata = [
            ahocorasick_rs.AhoCorasick(
                self.phrases[first : first + _MOST], matchkind=kind, implementation=built
            )
            for first in parts
        ]

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield (start, end, index into `phrases`) of each occurrence, by its end."""
        if len(self._automata) > 1:
            yield from self._find_in_parts(text)
            return
        for automaton in self._automata:
            for index, start, end in automaton.find_matches_as_indexes(
                text, overlapping=self._overlapping
            ):
                yield start, end, index

    def _find_in_parts(self, text: str) -> Iterator[tuple[int, int, int]]:
        every = [
            (start, end, index + number * _MOST)
            for number, automaton in enumerate(self._automata)
            for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True)
        ]
        if self._overlapping:
            return iter(sorted(every, key=lambda found: (found[1], found[0])))
        return longest(every)


class PhraseSets:
    """Sets of phrases that one pass over a text looks up, each its own.

    Args:
        sets: Those of which from each place the longest alone counts, some 3,000 phrases in all:
            of so many a table of all steps takes 7 MB.
    """

    def __init__(self, sets: Iterable[PhraseSet]) -> None:
        self.sets = tuple({id(each): each for each in sets}.values())
        # Each phrase with the sets that have it, and its index there.
        where: dict[str, list[tuple[int, int]]] = {}
        for number, each in enumerate(self.sets):
            for index, phrase in enumerate(each.phrases):
                where.setdefault(phrase, []).append((number, index))
        self._owners = tuple(where.values())
        self._automaton = ahocorasick_rs.AhoCorasick(
            tuple(where),
            matchkind=ahocorasick_rs.MATCHKIND_STANDARD,
            implementation=ahocorasick_rs.Implementation.DFA,
        )

    def find(self, text: str) -> list[list[tuple[int, int, int]]]:
        """Return what `find` of each of `sets` yields."""
        found: list[list[tuple[int, int, int]]] = [[] for _ in self.sets]
        owners = self._owners
        for phrase, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for number, index in owners[phrase]:
                found[number].append((start, end, index))
        return [list(longest(every)) if len(every) > 1 else every for every in found]


def longest(every: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield of all occurrences, overlapping ones too, from each place the longest alone."""
    done = 0
    for found in sorted(every, key=lambda found: (found[0], -found[1])):
        if found[0] >= done:
            yield found
            done = found[1]
