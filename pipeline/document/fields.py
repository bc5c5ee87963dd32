"""The enriched document, field by field: ninjs 3.1 and the one property that is ours.

The line below a field says what it means; the schema and docs/reference/event.md repeat it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from pipeline.document.enrichment_fields import Enrichment
from pipeline.document.found_fields import Wire
from pipeline.types.articles import PubStatus

SCHEMA = "urn:news-pipeline:schema:news.enriched.v1"
"""The `$id` of the event's schema, in the event and in its header `ce_dataschema`."""


def _empty() -> tuple[()]:
    return ()


class Headline(Wire, frozen=True, kw_only=True):
    """ninjs `headlines[]`: the lines above the body, and the web title."""

    role: Literal["main", "kicker", "sub", "original"]
    """Headline, kicker, subhead, or the web title as the publisher sent it."""
    value: str
    """The text; of a web title with what the site wraps it in."""


class Body(Wire, frozen=True, kw_only=True):
    """ninjs `bodies[]`: the clean body, which every offset indexes."""

    value: str
    """The body's lines joined by LF, in NFC, otherwise as they were sent."""
    role: str
    """Always `main`."""
    content_type: str
    """Always `text/plain`."""
    char_count: int
    """Length of the value in code points."""


class InfoSource(Wire, frozen=True, kw_only=True):
    """ninjs `infoSources[]`: who brought the article."""

    name: str
    """Its name."""
    role: Literal["publisher", "agency", "editor", "feed"]
    """The site or who the article names as its source, its agency, its editor, the feed."""


class Party(Wire, frozen=True, kw_only=True):
    """ninjs `people[]`, `places[]`, `events[]` and `objects[]`."""

    name: str
    """The fullest name that the article has for it."""
    rel: Literal["mainSubject", "mentions"]
    """`mainSubject` where a headline names it, else `mentions`."""


class Symbol(Wire, frozen=True, kw_only=True):
    """ninjs `organisations[].symbols[]`: where the organisation is traded."""

    symbol: str
    """Its ticker."""
    exchange: str | None = None
    """The exchange's ISO 10383 market identifier code."""


class Organisation(Wire, frozen=True, kw_only=True):
    """ninjs `organisations[]`: parties, companies, authorities, clubs."""

    name: str
    """The fullest name that the article has for it."""
    rel: Literal["mainSubject", "mentions"]
    """`mainSubject` where a headline names it, else `mentions`."""
    symbols: tuple[Symbol, ...] = ()
    """Its ticker, where the article gives it."""


class Subject(Wire, frozen=True, kw_only=True):
    """ninjs `subjects[]`: a keyword."""

    name: str
    """A word that the body says more often than news does."""


class AltId(Wire, frozen=True, kw_only=True):
    """ninjs `altIds[]`: other names of the article."""

    role: str
    """`url` or `publisher`."""
    value: str
    """The article's URL, the publisher's own id, or the page's `rel=canonical`."""


class Standard(Wire, frozen=True, kw_only=True):
    """ninjs `standard`: what the event conforms to."""

    name: str
    """Always `ninjs`."""
    version: str
    """The version of ninjs that all but `enrichment` conforms to."""
    schema: str | None = None
    """The schema of the whole event, which extends theirs; absent from plain ninjs."""


class EnrichedDocument(Wire, frozen=True, kw_only=True):
    """Value of `news.enriched.v1`. Without `enrichment` it validates against ninjs 3.1."""

    uri: str
    """The article's id: `urn:uuid:` and the key of the record."""
    type: str
    """Always `text`."""
    representation_type: str
    """Always `full`."""
    profile: str
    """Names this contract."""
    standard: Standard
    """What the event conforms to."""
    version: str
    """The article's version, a hash of title and text."""
    first_created: str
    """Event time of the article's first version, RFC 3339 in UTC."""
    version_created: str
    """Event time of this version, RFC 3339 in UTC."""
    pub_status: PubStatus = msgspec.field(default_factory=lambda: "usable")
    """`usable`, or `canceled` where the publisher has withdrawn it."""
    language: str
    """BCP 47: `zh-Hans`, `zh-Hant`, another, or `und`."""
    headlines: tuple[Headline, ...]
    """The lines above the body, and the web title."""
    bodies: tuple[Body, ...]
    """One body: the article's own text and nothing else."""
    enrichment: Enrichment | None = None
    """Ours; absent from plain ninjs."""
    content_created: str | None = None
    """When it was published, RFC 3339 with its offset; absent where nobody says."""
    by: str = msgspec.field(default_factory=str)
    """The authors, joined by 、, or empty."""
    located: str = msgspec.field(default_factory=str)
    """The place of the dateline, or empty."""
    info_sources: tuple[InfoSource, ...] = msgspec.field(default_factory=_empty)
    """The site, and whom the article names as its source, agency and editor."""
    people: tuple[Party, ...] = msgspec.field(default_factory=_empty)
    """The persons among `entities`."""
    organisations: tuple[Organisation, ...] = msgspec.field(default_factory=_empty)
    """The organisations among `entities`."""
    places: tuple[Party, ...] = msgspec.field(default_factory=_empty)
    """The places among `entities`."""
    events: tuple[Party, ...] = msgspec.field(default_factory=_empty)
    """The events among `entities`."""
    objects: tuple[Party, ...] = msgspec.field(default_factory=_empty)
    """The works and products among `entities`."""
    subjects: tuple[Subject, ...] = msgspec.field(default_factory=_empty)
    """Keywords."""
    alt_ids: tuple[AltId, ...] = msgspec.field(default_factory=_empty)
    """The article's URL and the publisher's own id."""
