"""Watching partitions: what is done is asked of the agents, where they end of the broker."""

from __future__ import annotations

from types import SimpleNamespace

from faust.types import TP

from pipeline.stream.on_faust.watch import _positions
from pipeline.topology import RAW

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
