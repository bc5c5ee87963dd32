"""Many phrases looked up in one pass over a text, and a few as a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import ahocorasick_rs

# Phrases of which a table of all steps takes some 5 MB.
_FEW = 1000


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
        kind = (
            ahocorasick_rs.MATCHKIND_STANDARD
            if overlapping
            else ahocorasick_rs.MATCHKIND_LEFTMOST_LONGEST
        )
        self._overlapping = overlapping
        # A table of all steps takes two thirds of the time, and for few phrases little room.
        built = ahocorasick_rs.Implementation.DFA if len(self.phrases) < _FEW else None
        if brief:
            built = ahocorasick_rs.Implementation.NoncontiguousNFA
        self._automaton = ahocorasick_rs.AhoCorasick(
            self.phrases, matchkind=kind, implementation=built
        )

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield (start, end, index into `phrases`) of each occurrence, by its end."""
        if not self.phrases:
            return
        for index, start, end in self._automaton.find_matches_as_indexes(
            text, overlapping=self._overlapping
        ):
            yield start, end, index
