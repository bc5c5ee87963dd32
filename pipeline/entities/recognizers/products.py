"""Products by their designation behind a maker's name: Mate60 Pro in 华为Mate60 Pro."""

from __future__ import annotations

import re

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

NAME = "products"
RANK = 0
# Chosen, not measured (see `gazetteer.py`).
_CONFIDENCE = 0.8
# Letters, then a number with at most one blank or dash before it, then the words of an edition.
_DESIGNATION = re.compile(
    r"[ ]?(?P<name>(?=[A-Za-z]{1,12}[ -]?\d)(?![QqHh][1-4](?![A-Za-z0-9])|[Vv]\d{1,2}\.)"
    r"[A-Za-z]{1,12}[ -]?\d{1,4}[A-Za-z]{0,3}"
    r"(?:[ ]?(?:Pro|Max|Ultra|Plus|mini|Mini|Air|SE|GT|RS|Fold|Flip|Edge|Turbo|Lite|DM-i|EV)"
    r")*)(?![A-Za-z0-9])"
)


class Products:
    """The makers of `brands.txt`, each with what it calls a product. The maker stays its own."""

    name = NAME

    def __init__(self, lexicon: Lexicon) -> None:
        self._brands = PhraseSet(lexicon.words("brands"))
        self.phrases = (self._brands,)

    def find(self, passage: Passage) -> list[Finding]:
        """Return the designations that stand behind a maker's name."""
        text = passage.folded
        return [
            Finding(
                type="product",
                start=found.start("name"),
                end=found.end("name"),
                recognizer=NAME,
                confidence=_CONFIDENCE,
                rank=RANK,
            )
            for _, end, _ in passage.occurrences(self._brands)
            if (found := _DESIGNATION.match(text, end))
        ]
