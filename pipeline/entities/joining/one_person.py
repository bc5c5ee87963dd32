"""Sentences in which one person alone is named or meant."""

from __future__ import annotations

from bisect import bisect_left

from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.marks import speaks
from pipeline.entities.joining.told_behind import JOINS, NOT_SPOKEN, OTHERS
from pipeline.entities.recognizer import Finding, start_of


class OnePerson:
    """Finds the one person of a sentence.

    Args:
        heard: The text.
    """

    def __init__(self, heard: Heard) -> None:
        self._marks, self._all, self._rules, self._posts = heard

    def subject(self, start: int, end: int) -> Finding | None:
        """Return the person who opens a sentence in which nobody else is named or meant."""
        masked, text = self._marks.masked, self._marks.text
        if self._marks.inside(start):
            return None
        first = bisect_left(self._all, start, key=start_of)
        people = [
            f
            for f in self._all[first : bisect_left(self._all, end, key=start_of)]
            if f.type == "person"
        ]
        if not people or len({text[f.start : f.end] for f in people}) > 1:
            return None
        speaker = people[0]
        after = self._rules.end_of(masked, speaker, self._posts)
        clause = max(start, 1 + max(masked.rfind(mark, start, speaker.start) for mark in ",:"))
        if not self._rules.opens(masked, clause, speaker, self._posts):
            return None
        rest = masked[after:end]
        if rest[:1] in JOINS or self._rules.another(rest) or speaks(rest):
            return None
        ahead = masked[start:clause]
        others = (OTHERS.search, NOT_SPOKEN.search, self._rules.unnamed.names)
        return None if any(found(part) for found in others for part in (rest, ahead)) else speaker
