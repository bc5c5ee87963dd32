"""The enriched article as a ninjs 3.1 document: what `news.enriched.v1` carries."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline import __version__
from pipeline.models import EnrichedArticle, Entity, EntityType, Facts, Removed, UniqueArticle
from pipeline.text.fingerprint import sha256_hex
from pipeline.text.utf16 import Utf16Index
from pipeline.wire import (
    AltId,
    Body,
    Boilerplate,
    EnrichedDocument,
    Enrichment,
    Headline,
    HeadText,
    Organisation,
    Party,
    PipelineInfo,
    Standard,
    Subject,
    Symbol,
    TextInfo,
    WireDuplicate,
    WireEntity,
    WireMention,
    WirePublished,
    WireQuote,
    WireRemoved,
    WireSource,
    WireStage,
    WireValue,
)

_ROLES = {"headline": "main", "shoulder": "kicker", "subhead": "sub", "title": "original"}
_PROFILE = "news-pipeline-enriched-v1"


def document(enriched: EnrichedArticle) -> EnrichedDocument:
    """Return the document of one enriched article; the same article gives the same one."""
    article, found = enriched.article, enriched.extraction
    facts = article.facts
    created = rfc3339(facts.event_time)
    of_type: dict[EntityType, list[Entity]] = {}
    for entity in found.entities:
        of_type.setdefault(entity.type, []).append(entity)
    return EnrichedDocument(
        uri=f"urn:uuid:{facts.id}",
        type="text",
        representation_type="full",
        profile=_PROFILE,
        standard=Standard(name="ninjs", version="3.1"),
        version=facts.version,
        first_created=created,
        version_created=created,
        content_created=_content_created(facts),
        pub_status=facts.pub_status,
        language=facts.language,
        headlines=_headlines(article),
        bodies=(
            Body(
                role="main",
                content_type="text/plain",
                char_count=len(article.body),
                value=article.body,
            ),
        ),
        by="、".join(author.value for author in facts.metadata.authors) or None,
        located=facts.metadata.place.value if facts.metadata.place else None,
        info_sources=_info_sources(facts),
        people=_parties(of_type.get("person", ())),
        organisations=tuple(_organisation(e) for e in of_type.get("organisation", ())),
        places=_parties(of_type.get("place", ())),
        events=_parties(of_type.get("event", ())),
        objects=_parties([*of_type.get("work", ()), *of_type.get("product", ())]),
        subjects=tuple(Subject(name=word) for word in found.keywords),
        alt_ids=_alt_ids(facts),
        enrichment=_enrichment(enriched),
    )


def rfc3339(seconds: float) -> str:
    """Return Unix `seconds` as RFC 3339 in UTC, whole seconds; out of range is the epoch."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        moment = datetime.fromtimestamp(0, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _content_created(facts: Facts) -> str | None:
    """Return the time of publication as a whole date-time, or None where it has no year."""
    if facts.published is None:
        return None
    try:
        moment = datetime.fromisoformat(facts.published.value)
    except ValueError:
        return None
    return moment.isoformat() if moment.tzinfo else f"{moment.isoformat()}+08:00"


def _headlines(article: UniqueArticle) -> tuple[Headline, ...]:
    found = [Headline(role=_ROLES[h.label], value=h.text) for h in article.head]  # type: ignore[arg-type]
    title = article.facts.title
    if title and all(h.role != "original" for h in found):
        found.insert(0, Headline(role="original", value=title))
    originals = [h.value for h in found if h.role == "original"]
    if originals and all(h.role != "main" for h in found):
        found.append(Headline(role="main", value=article.title or originals[0]))
    return tuple(found)


def _info_sources(facts: Facts) -> tuple[Party, ...]:
    meta = facts.metadata
    named = [
        ("publisher", meta.sources),
        ("agency", meta.agencies),
        ("editor", meta.editors),
    ]
    parties = [Party(name=f.value, role=role) for role, all_found in named for f in all_found]
    if facts.site:
        parties.insert(0, Party(name=facts.site, role="publisher"))
    if facts.origin.feed:
        parties.append(Party(name=facts.origin.feed, role="feed"))
    return tuple(parties)


def _parties(entities: list[Entity] | tuple[Entity, ...]) -> tuple[Party, ...]:
    return tuple(
        Party(name=e.name, rel="mainSubject" if e.in_headline else "mentions") for e in entities
    )


def _organisation(entity: Entity) -> Organisation:
    ticker = entity.ids.get("ticker")
    symbols = (Symbol(symbol=ticker, exchange=entity.ids.get("mic")),) if ticker else ()
    rel = "mainSubject" if entity.in_headline else "mentions"
    return Organisation(name=entity.name, rel=rel, symbols=symbols)


