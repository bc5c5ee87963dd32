"""Watching partitions: what is done is asked of the agents, where they end of the broker."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from faust.types import TP

from pipeline.stream.metrics import Liveness, Stats
from pipeline.stream.on_faust import watch as watch_module
from pipeline.stream.on_faust.watch import _positions
from pipeline.topology import CLEAN, RAW

PLACES = (TP(RAW.name, 0), TP(RAW.name, 1))


class Consumer:
    def assignment(self):
        return {*PLACES, TP("news-dedup-links-changelog", 0)}

    async def highwaters(self, *tps):
        return {tp: 10 + tp.partition for tp in tps}

    async def position(self, tp):
        return 4


def app(*, rebalancing: bool):
    offsets = {TP("changelog", 0): 5, TP("changelog", 1): 7}
    return SimpleNamespace(
        rebalancing=rebalancing,
        rebalancing_count=2,
        consumer=Consumer(),
        tables=SimpleNamespace(recovery=SimpleNamespace(active_offsets=offsets)),
    )


def agent():
    return SimpleNamespace(spec=SimpleNamespace(reads=RAW), positions={(RAW.name, 0): 7})


async def test_positions_are_what_agents_finished() -> None:
    reader = agent()
    found = await _positions(app(rebalancing=False), [reader])
    assert found == {(RAW.name, 0): (7, 10), (RAW.name, 1): (4, 11)}
    # Where reading began stays what a partition is measured by, until a batch of it is done.
    assert reader.positions[RAW.name, 1] == 4


async def test_a_recovery_is_measured_by_what_it_has_read() -> None:
    recovering = app(rebalancing=True)
    assert await _positions(recovering, [agent()]) == {("recovery", 2): (12, 13)}


async def test_a_recovery_that_has_not_begun_is_seen_too() -> None:
    recovering = app(rebalancing=True)
    recovering.tables.recovery.active_offsets[TP("changelog", 0)] = None
    assert await _positions(recovering, [agent()]) == {("recovery", 2): (7, 8)}


async def test_nothing_held_is_nothing_to_watch() -> None:
    nobody = app(rebalancing=False)
    nobody.consumer.assignment = set

    async def highwaters(*tps):
        assert tps, "asked for nothing"

    nobody.consumer.highwaters = highwaters
    assert await _positions(nobody, [agent()]) == {}


async def test_an_empty_partition_ends_at_its_beginning() -> None:
    empty = app(rebalancing=False)

    async def highwaters(*tps):
        return dict.fromkeys(tps)

    async def position(tp):
        return None

    empty.consumer.highwaters, empty.consumer.position = highwaters, position
    reader = agent()
    reader.positions.clear()
    assert set((await _positions(empty, [reader])).values()) == {(0, 0)}


async def test_each_agent_is_told_where_its_own_topic_began() -> None:
    reader, other = agent(), agent()
    other.spec, other.positions = SimpleNamespace(reads=CLEAN), {(CLEAN.name, 0): 2}
    await _positions(app(rebalancing=False), [reader, other])
    assert reader.positions == {(RAW.name, 0): 7, (RAW.name, 1): 4}
    assert other.positions == {(CLEAN.name, 0): 2}


class Looks:
    """A worker that is looked at so many times; `answers` says what its consumer says to each."""

    def __init__(self, monkeypatch, *answers, busy: bool = False) -> None:
        self.answers = list(answers)
        self.left: list[str] = []
        self.stats = Stats()
        self.now = 0.0
        self.agents = [SimpleNamespace(spec=SimpleNamespace(reads=RAW), positions={}, busy=busy)]
        monkeypatch.setattr(watch_module, "_positions", self._positions)
        monkeypatch.setattr(watch_module, "asyncio", self)
        monkeypatch.setattr(watch_module, "Liveness", lambda: Liveness(clock=lambda: self.now))

    TimeoutError = TimeoutError

    @property
    def should_stop(self) -> bool:
        return not self.answers

    async def _positions(self, app, agents):
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def wait_for(self, waiting, patience):
        assert patience == 10.0
        return await waiting

    async def sleep(self, seconds) -> None:
        assert seconds == 5.0, "a liveness probe asks every ten seconds"
        self.now += seconds

    async def run(self) -> None:
        await watch_module.watch(self, self.agents, self.stats, self.left.append)

    def gauge(self, name: str, **labels) -> float | None:
        return self.stats.registry.get_sample_value(name, labels)


HERE = (RAW.name, 0)


async def test_lags_are_published_and_never_negative(monkeypatch) -> None:
    looks = Looks(monkeypatch, {HERE: (7, 10), (RAW.name, 1): (12, 11)})
    await looks.run()
    assert looks.gauge("news_lag_records", topic=RAW.name, partition="0") == 3
    assert looks.gauge("news_lag_records", topic=RAW.name, partition="1") == 0
    assert (looks.gauge("news_alive"), looks.left) == (1, [])


@pytest.mark.parametrize(("looked", "leaves"), [(7, 0), (8, 1)])
async def test_a_partition_that_stands_for_over_thirty_seconds_ends_the_worker(
    monkeypatch, looked, leaves
) -> None:
    looks = Looks(monkeypatch, *[{HERE: (7, 10)}] * looked)
    await looks.run()
    assert len(looks.left) == leaves
    assert looks.gauge("news_alive") == 1 - leaves


async def test_nobody_leaves_while_an_agent_is_at_work(monkeypatch) -> None:
    looks = Looks(monkeypatch, *[{HERE: (7, 10)}] * 20, *[TimeoutError()] * 5, busy=True)
    await looks.run()
    assert looks.left == []


@pytest.mark.parametrize(
    ("answers", "leaves"),
    [
        ([TimeoutError()], 0),
        ([TimeoutError(), TimeoutError()], 1),
        ([TimeoutError(), {}, TimeoutError()], 0),
        ([OSError("away"), OSError("away"), OSError("away")], 0),
    ],
)
async def test_a_consumer_that_is_silent_twice_ends_the_worker(
    monkeypatch, answers, leaves
) -> None:
    looks = Looks(monkeypatch, *answers)
    await looks.run()
    assert looks.left == ["the consumer does not answer"] * leaves
