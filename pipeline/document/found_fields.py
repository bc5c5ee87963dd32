"""What the extract stage finds, field by field: entities, mentions, values, quotes."""

from __future__ import annotations

from typing import Literal

import msgspec

from pipeline.types.articles import EntityType, ValueType


class Wire(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Base of all: camelCase keys, and nothing is null.

    What is not known is an absent key where the type allows None (events of 0.2.0 have a null
    there, which is still read), and empty elsewhere.
    """


class WireEntity(Wire, frozen=True, kw_only=True):
    """One person, place, organisation, event, work or product of the article."""

    id: str
    """The entity's id within the event; mentions and quotes name it."""
    type: EntityType
    """What it is."""
    name: str
    """The fullest name that the article has for it."""
    aliases: tuple[str, ...]
    """The other names that the article has for it."""
    ids: dict[str, str]
    """Ids elsewhere: `adcode` of a place in China, `ticker` and `mic` of a company."""
    count: int
    """How many mentions there are."""
    prominence: float
    """How much the article is about it, 0 to 1: by headline, place and number of mentions."""
    in_headline: bool
    """Whether a headline or the web title names it."""
    position: str | None
    """A person's posts in the article, joined by 、; empty where it names none."""
    confidence: float
    """How sure the best mention is, 0 to 1."""


class WireMention(Wire, frozen=True, kw_only=True):
    """One span that names an entity. Sorted by start; spans may nest, and never cross."""

    entity: str
    """The entity's id."""
    type: EntityType
    """The entity's type."""
    field: Literal["body", "headline"]
    """Which text the offsets index: the body, or a line of `text.head`."""
    index: int | None = None
    """Which line of `text.head`, from 0; absent in the body."""
    start: int
    """First code point."""
    end: int
    """The code point behind the last one."""
    start_utf16: int
    """First UTF-16 unit."""
    end_utf16: int
    """The UTF-16 unit behind the last one."""
    surface: str
    """The text from start to end."""
    recognizer: str
    """What found it: `tagger`, `gazetteer`, a rule's name, or `dictionary` for your own names."""
    confidence: float
    """How sure that is, 0 to 1."""


class WireValue(Wire, frozen=True, kw_only=True):
    """One date, time, amount of money, percentage, quantity or security."""

    type: ValueType
    """What it is."""
    field: Literal["body", "headline"]
    """Which text the offsets index: the body, or a line of `text.head`."""
    index: int | None = None
    """Which line of `text.head`, from 0; absent in the body."""
    start: int
    """First code point."""
    end: int
    """The code point behind the last one."""
    start_utf16: int
    """First UTF-16 unit."""
    end_utf16: int
    """The UTF-16 unit behind the last one."""
    surface: str
    """The text from start to end."""
    value: str
    """The same in one form: ISO 8601 of dates and times, a plain number, `low..high` of a range, a
    ticker.
    """
    unit: str | None
    """Currency (ISO 4217) of money, the unit of a quantity, the MIC of a security, else empty."""
    precision: str | None = None
    """How much of a date is known: year, month, day, minute; absent elsewhere."""
    recognizer: str
    """What found it."""


class WireQuote(Wire, frozen=True, kw_only=True):
    """Something said in the body."""

    start: int
    """First code point of the words; marks around them belong to them."""
    end: int
    """The code point behind the last one."""
    start_utf16: int
    """First UTF-16 unit."""
    end_utf16: int
    """The UTF-16 unit behind the last one."""
    speaker: str
    """Who says it, as the text calls him: a name, or 一位居民; never 他."""
    entity: str | None = None
    """The speaker's entity; absent where he has no name, or one that nobody knows."""
    verb: str
    """The verb of saying; empty where a colon or the sentence stands for it."""
