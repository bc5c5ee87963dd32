"""Between a batch's rows and the records of changelogs: made to be sent, found when refused."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.stream.batches import Origins, ProducerRecord
from pipeline.stream.changelogs.segment_store import SegmentStore
from pipeline.stream.changelogs.segments import decode_segment, format_of, number_in
from pipeline.stream.delivery import TooLargeToSendError
from pipeline.stream.tables import Rows


def rows_of(records: Sequence[ProducerRecord]) -> dict[str, Rows]:
    """Return the rows among `records`, by table."""
    found: dict[str, dict[bytes, bytes | None]] = {}
    for record in records:
        if record.table is not None:
            found.setdefault(record.table, {})[record.key or b""] = record.value
    return dict(found)


def logged(records: Sequence[ProducerRecord], store: SegmentStore) -> list[ProducerRecord]:
    """Return `records` with the rows among them as what their changelogs are told."""
    found = [record for record in records if record.table is None]
    specs = {record.table: record.origins.spec for record in records if record.table is not None}
    for table, rows in rows_of(records).items():
        origins = Origins(spec=specs[table], message=None)
        found += [
            ProducerRecord(
                topic="",
                key=key,
                value=value,
                origins=origins,
                headers=format_of(key),
                table=table,
            )
            for key, value in store.records(table, rows).items()
        ]
    return found


def blamed(error: TooLargeToSendError, records: Sequence[ProducerRecord]) -> TooLargeToSendError:
    """Return `error` of the largest of a batch's rows, where it is of a segment that has them."""
    refused = error.record
    if refused.table is None or refused.value is None or number_in(refused.key or b"") is None:
        return error
    within = decode_segment(refused.value)
    rows = [each for each in records if each.table == refused.table and each.key in within]
    # What was taken once and is written again is no record's fault.
    return TooLargeToSendError(max(rows, key=_size), str(error)) if rows else error


def _size(record: ProducerRecord) -> int:
    return record.size
