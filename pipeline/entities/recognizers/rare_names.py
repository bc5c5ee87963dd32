"""Persons of a rare family name, or of one of two characters: 果农|时长河, 作家|鲜于文正."""

from __future__ import annotations

from functools import partial

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.foreign import FOLLOWS
from pipeline.entities.recognizers.given import Given
from pipeline.entities.recognizers.occupations import Occupations
from pipeline.entities.recognizers.persons import POSTS_AND_VERBS, person_by
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

NAME = "rare_names"
# Of the tagger's rank: a name cut short (文正 of 鲜于文正) is completed, the longer stands.
RANK = 0
# Chosen, not measured (see `gazetteer.py`).
_person = partial(person_by, NAME, confidence=0.7, rank=RANK)
_DOUBLE = 2
# A family name of Naxi and others, and two characters.
_PARTICLE, _FULL = "和", 3
# Words and cities: nobody is called so without a post (东方文化, 濮阳市).
_NOT_ALONE = frozenset(
    {"东方", "西门", "南门", "百里", "第五", "濮阳", "即墨", "单于", "贺兰", "南宫", "微生", "司空"}
)
# Parts of speech that end a name where such a word begins, and what no given name is.
_ENDS = frozenset({"v", "d", "p", "t", "vn", "r"})
_NO_GIVEN = frozenset(
    {"d", "p", "r", "c", "m", "q", "t", "f", "v", "u", "y", "ul", "uj", "uz", "s"}
)
# A common noun is a given name only before what follows names (农|大海|说).
_COMMON = frozenset({"n", "l", "a", "b"})
# Behind a verb of any kind: 种|了.
_DONE = ("了", "着", "过")


class RareNames:
    """What stands behind a post, is no word, and is followed as a name is.

    Args:
        lexicon: Word lists.
        posts: Its posts, of `joining.posts.posts_of`.
    """

    name = NAME

    def __init__(self, lexicon: Lexicon, posts: PhraseSet) -> None:
        known = (*lexicon.words("surnames_compound"), *lexicon.words("surnames_rare"))
        self._double = frozenset(name for name in known if len(name) == _DOUBLE)
        self._rare = frozenset(name for name in known if len(name) == 1)
        self._not = frozenset(lexicon.words("names_not"))
        self._alone = PhraseSet(tuple(self._double - _NOT_ALONE))
        self.phrases = (self._alone,)
        self._posts = posts
        self._given = Given(lexicon)
        self._occupations = Occupations(lexicon)
        self._made = self._occupations.before(name[0] for name in known)

    def find(self, passage: Passage) -> list[Finding]:
        """Return the persons that are named so, behind posts and at the head of clauses."""
        text = passage.folded
        starts = {
            end
            for start, end in passage.whole(self._posts)
            if text[start:end] not in POSTS_AND_VERBS
        }
        starts |= {
            start
            for start, _, _ in passage.occurrences(self._alone)
            if not text[start - 1 : start].isalnum()
        }
        starts.update(self._occupations.ends(passage, self._made))
        found = []
        for start in sorted(starts):
            stop = self._stop(passage, start)
            if stop is not None:
                found.append(_person(start, stop))
        return found

    def _stop(self, passage: Passage, start: int) -> int | None:
        """Return where the name ends that begins at `start`, or None."""
        text = passage.folded
        if text[start : start + _DOUBLE] in self._double:
            width = _DOUBLE
        elif text[start : start + 1] in self._rare:
            width = 1
        elif text[start : start + 1] == _PARTICLE:
            return self._behind_particle(passage, start)
        else:
            return None
        # 时常, 海外, 西门子: a word begins here.
        first = text[start : start + width + 1]
        if first in self._not:
            return None
        word = passage.kind(first) not in {"", "nr"}
        stops = (start + width + given for given in (2, 1))
        return next((s for s in stops if self._is_name(passage, start, width, s, word=word)), None)

    def _is_name(self, passage: Passage, start: int, width: int, stop: int, *, word: bool) -> bool:
        """Return whether a name ends at `stop` whose family name has `width` characters.

        `word` says that some word begins where the name does.
        """
        text = passage.folded
        given = text[start + width : stop]
        if not self._may_be_given(passage, start + width, stop):
            return False
        # 时|长河: there is such a word, but the words are others.
        if word and passage.word_at(start + width) != given:
            return False
        kinds = passage.kind(given), passage.kind(text[start:stop])
        if (width == 1 and kinds[0] in _NO_GIVEN) or kinds[1] not in {"", "nr"}:
            return False
        # Of two characters it is a word too often: where the end is sure (客栈老板印禄|搬来).
        if stop - start == _DOUBLE:
            return not word and self._given.is_short(passage, stop)
        # 令狐晓兰|脱下: a verb begins here, whatever the words are.
        does = width == len(given) == _DOUBLE and passage.kind(text[stop : stop + 1]) == "v"
        verbs = kinds[0] not in _COMMON or width == _DOUBLE
        return does or self._ends(passage, stop, verbs=verbs)

    def _may_be_given(self, passage: Passage, start: int, stop: int) -> bool:
        """Return whether a given name may reach from `start` to `stop` by its characters."""
        text = passage.folded
        given = text[start:stop]
        if len(text) < stop or not given.isalpha() or not self._given.never.isdisjoint(given):
            return False
        if len(given) == 1:
            return True
        # 向钟|说, 展开|了: the last character is what follows a name or a verb; 申屠妍|建议.
        if FOLLOWS.match(text, stop - 1) or text[stop - 1] in _DONE:
            return False
        return self._given.end(passage, stop - 1, stop) == stop

    def _behind_particle(self, passage: Passage, start: int) -> int | None:
        """Return where the name ends whose family name is 和, mostly what joins: 州长和建龙|在."""
        text, stop = passage.folded, start + _FULL
        given = text[start + 1 : stop]
        known = self._given.common.issuperset(given) and self._given.width(text, start + 1) == 0
        if len(given) < _DOUBLE or not known or passage.kind(given) not in {"", "nr"}:
            return None
        return stop if self._given.over(passage, stop) else None

    def _ends(self, passage: Passage, stop: int, *, verbs: bool) -> bool:
        """Return whether a name may end at `stop`: what follows names, or (`verbs`) any verb."""
        text = passage.folded
        if FOLLOWS.match(text, stop):
            return True
        if not verbs:
            return False
        if self._given.over(passage, stop):
            return True
        if stop not in passage.edges:
            return False
        word = passage.word_at(stop)
        return passage.kind(word) in _ENDS or text[stop + len(word) : stop + len(word) + 1] in _DONE
