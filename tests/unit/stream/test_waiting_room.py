"""The waiting room: who is overdue is said by the records, at both limits at once."""

from __future__ import annotations

import pytest

from pipeline.stream.handlers.waiting import MOST_UNCLAIMED, Waiting, WaitingRoom, name_of
from pipeline.types.articles import Origin
from pipeline.types.records import StoryMatch
from tests.unit.stream.desk import Rows
from tests.unit.stream.parts import message

HOURS = 3600
DAY = 86_400
START = 1.7e9


def answer(shard: int, article: str = "a") -> StoryMatch:
    return StoryMatch(article=article, version="v", shard=shard, partition=0, offset=0)


def origin(offset: int) -> Origin:
    return Origin(source_id="", topic="news.raw.v1", partition=0, offset=offset, timestamp=START)


class Room:
    """A room on a table, and records to read in it."""

    def __init__(self) -> None:
        self.table = Rows()
        self.room = WaitingRoom(self.table)

    def read(self, offset: int, after: float = 0.0, partition: int = 0):
        return message(offset, partition=partition, timestamp=START + after)

    def wait(self, name: str, offset: int = 0, after: float = 0.0, partition: int = 0) -> None:
        read = self.read(offset, after, partition)
        self.room.come(name_of(name, "v"), read, origin(offset), (0,))

    def overdue(self, offset: int, after: float, partition: int = 0) -> list[str]:
        read = self.read(offset, after, partition)
        found = []
        for name in self.room.overdue(read):
            self.room.take(name, partition)
            found.append(name)
        return found

    def rows(self, partition: int = 0) -> list[str]:
        return [key for key in self.table if key.startswith(f"{partition}")]


@pytest.mark.parametrize(
    ("offset", "after", "found"),
    [
        (10_007, 6 * HOURS, ["a|v"]),
        (10_007, 6 * HOURS - 1, []),
        (10_006, 6 * HOURS, []),
        (99_999, 6 * HOURS - 1, []),
        (8, 99 * HOURS, []),
    ],
)
def test_it_waits_for_six_hours_and_ten_thousand_records(offset, after, found) -> None:
    room = Room()
    room.wait("a", offset=7)
    assert room.overdue(offset, after) == found
    assert (room.rows() == []) is bool(found)


def test_the_longest_first_and_sixteen_at_once() -> None:
    room = Room()
    for number in range(20):
        room.wait(f"a{number}", offset=number)
    first = room.overdue(20_000, 6 * HOURS)
    assert first == [f"a{number}|v" for number in range(16)]
    assert room.overdue(20_001, 6 * HOURS) == [f"a{number}|v" for number in range(16, 20)]
    assert room.overdue(20_002, 6 * HOURS) == []


def test_partitions_wait_apart() -> None:
    room = Room()
    room.wait("a", offset=1, partition=1)
    room.wait("b", offset=1, partition=0)
    assert room.overdue(20_000, 7 * HOURS, partition=1) == ["a|v"]
    assert room.overdue(20_000, 7 * HOURS, partition=0) == ["b|v"]


def test_it_waits_since_its_first_record() -> None:
    room = Room()
    room.wait("a", offset=0)
    room.wait("b", offset=1)
    room.wait("a", offset=9_000, after=5 * HOURS)
    assert room.overdue(10_000, 6 * HOURS) == ["a|v"]


def test_an_article_that_goes_in_time_is_not_overdue() -> None:
    room = Room()
    room.wait("a")
    room.wait("b", offset=1)
    room.read(2)
    room.room.take("a|v", 0)
    assert room.overdue(20_000, 7 * HOURS) == ["b|v"]


def test_an_article_that_went_and_comes_again_waits_anew() -> None:
    room = Room()
    room.wait("a")
    room.read(2)
    room.room.take("a|v", 0)
    room.wait("a", offset=9_000, after=5 * HOURS)
    assert room.overdue(10_000, 6 * HOURS) == []
    assert room.overdue(19_000, 11 * HOURS) == ["a|v"]


def test_what_is_there_is_read_back() -> None:
    room = Room()
    for name, offset in (("a-late", 9), ("early", 3), ("gone", 1)):
        room.wait(name, offset=offset)
    room.read(10)
    # An answer without its article waits for nobody.
    room.room.answer("answered|v", answer(0, "answered"), room.read(10))
    for key in [key for key in room.table if "gone" in key]:
        room.table.pop(key)
    room.room.forget()
    assert room.overdue(20_010, 7 * HOURS) == ["early|v", "a-late|v"]
    assert room.rows() == []


def test_what_is_not_forgotten_is_not_read_again() -> None:
    """A row that another worker wrote is seen only after `forget`: so a rebalance must call it."""
    room = Room()
    room.wait("mine")
    other = WaitingRoom(room.table)
    other.come("theirs|v", room.read(5), origin(5), (0,))
    assert room.overdue(20_000, 7 * HOURS) == ["mine|v"]
    room.room.forget()
    assert room.overdue(20_001, 7 * HOURS) == ["theirs|v"]


@pytest.mark.parametrize("year", [0.0, 4.08e9])
def test_an_article_of_a_wrong_clock_stops_no_other(year) -> None:
    """Those behind it go by their records; it goes by the watch."""
    room = Room()
    room.wait("wrong", offset=0, after=year - START)
    room.wait("right", offset=1)
    assert room.overdue(20_000, 7 * HOURS) == ["right|v"]
    assert room.overdue(20_001, 8 * HOURS) == []
    assert any("wrong|v" in key for key in room.rows())


def test_one_record_of_a_wrong_clock_decides_nothing() -> None:
    room = Room()
    room.wait("a")
    for number in range(1, 30):
        room.wait(f"b{number}", offset=number)
    for year in (0.0, 4.08e9, START + 8 * DAY):
        assert room.overdue(20_000, year - START) == []
    assert len(room.rows()) == 30


def test_answers_of_nobody_are_bounded_and_the_oldest_make_room() -> None:
    room = Room()
    for number in range(MOST_UNCLAIMED + 3):
        read = room.read(number)
        room.room.answer(f"n{number}|v", answer(0, f"n{number}"), read)
    assert len(room.rows()) == MOST_UNCLAIMED
    assert not {"0=n0|v", "0=n1|v", "0=n2|v"} & set(room.rows())


def test_answers_of_shards_that_were_not_asked_are_not_kept() -> None:
    room = Room()
    room.wait("a")
    for shard in (7, 8):
        room.room.answer("a|v", answer(shard), room.read(1))
    assert len(room.rows()) == 1
    assert not room.room.is_complete("a|v", 0)
    room.room.answer("a|v", answer(0), room.read(2))
    assert room.room.is_complete("a|v", 0)
    assert [match.shard for match in room.room.take("a|v", 0).matches] == [0]


def test_a_shard_without_end_fills_no_row() -> None:
    """A foreign writer's answers: a row holds so many shards, and each once."""
    room = Room()
    for shard in range(1030):
        room.room.answer("a|v", answer(shard), room.read(1))
    assert len(room.room.take("a|v", 0).matches) == 1024


def test_what_is_not_there_is_taken_as_nothing() -> None:
    room = Room()
    room.read(0)
    assert room.room.take("a|v", 0) == Waiting()
    assert not room.room.waits("a|v", 0)
    assert not room.room.is_complete("a|v", 0)
