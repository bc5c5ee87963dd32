"""Many phrases looked up in one pass over a text, and a few as a pattern.

Python's `re` looks for the first characters of a pattern in one pass where each of its alternatives
begins with a letter. One that begins with a group or a class of characters is enough, and every
alternative is tried at every character: `written_out` makes them begin with letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

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


_GROUP: Final = "(?:"
# A quantifier behind a group or a character: it may be missing, or come again.
_QUANTIFIERS: Final = frozenset("?*+{")
_SIGNS: Final = frozenset("()[]{}|?*+.^$\\")


def written_out(pattern: str) -> str:
    """Return `pattern` with the groups that its alternatives begin with written out.

    `(?:甲|乙)丙|丁` becomes `甲丙|乙丙|丁`. It finds the same, from the same places; of what it
    captures nothing is promised.
    """
    return "|".join(_written(pattern))


def begins_with_letters(pattern: str) -> bool:
    """Return whether every alternative of `pattern` begins with a letter that must be there."""
    return all(
        part[:1] not in _SIGNS and part[1:2] not in _QUANTIFIERS and part != ""
        for part in parts_of(pattern)
    )


def _written(pattern: str) -> Iterator[str]:
    for part in parts_of(pattern):
        end = _end_of_group(part) if part.startswith(_GROUP) else 0
        if not end or part[end : end + 1] in _QUANTIFIERS:
            yield part
            continue
        for inner in parts_of(part[len(_GROUP) : end - 1]):
            yield from _written(inner + part[end:])


def parts_of(pattern: str) -> Iterator[str]:
    """Yield the alternatives of `pattern`, those inside of groups left together."""
    start = depth = 0
    for sign in _signs(pattern):
        depth += (sign[0] == "(") - (sign[0] == ")")
        if sign[0] == "|" and not depth:
            yield pattern[start : sign.start()]
            start = sign.end()
    yield pattern[start:]


def _end_of_group(pattern: str) -> int:
    """Return where the group ends that `pattern` begins with."""
    depth = 0
    for sign in _signs(pattern):
        depth += (sign[0] == "(") - (sign[0] == ")")
        if not depth:
            return sign.end()
    return 0


# What is escaped, or stands in a class, is no sign.
_TOKEN: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|([()|])", re.DOTALL)


def _signs(pattern: str) -> Iterator[re.Match[str]]:
    return (token for token in _TOKEN.finditer(pattern) if token[1])
