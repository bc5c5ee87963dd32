"""Who holds which post: the words before a name, after it, and before a list of names."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.entities.phrases import PhraseSet
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import word_list

_JOINTS = "、,"
_BLANKS = " \t"
_LEVELS = frozenset("省市县区州镇乡村校院系原前")
# A post reaches back over at most so many names of offices and places (中国|外交部|部长).
_OFFICES = 3


class Posts:
    """Reads the posts of persons off the text around them."""

    def __init__(self) -> None:
        self._posts = PhraseSet(word_list("posts"))

    def find(self, text: str, findings: Sequence[Finding]) -> dict[int, str]:
        """Return the post of each person who is given one, by where the person begins.

        Args:
            text: The folded text.
            findings: Disjoint findings in order of the text.
        """
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        for start, end, _ in self._posts.find(text):
            ends[end] = start
            starts[start] = end
        names_end = {f.end: f.start for f in findings if f.type in {"organisation", "place"}}
        people = [f for f in findings if f.type == "person"]
        begins = {f.start for f in people}
        held: dict[int, str] = {}
        before: Finding | None = None
        for person in people:
            edge = person.start
            while edge and text[edge - 1] in _BLANKS:
                edge -= 1
            if edge in ends:
                held[person.start] = _whole(text, ends[edge], edge, names_end)
            elif before and _listed(text, before.end, person.start) and before.start in held:
                held[person.start] = held[before.start]
            elif (after := starts.get(person.end)) and after not in begins:
                held[person.start] = text[person.end : after]
            before = person
        return held


def _listed(text: str, end: int, start: int) -> bool:
    """Return whether only a joint stands between two names."""
    gap = text[end:start].strip(_BLANKS)
    return len(gap) == 1 and gap in _JOINTS


def _whole(text: str, start: int, end: int, names_end: dict[int, int]) -> str:
    """Return a post with the offices and places that stand right before it."""
    for _ in range(_OFFICES):
        if start in names_end:
            start = names_end[start]
        elif start and text[start - 1] in _LEVELS and start - 1 in names_end:
            start = names_end[start - 1]
        else:
            break
    return text[start:end]
