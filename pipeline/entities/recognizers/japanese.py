"""Names of Japan: a family name that is known, and what ends as given names do (高桥健太郎)."""

from __future__ import annotations

from functools import partial

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.foreign import FOLLOWS
from pipeline.entities.recognizers.persons import person_by
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

NAME = "japanese"
# Of the tagger's rank: the longer of two readings stands.
RANK = 0
# Chosen, not measured (see `gazetteer.py`).
_person = partial(person_by, NAME, confidence=0.75, rank=RANK)
# Given names of Japan end so.
_GIVEN = frozenset(
    "郎雄夫三子美树介辅平人男彦义伟茂毅圭苗弘博治一司浩太也香奈惠花织弦久昭吉哉造基正志"
)


class Japanese:
    """Family names of the list `surnames_japanese` with the given name behind them."""

    name = NAME

    def __init__(self, lexicon: Lexicon) -> None:
        self._families = PhraseSet(lexicon.words("surnames_japanese"))

    def find(self, passage: Passage) -> list[Finding]:
        """Return the names that begin with a family name of Japan and end as given names do."""
        text, edges = passage.folded, passage.edges
        found: list[Finding] = []
        for start, end, _ in self._families.find(text):
            if start and start not in edges:
                continue
            stops = [
                stop
                for stop in range(end + 1, min(len(text), end + 3) + 1)
                if text[stop - 1] in _GIVEN and text[end:stop].isalpha()
            ]
            # 小野健|一向: what follows a name says where it ends, whatever the words are.
            followed = [
                stop
                for stop in stops
                if FOLLOWS.match(text, stop) and (stop in edges or stop - end > 1)
            ]
            whole = followed[-1:] or [stop for stop in stops if stop in edges]
            if whole:
                found.append(_person(start, whole[0]))
        return found
