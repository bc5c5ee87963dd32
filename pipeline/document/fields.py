"""The enriched document, field by field: ninjs 3.1 and the one property that is ours."""

from __future__ import annotations

from typing import Literal

import msgspec

from pipeline.types.articles import (
    DuplicateStatus,
    EntityType,
    Label,
    PubStatus,
    StageName,
    ValueType,
)


class Wire(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of what `enrichment` holds: camelCase keys, absent facts are null."""


class Ninjs(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Base of the ninjs part: camelCase keys, absent facts are absent keys."""


class Headline(Ninjs, frozen=True, kw_only=True):
    """ninjs `headlines[]`: role main, kicker, sub or original (the web title)."""

    role: Literal["main", "kicker", "sub", "original"]
    value: str
    content_type: str | None = None


class Body(Ninjs, frozen=True, kw_only=True):
    """ninjs `bodies[]`: the clean body, which every offset indexes."""

    value: str
    role: str | None = None
    content_type: str | None = None
    char_count: int | None = None


class Party(Ninjs, frozen=True, kw_only=True):
    """ninjs `people[]`, `places[]`, `events[]`, `objects[]` and `infoSources[]`."""

    name: str
    rel: str | None = None
    role: str | None = None
    literal: str | None = None


class Symbol(Ninjs, frozen=True, kw_only=True):
    """ninjs `organisations[].symbols[]`: ticker and, as exchange, its ISO 10383 MIC."""

    symbol: str
    exchange: str | None = None


class Organisation(Ninjs, frozen=True, kw_only=True):
    """ninjs `organisations[]`."""

    name: str
    rel: str | None = None
    literal: str | None = None
    symbols: tuple[Symbol, ...] = ()


class Subject(Ninjs, frozen=True, kw_only=True):
    """ninjs `subjects[]`: a keyword."""

    name: str
    creator: str | None = None


class AltId(Ninjs, frozen=True, kw_only=True):
    """ninjs `altIds[]`: the publisher's own id, or the page's `rel=canonical`."""

    role: str
    value: str


class Standard(Ninjs, frozen=True, kw_only=True):
    """ninjs `standard`."""

    name: str
    version: str


class HeadText(Wire, frozen=True, kw_only=True):
    """A title, shoulder, headline or subhead line as it stood in the raw text."""

    label: Label
    start: int
    end: int
    text: str


class TextInfo(Wire, frozen=True, kw_only=True):
    """Which string the offsets index, and how it maps back to the raw text.

    `map` holds [body start, raw start, length] runs in code points.
    """

    role: Literal["main"]
    normalization: Literal["NFC"]
    sha256: str
    code_points: int
    utf16_units: int
    utf8_bytes: int
    map: tuple[tuple[int, int, int], ...]
    head: tuple[HeadText, ...]


class WireEntity(Wire, frozen=True, kw_only=True):
    """One entity of the article; `position` a person's posts, joined by 、."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    ids: dict[str, str]
    count: int
    prominence: float
    in_headline: bool
    position: str | None
    confidence: float


class WireMention(Wire, frozen=True, kw_only=True):
    """One span that names an entity; sorted, may nest, never cross."""

    entity: str
    type: EntityType
    field: Literal["body", "headline"]
    index: int | None
    start: int
    end: int
    start_utf16: int
    end_utf16: int
    surface: str
    recognizer: str
    confidence: float


class WireValue(Wire, frozen=True, kw_only=True):
    """One date, time, amount or security."""

    type: ValueType
    field: Literal["body", "headline"]
    index: int | None
    start: int
    end: int
    start_utf16: int
    end_utf16: int
    surface: str
    value: str
    unit: str | None
    precision: str | None
    recognizer: str


class WireQuote(Wire, frozen=True, kw_only=True):
    """Something said in the body, by whom, with which verb."""

    start: int
    end: int
    start_utf16: int
    end_utf16: int
    speaker: str
    entity: str | None
    verb: str


class WireDuplicate(Wire, frozen=True, kw_only=True):
    """What the article is to earlier ones."""

    status: DuplicateStatus
    of: str | None
    story: str
    similarity: float
    novelty_days: float


class WireRemoved(Wire, frozen=True, kw_only=True):
    """A piece of raw text taken out, and why."""

    kind: str
    start: int
    end: int
    text: str
    link_id: str | None
    reason: str
    score: float
    seen_in: int | None


class Boilerplate(Wire, frozen=True, kw_only=True):
    """What was taken out; `ratio` is its share of the raw text's characters, 0..1."""

    ratio: float
    removed: tuple[WireRemoved, ...]


class WirePublished(Wire, frozen=True, kw_only=True):
    """Where the time of publication came from and how well it is known."""

    source: Literal["feed", "meta", "dateline", "fetch"]
    precision: str
    zone_assumed: bool


class WireSource(Wire, frozen=True, kw_only=True):
    """The raw record this article came from."""

    topic: str | None
    partition: int | None
    offset: int | None
    feed: str | None
    encoding: str | None
    encoding_confidence: float | None


class WireStage(Wire, frozen=True, kw_only=True):
    """One stage's work: RFC 3339 time, milliseconds, outcome."""

    name: StageName
    at: str
    ms: float
    outcome: str


class PipelineInfo(Wire, frozen=True, kw_only=True):
    """Which code and models made this."""

    version: str
    config: str
    models: tuple[str, ...]


class Enrichment(Wire, frozen=True, kw_only=True):
    """The property that is ours."""

    version: str
    site: str
    text: TextInfo
    entities: tuple[WireEntity, ...]
    mentions: tuple[WireMention, ...]
    values: tuple[WireValue, ...]
    quotes: tuple[WireQuote, ...]
    duplicate: WireDuplicate
    boilerplate: Boilerplate
    published: WirePublished | None
    source: WireSource
    stages: tuple[WireStage, ...]
    quality: tuple[str, ...]
    pipeline: PipelineInfo


class EnrichedDocument(Ninjs, frozen=True, kw_only=True):
    """Value of `news.enriched.v1`. Without `enrichment` it validates against ninjs 3.1."""

    uri: str
    type: str
    representation_type: str
    profile: str
    standard: Standard
    version: str
    first_created: str
    version_created: str
    pub_status: PubStatus = msgspec.field(default_factory=lambda: "usable")
    language: str
    headlines: tuple[Headline, ...]
    bodies: tuple[Body, ...]
    enrichment: Enrichment | None = None
    content_created: str | None = None
    by: str | None = None
    located: str | None = None
    info_sources: tuple[Party, ...] = ()
    people: tuple[Party, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    places: tuple[Party, ...] = ()
    events: tuple[Party, ...] = ()
    objects: tuple[Party, ...] = ()
    subjects: tuple[Subject, ...] = ()
    alt_ids: tuple[AltId, ...] = ()
