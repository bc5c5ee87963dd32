"""Where reading starts, goes on and ends: offsets at their edges, on clients that note what is asked."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from aiokafka import TopicPartition

from pipeline.errors import BrokerError, TopicError
from pipeline.kafka import connections
from pipeline.kafka import consumer as consumer_module
from pipeline.kafka import follower as follower_module
from pipeline.kafka.connections import _numbers, acknowledged, close_producer, seek_to
from pipeline.kafka.consumer import Consumer, _of_key
from pipeline.kafka.control import control_key
from pipeline.kafka.follower import Follower
from pipeline.kafka.records import record_of
from pipeline.settings import BrokerSettings
from pipeline.text.fingerprint import partition_of
from pipeline.topology import CONTROL

SETTINGS = BrokerSettings(broker="kafka.example:9092")
ONE, TWO = TopicPartition("t", 0), TopicPartition("t", 1)


class Client:
    """A consumer's side of a broker: partitions that end somewhere."""

    def __init__(self, *, ends=None, times=None, committed=None, batches=()) -> None:
        self.ends = ends or {}
        self.times = times or {}
        self.stored = committed or {}
        self.batches = list(batches)
        self.at: dict = {}
        self.asked: list = []
        self.stopped = self.commits = 0

    def seek(self, tp, offset) -> None:
        self.at[tp] = offset

    async def seek_to_beginning(self, *partitions) -> None:
        self.at |= dict.fromkeys(partitions, 0)

    def assign(self, partitions) -> None:
        self.assigned = list(partitions)

    def assignment(self):
        return set(getattr(self, "assigned", self.at))

    async def offsets_for_times(self, times):
        self.asked.append(times)
        return {tp: self.times.get(tp) for tp in times}

    async def end_offsets(self, partitions):
        return {tp: self.ends[tp] for tp in partitions}

    async def committed(self, tp):
        return self.stored.get(tp)

    async def position(self, tp):
        return self.at[tp]

    def highwater(self, tp):
        return self.ends.get(tp)

    last_stable_offset = highwater

    async def getmany(self, *, timeout_ms, max_records):
        if not self.batches:
            raise ConnectionError("the broker went away")
        batch = self.batches.pop(0)
        for tp, records in batch.items():
            self.at[tp] = records[-1].offset + 1
        return batch

    async def commit(self) -> None:
        self.commits += 1

    async def stop(self) -> None:
        self.stopped += 1


def record(offset: int):
    return SimpleNamespace(
        topic="t", partition=0, offset=offset, timestamp=1_500, key=None, value=b"v", headers=[("h", b"1")]
    )  # fmt: skip


def at(offset: int):
    return SimpleNamespace(offset=offset)


async def test_a_time_is_sought_in_milliseconds_and_past_the_last_record_at_the_end() -> None:
    found = Client(ends={ONE: 9, TWO: 4}, times={ONE: at(0)})
    await seek_to(found, [ONE, TWO], 12.3456)
    assert found.asked == [{ONE: 12345, TWO: 12345}]
    assert found.at == {ONE: 0, TWO: 4}


@pytest.mark.parametrize(("partitions", "since"), [([ONE], None), ([], 12.0)])
async def test_without_a_time_nothing_is_sought(partitions, since) -> None:
    found = Client(ends={ONE: 9})
    await seek_to(found, partitions, since)
    assert (found.asked, found.at) == ([], {})


async def test_a_group_starts_at_its_own_place_where_it_has_one() -> None:
    reader = Consumer(SETTINGS, group="g", since=5.0)
    reader._consumer = Client(ends={ONE: 9, TWO: 4}, committed={ONE: 0})
    await reader.on_partitions_assigned({ONE, TWO})
    assert reader._consumer.at == {TWO: 4}


@pytest.mark.parametrize(("position", "reached"), [(8, False), (9, True), (10, True)])
async def test_the_end_is_where_every_partition_ended(position, reached) -> None:
    reader = Consumer(SETTINGS)
    reader._consumer = Client()
    reader._consumer.at = {ONE: position, TWO: 4}
    assert await reader._reached({ONE: 9, TWO: 4}) is reached


async def test_with_nothing_assigned_nothing_is_reached() -> None:
    reader = Consumer(SETTINGS)
    reader._consumer = Client()
    assert not await reader._reached({ONE: 0})


@pytest.mark.parametrize(("group", "commits"), [("g", 2), (None, 0)])
async def test_a_group_commits_what_was_handed_out_and_nobody_else_does(
    monkeypatch, group, commits
) -> None:
    batches = [{ONE: [record(0), record(1)]}, {}, {ONE: [record(2)]}]
    made = Client(ends={ONE: 3}, batches=batches)
    made.at = {ONE: 0}
    made.subscribe = lambda topics, listener: None

    async def open_consumer(*_):
        return made, (0,)

    async def written_ends(*_):
        return made.ends

    monkeypatch.setattr(connections, "open_consumer", open_consumer)
    monkeypatch.setattr(consumer_module, "written_ends", written_ends)
    reader = Consumer(SETTINGS, group=group, topic=SimpleNamespace(name="t"))
    async with reader:
        found = []
        async for each in reader:
            # What is in hand is not committed yet.
            assert made.commits == (len(found) >= 2 and group is not None)
            found.append(each.offset)
    assert (found, made.commits, made.stopped) == ([0, 1, 2], commits, 1)


async def test_a_group_s_place_moves_over_markers_and_is_committed_once() -> None:
    reader = Consumer(SETTINGS, group="g")
    reader._consumer = made = Client()
    made.at = {ONE: 3}
    await reader._commit()
    await reader._commit()
    assert made.commits == 1
    made.at = {ONE: 4}  # a marker, and no record
    await reader._commit()
    assert made.commits == 2


