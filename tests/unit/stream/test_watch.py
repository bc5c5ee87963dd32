"""Watching partitions: what is done is asked of the tasks, where they end of the broker."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from aiokafka import TopicPartition

from pipeline.settings import BrokerSettings
from pipeline.stream.metrics import Liveness, Stats
from pipeline.stream.on_kafka import watch as module
from pipeline.stream.on_kafka.watch import _look, _places
from pipeline.topology import RAW

HERE, THERE = (RAW.name, 0), (RAW.name, 1)


class Tasks:
    def __init__(self, positions: dict, opening: dict | None = None, *, busy: bool = False) -> None:
        self.at, self.opens, self.busy = positions, opening or {}, busy
        self.again: list[int] = []

    def open_again(self, partition: int) -> None:
        self.again.append(partition)

    def positions(self) -> dict:
        return self.at

    def opening(self) -> dict:
        return self.opens

    @property
    def all_running(self) -> bool:
        return not self.opens


class Looks:
    """A worker that is looked at every second, by a clock of its own."""

    def __init__(self, tasks: Tasks, ends: dict) -> None:
        self.tasks, self.ends = tasks, ends
        self.stats, self.left, self.now = Stats(), [], 0.0
        self.liveness = Liveness(clock=lambda: self.now)

    def look(self, times: int = 1) -> None:
        for _ in range(times):
            places = {place: (self.tasks.at.get(place, 0), end) for place, end in self.ends.items()}
            _look(places, self.tasks, self.stats, self.liveness, self.left.append)
            self.now += 1.0

    def gauge(self, name: str, **labels) -> float | None:
        return self.stats.registry.get_sample_value(name, labels)

    def lag(self, partition: int) -> float | None:
        return self.gauge("news_lag_records", topic=RAW.name, partition=str(partition))


def test_lags_are_published_and_never_negative() -> None:
    looks = Looks(Tasks({HERE: 7, THERE: 12}), {HERE: 10, THERE: 11})
    looks.look()
    assert (looks.lag(0), looks.lag(1), looks.gauge("news_alive")) == (3, 0, 1)
    assert looks.left == []
    assert looks.stats.health.not_ready() == ""


def test_a_partition_that_ends_before_what_was_read_is_opened_again() -> None:
    looks = Looks(Tasks({HERE: 7, THERE: 11}), {HERE: 6, THERE: 11})
    looks.look()
    assert looks.tasks.again == [0]
    assert (looks.lag(0), looks.lag(1)) == (0, 0)


def test_a_partition_that_went_between_question_and_answer_has_no_lag() -> None:
    looks = Looks(Tasks({HERE: 7, ("new", 0): 3}), {HERE: 10, THERE: 11})
    looks.look()
    assert (looks.lag(0), looks.lag(1)) == (3, None)
    assert looks.gauge("news_lag_records", topic="new", partition="0") is None


@pytest.mark.parametrize(("looked", "leaves"), [(31, 0), (32, 1)])
def test_a_partition_that_stands_for_over_thirty_seconds_ends_the_worker(looked, leaves) -> None:
    looks = Looks(Tasks({HERE: 7, THERE: 11}), {HERE: 10, THERE: 11})
    looks.look(looked)
    assert looks.gauge("news_alive") == 1 - leaves
    assert bool(looks.stats.health.unwell()) is bool(leaves)
    said = f"partitions with records to read do not move: [{HERE}]"
    assert looks.left == [said] * leaves


def test_nobody_leaves_while_an_agent_is_at_work() -> None:
    looks = Looks(Tasks({HERE: 7}, busy=True), {HERE: 10})
    looks.look(100)
    assert looks.left == []


def test_an_opening_that_moves_is_waited_for_and_is_not_alive() -> None:
    looks = Looks(Tasks({HERE: 10}, {1: 0}), {HERE: 10})
    for progress in range(100):
        looks.tasks.opens[1] = progress
        looks.look()
    assert (looks.left, looks.gauge("news_alive")) == ([], 0)
    health = looks.stats.health
    assert (health.unwell(), health.not_ready()) == ("", "not every partition is open")
    assert looks.gauge("news_lag_records", topic="opening", partition="1") is None
    looks.look(30)
    assert looks.left == []
    looks.look()
    assert len(looks.left) == 1


class Consumer:
    def __init__(self) -> None:
        self.asked: list = []
        self.stopped = False
        self.error: Exception | None = None

    async def end_offsets(self, tps):
        if self.error is not None:
            raise self.error
        self.asked.append(tps)
        return {tp: 10 + tp.partition for tp in tps}

    async def stop(self) -> None:
        self.stopped = True
        raise OSError("gone")


async def test_ends_are_asked_of_the_broker_after_the_positions() -> None:
    consumer = Consumer()
    found = await _places(consumer, Tasks({HERE: 7, THERE: 1}))
    assert found == {HERE: (7, 10), THERE: (1, 11)}
    assert consumer.asked == [[TopicPartition(*HERE), TopicPartition(*THERE)]]
    assert await _places(consumer, Tasks({})) == {}
    assert len(consumer.asked) == 1, "asked for nothing"


class StopError(Exception):
    pass


async def test_a_broker_that_is_away_is_asked_by_a_new_consumer(monkeypatch) -> None:
    opened: list = []
    stats, alive, ready, well = Stats(), [], [], []
    slept: list[float] = []

    async def open_one(settings):
        opened.append(Consumer())
        if len(opened) == 2:
            raise OSError("away")
        return opened[-1]

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        alive.append(stats.registry.get_sample_value("news_alive"))
        ready.append(not stats.health.not_ready())
        well.append(not stats.health.unwell())
        if len(slept) == 1:
            opened[0].error = OSError("away")
        if len(slept) == 4:
            raise StopError

    monkeypatch.setattr(module, "_open", open_one)
    monkeypatch.setattr(module.asyncio, "sleep", sleep)
    with pytest.raises(StopError):
        await module.watch(BrokerSettings(), Tasks({HERE: 7}), stats, SimpleNamespace)
    assert slept == [1.0] * 4
    assert alive == [1, 0, 0, 1]
    assert ready == [True, False, False, True]
    # A new worker would find it away too.
    assert well == [True] * 4
    assert [consumer.stopped for consumer in opened] == [True, False, True]
