"""Whom 他 and 她 mean, where they say something."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.marks import OPENERS
from pipeline.entities.joining.said import Said
from pipeline.entities.recognizer import Finding, start_of

# Between a person and the pronoun that means it.
_MEMORY = 400
# Where a new line names its subject.
_OPENING = 24
# Of several persons whom the one before these belongs to or joins, none is the subject.
_JOINS = frozenset("的之、和与及")
_GUESTS = (
    "欢迎",
    "会见",
    "会晤",
    "接见",
    "感谢",
    "祝贺",
    "陪同",
    "邀请",
    "任命",
    "批评",
    "指责",
    "接替",
)


class Pronouns:
    """Finds the person that a pronoun means.

    Args:
        heard: The text.
    """

    def __init__(self, heard: Heard) -> None:
        self._marks, self._all, self._rules, self._posts = heard

    def meant(
        self, place: int, found: Sequence[Said], spoken: Sequence[Finding], unknown: int
    ) -> Finding | None:
        """Return whom the pronoun at `place` means: who spoke last, else the last subject.

        Args:
            place: Where it stands.
            found: The quotations before it.
            spoken: Who said each of them.
            unknown: Up to where somebody spoke whom nobody knows, and who may be meant.
        """
        text, masked = self._marks.text, self._marks.masked
        first, end = (bisect_left(self._all, at, key=start_of) for at in (place - _MEMORY, place))
        people = [
            f
            for f in self._all[first:end]
            if f.type == "person"
            and not self._marks.inside(f.start)
            and not any(s.start <= f.start < s.end for s in found[-3:])
        ]
        if not people or (found and found[-1].start >= people[-1].end):
            last = _last(place, found, spoken, unknown)
            return None if last is None or self._another_opens(found[-1].end, place) else last
        last = people[-1]
        if last.start < unknown:
            return None
        sentence = 1 + max(masked.rfind(mark, 0, last.start) for mark in OPENERS)
        group = [f for f in people if f.start >= sentence]
        # Of a line before only its subject, or who spoke last, goes on.
        spoke = bool(spoken) and spoken[-1].start == last.start
        near = spoke or "\n" not in text[last.end : place]
        if near and len({text[f.start : f.end] for f in group}) == 1:
            # Who is welcomed or thanked there is not whom the next sentence goes on with.
            return None if masked.endswith(_GUESTS, sentence + 1, last.start) else last
        opener = group[0]
        if masked[opener.end : opener.end + 1] in _JOINS:
            return None
        clause = 1 + masked.rfind(",", sentence, opener.start)
        opens = self._rules.opens(masked, max(sentence, clause), opener, self._posts)
        return opener if opens else None

    def _another_opens(self, end: int, place: int) -> bool:
        """Return whether a line behind what was said begins with somebody whom nobody knows."""
        line = self._marks.text.rfind("\n", end, place) + 1
        if not line:
            return False
        opening = self._marks.masked[line : min(place, line + _OPENING)]
        return self._rules.unnamed.names(opening)


def _last(
    place: int, found: Sequence[Said], spoken: Sequence[Finding], unknown: int
) -> Finding | None:
    """Return the person who spoke last, where that is near."""
    if not spoken or place - found[-1].end > _MEMORY or found[-1].start < unknown:
        return None
    return spoken[-1] if spoken[-1].type == "person" else None
