"""A quotation as it stands in a text."""

from __future__ import annotations

from pipeline.types.articles import Struct


class Said(Struct, frozen=True, kw_only=True):
    """A quotation: half-open code points, the speaker's span, the verb.

    `named` is false where the speaker is no entity: 一位居民.
    """

    start: int
    end: int
    speaker_start: int
    speaker_end: int
    verb: str
    named: bool = True
