"""Sentences in which one person alone is named or meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from pipeline.entities.joining.marks import SpeechMarks, speaks
from pipeline.entities.joining.speakers import Speakers
from pipeline.entities.joining.told_behind import JOINS, NOT_SPOKEN, OTHERS
from pipeline.entities.recognizer import Finding


class OnePerson:
    """Finds the one person of a sentence.

    Args:
        marks: The quotations of the text.
        speakers: Persons and organisations in order of the text.
        rules: What opens a sentence.
        posts: Post of a person by where its mention begins, folded.
    """

    def __init__(
        self,
        marks: SpeechMarks,
        speakers: Sequence[Finding],
        rules: Speakers,
        posts: Mapping[int, str],
    ) -> None:
        self._marks = marks
        self._all = speakers
        self._rules = rules
        self._posts = posts

    def subject(self, start: int, end: int) -> Finding | None:
        """Return the person who opens a sentence in which nobody else is named or meant."""
        masked, text = self._marks.masked, self._marks.text
        if self._marks.inside(start):
            return None
        first = bisect_left(self._all, start, key=_start)
        people = [
            f
            for f in self._all[first : bisect_left(self._all, end, key=_start)]
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


def _start(finding: Finding) -> int:
    return finding.start
