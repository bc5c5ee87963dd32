"""Who holds which post: the words before a name, after it, and before a list of names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.entities.joining.offices import Offices, Spans
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

_JOINT = "、"
_BLANKS = " \t"
# Between a post and a name also stands this: 编辑:某某.
_BRIDGES = _BLANKS + ":"
# Behind a name these are verbs: 某某代表学校致辞.
_VERBS = frozenset({"代表", "翻译", "指挥", "导演", "编辑", "摄影", "编剧", "监制", "指导"})
# 某某是春江市市长: the words between are a phrase without a mark, of at most so many characters.
_COPULA = re.compile(
    "(?:现?系|现?是|现任|时任|担任|出任|现为)(?:(?:一|两|首)(?:名|位|任))?(?P<post>[^,。;:!?、“”《》()\n的]{2,30})"
    "(?=[,。;!?、)\n]|\\Z)"
)


def posts_of(lexicon: Lexicon) -> PhraseSet:
    """Return the posts of the word lists, for all who share one look-up of them in a passage."""
    return PhraseSet(lexicon.words("posts"))


class Posts:
    """Reads the posts of persons off the text around them.

    Args:
        lexicon: Word lists.
        posts: Its posts, of `posts_of`.
    """

    def __init__(self, lexicon: Lexicon, posts: PhraseSet) -> None:
        self._posts = posts
        self._forms = frozenset(lexicon.words("forms_of_address"))
        self._offices = Offices(lexicon)

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
        whole = passage.whole(self._posts)
        starts = {start: end for start, end in whole if text[start:end] not in self._forms}
        ends = {end: start for start, end in starts.items()}
        spans = Spans(ends, findings)
        begins = {f.start for f in people}
        held: dict[int, tuple[int, int]] = {}
        before: Finding | None = None
        for person in people:
            edge = person.start
            while edge and text[edge - 1] in _BRIDGES:
                edge -= 1
            if edge in ends:
                held[person.start] = self._offices.begin(passage, edge, spans), edge
            elif before and _listed(text, before.end, person.start) and before.start in held:
                held[person.start] = held[before.start]
            elif (after := starts.get(person.end)) and after not in begins:
                if text[person.end : after] not in _VERBS:
                    held[person.start] = person.end, after
            elif (said := _COPULA.match(text, person.end)) and said.end("post") in ends:
                held[person.start] = said.span("post")
            before = person
        return {begin: passage.text[start:end] for begin, (start, end) in held.items()}


def _listed(text: str, end: int, start: int) -> bool:
    """Return whether only a joint stands between two names."""
    return text[end:start].strip(_BLANKS) == _JOINT
