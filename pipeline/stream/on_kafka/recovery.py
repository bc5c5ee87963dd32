"""A partition's tables brought up to date: what the changelogs have and the local store lacks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from aiokafka import ConsumerRecord, TopicPartition

from pipeline.stream.changelogs.segments import ROW_FORMAT, format_of
from pipeline.stream.tables import Store

log = logging.getLogger(__name__)

# Records of a changelog applied at once: some ten milliseconds.
_ROWS = 1000


async def recover(
    consumer: Any,  # noqa: ANN401 - aiokafka is untyped
    reader: Callable[[], Any],
    tables: Mapping[TopicPartition, str],
    store: Store,
    moved: Callable[[int], None],
) -> None:
    """Apply what the changelogs have and `store` lacks.

    Args:
        consumer: Knows where the changelogs begin and end; it is assigned nothing here, since one
            of a group that is assigned to anew, while it still looks for its coordinator, fails.
        reader: Makes one that reads committed records and belongs to no group, where one is needed.
        tables: By changelog, the table.
        store: Where the tables live.
        moved: Told how many records were read.
    """
    if not tables:
        return
    ends = await consumer.end_offsets(list(tables))
    behind = await _behind(consumer, tables, store, ends)
    if not behind:
        return
    async with reader() as reading:
        await _catch_up(reading, behind, ends, tables, store, moved)


async def _catch_up(
    consumer: Any,  # noqa: ANN401 - aiokafka is untyped
    behind: dict[TopicPartition, int],
    ends: Mapping[TopicPartition, int],
    tables: Mapping[TopicPartition, str],
    store: Store,
    moved: Callable[[int], None],
) -> None:
    consumer.assign(list(behind))
    for tp, at in behind.items():
        consumer.seek(tp, at)
    while behind:
        found = await consumer.getmany(timeout_ms=200, max_records=_ROWS)
        moved(sum(len(records) for records in found.values()))
        for tp in list(behind):
            rows = {record.key: row_in(record) for record in found.get(tp, ())}
            upto = await consumer.position(tp)
            if rows or upto >= ends[tp]:
                store.apply({tables[tp]: rows}, {tables[tp]: upto})
            if upto >= ends[tp]:
                del behind[tp]


async def _behind(
    consumer: Any,  # noqa: ANN401 - aiokafka is untyped
    tables: Mapping[TopicPartition, str],
    store: Store,
    ends: Mapping[TopicPartition, int],
) -> dict[TopicPartition, int]:
    """Return where to read on, of each table that lacks something; what cannot fit is cleared."""
    first = await consumer.beginning_offsets(list(tables))
    behind = {}
    for tp, table in tables.items():
        at = store.upto(table)
        if at > ends[tp] or 0 < at < first[tp]:
            log.warning(
                "%s: the local table ends at %d, its changelog has %d to %d: read anew",
                tp.topic, at, first[tp], ends[tp],
            )  # fmt: skip
            store.clear(table)
            at = 0
        if (at := max(at, first[tp])) < ends[tp]:
            behind[tp] = at
        elif at > store.upto(table):
            # A log that begins where it ends: the numbers of segments begin there too.
            store.apply({}, {table: at})
    return behind


def row_in(record: ConsumerRecord[bytes, bytes]) -> bytes | None:
    """Return the value that a changelog's record holds.

    Raises:
        ValueError: A later version wrote it, in a format that this one does not know.
    """
    # 0.2.0 named no format: a record a row.
    found = dict(record.headers).get(*ROW_FORMAT[0])
    if found != dict(format_of(record.key or b"")).get("v"):
        raise ValueError(
            f"{record.topic}/{record.partition}/{record.offset} has a row of format {found!r}, "
            "which a later version wrote: run that version"
        )
    value: bytes | None = record.value
    return value
