"""Names of Japan: a family name that is known, and what ends as given names do (高桥健太郎)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.foreign import FOLLOWS
from pipeline.entities.recognizers.given import Given
from pipeline.entities.recognizers.persons import person_by
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

NAME = "japanese"
# Of the tagger's rank: the longer of two readings stands.
RANK = 0
# Chosen, not measured (see `gazetteer.py`).
_person = partial(person_by, NAME, confidence=0.75, rank=RANK)
# Characters of a given name.
_LONGEST = 3
GIVEN = frozenset(
    "吾夏寻诚莲葵悠瞳音帆绘司敦聪郎雄夫三子美树介辅平人男彦义伟茂毅圭苗弘博治江枝代弥保真纱由纪乃咲穗翔希澄绪凉斗优树一司浩太也香奈惠花织弦久昭吉哉造基正志"
)
"""Given names of Japan end so."""


class Japanese:
    """Family names of the list `surnames_japanese` with the given name behind them.

    Args:
        lexicon: Word lists.
        posts: Its posts, of `joining.posts.posts_of`: behind one any given name may stand.
    """

    name = NAME

    def __init__(self, lexicon: Lexicon, posts: PhraseSet) -> None:
        self._families = PhraseSet(lexicon.words("surnames_japanese"))
        self.phrases = (self._families,)
        self._posts = posts
        self._given = Given(lexicon)

    def find(self, passage: Passage) -> list[Finding]:
        """Return the names that begin with a family name of Japan and end as given names do."""
        text, edges = passage.folded, passage.edges
        found: list[Finding] = []
        for start, end, _ in passage.occurrences(self._families):
            if start and start not in edges:
                continue
            stops = [
                stop
                for stop in range(end + 1, min(len(text), end + 3) + 1)
                if text[stop - 1] in GIVEN and text[end:stop].isalpha()
            ]
            # 小野健|一向: what follows a name says where it ends, whatever the words are.
            followed = [
                stop
                for stop in stops
                if self._given.over(passage, stop) and (stop in edges or stop - end > 1)
            ]
            # 武藤敏郎|也: what follows names is a given name's last as well.
            if len(followed) > 1 and FOLLOWS.match(text, followed[-1] - 1):
                del followed[-1]
            whole = followed[-1:] or [stop for stop in stops if stop in edges]
            if not whole and any(at == start for _, at in passage.whole(self._posts)):
                whole = [*self._behind(passage, start, end)]
            if whole:
                found.append(_person(start, whole[0]))
        return found

    def _behind(self, passage: Passage, start: int, end: int) -> Iterator[int]:
        """Yield where a name behind a post may end whose family name is known."""
        text = passage.folded
        if FOLLOWS.match(text, end):
            return
        for stop in range(end + 1, min(len(text), end + _LONGEST) + 1):
            if text[stop - 1] in self._given.never or not text[stop - 1].isalpha():
                return
            if self._given.over(passage, stop) and not passage.kind(text[start:stop]):
                yield stop
