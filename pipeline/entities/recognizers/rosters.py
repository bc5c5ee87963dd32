"""Persons in a list: what stands beside one, between 、, and is shaped like a name, is another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import partial

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.persons import person_by
from pipeline.entities.recognizers.spelt import Spelt
from pipeline.entities.recognizers.titles import Titles

NAME = "rosters"
RANK = 0
# Chosen, not measured (see `gazetteer.py`).
_person = partial(person_by, NAME, confidence=0.7, rank=RANK)
_JOINTS = "、,"
_JOINT_MARKS = frozenset(_JOINTS)
# A list's item of more characters is no name without a dot.
_LONGEST = 6
# Of two characters a name may be a word: these parts of speech, and what stands behind a name.
_BRIEF, _WORDS = 2, frozenset({"n", "v", "vn", "t", "s", "d", "a"})
_ENDS = frozenset("、,。;:!?()“” \n和与及等")
_BREAKS = frozenset("、,。;:!?()“”《》 \n")


class Rosters:
    """Goes on from the persons that are known, item by item, forwards and backwards.

    Args:
        titles: What knows the shape of a Chinese name.
        spelt: What knows that of a name spelt by its sounds.
    """

    def __init__(self, titles: Titles, spelt: Spelt) -> None:
        self._titles = titles
        self._spelt = spelt

    def find(self, passage: Passage, findings: Sequence[Finding]) -> list[Finding]:
        """Return the persons of lists; `findings` are disjoint and in order of the text."""
        text = passage.folded
        people = [f for f in findings if f.type == "person"]
        if not people or not any(joint in text for joint in _JOINTS):
            return []
        taken = _Taken(findings)
        found = []
        for person in people:
            position = person.end
            while text[position : position + 1] in _JOINT_MARKS:
                stop = self._person_at(passage, position + 1)
                if stop is None or taken.touches(position + 1, stop):
                    break
                found.append(_person(position + 1, stop))
                position = stop
            position = person.start
            while position and text[position - 1] in _JOINTS:
                start = position - 1
                while start and text[start - 1] not in _BREAKS and position - start <= _LONGEST:
                    start -= 1
                item = start, position - 1
                if self._person_at(passage, start) != item[1] or taken.touches(*item):
                    break
                if start and text[start - 1] not in _BREAKS:
                    break
                found.append(_person(*item))
                position = start
        return found

    def _person_at(self, passage: Passage, start: int) -> int | None:
        text = passage.folded
        stop = self._titles.person_at(text, start, passage.edges)
        # ,周薪|高达, 、木雕|师: two characters that go on; behind a comma they are no name.
        if stop is not None and stop - start == _BRIEF and text[stop : stop + 1] not in _ENDS:
            word = text[start - 1] == "," or passage.kind(text[start:stop]) in _WORDS
            stop = None if word else stop
        return self._spelt.person_at(passage, start) if stop is None else stop


class _Taken:
    """The stretches that hold a finding."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._starts = [f.start for f in findings]
        self._ends = [f.end for f in findings]

    def touches(self, start: int, end: int) -> bool:
        index = bisect_left(self._starts, end)
        return index > 0 and self._ends[index - 1] > start
