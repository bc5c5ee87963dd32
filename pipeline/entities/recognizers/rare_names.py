"""Persons of a rare family name, or of one of two characters: 果农|时长河, 作家|鲜于文正."""

from __future__ import annotations

from functools import partial

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.foreign import FOLLOWS
from pipeline.entities.recognizers.persons import POSTS_AND_VERBS, person_by
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

NAME = "rare_names"
# Of the tagger's rank: a name cut short (文正 of 鲜于文正) is completed, the longer stands.
RANK = 0
# Chosen, not measured (see `gazetteer.py`).
_person = partial(person_by, NAME, confidence=0.7, rank=RANK)
_DOUBLE = 2
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
        self._posts = posts

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
        else:
            return None
        # 时常, 海外, 西门子: a word begins here.
        first = text[start : start + width + 1]
        if first in self._not:
            return None
        word = passage.kind(first) not in {"", "nr"}
        for given in (2, 1):
            stop = start + width + given
            if len(text) < stop or not text[start:stop].isalpha():
                continue
            # 向钟|说, 展开|了: the last character is what follows a name or a verb.
            if given > 1 and (FOLLOWS.match(text, stop - 1) or text[stop - 1] in _DONE):
                continue
            # 时|长河: there is such a word, but the words are others.
            if word and passage.word_at(start + width) != text[start + width : stop]:
                continue
            kinds = passage.kind(text[start + width : stop]), passage.kind(text[start:stop])
            if (width == 1 and kinds[0] in _NO_GIVEN) or kinds[1] not in {"", "nr"}:
                continue
            # A rare name of two characters is a word too often.
            # 令狐晓兰|脱下: a verb begins here, whatever the words are.
            does = width == given == _DOUBLE and passage.kind(text[stop : stop + 1]) == "v"
            verbs = kinds[0] not in _COMMON
            if width + given > 2 and (does or self._ends(passage, stop, verbs=verbs)):
                return stop
        return None

    def _ends(self, passage: Passage, stop: int, *, verbs: bool) -> bool:
        """Return whether a name may end at `stop`: what follows names, or (`verbs`) any verb."""
        text = passage.folded
        if FOLLOWS.match(text, stop):
            return True
        if not verbs or stop not in passage.edges:
            return False
        word = passage.word_at(stop)
        return passage.kind(word) in _ENDS or text[stop + len(word) : stop + len(word) + 1] in _DONE
