"""An enriched event as the rows that the page asks for: the same event gives the same rows."""

from __future__ import annotations

from datetime import datetime

from pipeline.document.enrichment_fields import Enrichment
from pipeline.document.fields import EnrichedDocument
from pipeline.document.found_fields import WireEntity
from pipeline.text.times.calendar import CHINA
from pipeline.types.articles import Struct

# What a row of a list shows; the event holds the rest.
_TITLE, _LEAD = 300, 200


class NameRow(Struct, frozen=True, kw_only=True):
    """One entity of one article. `key` is the same in every article that means it."""

    key: str
    type: str
    name: str
    spellings: tuple[str, ...]
    position: str
    count: int
    prominence: float


class AmountRow(Struct, frozen=True, kw_only=True):
    """One value that an article names."""

    type: str
    value: str
    unit: str
    surface: str


class QuoteRow(Struct, frozen=True, kw_only=True):
    """What somebody says in an article. `key` is the speaker's, empty where nobody is known."""

    key: str
    speaker: str
    verb: str
    text: str


class ArticleRow(Struct, frozen=True, kw_only=True):
    """One article. `published` is None where nobody says when; times are Unix seconds."""

    id: str
    version: str
    site: str
    title: str
    lead: str
    language: str
    story: str
    status: str
    of: str
    similarity: float
    published: float | None
    precision: str
    event_time: float
    day: str
    removed: int
    ratio: float
    begun: float | None
    names: tuple[NameRow, ...]
    amounts: tuple[AmountRow, ...]
    quotes: tuple[QuoteRow, ...]
    links: tuple[str, ...]
    runs: tuple[tuple[str, float], ...]


def article_row(document: EnrichedDocument) -> ArticleRow | None:
    """Return the rows of an article, None where the event holds no `enrichment`."""
    facts = document.enrichment
    if facts is None:
        return None
    body = document.bodies[0].value if document.bodies else ""
    event_time = seconds_of(document.version_created) or 0.0
    keys = {entity.id: key_of(entity) for entity in facts.entities}
    begun = [at for run in facts.stages if (at := seconds_of(run.at)) is not None]
    return ArticleRow(
        id=document.uri.removeprefix("urn:uuid:"),
        version=document.version,
        site=facts.site,
        title=title_of(document)[:_TITLE],
        lead=" ".join(body[: 2 * _LEAD].split())[:_LEAD],
        language=document.language,
        story=facts.duplicate.story,
        status=facts.duplicate.status,
        of=facts.duplicate.of or "",
        similarity=facts.duplicate.similarity,
        published=seconds_of(document.content_created or ""),
        precision=facts.published.precision if facts.published else "",
        event_time=event_time,
        day=day_of(event_time),
        removed=sum(
            piece.kind not in {"blank", "invisible"} for piece in facts.boilerplate.removed
        ),
        ratio=facts.boilerplate.ratio,
        begun=min(begun, default=None),
        names=_names(facts, keys),
        amounts=tuple(
            AmountRow(type=v.type, value=v.value, unit=v.unit or "", surface=v.surface)
            for v in facts.values
        ),
        quotes=tuple(
            QuoteRow(
                key=keys.get(quote.entity or "", ""),
                speaker=quote.speaker,
                verb=quote.verb,
                text=body[quote.start : quote.end],
            )
            for quote in facts.quotes
        ),
        links=tuple(dict.fromkeys(p.link_id for p in facts.boilerplate.removed if p.link_id)),
        runs=tuple((run.name, run.ms) for run in facts.stages),
    )


def title_of(document: EnrichedDocument) -> str:
    """Return the headline, else the web title, else how the body begins."""
    roles = {headline.role: headline.value for headline in document.headlines}
    found = roles.get("main") or roles.get("original")
    if found:
        return found
    body = document.bodies[0].value if document.bodies else ""
    return body.lstrip()[:60].split("\n")[0]


def key_of(entity: WireEntity) -> str:
    """Return what joins an entity to the same one of other articles.

    Its code where it has one (a place's, a company's ticker), else its type and name: two people
    of one name are one here.
    """
    ids = entity.ids
    code = ids.get("adcode") or (f"{ids['ticker']}.{ids.get('mic', '')}" if "ticker" in ids else "")
    return f"{entity.type}/{code or entity.name}"


def seconds_of(text: str) -> float | None:
    """Return the Unix seconds of an RFC 3339 time, None where it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=CHINA)).timestamp()


def china_time(seconds: float) -> datetime:
    """Return the time in China, that of the epoch where Unix `seconds` are out of range."""
    try:
        return datetime.fromtimestamp(seconds, CHINA)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, CHINA)


def day_of(seconds: float) -> str:
    """Return the day in China, as `2024-03-01`."""
    return china_time(seconds).strftime("%Y-%m-%d")


def _names(facts: Enrichment, keys: dict[str, str]) -> tuple[NameRow, ...]:
    """Return a row a key: of two entities that are one to us, the more prominent is told."""
    found: dict[str, NameRow] = {}
    for entity in facts.entities:
        key = keys[entity.id]
        spellings = (entity.name, *entity.aliases)
        if (known := found.get(key)) is not None:
            spellings = (*known.spellings, *spellings)
            entity = max(  # noqa: PLW2901 - one row for both
                (entity, *(e for e in facts.entities if keys[e.id] == key)),
                key=lambda each: each.prominence,
            )
        found[key] = NameRow(
            key=key,
            type=entity.type,
            name=entity.name,
            spellings=tuple(dict.fromkeys(spellings)),
            position=entity.position or "",
            count=entity.count,
            prominence=entity.prominence,
        )
    return tuple(found.values())
