"""What the links agent is told of a page: which links stood on it, or stand there no more."""

from __future__ import annotations

from pipeline.dedup.pages.kept_reading import PageReading
from pipeline.dedup.tables.opened_row import OpenedRow
from pipeline.types.articles import CleanArticle, Facts, LinkRef
from pipeline.types.records import LinkSighting

# Links of one article that are told to the links agent: ten thousand of them must not stall it.
MOST_SIGHTINGS = 1000


def sightings_of(
    clean: CleanArticle, page: PageReading, source: tuple[int, int]
) -> tuple[LinkSighting, ...]:
    """Return one sighting a distinct link of the page."""
    distinct: dict[str, LinkRef] = {}
    for ref in page.refs:
        distinct.setdefault(ref.id, ref)
    return tuple(
        LinkSighting(
            id=ref.id,
            headline=ref.headline,
            surface=clean.text[ref.start : ref.end],
            decorations=ref.decorations,
            site=clean.facts.site,
            event_time=clean.facts.event_time,
            partition=source[0],
            offset=source[1],
        )
        for ref in list(distinct.values())[:MOST_SIGHTINGS]
    )


def taken_back(
    facts: Facts, before: OpenedRow | None, source: tuple[int, int]
) -> tuple[LinkSighting, ...]:
    """Return the withdrawn article's sightings, to be taken back."""
    return tuple(
        LinkSighting(
            id=name,
            headline="",
            surface="",
            decorations=(),
            site=facts.site,
            event_time=facts.event_time,
            partition=source[0],
            offset=source[1],
            withdrawn=True,
        )
        for name in (before.links if before and before.state == "opened" else ())
    )
