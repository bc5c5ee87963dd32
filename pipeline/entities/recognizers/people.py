"""Persons by what stands around other findings: words for persons, lists, verbs behind a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.among import Among
from pipeline.entities.recognizers.bearers import Bearers
from pipeline.entities.recognizers.rosters import Rosters
from pipeline.entities.recognizers.spelt import Spelt
from pipeline.entities.recognizers.titles import Titles
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet


class PersonStep(Protocol):
    """What adds persons to findings."""

    def find(self, passage: Passage, findings: Sequence[Finding]) -> Iterable[Finding]:
        """Return the persons that the findings make known."""


class PersonSteps:
    """The steps that read persons off a text and what was found in it, in order.

    Args:
        lexicon: Word lists.
        posts: Its posts, of `joining.posts.posts_of`.
    """

    def __init__(self, lexicon: Lexicon, posts: PhraseSet) -> None:
        self._spelt = Spelt(lexicon, posts)
        self._among = Among(lexicon)
        bearers = Bearers(lexicon, posts, self._spelt)
        rosters = Rosters(Titles(lexicon, posts), self._spelt)
        self.steps: tuple[PersonStep, ...] = (bearers, rosters, self._among)

    def ended(self, findings: Sequence[Finding], passage: Passage) -> list[Finding]:
        """Return a tagger's `findings`, the persons without the verb behind them."""
        return self._spelt.ended(self._among.given.ended(findings, passage), passage)