def _alt_ids(facts: Facts) -> tuple[AltId, ...]:
    ids = [AltId(role="url", value=facts.url)] if facts.url else []
    return (*ids, *(AltId(role="publisher", value=value) for value in facts.alt_ids))


def _enrichment(enriched: EnrichedArticle) -> Enrichment:
    article, found = enriched.article, enriched.extraction
    facts, origin = article.facts, article.facts.origin
    body = Utf16Index(article.body)
    heads = [Utf16Index(head.text) for head in article.head]

    def units(field: str, index: int | None, start: int, end: int) -> dict[str, int]:
        offsets = body if field == "body" or index is None else heads[index]
        return {"start_utf16": offsets.units(start), "end_utf16": offsets.units(end)}

    return Enrichment(
        version=facts.version,
        site=facts.site,
        text=_text_info(article, body),
        entities=tuple(_entity(entity) for entity in found.entities),
        mentions=tuple(
            WireMention(
                **{name: getattr(m, name) for name in _MENTION_FIELDS},
                **units(m.field, m.index, m.start, m.end),
            )
            for m in found.mentions
        ),
        values=tuple(
            WireValue(
                **{name: getattr(v, name) for name in _VALUE_FIELDS},
                **units(v.field, v.index, v.start, v.end),
            )
            for v in found.values
        ),
        quotes=tuple(
            WireQuote(
                **{name: getattr(q, name) for name in _QUOTE_FIELDS},
                **units("body", None, q.start, q.end),
            )
            for q in found.quotes
        ),
        duplicate=WireDuplicate(
            status=article.duplicate.status,
            of=article.duplicate.of,
            story=article.duplicate.story,
            similarity=article.duplicate.similarity,
            novelty_days=article.duplicate.novelty_days,
        ),
        boilerplate=_boilerplate(article),
        published=WirePublished(
            source=facts.published.source,
            precision=facts.published.precision,
            zone_assumed=facts.published.zone_assumed,
        )
        if facts.published
        else None,
        source=WireSource(
            topic=origin.topic,
            partition=origin.partition,
            offset=origin.offset,
            feed=origin.feed,
            encoding=origin.encoding,
            encoding_confidence=origin.encoding_confidence,
        ),
        stages=tuple(
            WireStage(name=s.name, at=rfc3339(s.at), ms=round(s.ms, 3), outcome=s.outcome)
            for s in (*article.stages, *enriched.stages)
        ),
        quality=facts.flags,
        pipeline=PipelineInfo(version=__version__, config=enriched.config, models=enriched.models),
    )


_MENTION_FIELDS = (
    "entity", "type", "field", "index", "start", "end", "surface", "recognizer", "confidence",
)  # fmt: skip
_VALUE_FIELDS = (
    "type", "field", "index", "start", "end", "surface", "value", "unit", "precision",
    "recognizer",
)  # fmt: skip
_QUOTE_FIELDS = ("start", "end", "speaker", "entity", "verb")


def _text_info(article: UniqueArticle, body: Utf16Index) -> TextInfo:
    return TextInfo(
        role="main",
        normalization="NFC",
        sha256=sha256_hex(article.body),
        code_points=len(article.body),
        utf16_units=body.units(len(article.body)),
        utf8_bytes=len(article.body.encode("utf-8")),
        map=article.map,
        head=tuple(
            HeadText(label=h.label, start=h.start, end=h.end, text=h.text) for h in article.head
        ),
    )


def _entity(entity: Entity) -> WireEntity:
    return WireEntity(
        id=entity.id,
        type=entity.type,
        name=entity.name,
        aliases=entity.aliases,
        ids=entity.ids,
        count=entity.count,
        prominence=entity.prominence,
        in_headline=entity.in_headline,
        position="、".join(entity.positions) or None,
        confidence=entity.confidence,
    )


def _boilerplate(article: UniqueArticle) -> Boilerplate:
    taken = sum(piece.end - piece.start for piece in article.removed)
    kept = len(article.body) + sum(len(head.text) for head in article.head)
    return Boilerplate(
        ratio=round(taken / (taken + kept), 4) if taken + kept else 0.0,
        removed=tuple(_removed(piece) for piece in article.removed),
    )


def _removed(piece: Removed) -> WireRemoved:
    return WireRemoved(
        kind=piece.kind,
        start=piece.start,
        end=piece.end,
        text=piece.text,
        link_id=piece.link_id,
        reason=piece.reason,
        score=piece.score,
        seen_in=piece.seen_in,
    )
