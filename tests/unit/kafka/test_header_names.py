"""Batches with header names that are no UTF-8, as librdkafka writes them, in every codec."""

from __future__ import annotations

import struct

import aiokafka.consumer.fetcher
import pytest
from aiokafka import codec as codecs
from aiokafka.record.control_record import ABORT_MARKER, ControlRecord
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from aiokafka.record.memory_records import MemoryRecords

from pipeline.kafka.header_names import ForgivingRecords, records_in, take_any_header_name

CODECS = {
    "none": (0, bytes),
    "gzip": (1, codecs.gzip_encode),
    "snappy": (2, codecs.snappy_encode),
    "lz4": (3, codecs.lz4_encode),
    "zstd": (4, codecs.zstd_encode),
}
GBK = "中文".encode("gbk")
# Key, value, headers. Long and short, empty and null.
ROWS = [
    (b"one.example", b"first", [("x-own", b"1"), ("x-none", None)]),
    (b"two.example", "河边新桥今天试通车。".encode() * 40, [("x-own", b"2"), ("NAME", b"GBK")]),
    (None, None, []),
    (b"", b"", [("NAME", b""), ("来源", None)]),
]
TOLD = r"\xd6\xd0\xce\xc4"


def batch(
    *, codec: str = "none", spoilt: bool = True, first: int = 0, attributes: int = 0
) -> bytes:
    """Return a batch of the rows; where a header is called `NAME`, with four bytes of GBK."""
    builder = DefaultRecordBatchBuilder(2, 0, 0, -1, -1, -1, 1 << 20)
    for number, (key, value, headers) in enumerate(ROWS):
        assert builder.append(number, 1000 - number * 300, key, value, headers) is not None
    built = bytes(builder.build())
    head, rows = bytearray(built[:61]), built[61:]
    rows = rows.replace(b"NAME", GBK) if spoilt else rows
    number, compress = CODECS[codec]
    rows = compress(rows)
    struct.pack_into(">q", head, 0, first)
    struct.pack_into(">i", head, 8, 49 + len(rows))
    struct.pack_into(">h", head, 21, number | attributes)
    return bytes(head) + rows


def read(data: bytes) -> list[tuple]:
    records, found = ForgivingRecords(data), []
    while records.has_next():
        found += [
            (r.offset, r.timestamp, r.timestamp_type, r.key, r.value, r.headers, r.checksum)
            for r in records.next_batch()
        ]
    return found


def as_named(name: str, first: int = 0, **of_broker: int) -> list[tuple]:
    """Return the rows, `NAME` with another name."""
    return [
        (
            first + number,
            of_broker.get("time", 1000 - number * 300),
            len(of_broker),
            key,
            value,
            [(name if header == "NAME" else header, some) for header, some in headers],
            None,
        )
        for number, (key, value, headers) in enumerate(ROWS)
    ]


@pytest.mark.parametrize("codec", CODECS)
def test_a_name_that_is_no_utf8_is_told_and_all_records_are_read(codec) -> None:
    assert read(batch(codec=codec)) == as_named(TOLD)


@pytest.mark.parametrize("codec", CODECS)
def test_what_aiokafka_reads_is_read_as_aiokafka_does(codec) -> None:
    data = batch(codec=codec, spoilt=False)
    assert read(data) == as_named("NAME")
    assert [
        (r.offset, r.timestamp, r.timestamp_type, r.key, r.value, r.headers, r.checksum)
        for r in records_in(memoryview(data))
    ] == as_named("NAME")


def test_the_batches_before_and_behind_are_read() -> None:
    data = batch(spoilt=False) + batch(first=4) + batch(spoilt=False, first=8)
    # What is cut off at the end of a fetch comes with the next one.
    expected = as_named("NAME") + as_named(TOLD, 4) + as_named("NAME", 8)
    assert read(data + batch(first=12)[:-1]) == expected


def test_a_time_that_the_broker_set_is_that_of_the_batch() -> None:
    assert read(batch(attributes=8)) == as_named(TOLD, time=1000)


def test_a_batch_says_what_aiokafka_says_of_it() -> None:
    data = batch(first=7)
    theirs, records = MemoryRecords(data).next_batch(), ForgivingRecords(data)
    ours = records.next_batch()
    assert records.size_in_bytes() == len(data)
    for name in ("base_offset", "next_offset", "is_transactional", "is_control_batch"):
        assert getattr(ours, name) == getattr(theirs, name)
    assert ours.producer_id == theirs.producer_id == -1
    assert ours.next_offset == 11
    assert not ours.validate_crc()  # the checksum was not made anew
    assert not records.has_next()


def test_the_marker_of_a_transaction_is_read() -> None:
    builder = DefaultRecordBatchBuilder(2, 0, 1, 5, 0, -1, 1 << 20)
    builder.append(0, 0, struct.pack(">hh", 0, 0), b"\0" * 6, [])
    marker = next(ForgivingRecords(bytes(builder.build())).next_batch())
    assert ControlRecord.parse(marker.key) == ABORT_MARKER


def test_consumers_of_this_process_read_so(monkeypatch) -> None:
    monkeypatch.setattr(aiokafka.consumer.fetcher, "MemoryRecords", MemoryRecords)
    take_any_header_name()
    take_any_header_name()
    assert aiokafka.consumer.fetcher.MemoryRecords is ForgivingRecords
