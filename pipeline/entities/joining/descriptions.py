"""Whom a description means that can only be he: 这位老船长."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.pronouns import Pronouns
from pipeline.entities.joining.said import Said
from pipeline.entities.recognizer import Finding, people_between

# Whom one speaks about is not he: 谈到女儿,周立言笑了.
_ABOUT = re.compile("(?:说到|说起|谈到|谈及|谈起|提到|提起|面对|对于|关于|回忆|回想)[^,]*,")
# Characters of a noun right before a name.
_POST = 4
THIS = re.compile(
    "[ \t\u3000]*(?:但是?|而|不过|然而|随后|后来|如今|对此)?(?P<who>这[位名](?:老|年轻的?)?)"
)
"""How a description begins."""


class Descriptions:
    """Finds the person that a description means.

    Args:
        heard: The text.
        pronouns: Whom 他 means.
    """

    def __init__(self, heard: Heard, pronouns: Pronouns) -> None:
        self._marks, self._all, self._rules, _ = heard
        self._pronouns = pronouns

    def meant(self, place: int, found: Sequence[Said], spoken: Sequence[Finding]) -> Finding | None:
        """Return the one person of the sentence before, or who spoke last.

        Nobody without a name is spoken of there.

        Args:
            place: Where the description stands.
            found: The quotations before it.
            spoken: Who said each of them.
        """
        whom = self._pronouns.nearest(place, found, spoken, -1)
        if whom is None or self._pronouns.other_between(whom, place):
            return None
        text, masked = self._marks.text, self._marks.masked
        start = self._marks.sentence(whom.start)
        if about := _ABOUT.match(masked, start, whom.start):
            start = about.end()
        people = [
            f for f in people_between(self._all, start, place) if not self._marks.inside(f.start)
        ]
        if {text[f.start : f.end] for f in people} - {text[whom.start : whom.end]}:
            return None
        for at in self._rules.unnamed.places(masked, start, place):
            # 教师|周立言 is he.
            own = any(at < f.start <= at + _POST for f in people)
            if not own and not self._marks.inside(at):
                return None
        return whom
