"""Foreign names without a dot at the head of a clause, by what persons do: 京多安|梅开二度."""

from __future__ import annotations

from functools import partial

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.given import Given
from pipeline.entities.recognizers.persons import person_by
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

NAME = "clause_heads"
RANK = 0
# Less sure than a tagger that says of the same letters that they are a country or a club.
_person = partial(person_by, NAME, confidence=0.55, rank=RANK)
# Characters of a name at the head of a clause; of two (菲丹) it is one behind a post.
_SHORTEST, _PAIR, _LONGEST = 3, 2, 7
# Parts of speech of what may be a name, if any dictionary has it.
_OF_NAMES = frozenset({"", "nr", "nrt", "nrfg"})
_DOT = "·"
# 赛后|打入: what stands before the verb is no name.
_TIMES = "后时前中"


class ClauseHeads:
    """Runs of the characters of sounds, and names of Japan, from a mark up to such a verb.

    Args:
        lexicon: Its list `done_by_persons` holds the verbs.
        posts: Its posts, of `joining.posts.posts_of`: behind one a name begins as well.
    """

    name = NAME

    def __init__(self, lexicon: Lexicon, posts: PhraseSet) -> None:
        self._sounds = frozenset("".join(lexicon.words("sounds")))
        self._verbs = PhraseSet(lexicon.words("done_by_persons"))
        self.phrases = (self._verbs,)
        self._families = frozenset(lexicon.words("surnames_japanese"))
        self._known = frozenset(
            (*lexicon.words("places"), *lexicon.words("countries"), *lexicon.words("organisations"))
        )
        self._posts = posts
        self._given = Given(lexicon)

    def find(self, passage: Passage) -> list[Finding]:
        """Return the persons that stand between a mark, or a post, and such a verb."""
        text = passage.folded
        found = []
        for end, _, _ in passage.occurrences(self._verbs):
            start = end
            while start and end - start <= _LONGEST and "\u4e00" <= text[start - 1] <= "\u9fff":
                start -= 1
            behind = max((at for _, at, _ in self._posts.find(text[start:end])), default=0)
            if not behind and (end - start > _LONGEST or text[start - 1 : start] == _DOT):
                continue
            if self._is_name(passage, start + behind, end, _PAIR if behind else _SHORTEST):
                found.append(_person(start + behind, end))
        return found

    def _is_name(self, passage: Passage, start: int, end: int, least: int) -> bool:
        text = passage.folded
        name = text[start:end]
        if len(name) < least or name in self._known or name[-1] in _TIMES:
            return False
        if passage.kind(name) not in _OF_NAMES:
            return False
        if self._sounds.issuperset(name):
            return True
        return any(
            name[:size] in self._families and self._given.never.isdisjoint(name[size:])
            for size in (2, 3)
            if size < len(name) <= size + _SHORTEST
        )
