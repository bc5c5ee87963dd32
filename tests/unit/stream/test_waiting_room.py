"""The waiting room: who is overdue is said by the records alone, at both limits at once."""

from __future__ import annotations

import pytest

from pipeline.stream.handlers.waiting import LONGEST_WAIT, MOST_RECORDS_WAITED, Waiting, WaitingRoom
from pipeline.stream.stores import MemoryStore
from pipeline.stream.tables import Table
from pipeline.types.records import StoryMatch
from tests.unit.stream.parts import message

HOURS = 3600
START = 1.7e9


def answer(shard: int) -> StoryMatch:
    return StoryMatch(article="a", version="v", shard=shard, partition=0, offset=0)


@pytest.mark.parametrize(
    ("answered", "complete"), [((), False), ((1,), False), ((1, 3), True), ((3, 1, 2), True)]
)
def test_it_is_complete_when_every_shard_has_answered(answered, complete) -> None:
    waiting = Waiting(shards=(1, 3), matches=tuple(answer(shard) for shard in answered))
    assert waiting.is_complete() is complete


def test_the_limits() -> None:
    assert (LONGEST_WAIT, MOST_RECORDS_WAITED) == (6 * HOURS, 10_000)


class Room:
    """A room on a table, and records to read in it."""

    def __init__(self) -> None:
        self.table = Table("story-decisions", MemoryStore())
        self.room = WaitingRoom(self.table)

    def read(self, offset: int, after: float = 0.0, partition: int = 0):
        read = message(offset, partition=partition, timestamp=START + after)
        self.table.turn_to(read)
        return read

    def wait(self, name: str, offset: int = 0, after: float = 0.0, partition: int = 0) -> None:
        read = self.read(offset, after, partition)
        self.room.put(self.room.key(read, name, "v"), Waiting(messages=(read,), shards=(0,)))
        self.table.keep()

    def overdue(self, offset: int, after: float, partition: int = 0) -> list[str]:
        read = self.read(offset, after, partition)
        found = []
        for key, _ in self.room.overdue(read):
            self.room.pop(key, partition)
            found.append(key)
        self.table.keep()
        return found


@pytest.mark.parametrize(
    ("offset", "after", "found"),
    [
        (10_007, 6 * HOURS, ["0?a|v"]),
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
    assert (room.room.get("0?a|v") == Waiting()) is bool(found)


def test_the_longest_first_and_sixteen_at_once() -> None:
    room = Room()
    for number in range(20):
        room.wait(f"a{number}", offset=number)
    first = room.overdue(20_000, 6 * HOURS)
    assert first == [f"0?a{number}|v" for number in range(16)]
    assert room.overdue(20_001, 6 * HOURS) == [f"0?a{number}|v" for number in range(16, 20)]
    assert room.overdue(20_002, 6 * HOURS) == []


def test_partitions_wait_apart() -> None:
    room = Room()
    room.wait("a", offset=1, partition=1)
    room.wait("b", offset=1, partition=0)
    assert room.overdue(20_000, 7 * HOURS, partition=1) == ["1?a|v"]
    assert room.overdue(20_000, 7 * HOURS, partition=0) == ["0?b|v"]


def test_it_waits_since_its_first_record() -> None:
    room = Room()
    room.wait("a", offset=0)
    room.wait("b", offset=1)
    room.wait("a", offset=9_000, after=5 * HOURS)
    assert room.overdue(10_000, 6 * HOURS) == ["0?a|v"]


def test_an_article_that_goes_in_time_is_not_overdue() -> None:
    room = Room()
    room.wait("a")
    room.wait("b", offset=1)
    room.read(2)
    room.room.pop("0?a|v", 0)
    room.table.keep()
    assert room.overdue(20_000, 7 * HOURS) == ["0?b|v"]


def test_an_article_that_went_and_comes_again_waits_anew() -> None:
    room = Room()
    room.wait("a")
    room.read(2)
    room.room.pop("0?a|v", 0)
    room.table.keep()
    room.wait("a", offset=9_000, after=5 * HOURS)
    assert room.overdue(10_000, 6 * HOURS) == []
    assert room.overdue(19_000, 11 * HOURS) == ["0?a|v"]


def test_what_another_worker_did_meanwhile_is_read_back() -> None:
    room = Room()
    for name, offset in (("a-late", 9), ("early", 3)):
        room.wait(name, offset=offset)
    room.wait("gone", offset=1)
    room.read(10)
    # An answer without its article waits for nobody.
    room.room.put("0?answered|v", Waiting(matches=(answer(0),)))
    room.table.pop("0?gone|v")
    room.table.keep()
    room.room.forget()
    assert room.overdue(20_000, 7 * HOURS) == ["0?early|v", "0?a-late|v"]


def test_what_is_not_forgotten_is_not_read_again() -> None:
    """A row that another worker wrote is seen only after `forget`: so a rebalance must call it."""
    room = Room()
    room.wait("mine")
    other = WaitingRoom(room.table)
    read = room.read(5)
    other.put("0?theirs|v", Waiting(messages=(read,), shards=(0,)))
    room.table.keep()
    assert room.overdue(20_000, 7 * HOURS) == ["0?mine|v"]
    room.room.forget()
    assert room.overdue(20_001, 7 * HOURS) == ["0?theirs|v"]
