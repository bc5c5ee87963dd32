"""One record a distinct link, out of its sightings: bounded, and safe to repeat."""

from __future__ import annotations

import math
from collections.abc import MutableMapping

import msgspec

from pipeline.dedup.tables.day_window import DayWindow
from pipeline.text.times.believed import latest
from pipeline.types.records import LinkRecord, LinkSighting

# A record must not grow with the stream: a link on more sites than this is known well enough, and
# has had more decorations than an operator reads. Chosen, not measured.
MOST_SITES = 64
MOST_DECORATIONS = 32

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(LinkRecord).decode


def counted(
    record: LinkRecord | None, sighting: LinkSighting, *, until: float = math.inf
) -> LinkRecord | None:
    """Return the link's record with `sighting` counted in; `record` itself when it was before.

    None comes back for a sighting taken back of a link that has no record. `site_count` is exact
    up to 64 sites; beyond, a site that is not among those named counts once a sighting. A time
    after `until` is not when the link was seen last.
    """
    if record is None:
        return None if sighting.withdrawn else _first(sighting)
    if sighting.offset <= record.applied.get(sighting.partition, -1):
        return record
    applied = {**record.applied, sighting.partition: sighting.offset}
    if sighting.withdrawn:
        return msgspec.structs.replace(record, count=max(record.count - 1, 0), applied=applied)
    new_site = sighting.site not in record.sites
    sites = record.sites
    if new_site and len(sites) < MOST_SITES:
        sites = (*sites, sighting.site)
    decorations = dict.fromkeys((*record.decorations, *sighting.decorations))
    seen = min(sighting.event_time, until)
    earlier = (sighting.event_time, sighting.headline) < (record.first_seen, record.headline)
    return msgspec.structs.replace(
        record,
        headline=sighting.headline if earlier else record.headline,
        sites=sites,
        decorations=tuple(decorations)[:MOST_DECORATIONS],
        site_count=record.site_count + new_site,
        first_seen=min(record.first_seen, sighting.event_time),
        last_seen=max(seen, record.last_seen if record.last_seen <= until else seen),
        count=record.count + 1,
        applied=applied,
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


class LinkRecords:
    """The records of one partition's links, forgotten a window after they were last seen.

    Args:
        table: A dict or a table of the stream, see `DayWindow` for its shape.
        scope: Prefix of every key: the partition of the links.
        days: The window.
        now: Unix seconds, which bound the window, see `DayWindow`.
    """

    def __init__(
        self, table: MutableMapping[str, bytes], *, scope: str, days: int, now: float = math.inf
    ) -> None:
        self._until = latest(now)
        self._records = DayWindow(table, scope=scope, days=days, time_of=_last_seen, now=now)

    def get(self, name: str) -> LinkRecord | None:
        """Return the record of a link id."""
        stored = self._records.get(name)
        return None if stored is None else _decode(stored)

    def apply(self, sighting: LinkSighting) -> tuple[LinkRecord | None, tuple[str, ...]]:
        """Count a sighting.

        Returns:
            The new record, None when nothing changed, and the ids of links forgotten for it.
        """
        record = self.get(sighting.id)
        new = counted(record, sighting, until=self._until)
        if new is None or new is record:
            return None, ()
        return new, self._records.put(new.id, _encode(new), time=new.last_seen)


def _last_seen(stored: bytes) -> float:
    return _decode(stored).last_seen
