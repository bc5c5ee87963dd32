"""A record of the rejected topic as the row that the page shows."""

from __future__ import annotations

from pipeline.kafka.records import Record
from pipeline.operations.rejected import read_rejected

MOST_BYTES = 64 * 1024
"""Of a rejected article so many bytes are kept to be looked at; the topic has all of them."""


def rejection_row(record: Record) -> tuple[int, int, float, str, str, str, str, int, int, bytes]:
    """Return the columns of table `rejections`."""
    rejected = read_rejected(record)
    data = record.value or b""
    return (
        record.partition,
        record.offset,
        record.timestamp,
        rejected.stage,
        rejected.reason,
        rejected.detail,
        rejected.read_from,
        rejected.attempts,
        len(data),
        data[:MOST_BYTES],
    )
