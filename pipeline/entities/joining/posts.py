"""Who holds which post: the words before a name, after it, and before a list of names."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence

from pipeline.entities.joining.offices import Offices
from pipeline.entities.joining.spans import Spans
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

_JOINT = "、"
_BLANKS = " \t"
# Between a post and a name also stands this: 编辑:某某.
_BRIDGES = _BLANKS + ":"
_HONOURS = re.compile("(?:拿督斯里|拿督|丹斯里|敦|爵士|女爵)$")
_HONOUR = 4
# Whoever wrote something: it leads to a name, and is no post.
_NO_POSTS = frozenset({"作者"})
# Behind a name these are verbs: 某某代表学校致辞.
_VERBS = frozenset({"代表", "翻译", "指挥", "导演", "编辑", "摄影", "编剧", "监制", "指导"})
# 某某是春江市市长, 某某是该公司的总监: the words between are a phrase, of at most so many
# characters.
_COPULA = re.compile(
    "(?:(?:[0-9]{1,2}日|昨[天日]|今[天日]|近日|日前|宣布|正式|获准|受邀|确认|已|将|又|再次|首次|于[^,。;:!?]{1,8}?|今年|去年)*"
    "(?=出任|担任|就任|接任|升任|改任|转任|调任|当选))?"
    "(?:现?系|现?是|任(?![职期教性])|现任|时任|曾任|担任|出任|现为|当选为?|获任|升任|改任|转任|调任|接任|就任|被任命为|被选为|被聘为)"
    "(?:(?:一|两|首)(?:名|位|任)|新一[任届])?(?:[^,。;:!?、“”《》()\n]{1,16}的)?"
    "(?P<post>[^,。;:!?“”《》()\n的]{2,30})(?=[,。;!?)\n]|\\Z)"
)
# 某某(春江市市长), 某某,春江市市长,: behind a name, in marks of their own.
_ASIDE = re.compile("\\((?:时任|现任|现为)?(?P<post>[^,。;:!?“”《》()\n的]{2,30})\\)")
_APPOSED = re.compile(",(?P<post>[^,。;:!?“”《》()\n的]{4,30})(?=[,。;])")
# 任命某某为春江市副市长.
_APPOINTED = re.compile("为(?P<post>[^,。;:!?、“”《》()\n的]{2,30})(?=[,。;!?)\n]|\\Z)")
_APPOINTS = ("任命", "选举", "提名", "聘任", "推选", "推举", "聘请", "委任", "补选", "增选")
# 甲取代乙出任总裁: the post is not that of who goes.
_REPLACED = ("取代", "接替", "替代", "替换", "接任", "继")
# Characters of a post that ends where a name begins, whatever the words are.
_SHORTEST_MADE = 3

Made = Callable[[Passage, int], int | None]


def posts_of(lexicon: Lexicon) -> PhraseSet:
    """Return the posts of the word lists, for all who share one look-up of them in a passage."""
    return PhraseSet(lexicon.words("posts"))


class Posts:
    """Reads the posts of persons off the text around them.

    Args:
        lexicon: Word lists.
        posts: Its posts, of `posts_of`.
        made: Where an occupation begins that no list has and that ends at a place, or None.
    """

    def __init__(self, lexicon: Lexicon, posts: PhraseSet, made: Made) -> None:
        self._posts = posts
        self._forms = frozenset(lexicon.words("forms_of_address"))
        self._offices = Offices(lexicon)
        self._made = made

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
        starts, ends = self._places(passage, people)
        begins = {f.start for f in people}
        spans = Spans(ends, findings)
        held: dict[int, tuple[int, int]] = {}
        before: Finding | None = None
        for person in people:
            edge = _edge(text, person.start, ends)
            if edge not in ends and (made := self._made(passage, edge)) is not None:
                ends[edge] = made
            if edge in ends:
                held[person.start] = self._offices.begin(passage, edge, spans), edge
            elif before and _listed(text, before.end, person.start) and before.start in held:
                held[person.start] = held[before.start]
            elif (after := starts.get(person.end)) and after not in begins:
                if text[person.end : after] not in _VERBS:
                    held[person.start] = person.end, after
            elif told := self._told(passage, person, spans):
                held[person.start] = told
            before = person
        said = {begin: passage.text[start:end] for begin, (start, end) in held.items()}
        return {begin: post for begin, post in said.items() if post not in _NO_POSTS}

    def _places(
        self, passage: Passage, people: Sequence[Finding]
    ) -> tuple[dict[int, int], dict[int, int]]:
        """Return where posts end, by where they begin, and the other way round."""
        text = passage.folded
        whole = passage.whole(self._posts)
        starts = {start: end for start, end in whole if text[start:end] not in self._forms}
        ends = {end: start for start, end in starts.items()}
        begins = {f.start for f in people}
        for start, end, _ in passage.occurrences(self._posts):
            # The name says where the post ends, whatever the words are (牵头|人何|立峰).
            if (
                end in begins
                and end - start >= _SHORTEST_MADE
                and start in passage.edges
                and text[start:end] not in self._forms
            ):
                ends.setdefault(end, start)
        return starts, ends

    def _told(self, passage: Passage, person: Finding, spans: Spans) -> tuple[int, int] | None:
        """Return the posts that a clause or an aside behind a name gives it."""
        text = passage.folded
        if said := _COPULA.match(text, person.end):
            if text.endswith(_REPLACED, 0, person.start):
                return None
        elif text.endswith(_APPOINTS, 0, person.start):
            said = _APPOINTED.match(text, person.end)
        elif not (said := _ASIDE.match(text, person.end)):
            said = _APPOSED.match(text, person.end)
            if said and spans.first_office(said.start("post"), said.start("post") + 1) is None:
                return None
        if not said or said.end("post") not in spans.ends:
            return None
        start, end = said.span("post")
        if self._offices.stops(passage, start, end):
            start = max(start, self._offices.begin(passage, end, spans))
        return start, end


def _edge(text: str, start: int, ends: Container[int]) -> int:
    """Return where a post may end before a name: behind blanks, or an honour (副部长|拿督|某某)."""
    while start and text[start - 1] in _BRIDGES:
        start -= 1
    honour = _HONOURS.search(text, max(0, start - _HONOUR), start)
    return honour.start() if honour and honour.start() in ends else start


def _listed(text: str, end: int, start: int) -> bool:
    """Return whether only a joint stands between two names."""
    return text[end:start].strip(_BLANKS) == _JOINT