def test_a_record_is_as_it_was_read() -> None:
    read = record_of(record(3))
    assert (read.offset, read.timestamp, read.headers) == (3, 1.5, (("h", b"1"),))


def test_a_header_without_a_value_has_an_empty_one() -> None:
    bare = record(3)
    bare.headers = [("h", None), ("H", b"1")]
    assert record_of(bare).headers == (("h", b""), ("H", b"1"))


@pytest.mark.parametrize("partitions", [None, set()])
def test_a_topic_without_partitions_is_missing(partitions) -> None:
    with pytest.raises(TopicError, match="missing"):
        _numbers(CONTROL, partitions)
    assert _numbers(CONTROL, {2, 0, 1}) == (0, 1, 2)


def test_a_word_is_kept_by_kind_and_name() -> None:
    assert control_key("link", "abc") == "link:abc"


async def test_a_follower_goes_on_where_it_was_cut_off(monkeypatch) -> None:
    clients = [
        Client(batches=[{ONE: [record(0), record(1)]}, {ONE: [record(2)]}]),
        Client(batches=[{ONE: [record(3)], TWO: [record(0)]}]),
        Client(),
    ]
    opened, pauses, taken = [], [], []

    async def open_consumer(*_):
        opened.append(clients[len(opened)])
        return opened[-1], (0, 1)

    async def sleep(seconds) -> None:
        starts.append({tp.partition: where for tp, where in started.items()})
        pauses.append(seconds)
        if len(pauses) == 3:
            raise asyncio.CancelledError

    starts, started = [], {}
    monkeypatch.setattr(follower_module, "open_consumer", open_consumer)
    monkeypatch.setattr(follower_module.asyncio, "sleep", sleep)

    class Noted(Follower):
        async def _open(self):
            made = await super()._open()
            started.clear()
            started.update({TopicPartition("t", tp.partition): at for tp, at in made.at.items()})
            made.at = dict(started)
            return made

    follower = Noted(SETTINGS, SimpleNamespace(name="t"))

    async def take(records) -> None:
        taken.extend(each.offset for each in records)

    with pytest.raises(asyncio.CancelledError):
        await follower.for_ever(take)
    assert taken == [0, 1, 2, 3, 0]
    assert starts == [{0: 0, 1: 0}, {0: 3, 1: 0}, {0: 4, 1: 1}]
    assert pauses == [5.0] * 3
    assert [each.stopped for each in opened] == [1, 1, 1]


async def test_a_follower_that_is_ended_while_it_opens_leaves_no_client(monkeypatch) -> None:
    made = Client()

    async def open_consumer(*_):
        return made, (0,)

    async def wait(*_) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(follower_module, "open_consumer", open_consumer)
    made.seek_to_beginning = wait
    following = asyncio.create_task(Follower(SETTINGS, CONTROL).for_ever(lambda _: wait()))
    await asyncio.sleep(0.05)
    following.cancel()
    with pytest.raises(asyncio.CancelledError):
        await following
    assert made.stopped == 1


async def test_a_follower_begins_where_it_is_told_and_tells_what_goes_wrong(monkeypatch) -> None:
    made, told = Client(), []

    async def open_consumer(*_):
        return made, (0, 1)

    async def fail(*_, **__):
        raise OSError("gone")

    async def sleep(_: float) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(follower_module, "open_consumer", open_consumer)
    made.getmany = fail
    follower = Follower(SETTINGS, CONTROL, start={1: 7}, tell=told.append)
    monkeypatch.setattr(follower_module.asyncio, "sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        await follower.for_ever(fail)
    assert {tp.partition: at for tp, at in made.at.items()} == {0: 0, 1: 7}
    assert len(told) == 1
    assert "no Kafka broker answers" in told[0]


async def test_a_follower_reads_to_what_was_the_end(monkeypatch) -> None:
    batches = [{ONE: [record(offset)]} for offset in range(3)]
    made = Client(ends={ONE: 3, TWO: 0}, batches=batches)
    made.at = {ONE: 0, TWO: 0}
    follower, taken = Follower(SETTINGS, CONTROL), []

    async def open_() -> Client:
        return made

    async def take(records) -> None:
        taken.extend(each.offset for each in records)

    async def written_ends(*_):
        return made.ends

    monkeypatch.setattr(follower_module, "written_ends", written_ends)
    follower._open = open_
    await follower.to_the_end(take)
    assert (taken, made.stopped, made.batches) == ([0, 1, 2], 1, [])


async def test_what_is_not_acknowledged_in_time_is_said() -> None:
    async def late():
        await asyncio.sleep(5)

    with pytest.raises(BrokerError, match="not acknowledged within 0 s"):
        await acknowledged(late(), 0.01, where="kafka.example:9092")


class Producer:
    def __init__(self, *, hangs: bool) -> None:
        self.hangs, self.done = hangs, []
        self._sender = SimpleNamespace(close=self.close)

    async def flush(self) -> None:
        if self.hangs:
            await asyncio.sleep(60)
        self.done.append("flush")

    async def close(self) -> None:
        self.done.append("close")

    async def stop(self) -> None:
        self.done.append("stop")


async def test_a_producer_is_flushed_and_left_alone_when_its_broker_is_gone() -> None:
    good, hung = Producer(hangs=False), Producer(hangs=True)
    await close_producer(good, 5.0)
    with pytest.raises(TimeoutError):
        await close_producer(hung, 0.01)
    assert (good.done, hung.done) == (["flush", "stop"], ["close", "stop"])


def test_a_key_is_read_in_the_partition_where_it_lands() -> None:
    assert _of_key(None, (0, 1, 2)) == (0, 1, 2)
    assert _of_key("river.example", tuple(range(8))) == (partition_of("river.example", 8),)
