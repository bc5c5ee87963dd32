"""Rows of what waits: a number first, each kind behind one interface, what is unknown is refused."""

from __future__ import annotations

import msgspec
import pytest

from pipeline.stream.handlers import waiting_rows as rows
from pipeline.stream.handlers.waiting_rows import ANSWERS, RECORDS, WATCHED, Numbered, Since
from pipeline.types.articles import Origin
from pipeline.types.records import Candidate
from tests.unit.stream.parts import message

SINCE = Since(timestamp=1.7e9, offset=5, watched=60.5)
CANDIDATE = Candidate(
    article="a", version="v", event_time=1.0, similarity=0.75, exact=False, story="s", story_time=2.0
)  # fmt: skip
KINDS = {
    "record": (
        RECORDS,
        rows.WaitingRecord(
            since=SINCE, shards=(3, 1), message=message(5, b"\x00\xff", headers=(("h", b"1"),))
        ),
    ),
    "answers": (ANSWERS, rows.Answers(since=SINCE, by_shard={7: rows.kept((CANDIDATE,)), 2: ()})),
    "watch": (WATCHED, rows.Watched(seconds=61.5)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_read_as_it_was_written_and_begins_with_its_number(kind) -> None:
    how, row = KINDS[kind]
    data = how.encode(row)
    assert how.decode(data) == row
    # A row of 0.2.0 began with a byte of 0x80 or more.
    assert data[0] == 1


@pytest.mark.parametrize("data", [b"", b"\x02\x90", b"\x83\xa8messages", b"\x00"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_number_that_is_not_known_is_refused_by_name(kind, data) -> None:
    with pytest.raises(ValueError, match=r"is of format .*, and this version reads 1"):
        KINDS[kind][0].decode(data)


def test_a_later_format_reads_the_one_before() -> None:
    """How a format is changed: another number is written, and both are read."""
    kind = Numbered[int](
        "count",
        today=2,
        write=lambda count: count.to_bytes(4),
        read={1: int.from_bytes, 2: lambda data: int.from_bytes(data[:4])},
    )
    assert kind.encode(7) == b"\x02\x00\x00\x00\x07"
    assert [kind.decode(data) for data in (b"\x01\x07", b"\x02\x00\x00\x00\x07")] == [7, 7]


def test_candidates_are_kept_whole() -> None:
    assert rows.candidates_of(rows.kept((CANDIDATE,))) == (CANDIDATE,)


def test_an_answer_without_candidates_is_a_few_bytes() -> None:
    one = ANSWERS.encode(rows.Answers(since=SINCE, by_shard={1: ()}))
    two = ANSWERS.encode(rows.Answers(since=SINCE, by_shard={1: (), 2: ()}))
    assert len(two) - len(one) == 2


@pytest.mark.parametrize("name", ["a|v", "a|b|v", "a!|v", "|"])
def test_a_key_names_its_article(name) -> None:
    origin = Origin(source_id="", topic="news.raw.v1", partition=3, offset=9, timestamp=1.0)
    key = rows.record_key(11, name, origin)
    assert key.startswith(rows.records_under(11))
    assert rows.name_in(key, 11) == name


@pytest.mark.parametrize(
    "other", [{"topic": "x"}, {"partition": 2}, {"offset": 8}, {"timestamp": 2.0}]
)
def test_each_raw_record_has_a_key_of_its_own(other) -> None:
    origin = Origin(source_id="", topic="news.raw.v1", partition=3, offset=9, timestamp=1.0)
    changed = msgspec.structs.replace(origin, **other)
    assert rows.record_key(0, "a|v", origin) == rows.record_key(0, "a|v", origin)
    assert rows.record_key(0, "a|v", origin) != rows.record_key(0, "a|v", changed)


def test_partitions_do_not_see_each_other() -> None:
    under = (rows.records_under, rows.answers_under, rows.earlier_under, rows.watch_key)
    assert not any(each(11).startswith(other(1)) for each in under for other in under)
    assert len({each(1) for each in under}) == len(under)
