"""The recognizers, in order: an explicit tuple."""

from __future__ import annotations

from pipeline.entities.recognizer import Recognizer
from pipeline.entities.recognizers.events import Events
from pipeline.entities.recognizers.foreign import Foreign
from pipeline.entities.recognizers.gazetteer import Gazetteer
from pipeline.entities.recognizers.listings import Listings
from pipeline.entities.recognizers.products import Products
from pipeline.entities.recognizers.titles import Titles
from pipeline.entities.recognizers.works import Works


def pattern_recognizers() -> tuple[Recognizer, ...]:
    """Return the recognizers that need no model; the tagger and a user's dictionary join them."""
    return (Works(), Gazetteer(), Products(), Events(), Titles(), Foreign(), Listings())
