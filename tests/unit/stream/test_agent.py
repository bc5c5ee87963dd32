"""One batch through the generic agent: portions, threads, turns, positions, error boundaries."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from pipeline.errors import CodecError
from pipeline.stream.agents import _GIVE_WAY, _TURNS, Agent, _portions
from pipeline.stream.dead_letter import refuse
from pipeline.stream.messages import Output, RefusedError
from pipeline.stream.metrics import Stats
from pipeline.stream.tables import Table
from pipeline.topology import AGENTS, CLEAN, REJECTED
from tests.stream.memory import MemoryBackend
from tests.unit.stream.parts import LeftError, Port, leave, message

KIB = 1024


def agent(handler, *, port=None, tables=(), stats=None) -> Agent:
    return Agent(
        spec=AGENTS[0],
        handler=handler,
        tables=tables,
        port=port or Port(),
        leave=leave,
        stats=stats or Stats(),
    )


def nothing(_):
    return ()


async def test_a_position_is_the_offset_after_the_last_record() -> None:
    reader = agent(nothing)
    batch = [message(3, partition=1), message(7), message(4, partition=1), message(8)]
    await reader.work(batch)
    assert reader.positions == {("news.raw.v1", 0): 9, ("news.raw.v1", 1): 5}


async def test_a_batch_that_cannot_be_sent_moves_nothing() -> None:
    def one(read):
        return [Output(topic=CLEAN, key=b"k", value=read.value)]

    stats = Stats()
    reader = agent(one, port=Port(lambda _: OSError("gone")), stats=stats)
    with pytest.raises(
        LeftError, match=r"clean: news\.clean\.v1 cannot be sent: OSError\('gone'\)"
    ):
        await reader.work([message(3)])
    assert reader.positions == {}
    assert not reader.busy
    assert stats.registry.get_sample_value("news_batch_records_count", {"agent": "clean"}) is None


async def test_it_is_busy_while_it_works() -> None:
    seen = []
    reader = agent(lambda _: seen.append(reader.busy) or ())
    await reader.work([message()])
    assert (seen, reader.busy) == ([True], False)


async def test_batches_and_records_are_counted_and_timed() -> None:
    stats = Stats()
    reader = agent(nothing, stats=stats)
    await reader.work([message(n) for n in range(3)])
    await reader.work([message(3)])
    value = stats.registry.get_sample_value
    assert value("news_batch_records_sum", {"agent": "clean"}) == 4
    assert value("news_batch_records_count", {"agent": "clean"}) == 2
    assert value("news_record_seconds_count", {"agent": "clean"}) == 4
    assert stats.count("clean") == 4


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
    await reader.work([message(0)])
    assert seer.foreseen == []
    await reader.work([message(1), message(2)])
    assert seer.foreseen == [[1, 2]]


@pytest.mark.parametrize(("size", "apart"), [(256 * KIB, False), (256 * KIB + 1, True)])
async def test_only_a_large_record_is_worked_on_in_a_thread(size, apart) -> None:
    threads = []
    await agent(lambda _: threads.append(threading.current_thread()) or ()).work(
        [message(0, b"x" * size)]
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
    assert await turns_beside(reader.work([message(0)])) >= _TURNS
    quick = agent(nothing)
    assert await turns_beside(quick.work([message(n) for n in range(16)])) < _TURNS


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
    backend, port, stats = MemoryBackend(), Port(), Stats()
    table = Table("t", backend)
    values = [b"ok", b"codec", b"refused", b"bug", b"ok"]
    batch = [message(n, value) for n, value in enumerate(values)]
    await agent(Breaking(table), tables=[table], port=port, stats=stats).work(batch)
    assert backend.data == {0: {b"k0": b"v", b"k4": b"v"}}
    assert port.topics() == [REJECTED.name] * 3
    told = [dict(output.headers) for output, _ in port.sent]
    assert [(each["x-stage"], each["x-reason"]) for each in told] == [
        (b"clean", b"bad-json"),
        (b"dedup", b"too-large"),
        (b"clean", b"internal-error"),
    ]
    assert [int(each["x-original-offset"]) for each in told] == [1, 2, 3]
    outcomes = ("ok", "bad-json", "too-large", "internal-error")
    assert [stats.count("clean", outcome) for outcome in outcomes] == [2, 1, 1, 1]


async def test_a_fault_of_ours_leaves() -> None:
    with pytest.raises(LeftError, match=r"clean: KeyError\('x'\)"):
        agent(nothing).give_up(KeyError("x"))
