"""Names without a dot that are spelt by their sounds, behind a post or in a list: 那顺孟和."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.foreign import FOLLOWS
from pipeline.entities.recognizers.given import HONOURS, Given
from pipeline.entities.recognizers.persons import POSTS_AND_VERBS, person_by
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

NAME = "spelt"
# Of the tagger's rank: a name that it cuts short (那顺孟) is completed, the longer stands.
RANK = 0
# Chosen, not measured (see `gazetteer.py`).
_person = partial(person_by, NAME, confidence=0.7, rank=RANK)
# Of two characters most are words (道德, 安全); names of more than eight have a dot.
_SHORTEST, _LONGEST = 3, 8
# What stands before a dot or behind it is no name by itself.
_JOINTS = frozenset("·-")
_LINKS = frozenset("和与到在")
# Parts of speech of what may be a piece of a name.
_OF_NAMES = frozenset({"", "nr", "nrt", "nrfg", "ns", "nz", "x", "g", "zg"})
# What the words may take for the end of a name: 买买提|明做.
_DOES = frozenset("做打唱讲写画跳跑走骑背拉种养教送拿买卖赶牵")


class Spelt:
    """Runs of the characters of `sounds.txt` and `sounds_minority.txt` that are no words.

    Args:
        lexicon: Word lists.
        posts: Its posts, of `joining.posts.posts_of`.
    """

    name = NAME

    def __init__(self, lexicon: Lexicon, posts: PhraseSet) -> None:
        rare = lexicon.words("sounds_minority")
        self.sounds = frozenset("".join(lexicon.words("sounds"))) | frozenset(
            word.removeprefix("-") for word in rare
        )
        """Characters that such names are made of, but for those inside one alone."""
        self._inner = frozenset(word[1:] for word in rare if word[0] == "-")
        self._places = frozenset((*lexicon.words("places"), *lexicon.words("countries")))
        self._posts = posts
        self._given = Given(lexicon)
        self._over = self._given.never - self.sounds

    def ended(self, findings: Sequence[Finding], passage: Passage) -> list[Finding]:
        """Return a tagger's `findings`, the names without the verb behind them (泽仁拉姆|蹲)."""
        text = passage.folded
        return [
            replace(f, end=f.end - 1)
            if f.type == "person"
            and f.end - f.start > _SHORTEST + 1
            and text[f.end - 1] in self._over
            and self.sounds.issuperset(text[f.start : f.end - 1])
            else f
            for f in findings
        ]

    def find(self, passage: Passage) -> list[Finding]:
        """Return the names behind a post that end where something else begins."""
        text = passage.folded
        found = []
        for start, end in passage.whole(self._posts):
            known = text[start:end] in POSTS_AND_VERBS
            stop = None if known else self.person_at(passage, end, alone=True)
            if stop is not None:
                found.append(_person(end, stop))
        return found

    def reaches(self, text: str, start: int) -> int:
        """Return how far the characters of sounds reach from `start`."""
        limit = start
        while limit < len(text) and limit - start <= _LONGEST and text[limit] in self.sounds:
            limit += 1
        return limit

    def person_at(self, passage: Passage, start: int, *, alone: bool = False) -> int | None:
        """Return where the name ends that begins at `start`, or None.

        Args:
            passage: The text.
            start: Where a name may begin.
            alone: Whether one word of three characters may be a name (泽巴足, but 马拉松).
        """
        text = passage.folded
        limit = self.reaches(text, start)
        size = limit - start
        if not _SHORTEST <= size <= _LONGEST or text[start] in self._inner:
            return None
        if text[limit : limit + 1] in _JOINTS:
            return None
        # 农亚东|参加: a verb begins before the characters of sounds are over.
        verbs = range(start + _SHORTEST, limit)
        limit = next((at for at in verbs if _begins_verb(passage, at)), limit)
        size = limit - start
        for stop in range(limit, start + _SHORTEST - 1, -1):
            # 道尔吉才仁|荣获: four such characters behind a post, and what follows a name.
            sure = alone and stop - start > _SHORTEST and text[start:stop] not in self._places
            if sure and (FOLLOWS.match(text, stop) or self._given.does(passage, stop)):
                return stop
            if FOLLOWS.match(text, stop) and self._parted(passage, start, stop, alone):
                return stop
            # 买买提明|做了: four such characters and a verb, whatever the words are.
            if alone and size > _SHORTEST and stop == limit and _is_verb(passage, stop):
                return stop
        return None

    def told(self, passage: Passage, start: int) -> int | None:
        """Return where the name ends at `start` that says nothing else, whatever verb follows it.

        Behind a word for a person: no ordinary word stands in it or reaches over its end.
        """
        text, kind = passage.folded, passage.kind
        limit = self.reaches(text, start)
        if text[start] in self._inner or text[limit : limit + 1] in _JOINTS:
            return None
        for stop in range(limit, start + _SHORTEST - 1, -1):
            pairs = (text[at : at + 2] for at in range(start, stop))
            # 聂斯托|利于: three are too few where more such characters follow.
            if (
                (stop == limit or stop - start > _SHORTEST)
                and text[start:stop] not in self._places
                and all(kind(pair) in _OF_NAMES for pair in pairs)
                and kind(text[start:stop]) in _OF_NAMES
                and self._given.goes_on(passage, stop)
            ):
                return stop
        return None

    def _parted(self, passage: Passage, start: int, stop: int, alone: bool) -> bool:  # noqa: FBT001
        """Return whether words end at `stop` and are no place nor one short word."""
        text, ends = passage.folded, passage.word_ends
        index = bisect_right(ends, start)
        begin, end = ends[index] - len(passage.words[index]), ends[index]
        if stop in passage.edges:
            one = (begin, end) == (start, stop) and stop - start == _SHORTEST
            return text[start:stop] not in self._places and (alone or not one)
        # What no dictionary has is cut anyhow: 嘎玛泽登到, 达瓦次|仁和.
        if begin <= start and end > stop:
            return True
        return text[stop] in _LINKS and stop + 1 in passage.edges


def _begins_verb(passage: Passage, place: int) -> bool:
    """Return whether a verb of two characters, and no piece of a name, begins at a place."""
    if passage.folded[place : place + 2] in HONOURS:
        return True
    word = passage.word_at(place) if place in passage.edges else ""
    return len(word) > 1 and passage.kind(word) == "v"


def _is_verb(passage: Passage, place: int) -> bool:
    """Return whether the word at `place`, or its one character there, is a verb."""
    if passage.kind(passage.folded[place - 1 : place + 1]):
        return False
    if place in passage.edges:
        return passage.kind(passage.word_at(place)) == "v"
    return passage.folded[place : place + 1] in _DOES
