"""The property that is ours, `enrichment`, field by field.

The line below a field says what it means; the schema and docs/reference/event.md repeat it.
"""

from __future__ import annotations

from typing import Literal

from pipeline.document.found_fields import Wire, WireEntity, WireMention, WireQuote, WireValue
from pipeline.types.articles import DuplicateStatus, Label, StageName


class HeadText(Wire, frozen=True, kw_only=True):
    """A title, shoulder, headline or subhead line as it stood in the raw text."""

    label: Label
    """What the line is."""
    start: int
    """Its first code point in the raw text."""
    end: int
    """The code point behind its last one."""
    text: str
    """The line."""


class TextInfo(Wire, frozen=True, kw_only=True):
    """Which string the offsets index, and how it maps back to the raw text."""

    role: Literal["main"]
    """The role of the body that the offsets index."""
    normalization: Literal["NFC"]
    """The Unicode form of body and raw text."""
    sha256: str
    """SHA-256 of the body in UTF-8, in hexadecimal."""
    code_points: int
    """Length of the body in code points: what Python counts."""
    utf16_units: int
    """Length of the body in UTF-16 units: what JavaScript and Java count."""
    utf8_bytes: int
    """Length of the body in bytes of UTF-8."""
    map: tuple[tuple[int, int, int], ...]
    """Runs of the body: [start in the body, start in the raw text, length], in code points."""
    head: tuple[HeadText, ...]
    """Lines above the body. With them, the body's runs and `removed` the raw text is rebuilt."""


class WireDuplicate(Wire, frozen=True, kw_only=True):
    """What the article is to earlier ones. `news.aliases.v1` joins stories later."""

    status: DuplicateStatus
    """`original`, `exact` (the same body), `near`, or `update` (a new version of one article)."""
    of: str | None
    """Id of the article that it copies or updates; empty of an original."""
    story: str
    """Id of the story: of its earliest article."""
    similarity: float
    """How much of the shorter of the two the other has too, 0 to 1."""
    novelty_days: float
    """Days since the story began."""


class WireRemoved(Wire, frozen=True, kw_only=True):
    """A piece of the raw text that was taken out, and why."""

    kind: str
    """What it was: `link`, `marker`, `credit`, `other`, `blank`, `invisible`."""
    start: int
    """First code point in the raw text."""
    end: int
    """The code point behind the last one."""
    text: str
    """The piece."""
    link_id: str | None
    """Of a link, its id in `news.links.v1`; empty elsewhere."""
    reason: str
    """Why, in a word: docs/reference/flags-and-reasons.md."""
    score: float
    """How sure that is, 0 to 1."""
    seen_in: int | None = None
    """On how many pages the link was seen, where that decided; absent elsewhere."""


class Boilerplate(Wire, frozen=True, kw_only=True):
    """What was taken out of the raw text."""

    ratio: float
    """Its share of the raw text's characters, 0 to 1."""
    removed: tuple[WireRemoved, ...]
    """Every piece of it, in order."""


class WirePublished(Wire, frozen=True, kw_only=True):
    """How `contentCreated` is known."""

    source: Literal["feed", "meta", "dateline", "fetch"]
    """Who says it: the publisher, the page's metadata, the article's first line, the fetch."""
    precision: str
    """How much of it is known: year, month, day, minute, second."""
    zone_assumed: bool
    """Whether it named no time zone: it is then taken as China's."""


class WireSource(Wire, frozen=True, kw_only=True):
    """The raw record that the article came from; not covered by `ce_id`."""

    topic: str | None
    """Its topic; empty of an article that came from a file."""
    partition: int | None = None
    """Its partition; absent of an article that came from a file."""
    offset: int | None = None
    """Its offset; absent of an article that came from a file."""
    feed: str | None
    """The feed that the publisher named, or empty."""
    encoding: str | None
    """The character encoding of a page or text; empty where it came as text."""
    encoding_confidence: float | None = None
    """How sure a guessed encoding is, 0 to 1; absent where none was guessed."""


class WireStage(Wire, frozen=True, kw_only=True):
    """One stage's work; not covered by `ce_id`."""

    name: StageName
    """The stage."""
    at: str
    """When it was done, RFC 3339 in UTC."""
    ms: float
    """How long it took, in milliseconds."""
    outcome: str
    """`ok`, or what the dedup stage decided."""


class PipelineInfo(Wire, frozen=True, kw_only=True):
    """Which code and models made this."""

    version: str
    """The version of the pipeline."""
    config: str
    """Hash of the settings that decide content; the last part of `ce_id`."""
    models: tuple[str, ...]
    """The models, with their versions."""


class Enrichment(Wire, frozen=True, kw_only=True):
    """The property that is ours: everything that ninjs has no place for."""

    version: str
    """The article's version, a hash of title and text."""
    site: str
    """The site that published it: the publisher's word, else the URL's host."""
    text: TextInfo
    """Which string the offsets index."""
    entities: tuple[WireEntity, ...]
    """Who and what the article is about, the most prominent first."""
    mentions: tuple[WireMention, ...]
    """Every place where it names them."""
    values: tuple[WireValue, ...]
    """Dates, times, amounts and securities."""
    quotes: tuple[WireQuote, ...]
    """What is said, and by whom."""
    duplicate: WireDuplicate
    """What the article is to earlier ones."""
    boilerplate: Boilerplate
    """What was taken out, and why."""
    published: WirePublished | None = None
    """How the time of publication is known; absent where it is not."""
    source: WireSource
    """The raw record."""
    stages: tuple[WireStage, ...]
    """What the stages did, in order."""
    quality: tuple[str, ...]
    """Flags: what a consumer may want to know first (docs/reference/flags-and-reasons.md)."""
    pipeline: PipelineInfo
    """Which code and models made this."""
