"""One partition: a transaction has outputs, rows and offsets; the store follows, or nothing does."""

from __future__ import annotations

import pytest

from pipeline.stream.agents import Agent
from pipeline.stream.batches import Batch
from pipeline.stream.changelogs.segment_store import SegmentStore
from pipeline.stream.changelogs.segments import encode_segment, segment_key
from pipeline.stream.dead_letter import refuse
from pipeline.stream.messages import Output
from pipeline.stream.metrics import Stats
from pipeline.stream.stores import MemoryStore
from pipeline.stream.stream_task import TICK, FencedError, StreamTask
from pipeline.stream.tables import Table
from pipeline.topology import AGENTS, CLEAN, RAW
from tests.unit.stream.parts import ScriptedLog, message


class Counting:
    """Counts its records in a table; with `ticks`, also what it does without one."""

    def __init__(self, table: Table, ticks: int = 0) -> None:
        self.table, self.ticks = table, ticks

    def __call__(self, read):
        self.table["count"] = b"%d" % (int(self.table.get("count", b"0")) + 1)
        return [Output(topic=CLEAN, key=b"k", value=read.value)]

    def tick(self, partition, now):
        self.ticks -= 1
        return [Output(topic=CLEAN, key=b"t", value=b"%d" % now)] if self.ticks >= 0 else []


class Partition:
    """A task on a scripted log, with clocks that stand until they are moved."""

    def __init__(self, log: ScriptedLog, *, ticks: int = 0, **how) -> None:
        self.log, self.store, self.now = log, SegmentStore(MemoryStore()), 100.0
        table = Table("t", self.store)
        self.task = StreamTask(
            3,
            agents=[
                Agent(spec=AGENTS[0], handler=Counting(table, ticks), tables=[table], stats=Stats())
            ],
            log=log,
            store=self.store,
            clock=lambda: 1.7e9,
            monotonic=lambda: self.now,
            **how,
        )

    async def cycle(self, *, after: float = 0.0) -> bool:
        self.now += after
        return await self.task.cycle()

    def count(self) -> bytes | None:
        return self.store.read("t", b"count")


def some(*offsets: int) -> dict:
    return {RAW.name: [message(offset) for offset in offsets]}


async def test_a_transaction_has_outputs_rows_and_offsets() -> None:
    log = ScriptedLog(reads=[some(7, 8), some(9)])
    log.upto = {"t": 41}
    part = Partition(log)
    await part.task.open()
    assert await part.cycle()
    ((records, offsets),) = log.commits
    assert [(r.topic, r.table, r.key, r.value) for r in records] == [
        (CLEAN.name, None, b"k", b"x"),
        (CLEAN.name, None, b"k", b"x"),
        ("", "t", segment_key(0), encode_segment({b"count": b"2"})),
    ]
    assert offsets == {RAW.name: 9}
    assert part.task.positions == {RAW.name: 9}
    assert (part.count(), part.store.upto("t")) == (b"2", 41)
    # The next batch begins with the table as the last one left it.
    assert await part.cycle()
    assert part.count() == b"3"
    assert len(log.commits[1][0]) == 2


async def test_only_offsets_that_changed_are_committed() -> None:
    log = ScriptedLog(reads=[some(7)])
    log.at["quiet"] = 5
    part = Partition(log)
    await part.task.open()
    await part.cycle()
    assert log.commits[0][1] == {RAW.name: 8}
    assert part.task.positions == {RAW.name: 8, "quiet": 5}


@pytest.mark.parametrize("error", [FencedError("taken"), OSError("gone")])
async def test_what_is_not_committed_is_not_applied(error) -> None:
    log = ScriptedLog(reads=[some(7)], fails={"commit": error})
    part = Partition(log)
    await part.task.open()
    with pytest.raises(type(error)):
        await part.cycle()
    assert part.count() is None
    assert part.task.positions == {RAW.name: 0}
    assert not part.task.busy


async def test_the_store_has_nothing_before_the_commit() -> None:
    seen = []

    class Looking(ScriptedLog):
        async def commit(self, records, offsets):
            seen.append((part.count(), dict(part.task.positions)))
            return await super().commit(records, offsets)

    part = Partition(Looking(reads=[some(7)]))
    await part.task.open()
    await part.cycle()
    assert seen == [(None, {RAW.name: 0})]
    assert part.count() == b"1"


async def test_positions_that_moved_over_nothing_are_committed_when_it_is_quiet() -> None:
    log = ScriptedLog(reads=[some(7)])
    part = Partition(log)
    await part.task.open()
    await part.cycle()
    log.at[RAW.name] = 12
    assert not await part.cycle(after=1.0), "records may come any moment"
    assert await part.cycle(after=0.1)
    assert log.commits[1:] == [([], {RAW.name: 12})]
    assert part.task.positions == {RAW.name: 12}
    assert not await part.cycle(after=9.0), "nothing moved"


async def test_every_five_seconds_it_is_asked_what_there_is_to_do() -> None:
    assert TICK == 5.0
    log = ScriptedLog()
    part = Partition(log, ticks=2)
    await part.task.open()
    assert await part.cycle()
    ((records, offsets),) = log.commits
    assert ([record.value for record in records], offsets) == ([b"1700000000"], {})
    assert not await part.cycle(after=TICK - 0.1)
    assert await part.cycle(after=0.1)
    assert not await part.cycle(after=TICK)


async def test_it_is_busy_while_it_works_and_not_while_it_reads() -> None:
    seen = []

    class Looking(ScriptedLog):
        async def read(self):
            seen.append(("read", part.task.busy))
            return await super().read()

    async def hand_over(agent, messages, batch) -> None:
        assert isinstance(batch, Batch)
        seen.append((agent.spec.name, part.task.busy, len(messages)))

    part = Partition(Looking(reads=[some(7, 8)]), hand_over=hand_over)
    await part.task.open()
    await part.cycle()
    assert seen == [("read", False), ("clean", True, 2)]
    assert not part.task.busy


async def test_it_opens_and_closes_what_it_has() -> None:
    closed = []
    log = ScriptedLog()
    log.at = {RAW.name: 4}
    part = Partition(log)
    part.store.close = lambda: closed.append("store")
    await part.task.open()
    assert (part.task.positions, part.task.progress) == ({RAW.name: 4}, 1)
    log.fails["close"] = OSError("gone")
    with pytest.raises(OSError, match="gone"):
        await part.task.close()
    assert closed == ["store"]


async def test_a_rejection_is_told_when_it_is_on_its_topic_and_once(caplog) -> None:
    log = ScriptedLog(reads=[some(7, 8)], fails={"commit": OSError("gone")})
    part = Partition(log)
    part.task.agents[0]._handler = lambda _: [refuse("clean", "empty", "nothing")]
    await part.task.open()
    with pytest.raises(OSError, match="gone"):
        await part.cycle()
    assert caplog.messages == []
    log = ScriptedLog(reads=[some(7, 8)])
    part = Partition(log)
    part.task.agents[0]._handler = lambda _: [refuse("clean", "empty", "nothing")]
    await part.task.open()
    await part.cycle()
    assert [line.split(":")[0] for line in caplog.messages] == ["rejected ?"] * 2
    assert [line.rpartition("@")[2] for line in caplog.messages] == ["7: nothing", "8: nothing"]
