"""Transactions that stay open: when they are told, once, and when they are only under way."""

from __future__ import annotations

from aiokafka import TopicPartition

from pipeline.kafka.held import WHILE_FOLLOWING, OpenTransactions, held_line, still_open

ONE, TWO, THREE = (TopicPartition("t", number) for number in range(3))
LINE = (
    "t: a publisher's transaction is open in partition {}: what stands there is read when it is "
    "committed or Kafka has ended it"
)


class Reader:
    """A consumer that knows of each partition where it is stable, and where it ends."""

    def __init__(self, **ends) -> None:
        self.ends: dict = {}
        self.asked = 0

    def assignment(self):
        return self.ends.keys()

    def last_stable_offset(self, tp):
        return self.ends[tp][0]

    def highwater(self, tp):
        return self.ends[tp][1]

    async def end_offsets(self, partitions):
        self.asked += 1
        return {tp: self.ends[tp][0] for tp in partitions}


def watch(*looks):
    """Return what is told in a row of looks: a time, and what each partition says."""
    told: list[str] = []
    reader, transactions = Reader(), OpenTransactions("t", told.append)
    for now, ends in looks:
        reader.ends = ends
        transactions.look(reader, now)
    return told


def test_an_open_transaction_is_told_once_after_ten_seconds() -> None:
    held = {ONE: (5, 9), TWO: (7, 7), THREE: (None, None)}
    assert WHILE_FOLLOWING == 10
    assert watch((0, held), (9.9, held)) == []
    assert watch((0, held), (10, held), (20, held)) == [LINE.format("0 from offset 5")]


def test_a_partition_that_moves_is_not_held() -> None:
    assert watch((0, {ONE: (5, 9)}), (6, {ONE: (8, 9)}), (12, {ONE: (9, 12)})) == []
    # Of an older broker nothing is known of transactions.
    assert watch((0, {ONE: (-1, 9)}), (30, {ONE: (-1, 9)})) == []


def test_the_next_open_transaction_is_told_again() -> None:
    looks = [(0, {ONE: (5, 9)}), (10, {ONE: (5, 9)}), (11, {ONE: (9, 9)})]
    looks += [(12, {ONE: (5, 9)}), (22, {ONE: (5, 9)})]
    assert watch(*looks) == [LINE.format("0 from offset 5")] * 2


def test_all_that_is_held_is_one_line() -> None:
    looks = [(0, {TWO: (1, 2), ONE: (5, 9)}), (10, {TWO: (1, 2), ONE: (5, 9)})]
    assert watch(*looks) == [LINE.format("0 from offset 5, 1 from offset 1")]


async def test_at_the_end_only_what_does_not_move_is_held() -> None:
    reader = Reader()
    reader.ends = {ONE: (5, 9), TWO: (7, 9)}
    stable, written = {ONE: 5, TWO: 6, THREE: 3}, {ONE: 9, TWO: 9, THREE: 3}
    assert await still_open(reader, stable, written, within=0.1) == {ONE: 5}
    assert held_line("t", {ONE: 5}) == LINE.format("0 from offset 5")


async def test_where_nothing_is_open_nothing_is_asked() -> None:
    reader = Reader()
    assert await still_open(reader, {ONE: 5, TWO: 0}, {ONE: 5}) == {}
    assert reader.asked == 0
