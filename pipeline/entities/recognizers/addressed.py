"""Persons by what stands behind their names: 周三丰|老人, 简学礼|是…演奏家."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import partial

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.persons import person_by
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

NAME = "addressed"
# Of the tagger's rank: the longer of two readings stands.
RANK = 0
# Chosen, not measured (see `gazetteer.py`).
_person = partial(person_by, NAME, confidence=0.7, rank=RANK)
# Names of three characters alone: shorter ones are words too often here (任课|老师).
_FULL = 3
CALLED = re.compile(
    "先生|女士|老人|大爷|大妈|大娘|奶奶|爷爷|阿姨|叔叔|同学|老师|师傅|教授|院士|博士|医生|律师|警官|夫妇"
)
_IS = re.compile("(?:是|系|曾任|现任|时任|现为)(?!否)")
# What may be said of somebody in a clause, with the post at its end.
_CLAUSE = re.compile("[^,。;:!?\\n]{3,30}")
# Words that a name may be cut into; others are what they are (毕业|班|老师).
_OF_NAMES = frozenset({"", "nr", "nrt", "nrfg", "t"})
# A given name that is a noun, where a post ends the clause: 简|学诚.
_COMMON = frozenset({"n", "a"})
_DAY = "t"
# No given name holds these: 李戈|是|老师, 贺卡|向|老师.
_NO_GIVEN = frozenset("是向对给和与的在为把被让到从就也都还了着过说叫")


class Addressed:
    """A family name and two characters that are no words, before a form of address or 是.

    Args:
        lexicon: Word lists.
        posts: Its posts, of `joining.posts.posts_of`.
    """

    name = NAME

    def __init__(self, lexicon: Lexicon, posts: PhraseSet) -> None:
        single = {s for s in lexicon.words("surnames") if len(s) == 1}
        rare = {s for s in lexicon.words("surnames_rare") if len(s) == 1}
        self._families = frozenset(single)
        self._all = frozenset(single | rare)
        self._not = frozenset(lexicon.words("names_not"))
        self._posts = posts

    def find(self, passage: Passage) -> list[Finding]:
        """Return the persons that are called or said to be something."""
        text = passage.folded
        found = [
            _person(match.start() - _FULL, match.start())
            for match in CALLED.finditer(text)
            if self._is_name(passage, match.start() - _FULL, self._families, _OF_NAMES)
        ]
        ends: frozenset[int] | None = None
        for match in _IS.finditer(text):
            start = match.start() - _FULL
            if start < 0 or text[start] not in self._all or text[start - 1 : start].isalnum():
                continue
            if not self._is_name(passage, start, self._all, _OF_NAMES | _COMMON):
                continue
            clause = _CLAUSE.match(text, match.end())
            if ends is None:
                ends = frozenset(end for _, end, _ in passage.occurrences(self._posts))
            if clause and clause.end() in ends:
                found.append(_person(start, match.start()))
        return found

    def _is_name(
        self, passage: Passage, start: int, families: frozenset[str], kinds: frozenset[str]
    ) -> bool:
        text, end = passage.folded, start + _FULL
        name = text[start:end] if start >= 0 else ""
        if not name.isalpha() or name[0] not in families:
            return False
        # 周三|丰 is a day only where one is meant.
        if name[:2] in self._not and passage.kind(name[:2]) != _DAY:
            return False
        if not _NO_GIVEN.isdisjoint(name[1:]):
            return False
        if end not in passage.edges or (start and start not in passage.edges):
            return False
        ends = passage.word_ends
        first, last = bisect_right(ends, start), bisect_right(ends, end - 1)
        return all(
            len(word) == 1 or passage.kind(word) in kinds
            for word in passage.words[first : last + 1]
        )
