"""One batch through the generic agent: portions, threads, turns, ticks, error boundaries."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from pipeline.errors import CodecError
from pipeline.stream.agents import _GIVE_WAY, _TURNS, Agent, _portions
from pipeline.stream.batches import Batch
from pipeline.stream.dead_letter import refuse
from pipeline.stream.messages import Output, RefusedError
from pipeline.stream.metrics import Stats
from pipeline.stream.stores import MemoryStore
from pipeline.stream.tables import Table
from pipeline.topology import AGENTS, CLEAN, REJECTED
from tests.unit.stream.parts import message, topics

KIB = 1024


def agent(handler, *, tables=(), stats=None, spec=AGENTS[0]) -> Agent:
    return Agent(spec=spec, handler=handler, tables=tables, stats=stats or Stats())


def nothing(_):
    return ()


async def test_batches_and_records_are_counted_and_timed() -> None:
    stats = Stats()
    reader = agent(nothing, stats=stats)
    await reader.work([message(n) for n in range(3)], Batch())
    await reader.work([message(3)], Batch())
    value = stats.registry.get_sample_value
    assert value("news_batch_records_sum", {"agent": "clean"}) == 4
    assert value("news_batch_records_count", {"agent": "clean"}) == 2
    assert value("news_record_seconds_count", {"agent": "clean"}) == 4
    assert stats.count("clean") == 4


class Told:
    def __init__(self) -> None:
        self.spans = []

    def worked(self, spec, read, outcome, seconds) -> None:
        self.spans.append((spec.name, read.offset, outcome, seconds))


async def test_each_record_s_work_is_told_with_its_outcome_and_time() -> None:
    def slow(read):
        time.sleep(0.02)
        if read.offset == 1:
            raise CodecError("no article")
        return ()

    told = Told()
    reader = Agent(spec=AGENTS[0], handler=slow, stats=Stats(), spans=told)
    await reader.work([message(0), message(1)], Batch())
    assert [each[:3] for each in told.spans] == [("clean", 0, "ok"), ("clean", 1, "internal-error")]
    assert all(each[3] >= 0.02 for each in told.spans)


@pytest.mark.parametrize(
    ("sizes", "portions"),
    [
        ([1] * 16, [16]),
        ([1] * 17, [16, 1]),
        ([1] * 33, [16, 16, 1]),
        ([32 * KIB, 32 * KIB], [2]),
        ([32 * KIB, 32 * KIB + 1], [1, 1]),
        ([32 * KIB, 32 * KIB, 1, 64 * KIB], [2, 1, 1]),
        ([300 * KIB, 1, 1], [1, 2]),
        ([], []),
    ],
)
def test_portions_are_few_and_small(sizes, portions) -> None:
    batch = [message(n, b"x" * size) for n, size in enumerate(sizes)]
    cut = list(_portions(batch))
    assert [len(each) for each in cut] == portions
    assert [each for some in cut for each in some] == batch


def test_a_record_without_a_value_takes_no_room() -> None:
    batch = [message(0, b"x" * 64 * KIB), message(1, None)]
    assert [len(each) for each in _portions(batch)] == [2]


class Seer:
    def __init__(self) -> None:
        self.foreseen = []

    def foresee(self, messages) -> None:
        self.foreseen.append([each.offset for each in messages])

    def __call__(self, read):
        return ()


async def test_a_handler_foresees_two_and_more() -> None:
    seer = Seer()
    reader = agent(seer)
    await reader.work([message(0)], Batch())
    assert seer.foreseen == []
    await reader.work([message(1), message(2)], Batch())
    assert seer.foreseen == [[1, 2]]


@pytest.mark.parametrize(("size", "apart"), [(256 * KIB, False), (256 * KIB + 1, True)])
async def test_only_a_large_record_is_worked_on_in_a_thread(size, apart) -> None:
    threads = []
    await agent(lambda _: threads.append(threading.current_thread()) or ()).work(
        [message(0, b"x" * size)], Batch()
    )
    assert (threads[0] is not threading.main_thread()) is apart


async def turns_beside(work) -> int:
    """Return how many turns another task has while `work` runs."""
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    beside = asyncio.ensure_future(other())
    await work
    beside.cancel()
    return turns


async def test_the_loop_has_its_turns_when_the_work_is_long() -> None:
    reader = agent(lambda _: time.sleep(_GIVE_WAY + 0.005) or ())
    assert await turns_beside(reader.work([message(0)], Batch())) >= _TURNS
    quick = agent(nothing)
    assert await turns_beside(quick.work([message(n) for n in range(16)], Batch())) < _TURNS


class Breaking:
    """Writes to its table, then does what the record says."""

    def __init__(self, table) -> None:
        self.table = table

    def __call__(self, read):
        self.table[f"k{read.offset}"] = b"v"
        if read.value == b"codec":
            raise CodecError("not this", reason="bad-json")
        if read.value == b"refused":
            raise RefusedError(refuse("dedup", "too-large", "far too large"))
        if read.value == b"bug":
            raise ZeroDivisionError("a bug")
        return ()


async def test_what_a_handler_raises_costs_its_record_and_what_that_wrote() -> None:
    stats, batch = Stats(), Batch()
    table = Table("t", MemoryStore())
    values = [b"ok", b"codec", b"refused", b"bug", b"ok"]
    breaking = agent(Breaking(table), tables=[table], stats=stats)
    await breaking.work([message(n, value) for n, value in enumerate(values)], batch)
    assert topics(batch) == [REJECTED.name] * 3
    told = [dict(record.headers) for record in batch.records]
    assert [(each["x-stage"], each["x-reason"]) for each in told] == [
        (b"clean", b"bad-json"),
        (b"dedup", b"too-large"),
        (b"clean", b"internal-error"),
    ]
    assert [int(each["x-original-offset"]) for each in told] == [1, 2, 3]
    outcomes = ("ok", "bad-json", "too-large", "internal-error")
    assert [stats.count("clean", outcome) for outcome in outcomes] == [2, 1, 1, 1]
    breaking.finish(batch)
    rows = [(r.table, r.key, r.value) for r in batch.records if r.table]
    assert rows == [("t", b"k0", b"v"), ("t", b"k4", b"v")]


class Clockwork:
    """Has something to do without a record; the second time it breaks after it wrote."""

    def __init__(self, table) -> None:
        self.table, self.ticks = table, []

    def __call__(self, read):
        return ()

    def tick(self, partition, now):
        self.table[f"tick {now}"] = b"v"
        self.ticks.append((partition, now))
        if len(self.ticks) > 1:
            raise ZeroDivisionError("a bug")
        return [Output(topic=CLEAN, key=b"k", value=b"v")]


async def test_what_is_done_without_a_record_is_written_and_what_breaks_is_not() -> None:
    table, batch = Table("t", MemoryStore()), Batch()
    ticking = agent(Clockwork(table), tables=[table])
    ticking.tick(3, 1.5, batch)
    ticking.tick(3, 6.5, batch)
    await ticking.work([message()], batch)
    ticking.finish(batch)
    assert ticking._handler.ticks == [(3, 1.5), (3, 6.5)]
    sent, row = batch.records
    assert (sent.topic, sent.origins.message.partition, sent.origins.message.offset) == (
        CLEAN.name, 3, -1,
    )  # fmt: skip
    assert (row.table, row.key, row.value) == ("t", b"tick 1.5", b"v")


def test_a_handler_without_a_clock_is_not_asked() -> None:
    batch = Batch()
    agent(nothing).tick(0, 1.0, batch)
    assert not batch
