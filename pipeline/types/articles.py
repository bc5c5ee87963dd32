"""The articles that travel the pipeline, one frozen type per stage.

Invariants, held by property tests:

- `mention.surface == field_text[mention.start:mention.end]`, code points, half-open.
- The lines of a clean article are all lines of its raw text, in order; kept and removed lines
  together are all of them.
- Body runs, head lines and removed pieces of a unique article cover every character of the raw
  text but the LFs between lines, and rebuild it.
- `codec.decode(codec.encode(x)) == x`; the same input gives the same ids.

A later stage extends the facts of an earlier one and never edits them.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from pipeline.types.flags import Flag

Label = Literal[
    "title",
    "shoulder",
    "headline",
    "subhead",
    "byline",
    "body",
    "credit",
    "marker",
    "link",
    "other",
    "blank",
]
"""What one line of the raw text is."""

HEAD_LABELS = frozenset({"title", "shoulder", "headline", "subhead"})
BODY_LABELS = frozenset({"body", "byline"})

SpanKind = Literal["byline", "credit", "other"]
StageName = Literal["clean", "dedup", "extract"]
PubStatus = Literal["usable", "withheld", "canceled"]
DuplicateStatus = Literal["original", "exact", "near", "update"]
Reason = Literal[
    "unreadable",
    "undecodable",
    "bad-json",
    "wrong-type",
    "empty",
    "too-large",
    "too-slow",
    "no-article",
    "unknown-article",
    "bad-record",
    "internal-error",
]
"""Why a record was rejected; `x-reason` of `news.rejected.v1`."""


class Struct(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every record: frozen, slotted, keyword-only."""


class Rejection(Struct, frozen=True, kw_only=True):
    """A stage's answer to data it cannot work with. `detail` is one line for a person."""

    stage: StageName
    reason: Reason
    detail: str


class Origin(Struct, frozen=True, kw_only=True):
    """Where the raw record stood. `timestamp` is the record's, in Unix seconds."""

    source_id: str
    topic: str | None = None
    partition: int | None = None
    offset: int | None = None
    timestamp: float | None = None
    feed: str | None = None
    encoding: str | None = None
    encoding_confidence: float | None = None


class RawArticle(Struct, frozen=True, kw_only=True):
    """One scraped article as its publisher sent it, decoded to text and not yet judged.

    Exactly one of `text` and `html` is set, but for a withdrawal, which may have neither.
    `title` beside `text` is the web title. Times are RFC 3339 or Unix seconds, unread.
    """

    origin: Origin
    id: str | None = None
    url: str | None = None
    site: str | None = None
    title: str | None = None
    text: str | None = None
    html: str | None = None
    fetched_at: str | float | None = None
    published_at: str | float | None = None
    pub_status: PubStatus = "usable"
    unknown_fields: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()


class Found(Struct, frozen=True, kw_only=True):
    """A fact and where it was found. `start` and `end` index the raw text when it stands there."""

    value: str
    where: str
    start: int | None = None
    end: int | None = None


class Metadata(Struct, frozen=True, kw_only=True):
    """What byline, dateline, credits and page head say about the article."""

    authors: tuple[Found, ...] = ()
    editors: tuple[Found, ...] = ()
    sources: tuple[Found, ...] = ()
    agencies: tuple[Found, ...] = ()
    place: Found | None = None
    keywords: tuple[str, ...] = ()


Precision = Literal["year", "month", "day", "half-day", "hour", "minute", "second"]


class Published(Struct, frozen=True, kw_only=True):
    """The time of publication: RFC 3339 with offset, and how well it is known.

    `source` names where it came from: the feed's `published_at`, the page's meta, a line of the
    text, or the time it was fetched.
    """

    value: str
    precision: Precision
    source: Literal["feed", "meta", "dateline", "fetch"]
    zone_assumed: bool


class StageRun(Struct, frozen=True, kw_only=True):
    """One stage's work on one article: when (Unix seconds), how long, how it ended."""

    name: StageName
    at: float
    ms: float
    outcome: str


class Facts(Struct, frozen=True, kw_only=True):
    """What is known of an article before any model runs, and what the clean stage adds to it.

    `id` and `version` are defined in `pipeline.text.fingerprint`. `event_time` is in Unix
    seconds. `flags` feed `enrichment.quality`. `first_seen` is the event time of the article's
    first version; the dedup stage, which remembers it, writes it.
    """

    id: str
    version: str
    site: str
    event_time: float
    language: str
    origin: Origin
    url: str | None = None
    title: str | None = None
    alt_ids: tuple[str, ...] = ()
    pub_status: PubStatus = "usable"
    metadata: Metadata = Metadata()
    published: Published | None = None
    fetched_at: float | None = None
    flags: tuple[Flag, ...] = ()
    first_seen: float | None = None


class Line(Struct, frozen=True, kw_only=True):
    """One line of the raw text: its code points, what it is, how sure, and why."""

    start: int
    end: int
    label: Label
    score: float
    reason: str


