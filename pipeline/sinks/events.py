"""What a sink is given: articles as they were read, and how far a topic is read with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pipeline.codec import decode_json
from pipeline.errors import CodecError
from pipeline.kafka.records import Record
from pipeline.types.articles import Struct

Places = Mapping[int, int]
"""By partition, the first offset that is not yet written."""

_URN = "urn:uuid:"


class Event(Struct, frozen=True, kw_only=True):
    """What became of one article. `document` is None where it is gone: deleted, or not asked for.

    `value` is the record's value as it was read.
    """

    id: str
    ce_id: str
    partition: int
    offset: int
    timestamp: float
    document: dict[str, Any] | None
    value: bytes

    @property
    def withdrawn(self) -> bool:
        """Whether its publisher took the article back."""
        return self.document is not None and self.document.get("pubStatus") == "canceled"

    def gone(self) -> Event:
        """Return the event of the same record for one who does not ask for its article."""
        return Event(
            id=self.id,
            ce_id=self.ce_id,
            partition=self.partition,
            offset=self.offset,
            timestamp=self.timestamp,
            document=None,
            value=b"",
        )


class EventBatch(Struct, frozen=True, kw_only=True):
    """Events in the order of their partitions, and the places before and after them."""

    events: tuple[Event, ...]
    before: Places
    after: Places


def event_of(record: Record) -> Event:
    """Return what `record` of the enriched topic says.

    Raises:
        CodecError: It is no article, and names none.
    """
    document = None if record.value is None else decode_json(record.value)
    if document is not None and not isinstance(document, dict):
        raise CodecError("a JSON value that is no object", reason="bad-json")
    named = str((document or {}).get("uri") or "").removeprefix(_URN)
    name = named or (record.key or b"").decode("utf-8", "replace")
    if not name:
        raise CodecError("neither its key nor its value names an article", reason="bad-json")
    header = (record.header("ce_id") or b"").decode("utf-8", "replace")
    return Event(
        id=name,
        ce_id=header or _made_id(name, document),
        partition=record.partition,
        offset=record.offset,
        timestamp=record.timestamp,
        document=document,
        value=record.value or b"",
    )


def current(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the last event of each article: what a store keeps that holds it once."""
    return _last(events, lambda event: event.id)


def once(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return each event once by its `ce_id`, the last where it was sent again."""
    return _last(events, lambda event: event.ce_id)


def _last(events: Iterable[Event], name_of: Callable[[Event], str]) -> tuple[Event, ...]:
    found: dict[str, Event] = {}
    for event in events:
        # Taken out first: the last one's place in the order counts, too.
        found.pop(name_of(event), None)
        found[name_of(event)] = event
    return tuple(found.values())


def _made_id(name: str, document: dict[str, Any] | None) -> str:
    """Return the `ce_id` of a record that came without its headers, by a copy for example."""
    if document is None:
        return f"{name}:deleted"
    facts = document.get("enrichment") or {}
    config = (facts.get("pipeline") or {}).get("config", "")
    status = document.get("pubStatus", "usable")
    version = document.get("version", "")
    return f"{name}:{version}:{config}" + ("" if status == "usable" else f":{status}")
