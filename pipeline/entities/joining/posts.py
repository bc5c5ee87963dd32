"""Who holds which post: the words before a name, after it, and before a list of names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

_JOINTS = "、,"
_BLANKS = " \t"
# Between a post and a name also stands this: 编辑:某某.
_BRIDGES = _BLANKS + ":"
_LEVELS = frozenset("省市县区州镇乡村校院系原前")
# A post reaches back over at most so many names of offices and places (中国|外交部|部长).
_OFFICES = 3
# Between an office and the post in it: its department, and what ranks the post.
_DEPARTMENT = re.compile(
    "[\u4e00-\u9fff]{1,8}?(?:庭|科|处|室|部|司|局|院|系|所|中心|学|厅|署|办|站|队|组|台|会|团|厂|馆)"
    "(?:首席|高级|资深)?$"
)
_RANKS = re.compile(
    "(?:首席|高级|资深|知名|著名|青年|产品|项目|执行|常务|名誉|特约|芭蕾舞|脱口秀|相声|话剧|研究|公司|原|前|时任|新任)+$"
)
_BOTH = "兼"
# Characters before a post that are searched for its rank or a second post (创始人兼CEO). Chosen,
# not measured.
_REACH = 12


def posts_of(lexicon: Lexicon) -> PhraseSet:
    """Return the posts of the word lists, for all who share one look-up of them in a passage."""
    return PhraseSet(lexicon.words("posts"))


class Posts:
    """Reads the posts of persons off the text around them.

    Args:
        posts: Of `posts_of`.
    """

    def __init__(self, posts: PhraseSet) -> None:
        self._posts = posts

    def find(self, passage: Passage, findings: Sequence[Finding]) -> dict[int, str]:
        """Return the post of each person who is given one, by where the person begins.

        Args:
            passage: The text.
            findings: Disjoint findings in order of the text.
        """
        people = [f for f in findings if f.type == "person"]
        if not people:
            return {}
        text = passage.folded
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        for start, end, _ in passage.occurrences(self._posts):
            ends[end] = start
            starts[start] = end
        names_end = {f.end: f.start for f in findings if f.type in {"organisation", "place"}}
        begins = {f.start for f in people}
        held: dict[int, tuple[int, int]] = {}
        before: Finding | None = None
        for person in people:
            edge = person.start
            while edge and text[edge - 1] in _BRIDGES:
                edge -= 1
            if edge in ends:
                held[person.start] = _whole(text, ends[edge], ends, names_end), edge
            elif before and _listed(text, before.end, person.start) and before.start in held:
                held[person.start] = held[before.start]
            elif (after := starts.get(person.end)) and after not in begins:
                held[person.start] = person.end, after
            before = person
        return {begin: passage.text[start:end] for begin, (start, end) in held.items()}


def _listed(text: str, end: int, start: int) -> bool:
    """Return whether only a joint stands between two names."""
    gap = text[end:start].strip(_BLANKS)
    return len(gap) == 1 and gap in _JOINTS


def _whole(text: str, start: int, ends: dict[int, int], names_end: dict[int, int]) -> int:
    """Return where a post begins with the ranks, offices and places that stand right before it."""
    if start and text[start - 1] == _BOTH and start - 1 in ends:
        start = ends[start - 1]
    if ranks := _RANKS.search(text, max(0, start - _REACH), start):
        start = ranks.start()
    if start not in names_end and (office := _department(text, start, names_end)) is not None:
        start = office
    for _ in range(_OFFICES):
        if start in names_end:
            start = names_end[start]
        elif start and text[start - 1] in _LEVELS and start - 1 in names_end:
            start = names_end[start - 1]
        else:
            break
    return start


def _department(text: str, start: int, names_end: dict[int, int]) -> int | None:
    """Return where the office ends whose department stands right before a post."""
    for edge in range(start - 2, max(0, start - _REACH), -1):
        if edge in names_end and _DEPARTMENT.fullmatch(text, edge, start):
            return edge
    return None
