"""One record a distinct link, out of its sightings: pure, bounded, and safe to repeat."""

from __future__ import annotations

from pipeline.models import LinkRef
from pipeline.records import LinkRecord, LinkSighting

MOST_SITES = 64
MOST_DECORATIONS = 32


def apply_sighting(record: LinkRecord | None, sighting: LinkSighting) -> LinkRecord | None:
    """Return the link's record with `sighting` counted in; `record` itself when it was before.

    None comes back for a sighting taken back of a link that has no record. `site_count` is exact
    up to 64 sites; beyond, a site that is not among those named counts once a sighting.
    """
    if record is None:
        return None if sighting.withdrawn else _first(sighting)
    if sighting.offset <= record.applied.get(sighting.partition, -1):
        return record
    applied = {**record.applied, sighting.partition: sighting.offset}
    if sighting.withdrawn:
        return _changed(record, count=max(record.count - 1, 0), applied=applied)
    new_site = sighting.site not in record.sites
    sites = record.sites
    if new_site and len(sites) < MOST_SITES:
        sites = (*sites, sighting.site)
    decorations = record.decorations
    for word in sighting.decorations:
        if word not in decorations and len(decorations) < MOST_DECORATIONS:
            decorations = (*decorations, word)
    earlier = (sighting.event_time, sighting.headline) < (record.first_seen, record.headline)
    return _changed(
        record,
        headline=sighting.headline if earlier else record.headline,
        sites=sites,
        decorations=decorations,
        site_count=record.site_count + new_site,
        first_seen=min(record.first_seen, sighting.event_time),
        last_seen=max(record.last_seen, sighting.event_time),
        count=record.count + 1,
        applied=applied,
    )


def sighting_of(
    ref: LinkRef, surface: str, *, site: str, event_time: float, source: tuple[int, int]
) -> LinkSighting:
    """Return the sighting of one link of an article whose clean record is `source`."""
    return LinkSighting(
        id=ref.id,
        headline=ref.headline,
        surface=surface,
        decorations=ref.decorations,
        site=site,
        event_time=event_time,
        partition=source[0],
        offset=source[1],
    )


def _first(sighting: LinkSighting) -> LinkRecord:
    return LinkRecord(
        id=sighting.id,
        headline=sighting.headline,
        decorations=tuple(dict.fromkeys(sighting.decorations))[:MOST_DECORATIONS],
        sites=(sighting.site,),
        site_count=1,
        first_seen=sighting.event_time,
        last_seen=sighting.event_time,
        count=1,
        applied={sighting.partition: sighting.offset},
    )


def _changed(record: LinkRecord, **changes: object) -> LinkRecord:
    fields = {name: getattr(record, name) for name in record.__struct_fields__}
    return LinkRecord(**{**fields, **changes})
