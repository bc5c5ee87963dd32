"""The recognizers, in order: an explicit tuple."""

from __future__ import annotations

from pipeline.entities.events import Events
from pipeline.entities.foreign import Foreign
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.listings import Listings
from pipeline.entities.products import Products
from pipeline.entities.recognizer import Recognizer
from pipeline.entities.titles import Titles
from pipeline.entities.works import Works


def pattern_recognizers() -> tuple[Recognizer, ...]:
    """Return the recognizers that need no model; the tagger and a user's dictionary join them."""
    return (Works(), Gazetteer(), Products(), Events(), Titles(), Foreign(), Listings())
