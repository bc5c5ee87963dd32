"""Words inside a line, before the sentence that names a person for the first time."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.said import Told
from pipeline.entities.joining.told_behind import JOINS, LONG, NOT_SPOKEN, OTHERS, REACTS
from pipeline.entities.recognizer import Finding, people_between, start_of

# What he is stands before his name, in more characters: 船长|周立言.
_WHAT = 2
_SENTENCE_END = re.compile("[。;!?\n“]")


class Introduced:
    """Finds whom a text names first right behind words: “…”曾管货运的周立言把事情理顺.

    Args:
        heard: The text.
    """

    def __init__(self, heard: Heard) -> None:
        self._marks, self._all, self._rules, self._posts = heard

    def who(self, opened: int, close: int) -> Told | None:
        """Return who heads the sentence behind, where nobody is named or meant before the words.

        Args:
            opened: Where the words begin; a sentence stands before them in the line.
            close: Where they end.
        """
        masked = self._marks.masked
        first = bisect_left(self._all, close, key=start_of)
        # Before his name his body's may stand.
        people = [f for f in self._all[first : first + 2] if f.type == "person"]
        if not people or close - opened <= LONG:
            return None
        speaker = people[0]
        if not self._rules.heads(masked, close + 1, speaker, self._posts):
            return None
        known = self._marks.text.find(self._marks.text[speaker.start : speaker.end])
        if known < speaker.start or speaker.start - close <= _WHAT:
            return None
        start = self._marks.sentence(opened - 1)
        alone = self._is_nobody(start, opened) and self._is_alone(speaker)
        return (speaker, "", "own") if alone else None

    def _is_nobody(self, start: int, end: int) -> bool:
        """Return whether the sentence before the words names and means nobody."""
        ahead = self._marks.masked[start:end]
        heard = any(
            found(ahead) for found in (NOT_SPOKEN.search, OTHERS.search, self._rules.unnamed.names)
        )
        return not (self._marks.inside(start) or people_between(self._all, start, end) or heard)

    def _is_alone(self, speaker: Finding) -> bool:
        """Return whether he neither belongs to another, nor answers, nor acts with others."""
        masked = self._marks.masked
        end = self._rules.end_of(masked, speaker, self._posts)
        stop = _SENTENCE_END.search(masked, end)
        rest = masked[end : stop.start() if stop else len(masked)]
        clause = rest.partition(",")[0]
        if rest[:1] in JOINS or self._rules.another(clause) or REACTS.search(clause):
            return False
        others = (
            people_between(self._all, end, end + len(rest))
            or NOT_SPOKEN.search(rest)
            or OTHERS.search(rest)
        )
        return not others
