"""The `enrichment` property of the enriched document: everything ninjs has no place for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

from pipeline import __version__
from pipeline.document.enrichment_fields import (
    Boilerplate,
    Enrichment,
    HeadText,
    PipelineInfo,
    TextInfo,
    WireDuplicate,
    WirePublished,
    WireRemoved,
    WireSource,
    WireStage,
)
from pipeline.document.found_fields import WireEntity, WireMention, WireQuote, WireValue
from pipeline.text.fingerprint import sha256_hex
from pipeline.text.utf16 import Utf16Index
from pipeline.types.articles import (
    EnrichedArticle,
    Entity,
    Mention,
    Quote,
    Removed,
    UniqueArticle,
    Value,
)

# UTF-16 units before a code point offset.
_Units = Callable[[int], int]


# An event says the time of its article twice, and a batch has its times in common.
@lru_cache(maxsize=256)
def rfc3339(seconds: float) -> str:
    """Return Unix `seconds` as RFC 3339 in UTC, whole seconds; out of range is the epoch."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        moment = datetime.fromtimestamp(0, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def enrichment(enriched: EnrichedArticle) -> Enrichment:
    """Return the property of one enriched article; the same article gives the same one."""
    article, found = enriched.article, enriched.extraction
    facts, origin = article.facts, article.facts.origin
    body = Utf16Index(article.body)
    heads = [Utf16Index(head.text) for head in article.head]

    def ends(span: Mention | Value) -> tuple[int, int]:
        at_body = span.field == "body" or span.index is None
        units = (body if at_body else heads[span.index or 0]).units
        return units(span.start), units(span.end)

    if body.is_plain and all(head.is_plain for head in heads):
        # Nearly every article: a call for each of its fifty spans, not three.
        ends = _ends

    return Enrichment(
        version=facts.version,
        site=facts.site,
        text=_text_info(article, body),
        entities=tuple(_entity(entity) for entity in found.entities),
        mentions=tuple([_mention(m, *ends(m)) for m in found.mentions]),
        values=tuple([_value(v, *ends(v)) for v in found.values]),
        quotes=tuple([_quote(q, body.units) for q in found.quotes]),
        duplicate=WireDuplicate(
            status=article.duplicate.status,
            of=article.duplicate.of or "",
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
            topic=origin.topic or "",
            partition=origin.partition,
            offset=origin.offset,
            feed=origin.feed or "",
            encoding=origin.encoding or "",
            encoding_confidence=origin.encoding_confidence,
        ),
        stages=tuple(
            WireStage(name=s.name, at=rfc3339(s.at), ms=round(s.ms, 3), outcome=s.outcome)
            for s in (*article.stages, *enriched.stages)
        ),
        quality=facts.flags,
        pipeline=PipelineInfo(version=__version__, config=enriched.config, models=enriched.models),
    )


def _ends(span: Mention | Value) -> tuple[int, int]:
    return span.start, span.end


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


# The three below name each field: an article has fifty of them, and a loop over names takes twice
# as long.
def _mention(mention: Mention, start_utf16: int, end_utf16: int) -> WireMention:
    return WireMention(
        entity=mention.entity,
        type=mention.type,
        field=mention.field,
        index=mention.index,
        start=mention.start,
        end=mention.end,
        start_utf16=start_utf16,
        end_utf16=end_utf16,
        surface=mention.surface,
        recognizer=mention.recognizer,
        confidence=mention.confidence,
    )


def _value(value: Value, start_utf16: int, end_utf16: int) -> WireValue:
    return WireValue(
        type=value.type,
        field=value.field,
        index=value.index,
        start=value.start,
        end=value.end,
        start_utf16=start_utf16,
        end_utf16=end_utf16,
        surface=value.surface,
        value=value.value,
        unit=value.unit or "",
        precision=value.precision,
        recognizer=value.recognizer,
    )


def _quote(quote: Quote, units: _Units) -> WireQuote:
    return WireQuote(
        start=quote.start,
        end=quote.end,
        start_utf16=units(quote.start),
        end_utf16=units(quote.end),
        speaker=quote.speaker,
        entity=quote.entity,
        verb=quote.verb,
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
        position="、".join(entity.positions),
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
        link_id=piece.link_id or "",
        reason=piece.reason,
        score=piece.score,
        seen_in=piece.seen_in,
    )
