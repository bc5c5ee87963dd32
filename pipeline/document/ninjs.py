"""The enriched article as a ninjs 3.1 document: what `news.enriched.v1` carries."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pipeline.document.enrichment import enrichment, rfc3339
from pipeline.document.fields import (
    SCHEMA,
    AltId,
    Body,
    EnrichedDocument,
    Headline,
    InfoSource,
    Organisation,
    Party,
    Standard,
    Subject,
    Symbol,
)
from pipeline.types.articles import (
    EnrichedArticle,
    Entity,
    EntityType,
    Facts,
    Found,
    UniqueArticle,
)

_ROLES = {"headline": "main", "shoulder": "kicker", "subhead": "sub", "title": "original"}
_PROFILE = "news-pipeline-enriched-v1"


def document(enriched: EnrichedArticle) -> EnrichedDocument:
    """Return the document of one enriched article; the same article gives the same one."""
    article, found = enriched.article, enriched.extraction
    facts = article.facts
    created = rfc3339(facts.event_time)
    first = created if facts.first_seen is None else rfc3339(facts.first_seen)
    of_type: dict[EntityType, list[Entity]] = {}
    for entity in found.entities:
        of_type.setdefault(entity.type, []).append(entity)
    return EnrichedDocument(
        uri=f"urn:uuid:{facts.id}",
        type="text",
        representation_type="full",
        profile=_PROFILE,
        standard=Standard(name="ninjs", version="3.1", schema=SCHEMA),
        version=facts.version,
        first_created=first,
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
        by="、".join(author.value for author in facts.metadata.authors),
        located=facts.metadata.place.value if facts.metadata.place else "",
        info_sources=_info_sources(facts),
        people=_parties(of_type.get("person", ())),
        organisations=tuple(_organisation(e) for e in of_type.get("organisation", ())),
        places=_parties(of_type.get("place", ())),
        events=_parties(of_type.get("event", ())),
        objects=_parties([*of_type.get("work", ()), *of_type.get("product", ())]),
        subjects=tuple(Subject(name=word) for word in found.keywords),
        alt_ids=_alt_ids(facts),
        enrichment=enrichment(enriched),
    )


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


def _info_sources(facts: Facts) -> tuple[InfoSource, ...]:
    meta = facts.metadata
    named: list[tuple[Literal["publisher", "agency", "editor"], tuple[Found, ...]]] = [
        ("publisher", meta.sources),
        ("agency", meta.agencies),
        ("editor", meta.editors),
    ]
    parties = [InfoSource(name=f.value, role=role) for role, all_found in named for f in all_found]
    if facts.site:
        parties.insert(0, InfoSource(name=facts.site, role="publisher"))
    if facts.origin.feed:
        parties.append(InfoSource(name=facts.origin.feed, role="feed"))
    return tuple(parties)


def _parties(entities: list[Entity] | tuple[Entity, ...]) -> tuple[Party, ...]:
    return tuple(Party(name=entity.name, rel=_rel(entity)) for entity in entities)


def _rel(entity: Entity) -> Literal["mainSubject", "mentions"]:
    return "mainSubject" if entity.in_headline else "mentions"


def _organisation(entity: Entity) -> Organisation:
    ticker = entity.ids.get("ticker")
    symbols = (Symbol(symbol=ticker, exchange=entity.ids.get("mic")),) if ticker else ()
    return Organisation(name=entity.name, rel=_rel(entity), symbols=symbols)


def _alt_ids(facts: Facts) -> tuple[AltId, ...]:
    ids = [AltId(role="url", value=facts.url)] if facts.url else []
    return (*ids, *(AltId(role="publisher", value=value) for value in facts.alt_ids))
