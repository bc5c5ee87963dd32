"""A batch's rows as their changelogs are told, and the row that a broker refused."""

from __future__ import annotations

from pipeline.stream.batches import ProducerRecord, record_of, row_of
from pipeline.stream.changelogs.segment_store import SegmentStore
from pipeline.stream.changelogs.segments import (
    ROW_FORMAT,
    SEGMENT_FORMAT,
    decode_segment,
    segment_key,
)
from pipeline.stream.changelogs.sent import blamed, logged, rows_of
from pipeline.stream.delivery import TooLargeToSendError
from pipeline.stream.messages import Output
from pipeline.stream.stores import MemoryStore
from pipeline.stream.tables import Change
from pipeline.topology import AGENTS, CLEAN
from tests.unit.stream.parts import message

SPEC = AGENTS[1]


def row(key: bytes, value: bytes | None = b"1", *, table: str = "t", at: int = 0) -> ProducerRecord:
    return row_of(Change(table=table, key=key, value=value, message=message(at)), SPEC)


def test_rows_of_a_table_are_one_record_behind_the_outputs() -> None:
    store = SegmentStore(MemoryStore())
    store.apply({"t": {b"b": b"0"}}, {"t": 7})
    output = record_of(Output(topic=CLEAN, key=b"k", value=b"v"), spec=SPEC, message=message())
    found = logged([row(b"a"), output, row(b"b"), row(b"a", table="u")], store)
    assert found[0] is output
    assert [(each.table, each.key, each.headers, each.topic) for each in found[1:]] == [
        ("t", segment_key(7), SEGMENT_FORMAT, ""),
        ("t", b"b", ROW_FORMAT, ""),
        ("u", segment_key(0), SEGMENT_FORMAT, ""),
    ]
    assert decode_segment(found[1].value) == {b"a": b"1", b"b": b"1"}
    assert found[2].value is None
    assert rows_of(found) == {
        "t": {segment_key(7): found[1].value, b"b": None},
        "u": {segment_key(0): found[3].value},
    }


def test_of_a_segment_that_is_refused_the_largest_row_is_at_fault() -> None:
    rows = [row(b"a", at=1), row(b"large", b"1" * 99, at=2), row(b"other", b"1" * 999, table="u")]
    (refused, _) = logged(rows, SegmentStore(MemoryStore()))
    found = blamed(TooLargeToSendError(refused, "the broker says so"), rows)
    assert (found.record, str(found)) == (rows[1], "the broker says so")


def test_what_is_written_again_is_no_record_s_fault() -> None:
    (refused,) = logged([row(b"a")], SegmentStore(MemoryStore()))
    for record in (refused, row(b"a"), row(b"a", None)):
        error = TooLargeToSendError(record, "too large")
        assert blamed(error, [row(b"b")]) is error
