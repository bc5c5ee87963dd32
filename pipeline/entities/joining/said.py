"""A quotation as it stands in a text."""

from __future__ import annotations

from typing import Literal

from pipeline.entities.recognizer import Finding
from pipeline.types.articles import Struct

Way = Literal[
    "before",
    "behind",
    "goes-on",
    "sentence",
    "sentence-before",
    "told",
    "shown",
    "own",
    "only",
    "part",
    "paragraph",
    "signed",
]
"""How its speaker was found: by a clause of speech before or behind the words, as whoever goes on,
as the one person of the sentence or of the one before, or as whom the next sentence tells of."""


Told = tuple[Finding, str, Way]
"""Who said something, with which verb or "", found how."""


class Said(Struct, frozen=True, kw_only=True):
    """A quotation: half-open code points, the speaker's span, the verb.

    `named` is false where the speaker is no entity: 一位居民.
    """

    start: int
    end: int
    speaker_start: int
    speaker_end: int
    verb: str
    way: Way
    named: bool = True
