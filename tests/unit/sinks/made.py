"""Records of the enriched topic made by hand: versions, withdrawals, deletions."""

from __future__ import annotations

import json
from threading import Event as Stop
from typing import Any

from pipeline.kafka.records import Record
from pipeline.sinks.events import Event, EventBatch, event_of
from pipeline.sinks.sink import SinkOptions
from pipeline.sinks.target import target_of
from tests.conftest import ROOT

SAMPLE = json.loads((ROOT / "docs" / "reference" / "event.json").read_text("utf-8"))


def name_of(number: int) -> str:
    return f"0b0e4c1e-5f0c-5f0e-9d5e-{number:012}"


def document(number: int, version: str = "0123abcd", **fields: Any) -> dict[str, Any]:
    return SAMPLE | {"uri": f"urn:uuid:{name_of(number)}", "version": version} | fields


def record(
    number: int,
    offset: int,
    value: dict[str, Any] | bytes | None,
    *,
    partition: int = 0,
    ce_id: str = "",
) -> Record:
    return Record(
        topic="news.enriched.v1",
        partition=partition,
        offset=offset,
        timestamp=1709256600.0,
        key=name_of(number).encode(),
        value=json.dumps(value).encode() if isinstance(value, dict) else value,
        headers=(("ce_id", ce_id.encode()),) if ce_id else (),
    )


def event(number: int, offset: int = 0, version: str = "0123abcd", **fields: Any) -> Event:
    return event_of(record(number, offset, document(number, version, **fields)))


def deleted(number: int, offset: int) -> Event:
    return event_of(record(number, offset, None))


def batch(*events: Event, before: dict | None = None, after: dict | None = None) -> EventBatch:
    end = max((each.offset + 1 for each in events), default=0)
    return EventBatch(
        events=events, before=before or {}, after={0: end} if after is None else after
    )


def wanted(uri: str, *, reader: str = "news", secret: str = "") -> SinkOptions:
    return SinkOptions(target=target_of(str(uri)), reader=reader, secret=secret, stop=Stop())
