"""Tables as segments: whatever is compacted away, a recovery has the rows, and a log its bound."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stream.changelogs import segments
from pipeline.stream.changelogs.segment_store import SLACK, SegmentStore
from pipeline.stream.changelogs.segments import (
    LARGEST_SEGMENT,
    decode_segment,
    encode_segment,
    number_in,
    row_bytes,
    segment_key,
)
from pipeline.stream.stores import MemoryStore

Record = tuple[int, bytes, bytes | None]


class Log:
    """A changelog of a partition, and what its rows must be."""

    def __init__(self, alone: dict[bytes, bytes] | None = None) -> None:
        self.rows: dict[bytes, bytes] = dict(alone or {})
        self.records: list[Record] = [
            (at, key, value) for at, (key, value) in enumerate(self.rows.items())
        ]
        self.end = len(self.records)
        self.store = self.recovered(self.records)
        self.first = 0
        """Bytes of rows that were written first, not again."""

    def batch(self, rows: dict[bytes, bytes | None]) -> dict[bytes, bytes | None]:
        """Write a batch; return its records."""
        found = self.store.records("t", rows)
        # Markers, and records of transactions that were aborted, take offsets too.
        self.end += 1
        for key, value in found.items():
            self.records.append((self.end, key, value))
            self.end += 1
        self.store.apply({"t": found}, {"t": self.end})
        for key, value in rows.items():
            self.first += row_bytes(key, value)
            self.rows.pop(key, None)
            if value is not None:
                self.rows[key] = value
        return found

    def recovered(self, records: list[Record], store: MemoryStore | None = None) -> SegmentStore:
        """Return a store that has read `records`, as recovery reads them: some at a time."""
        found = SegmentStore(store or MemoryStore(), slack=100)
        for at in range(0, len(records), 3):
            some = {key: value for _, key, value in records[at : at + 3]}
            found.apply({"t": some}, {"t": records[min(at + 2, len(records) - 1)][0] + 1})
        return found

    def kept(self, draw: Random) -> list[Record]:
        """Return what a compaction may leave: a later record of its key stands for each other."""
        last = {key: at for at, key, _ in self.records}
        left = [one for one in self.records if one[0] == last[one[1]] or draw.random() < 0.5]
        early = {key for at, key, _ in left if at != last[key]}
        # Word of what was deleted goes too, once nothing is left that it takes back.
        return [one for one in left if one[2] is not None or one[1] in early or draw.random() < 0.5]


def rows_of(store: SegmentStore) -> dict[bytes, bytes | None]:
    return {key: store.read("t", key) for key in store.keys("t")}


def sizes(log: Log) -> tuple[int, int]:
    """Return the bytes of segments that no null value takes back, and of the rows."""
    last = {key: value for _, key, value in log.records}
    written = sum(
        row_bytes(*row)
        for key, value in last.items()
        if number_in(key) is not None and value is not None
        for row in decode_segment(value).items()
    )
    return written, sum(row_bytes(*row) for row in log.rows.items())


keys = st.sampled_from([b"%d" % number for number in range(12)])
values = st.one_of(st.none(), st.binary(max_size=60))
batches = st.lists(st.dictionaries(keys, values, min_size=1, max_size=6), max_size=40)


@pytest.fixture(autouse=True)
def small(monkeypatch) -> None:
    monkeypatch.setattr(segments, "LARGEST_SEGMENT", 120)


@settings(max_examples=100)
@given(st.dictionaries(keys, st.binary(max_size=60), max_size=8), batches, st.integers(0, 1 << 30))
def test_a_recovery_has_the_rows_whatever_was_compacted(alone, changes, seed) -> None:
    draw = Random(seed)
    log = Log(alone)
    for rows in changes:
        log.batch(rows)
    assert rows_of(log.store) == log.rows
    kept = log.kept(draw)
    assert rows_of(log.recovered(kept)) == log.rows
    # A store that was away: it has some of it as it was, and reads on in what is left.
    upto = draw.randint(0, len(log.records))
    away = MemoryStore()
    log.recovered(log.records[:upto], away)
    at = log.records[upto - 1][0] if upto else -1
    left = [one for one in log.kept(draw) if one[0] > at]
    # It was away for less long than word of deletions is kept (`rocks_store._BELIEVED`).
    gone = [one for one in log.records if one[2] is None and one[0] > at]
    left = sorted({*left, *gone})
    assert rows_of(log.recovered(left, away)) == log.rows


@settings(max_examples=50)
@given(batches, st.integers(0, 1 << 30))
def test_who_takes_over_goes_on_as_the_one_before_would_have(changes, seed) -> None:
    draw = Random(seed)
    log = Log()
    for rows in changes:
        log.batch(rows)
        if draw.random() < 0.3:
            log.store = log.recovered(log.kept(draw))
            log.store.apply({}, {"t": log.end})
        assert rows_of(log.store) == log.rows
        numbers = [number_in(key) for _, key, value in log.records if value is not None]
        assert numbers == sorted(set(numbers)), "each number once, in order"


@pytest.mark.parametrize("seed", range(4))
def test_a_log_is_as_long_as_three_times_its_rows(seed) -> None:
    """Hot rows and cold ones, rows that come and go, rows that grow: over a long run."""
    draw = Random(seed)
    log, most = Log(), 0
    hot = draw.choice((0.5, 0.9, 0.99))
    room = draw.choice((10, 200, 1000))
    for number in range(1500):
        rows: dict[bytes, bytes | None] = {}
        for _ in range(draw.randint(1, 8)):
            key = draw.randrange(10) if draw.random() < hot else draw.randrange(room)
            gone = draw.random() < 0.1
            rows[b"%d" % key] = None if gone else draw.randbytes(draw.randrange(60))
        log.batch(rows)
        if number % 25 == 0:
            written, used = sizes(log)
            most = max(most, used)
            assert written <= 3 * most + 1000
    again = sum(
        row_bytes(*row)
        for _, key, value in log.records
        if value is not None
        for row in decode_segment(value).items()
    )
    assert again <= 2 * log.first + LARGEST_SEGMENT, "what is written again is paid for"


def test_a_batch_writes_one_record_and_takes_back_what_is_out_of_date() -> None:
    log = Log()
    assert list(log.batch({b"a": b"1" * 40, b"b": b"1"})) == [segment_key(0)]
    for _ in range(3):
        log.batch({b"a": b"2" * 40})
    found = log.batch({b"a": b"3" * 40})
    (written, *gone) = found
    assert decode_segment(found[written]) == {b"a": b"3" * 40, b"b": b"1"}
    assert gone[0] == segment_key(0)
    assert [found[key] for key in gone] == [None] * len(gone)


def test_what_is_written_again_with_a_batch_is_no_more_than_it_changes_and_a_segment() -> None:
    """The oldest segments are all in use: they are written again bit by bit, not at once."""
    log = Log()
    for number in range(0, 100, 2):
        log.batch({b"cold %d" % number: b"1" * 50, b"cold %d" % (number + 1): b"1" * 50})
    again = []
    for number in range(400):
        change = {b"hot": b"%060d" % number}
        rows = [
            row
            for value in log.batch(change).values()
            if value is not None
            for row in decode_segment(value).items()
        ]
        again.append(sum(row_bytes(*row) for row in rows) - row_bytes(*change.popitem()))
    assert max(again) <= 69 + 2 * 64
    assert sum(again) > 100 * 64, "all of it, in time"


def test_a_record_is_bounded_and_a_large_row_has_its_own() -> None:
    log = Log()
    rows = {b"a": b"1" * 60, b"b": b"1" * 60, b"large": b"1" * 500, b"c": b"1"}
    found = log.batch(rows)
    assert [list(decode_segment(value)) for value in found.values()] == [
        [b"a"], [b"b"], [b"large"], [b"c"],
    ]  # fmt: skip
    assert list(found) == [segment_key(number) for number in range(4)]


def test_a_row_with_a_record_of_its_own_moves_when_it_is_written() -> None:
    log = Log({b"a": b"1", b"b": b"1", b"c": b"1"})
    found = log.batch({b"a": b"2", b"b": None})
    assert found == {
        segment_key(3): encode_segment({b"a": b"2", b"b": None}), b"a": None, b"b": None,
    }  # fmt: skip
    assert rows_of(log.store) == {b"a": b"2", b"c": b"1"}
    assert list(log.batch({b"a": b"3"}).values()) == [encode_segment({b"a": b"3"})]


def test_a_table_that_is_forgotten_begins_anew() -> None:
    log = Log()
    for number in range(20):
        log.batch({b"a": b"%d" % number * 20})
    log.store.clear("t")
    assert (rows_of(log.store), log.store.upto("t")) == ({}, 0)
    assert log.store.read("t", b"a") is None
    log.store.apply({"t": {key: value for _, key, value in log.records}}, {"t": log.end})
    assert rows_of(log.store) == log.rows


def test_a_segment_of_a_later_version_is_refused() -> None:
    with pytest.raises(ValueError, match="format 2, and this version reads 1"):
        decode_segment(b"\x02")
    with pytest.raises(ValueError, match="format nothing"):
        decode_segment(b"")


def test_constants() -> None:
    assert SLACK == LARGEST_SEGMENT == 256 * 1024


def test_what_lies_on_a_disk_is_read_by_the_next_version() -> None:
    """Of this form are the stores of workers that run; another one needs another FORMAT."""
    local = MemoryStore()
    store = SegmentStore(local)
    store.apply({"t": {b"alone": b"1", segment_key(7): encode_segment({b"k": b"v"})}}, {"t": 8})
    assert {key: local.read("t", key) for key in local.keys("t")} == {
        b"alone": b"\xff" * 8 + b"1",
        b"k": b"\0\0\0\0\0\0\0\x07v",
    }
    # Bytes written, and the keys; of the log, bytes written and in use.
    assert local.read("t.segments", b"\0\0\0\0\0\0\0\x07") == b"\x92\x08\x91\xc4\x01k"
    assert encode_segment({b"k": b"v"}) == b"\x01\x81\xc4\x01k\xc4\x01v"
    assert segment_key(7) == b"\0\0\0\0\0\0\0\0\x07"
