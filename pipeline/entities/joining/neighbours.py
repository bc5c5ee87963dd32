"""The places that stand beside other places: in chains, behind them, in lists with them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.entities.joining.foreign_places import ForeignPlaces
from pipeline.entities.joining.listed import of_lists
from pipeline.entities.joining.localities import localities
from pipeline.entities.joining.overlaps import resolve
from pipeline.entities.joining.places import Divisions
from pipeline.entities.joining.short_chains import ShortChains
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon


class Neighbours:
    """Tells places apart that stand in a row, and finds those that no other rule knows.

    Args:
        lexicon: Word lists.
        divisions: Knows the countries, and China's own divisions.
    """

    def __init__(self, lexicon: Lexicon, divisions: Divisions) -> None:
        self._divisions = divisions
        self._chains = ShortChains(lexicon)
        self._abroad = ForeignPlaces(lexicon, divisions)

    def join(self, findings: Sequence[Finding], passage: Passage) -> list[Finding]:
        """Return `findings`, disjoint and in order of the text, with such places."""
        if (chained := self._chains.join(findings, passage)) != findings:
            findings = resolve(chained)
        found = self._abroad.join(findings, passage)
        lists = of_lists(found, passage, self._divisions)
        return resolve([*found, *lists, *localities(found, passage, self._divisions)])
