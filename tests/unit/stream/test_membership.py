"""A member of a group: what it has, that it reads nothing, and that it joins again."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import InconsistentGroupProtocolError, KafkaConnectionError

from pipeline.settings import Settings
from pipeline.stream.on_kafka import membership as module
from pipeline.stream.on_kafka.membership import Membership


class Consumer:
    """A consumer's side of the group: what it was made with, and what it is told."""

    made: list[Consumer]
    fault: Exception | None = None

    def __init__(self, **how) -> None:
        self.how = how
        self.done: list = []
        self._coordinator = SimpleNamespace(member_id="member-7")
        self.made.append(self)

    async def start(self) -> None:
        self.done.append("start")

    def subscribe(self, topics, *, listener) -> None:
        self.done.append(topics)
        self.listener = listener

    async def getmany(self, *, timeout_ms):
        self.done.append(timeout_ms)
        if self.fault and len(self.done) > 4:
            raise self.fault
        await asyncio.sleep(0)
        return {}

    def pause(self, *partitions) -> None:
        self.done.append(sorted(partitions))

    async def stop(self) -> None:
        self.done.append("stop")


@pytest.fixture
def consumer(monkeypatch):
    monkeypatch.setattr(module, "AIOKafkaConsumer", Consumer)
    Consumer.made, Consumer.fault = [], None
    return Consumer


@pytest.fixture
def pauses(monkeypatch):
    """Note pauses; the third one ends it."""
    found: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        if seconds:
            found.append(seconds)
            if len(found) == 3:
                raise asyncio.CancelledError
        await real(0)

    monkeypatch.setattr(module.asyncio, "sleep", sleep)
    return found


def member(**how) -> Membership:
    given = {"group": "news-clean", "topics": ["a", "b"], "given": lambda _: None, **how}
    return Membership(Settings(broker="kafka.example:9092"), **given)


async def test_a_member_takes_no_record_and_commits_nothing(consumer, pauses) -> None:
    consumer.fault = KafkaConnectionError("gone")
    with pytest.raises(asyncio.CancelledError):
        await member(stored={1, 2}).for_ever()
    first = consumer.made[0]
    assert first.done == ["start", ("a", "b"), 1000, 1000, 1000, "stop"]
    assert first.how["group_id"] == "news-clean"
    assert first.how["enable_auto_commit"] is False
    assert first.how["bootstrap_servers"] == ["kafka.example:9092"]
    # A worker that is gone is missed after some heartbeats, and no sooner than Kafka allows.
    session, heartbeat = first.how["session_timeout_ms"], first.how["heartbeat_interval_ms"]
    assert 3 * heartbeat <= session
    assert 6000 <= session <= first.how["rebalance_timeout_ms"]
    (assignor,) = first.how["partition_assignment_strategy"]
    assert assignor.stored == {1, 2}


async def test_what_goes_wrong_is_said_and_tried_again(consumer, pauses, caplog) -> None:
    consumer.fault = KafkaConnectionError("gone")
    with pytest.raises(asyncio.CancelledError):
        await member().for_ever()
    assert pauses == [2.0] * 3
    assert [each.done[-1] for each in consumer.made] == ["stop"] * 3
    assert "group news-clean: KafkaConnectionError('gone'): joining again" in caplog.text


async def test_workers_of_another_version_are_waited_for(consumer, pauses, caplog) -> None:
    consumer.fault = InconsistentGroupProtocolError()
    with pytest.raises(asyncio.CancelledError):
        await member().for_ever()
    assert len(consumer.made) == 3
    assert "news-clean is held by workers of another version" in caplog.text


async def test_who_is_cancelled_leaves_the_group(consumer) -> None:
    running = asyncio.create_task(member().for_ever())
    await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert [each.done[-1] for each in consumer.made] == ["stop"]


async def test_what_is_assigned_is_held_paused_and_told(consumer) -> None:
    given: list = []
    named: list = []
    one = member(given=given.append, named=named.append)
    running = asyncio.create_task(one.for_ever())
    await asyncio.sleep(0.01)
    (made,) = consumer.made
    assert made.listener is one
    await one.on_partitions_revoked([TopicPartition("a", 9)])
    assigned = [TopicPartition(topic, number) for topic in "ab" for number in (1, 4)]
    await one.on_partitions_assigned(assigned)
    assert (given, named) == ([{1, 4}], ["member-7"])
    assert sorted(assigned) in made.done
    (assignor,) = made.how["partition_assignment_strategy"]
    assert assignor.held == {1, 4}
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
