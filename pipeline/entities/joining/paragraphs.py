"""Words in marks whose paragraph names one person alone: he acts before them, and goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.marks import OPENERS, speaks
from pipeline.entities.joining.said import Said, Told
from pipeline.entities.joining.speakers import PRONOUN
from pipeline.entities.joining.told_behind import JOINS, NOT_SPOKEN, OTHERS, REACTS
from pipeline.entities.recognizer import Finding, people_between

# Sentences between the last that names him and the words; more may be about something else.
_SENTENCES = 3
# Characters of them.
_LONGEST = 160
# Characters of the sentence behind the words that are asked for somebody else.
_BEHIND = 120
# What another does while, because or though somebody acts: 因身边有同学患病,周立言报了名.
_SUBORDINATE = re.compile(
    "(?:^|(?<=,))(?:[因与和像]|作为|对于|由于|随着|当|虽|尽管|除了|为了|面对|看到|看着|听到|得知|说起|说到|谈到|谈起|谈及|提起|提到|想起|想到|在)[^,]*,"
)
# Whom he does something for or with; whom he asks or sees may be the one who speaks.
_OBJECT = re.compile("(?:[对为给与和跟同把将])[^,]{0,8}$")
_MEETS = re.compile(
    "问|看望|采访|走访|[见遇碰找]到|来到|走进|了解|打听|请教|拉[住着]|听(?![众力])|告诉|叫来|迎来"
)
# What he is, or is like, is nobody else.
_IS = re.compile("(?:是|系|作为|成[为了]|[担曾现出]任|当[了过上选]|像|如同|一[样般])[^,]{0,16}$")
_SPACES = " \t\u3000"


class _Beside:
    """Tells who is meant in a part of a text without a name."""

    def __init__(self, heard: Heard) -> None:
        self._marks, self._all, self._rules, self._posts = heard

    def _nobody(self, start: int, end: int) -> bool:
        """Return whether nobody else is meant or heard in a part of a text."""
        part = self._marks.masked[start:end]
        return not (self._meant(start, end) or NOT_SPOKEN.search(part) or speaks(part))

    def _meant(self, start: int, end: int) -> bool:
        masked = self._marks.masked
        return bool(
            self._rules.unnamed.places(masked, start, end) or OTHERS.search(masked, start, end)
        )

    def _meant_ahead(self, ahead: str) -> bool:
        """Return whether somebody acts before a subject, and not only while or because he does."""
        rest = _SUBORDINATE.sub("", ahead)
        return bool(self._rules.unnamed.names(rest) or OTHERS.search(rest))

    def _are_objects(self, start: int, end: int) -> bool:
        """Return whether who is meant in a part of a text is only done something to or for."""
        masked = self._marks.masked
        places = [*self._rules.unnamed.places(masked, start, end)]
        places += [m.start() for m in OTHERS.finditer(masked, start, end)]
        return all(
            _OBJECT.search(masked, start, place) or _IS.search(masked, start, place)
            for place in places
        ) and not (places and _MEETS.search(masked, start, end))

    def _people(self, start: int, end: int) -> list[Finding]:
        people = people_between(self._all, start, end)
        return [f for f in people if not self._marks.inside(f.start)]


class Paragraphs(_Beside):
    """Finds the one person of a paragraph in which words stand.

    Args:
        heard: The text.
    """

    def who(
        self, opened: int, close: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> Told | None:
        """Return whom alone the paragraph names before the words, if nobody else is meant there.

        Args:
            opened: Where the words begin; sentences of the paragraph stand before them.
            close: Where they end.
            found: The quotations before them.
            spoken: Who said each of them.
        """
        text = self._marks.text
        line = text.rfind("\n", 0, opened) + 1
        stop = text.find("\n", close)
        people = self._people(line, stop if stop >= 0 else len(text))
        if not people or people[0].start > opened:
            return None
        names = {text[f.start : f.end] for f in people}
        if not _are_one(names):
            return None
        before = [f for f in people if f.end <= opened]
        last = before[-1]
        if opened - last.end > _LONGEST or not self._goes_on(before, opened):
            return None
        if found and found[-1].start >= line:
            if text[spoken[-1].start : spoken[-1].end] not in max(names, key=len):
                return None
            if self._marks.text[found[-1].end - 2] == "?" or "问" in found[-1].verb:
                return None
        return (last, "", "paragraph") if self._leaves(close, people) else None

    def _goes_on(self, people: Sequence[Finding], opened: int) -> bool:
        """Return whether the last sentence that names him is about him, and so is what follows."""
        masked, start, last = self._marks.masked, opened - 1, people[-1]
        for _ in range(_SENTENCES):
            end, start = start, self._marks.sentence(start)
            if self._marks.inside(start) or self._marks.inside(end):
                return False
            here = [f for f in people if start <= f.start < end]
            if here:
                return self._is_about(here, start, end)
            if not self._nobody(start, end):
                return False
            start -= 1
            if start <= last.start or masked[start] not in OPENERS:
                return False
        return False

    def _is_about(self, people: Sequence[Finding], start: int, end: int) -> bool:
        """Return whether the one person of a sentence heads it, others being objects there."""
        masked = self._marks.masked
        for who in people:
            clause = max(start, 1 + masked.rfind(",", start, who.start))
            if not self._rules.heads(masked, clause, who, self._posts):
                continue
            behind = self._rules.end_of(masked, who, self._posts)
            rest, ahead = masked[behind:end], masked[start:clause]
            if rest[:1] in JOINS or self._rules.another(rest) or speaks(ahead):
                return False
            if NOT_SPOKEN.search(rest) or NOT_SPOKEN.search(ahead):
                return False
            return self._are_objects(behind, end) and not self._meant_ahead(ahead)
        return False

    def _leaves(self, close: int, people: Sequence[Finding]) -> bool:
        """Return whether the sentence behind the words leaves them to him."""
        masked, start = self._marks.masked, close + 1
        ends = (masked.find(mark, start, start + _BEHIND) for mark in f"{OPENERS}“")
        stop = min((at for at in ends if at >= 0), default=min(len(masked), start + _BEHIND))
        rest = masked[start:stop].strip(_SPACES)
        if not rest:
            return True
        first = next((f for f in people if start <= f.start < stop), None)
        if first is not None:
            # 作为春江人,周立言…: he goes on there.
            clause = max(start, 1 + masked.rfind(",", start, first.start))
            behind = self._rules.end_of(masked, first, self._posts)
            heads = self._rules.heads(masked, clause, first, self._posts)
            return (
                heads and not self._meant(start, clause) and not REACTS.search(masked, behind, stop)
            )
        if him := PRONOUN.match(masked, start, stop):
            return masked[him.end() : him.end() + 1] != "的" and not REACTS.search(
                masked, him.end(), stop
            )
        return self._nobody(start, stop)


def _are_one(names: set[str]) -> bool:
    """Return whether names are one person's: 言 and 周立言."""
    longest = max(names, key=len)
    return all(name in longest for name in names)
