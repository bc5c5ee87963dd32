"""Records whose header names are no UTF-8 are read like all others.

librdkafka writes whatever bytes it is given as a header's name, and brokers take them. aiokafka
cannot read such a record, nor anything that stands behind it in its partition.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice
from typing import Any

import aiokafka.consumer.fetcher
from aiokafka import codec
from aiokafka.record.memory_records import MemoryRecords

from pipeline.types.articles import Struct

# Record batches of version 2 (Kafka's protocol, "Record Batch"): base offset, length, leader epoch,
# version, checksum, attributes, last offset delta, first and largest time, producer id, epoch and
# sequence, number of records.
_BATCH = struct.Struct(">qiibIhiqqqhii")
_LENGTH, _OVERHEAD = struct.Struct(">i"), 12
_COMPRESSION, _TIME_OF_BROKER = 0x07, 0x08
_DECODERS = {
    1: codec.gzip_decode,
    2: codec.snappy_decode,
    3: codec.lz4_decode,
    4: codec.zstd_decode,
}


class ForeignRecord(Struct, frozen=True, kw_only=True):
    """A record as aiokafka hands it out. `timestamp` is in milliseconds."""

    offset: int
    timestamp: int
    timestamp_type: int
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes | None]]
    checksum: None = None


def take_any_header_name() -> None:
    """Have all consumers of this process read such records; done again, it changes nothing."""
    # aiokafka has no place for it; `tests/unit/kafka/test_header_names.py` holds what is replaced.
    aiokafka.consumer.fetcher.MemoryRecords = ForgivingRecords


class ForgivingRecords:
    """The batches of a fetched partition: aiokafka's own, each able to do without aiokafka's eyes.

    Args:
        data: What a broker sent.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._records: Any = MemoryRecords(data)

    def size_in_bytes(self) -> int:
        """Return how many bytes there are."""
        return len(self._data)

    def has_next(self) -> bool:
        """Return whether there is another whole batch."""
        return bool(self._records.has_next())

    def next_batch(self) -> ForgivingBatch:
        """Return the next batch."""
        begin = self._at
        self._at += _OVERHEAD + _LENGTH.unpack_from(self._data, begin + 8)[0]
        return ForgivingBatch(self._records.next_batch(), memoryview(self._data)[begin : self._at])


class ForgivingBatch:
    """One batch. Its records are read by aiokafka as far as it can, then by us."""

    def __init__(self, batch: Any, data: memoryview) -> None:  # noqa: ANN401 - compiled
        self._batch = batch
        self._data = data

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of any type
        """Return what aiokafka says of the batch."""
        return getattr(self._batch, name)

    def __next__(self) -> Any:  # noqa: ANN401 - compiled
        """Return the first record: aiokafka reads a transaction's marker so."""
        return next(self._batch)

    def __iter__(self) -> Iterator[Any]:
        """Yield all records."""
        read = 0
        try:
            for record in self._batch:
                read += 1
                yield record
        except UnicodeDecodeError:
            yield from islice(records_in(self._data), read, None)


def records_in(batch: memoryview) -> Iterator[ForeignRecord]:
    r"""Yield the records of one batch (version 2); bytes of a name that are no UTF-8 as `\xd6`."""
    found = _BATCH.unpack_from(batch)
    first_offset, attributes, first_time, largest_time = found[0], found[5], found[7], found[8]
    rest = bytes(batch[_BATCH.size :])
    if decode := _DECODERS.get(attributes & _COMPRESSION):
        rest = decode(rest)
    reader = _Reader(rest)
    by_broker = bool(attributes & _TIME_OF_BROKER)
    for _ in range(found[12]):
        # Its length and attributes.
        reader.number()
        reader.number()
        time = first_time + reader.number()
        yield ForeignRecord(
            timestamp=largest_time if by_broker else time,
            timestamp_type=int(by_broker),
            offset=first_offset + reader.number(),
            key=reader.bytes(),
            value=reader.bytes(),
            headers=[
                ((reader.bytes() or b"").decode("utf-8", "backslashreplace"), reader.bytes())
                for _ in range(reader.number())
            ],
        )


class _Reader:
    """Numbers and bytes of a batch, one after another."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self) -> int:
        """Return a zigzag number of variable length."""
        value = shift = 0
        while True:
            byte = self._data[self._at]
            self._at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value >> 1 ^ -(value & 1)

    def bytes(self) -> bytes | None:
        length = self.number()
        if length < 0:
            return None
        begin, self._at = self._at, self._at + length
        return self._data[begin : self._at]
