"""The recognizers, in order: an explicit tuple."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.entities.recognizer import Recognizer
from pipeline.entities.recognizers.addressed import Addressed
from pipeline.entities.recognizers.bodies import Bodies
from pipeline.entities.recognizers.clause_heads import ClauseHeads
from pipeline.entities.recognizers.events import Events
from pipeline.entities.recognizers.foreign import Foreign
from pipeline.entities.recognizers.gazetteer import Gazetteer
from pipeline.entities.recognizers.japanese import Japanese
from pipeline.entities.recognizers.listings import Listings
from pipeline.entities.recognizers.named_bodies import NamedBodies
from pipeline.entities.recognizers.products import Products
from pipeline.entities.recognizers.rare_names import RareNames
from pipeline.entities.recognizers.spelt import Spelt
from pipeline.entities.recognizers.titles import Titles
from pipeline.entities.recognizers.works import Works
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet, PhraseSets


def pattern_recognizers(
    lexicon: Lexicon, posts: PhraseSet
) -> tuple[tuple[Recognizer, ...], PhraseSets]:
    """Return the recognizers that need no model, and the phrases that they ask a passage for.

    The tagger and a user's dictionary join them.

    Args:
        lexicon: Word lists.
        posts: Its posts, of `joining.posts.posts_of`.
    """
    recognizers = (
        Works(),
        Gazetteer(lexicon),
        Products(lexicon),
        Events(lexicon),
        Titles(lexicon, posts),
        Foreign(lexicon),
        Japanese(lexicon, posts),
        ClauseHeads(lexicon, posts),
        Spelt(lexicon, posts),
        RareNames(lexicon, posts),
        Addressed(lexicon, posts),
        Listings(lexicon),
        Bodies(lexicon),
        NamedBodies(lexicon),
    )
    return recognizers, PhraseSets((posts, *_phrases_of(recognizers)))


def _phrases_of(recognizers: Iterable[Recognizer]) -> Iterator[PhraseSet]:
    """Yield the sets of phrases of the recognizers that say which they have."""
    for recognizer in recognizers:
        yield from getattr(recognizer, "phrases", ())