class LineColumns(Struct, frozen=True, kw_only=True):
    """The lines of a raw text, column by column: compact on the wire.

    `lengths[i]` is the i-th line's code points without its LF; `reasons[i]` indexes
    `reason_names`. Use `pipeline.text.lines` to build and read them.
    """

    lengths: tuple[int, ...]
    labels: tuple[Label, ...]
    scores: tuple[float, ...]
    reasons: tuple[int, ...]
    reason_names: tuple[str, ...]


class Span(Struct, frozen=True, kw_only=True):
    """An inline byline, credit or other furniture inside a body line; offsets in that line."""

    line: int
    start: int
    end: int
    kind: SpanKind


class CleanArticle(Struct, frozen=True, kw_only=True):
    """Output of the clean stage: the raw text once (NFC, LF), every line of it judged."""

    facts: Facts
    text: str
    lines: LineColumns
    spans: tuple[Span, ...] = ()
    stages: tuple[StageRun, ...] = ()


class LinkRef(Struct, frozen=True, kw_only=True):
    """One boilerplate link in the raw text: its id and the headline under its decorations."""

    line: int
    start: int
    end: int
    id: str
    headline: str
    decorations: tuple[str, ...] = ()


class Removed(Struct, frozen=True, kw_only=True):
    """A piece of raw text that is not part of the article, and why it was taken out.

    `kind` is a removed line's label, or `invisible`. `seen_in` counts the
    other pages the link was seen on, where memory says so.
    """

    kind: str
    start: int
    end: int
    text: str
    reason: str
    score: float
    link_id: str | None = None
    seen_in: int | None = None


class HeadLine(Struct, frozen=True, kw_only=True):
    """A title, shoulder, headline or subhead line as it stood in the raw text."""

    label: Label
    start: int
    end: int
    text: str


class Duplicate(Struct, frozen=True, kw_only=True):
    """What the article is to the articles before it.

    `story` is never null; `of` is the article id it copies, null for an original.
    `similarity` is 0..1; `novelty_days` the days since the story's first article.
    """

    status: DuplicateStatus
    story: str
    of: str | None = None
    similarity: float = 0.0
    novelty_days: float = 0.0


class UniqueArticle(Struct, frozen=True, kw_only=True):
    """Output of the dedup stage: the clean body, everything removed, and the story decision.

    `map` holds `(body start, raw start, length)` runs; `silent` the body spans (bylines) in which
    no mention is made. `lines` are the clean stage's, with what this stage overruled. `title` is
    the web title under its decorations.
    """

    facts: Facts
    body: str
    map: tuple[tuple[int, int, int], ...]
    head: tuple[HeadLine, ...]
    removed: tuple[Removed, ...]
    silent: tuple[tuple[int, int], ...]
    lines: LineColumns
    links: tuple[LinkRef, ...]
    duplicate: Duplicate
    title: str | None = None
    stages: tuple[StageRun, ...] = ()


EntityType = Literal["person", "place", "organisation", "event", "work", "product"]
ValueType = Literal["date", "time", "money", "percent", "quantity", "security"]


class Mention(Struct, frozen=True, kw_only=True):
    """A span that names an entity. `entity` is the id of its entity in the same article.

    `field` is `body`, or `headline` with `index` (into the head lines). Offsets are half-open
    code points of that field's text.
    """

    type: EntityType
    start: int
    end: int
    surface: str
    recognizer: str
    confidence: float
    entity: str = ""
    field: Literal["body", "headline"] = "body"
    index: int | None = None


class Value(Struct, frozen=True, kw_only=True):
    """A date, time, amount or security with its normalised value."""

    type: ValueType
    start: int
    end: int
    surface: str
    value: str
    recognizer: str
    unit: str | None = None
    precision: str | None = None
    field: Literal["body", "headline"] = "body"
    index: int | None = None


class Entity(Struct, frozen=True, kw_only=True):
    """What the mentions of one name in an article add up to.

    `ids` holds external identifiers such as `adcode`, `ticker`, `mic`; `positions` a person's
    posts; `prominence` is 0..1.
    """

    id: str
    type: EntityType
    name: str
    count: int
    prominence: float
    in_headline: bool
    confidence: float
    aliases: tuple[str, ...] = ()
    ids: dict[str, str] = {}
    positions: tuple[str, ...] = ()


class Quote(Struct, frozen=True, kw_only=True):
    """Something said: its span in the body, who said it (surface and entity id), the verb."""

    start: int
    end: int
    speaker: str
    verb: str
    entity: str | None = None


class Extraction(Struct, frozen=True, kw_only=True):
    """Everything the recognizers found in one article."""

    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    values: tuple[Value, ...] = ()
    quotes: tuple[Quote, ...] = ()
    keywords: tuple[str, ...] = ()


class EnrichedArticle(Struct, frozen=True, kw_only=True):
    """Output of the extract stage: the unique article and what was found in it.

    On the wire it is the ninjs 3.1 document of `pipeline.document.ninjs`.
    """

    article: UniqueArticle
    extraction: Extraction
    config: str = ""
    models: tuple[str, ...] = ()
    stages: tuple[StageRun, ...] = ()
