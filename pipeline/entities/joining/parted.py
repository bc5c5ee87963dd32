"""Both halves of words that an act parts: “甲,”周立言顿了顿,“乙。”."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.entities.joining.descriptions import THIS, Descriptions
from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.pronouns import Pronouns
from pipeline.entities.joining.said import Said, Told
from pipeline.entities.joining.speakers import PRONOUN
from pipeline.entities.joining.told_behind import AHEAD, JOINS, NOT_SPOKEN, OTHERS
from pipeline.entities.recognizer import Finding, start_of

# Whom he does so to does not speak.
_TURNS_TO = re.compile("打断|看着|望着|盯着|瞪着|拉[着住]|拽着|拍[着了]|搂着|握着|转向|走向|冲着")
_CLAUSE_END = re.compile("[,。;:!?\n]")


class Parted:
    """Finds whose words are that stand before and behind what somebody does.

    Args:
        heard: The text.
        pronouns: Whom 他 means.
    """

    def __init__(self, heard: Heard, pronouns: Pronouns) -> None:
        self._marks, self._all, self._rules, self._posts = heard
        self._pronouns = pronouns
        self._descriptions = Descriptions(heard, pronouns)
        self._halves: dict[int, Told] = {}

    def second(self, opened: int) -> Told | None:
        """Return whose the second half is that opens at a place, if the first was taken."""
        return self._halves.pop(opened, None)

    def first(self, close: int, found: Sequence[Said], spoken: Sequence[Finding]) -> Told | None:
        """Return whose words an act parts; the second half waits for its turn."""
        at, told = self._parted(close, found, spoken) or (0, None)
        if told is not None:
            self._halves[at] = told
        return told

    def _parted(
        self, close: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> tuple[int, Told] | None:
        """Return where the second half of a quotation opens that what somebody does parts, and him.

        “甲。”周立言打断了局长,“乙。”: both are of the subject of what stands between.
        """
        text, masked = self._marks.text, self._marks.masked
        # “甲,”采访间隙,周立言喝了口水,“乙。”
        ahead = AHEAD.match(masked, close + 1)
        begin = ahead.end() if ahead else close + 1
        if ahead and self._names(close, begin):
            return None
        stop = _CLAUSE_END.search(masked, begin)
        at = stop.start() if stop else len(masked)
        if text[at : at + 2] != ",“" or not self._marks.is_sentence(at + 1):
            return None
        first, last = (bisect_left(self._all, place, key=start_of) for place in (close, at))
        people = [f for f in self._all[first:last] if f.type == "person"]
        if not people:
            return self._parted_by_him(close, at, found, spoken)
        if not self._rules.heads(masked, begin, people[0], self._posts):
            return None
        end = self._rules.end_of(masked, people[0], self._posts)
        rest = masked[end:at]
        alone = len(people) == 1 and not OTHERS.search(rest) and not self._rules.unnamed.names(rest)
        if rest[:1] in JOINS or NOT_SPOKEN.search(rest) or not (alone or _TURNS_TO.match(rest)):
            return None
        return at + 1, (people[0], "", "told")

    def _names(self, start: int, end: int) -> bool:
        """Return whether somebody is named or meant in a phrase."""
        first, last = (bisect_left(self._all, place, key=start_of) for place in (start, end))
        phrase = self._marks.masked[start:end]
        return (
            last > first or self._rules.unnamed.names(phrase) or OTHERS.search(phrase) is not None
        )

    def _parted_by_him(
        self, close: int, at: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> tuple[int, Told] | None:
        """Return the same of 他 and 这位老船长, where no other is meant beside them."""
        masked = self._marks.masked
        him = PRONOUN.match(masked, close + 1, at)
        who = him or THIS.match(masked, close + 1, at)
        if who is None:
            return None
        place, rest = who.start("who"), masked[who.end() : at]
        if rest[:1] in JOINS or NOT_SPOKEN.search(rest) or OTHERS.search(rest):
            return None
        # 这位船长|的女儿 is another.
        if self._rules.unnamed.names(rest if him else rest.rpartition("的")[0]):
            return None
        whom = (
            self._pronouns.meant(place, found, spoken, -1)
            if him
            else self._descriptions.meant(place, found, spoken)
        )
        return (at + 1, (whom, "", "told")) if whom else None
