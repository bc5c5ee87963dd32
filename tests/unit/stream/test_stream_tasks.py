"""The partitions of a process: given, taken, given again; opened again after any failure."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
from collections import Counter

import pytest

from pipeline.stream.batches import record_of
from pipeline.stream.delivery import TooLargeToSendError, place_of
from pipeline.stream.disk import MEND_FULL
from pipeline.stream.messages import Output
from pipeline.stream.stream_task import FencedError
from pipeline.stream.stream_tasks import StreamTasks
from pipeline.topology import AGENTS, CLEAN
from tests.unit.stream.parts import message

FIRST, LONGEST, FENCED = 0.2, 5.0, 3.0


class Task:
    """A partition whose steps do what they are told, and else nothing."""

    progress = 0
    busy = False

    def __init__(self, partition: int, plan: list, noted: list) -> None:
        self.partition, self.plan, self.noted = partition, plan, noted
        self.positions = {"topic": 10 + partition}

    async def open(self) -> None:
        self.noted.append(("open", self.partition))
        await self.step("open")

    async def cycle(self) -> bool:
        await self.step("cycle")
        return False

    async def close(self) -> None:
        self.noted.append(("close", self.partition))
        await self.step("close")

    async def step(self, name: str) -> None:
        await asyncio.sleep(0)
        if self.plan and self.plan[0][0] == name:
            what = self.plan.pop(0)[1]
            if isinstance(what, BaseException):
                raise what
            await what


class Process:
    """Tasks that follow the plans of their partitions; pauses are noted, and take no time."""

    def __init__(self, monkeypatch, **plans) -> None:
        self.plans = {int(name[1:]): list(plan) for name, plan in plans.items()}
        self.noted: list = []
        self.pauses: list[float] = []
        self.too_large: list[set] = []
        self.told = Counter()
        self.on_pause = lambda: None
        self.tasks = StreamTasks(self.make, on_running=lambda: self.told.update(["running"]))
        sleep = asyncio.sleep

        async def pause(seconds: float) -> None:
            if seconds:
                self.pauses.append(seconds)
                self.on_pause()
            await sleep(0)

        monkeypatch.setattr(asyncio, "sleep", pause)

    def make(self, partition: int, too_large) -> Task:
        self.too_large.append(set(too_large))
        plan = self.plans.get(partition, [])
        if plan and plan[0][0] == "make":
            raise plan.pop(0)[1]
        return Task(partition, plan, self.noted)

    async def turns(self, number: int = 30) -> None:
        for _ in range(number):
            await asyncio.sleep(0)

    def steps(self, partition: int) -> list[str]:
        return [step for step, number in self.noted if number == partition]


@pytest.fixture(autouse=True)
async def no_task_stays():
    yield
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_what_is_given_is_opened_and_what_is_taken_is_closed(monkeypatch) -> None:
    process = Process(monkeypatch)
    tasks = process.tasks
    assert not tasks.all_running, "nothing was given yet"
    tasks.give(frozenset({0, 1}))
    assert (tasks.wanted, tasks.all_running) == ({0, 1}, False)
    await process.turns()
    assert tasks.all_running
    assert tasks.positions() == {("topic", 0): 10, ("topic", 1): 11}
    tasks.give(frozenset({1, 2}))
    assert tasks.positions() == {("topic", 1): 11}, "what was taken is not watched"
    await process.turns()
    assert tasks.positions() == {("topic", 1): 11, ("topic", 2): 12}
    assert (process.steps(0), process.steps(1)) == (["open", "close"], ["open"])
    tasks.give(frozenset({0, 2}))
    await process.turns()
    assert process.steps(0) == ["open", "close", "open"]
    assert process.told == {"running": 1}
    assert process.pauses == []


async def test_a_partition_that_is_given_again_while_it_ends_is_opened_anew(monkeypatch) -> None:
    gate = asyncio.Event()
    process = Process(monkeypatch, p0=[("close", gate.wait())])
    process.tasks.give(frozenset({0}))
    await process.turns()
    process.tasks.give(frozenset())
    await process.turns()
    process.tasks.give(frozenset({0}))
    await process.turns()
    assert process.steps(0) == ["open", "close"], "two at once would shut each other out"
    assert not process.tasks.all_running
    gate.set()
    await process.turns()
    assert process.steps(0) == ["open", "close", "open"]
    assert process.tasks.all_running


async def test_given_nothing_it_is_ready(monkeypatch) -> None:
    process = Process(monkeypatch)
    process.tasks.give(frozenset())
    assert process.tasks.all_running
    assert process.told == {"running": 1}


async def test_a_partition_that_cannot_be_opened_is_opened_again(monkeypatch) -> None:
    """Also when its store is still another process's, which is seen when it is made."""
    failures = [("make", OSError("locked")), ("open", OSError("gone")), ("open", OSError("gone"))]
    process = Process(monkeypatch, p0=failures)
    process.tasks.give(frozenset({0}))
    await process.turns()
    assert process.tasks.all_running
    assert process.pauses == [2 * FIRST, 4 * FIRST, 8 * FIRST]
    assert process.steps(0) == ["open", "close", "open", "close", "open"]


@pytest.mark.parametrize("step", ["open", "cycle", "close"])
async def test_what_a_client_cancels_by_itself_ends_no_partition(monkeypatch, step) -> None:
    """A client whose broker is gone hands the end of its own tasks to who waits for them."""
    gone = [("cycle", OSError("gone"))] if step == "close" else []
    process = Process(monkeypatch, p0=[*gone, (step, asyncio.CancelledError())])
    process.tasks.give(frozenset({0}))
    await process.turns(40)
    assert process.tasks.all_running
    assert process.steps(0) == ["open", "close", "open"]


async def test_a_partition_whose_process_ends_is_closed_and_not_opened_again(monkeypatch) -> None:
    process = Process(monkeypatch, p0=[("cycle", asyncio.Event().wait())])
    process.tasks.give(frozenset({0}))
    await process.turns()
    await process.tasks.stop(0.01)
    assert process.steps(0) == ["open", "close"]


async def test_a_partition_that_stands_where_there_is_nothing_is_opened_again_once(
    monkeypatch,
) -> None:
    gate = asyncio.Event()
    process = Process(monkeypatch, p0=[("cycle", asyncio.sleep(0)), ("cycle", gate.wait())])
    process.tasks.give(frozenset({0}))
    await process.turns(5)
    process.tasks.open_again(0)
    gate.set()
    await process.turns()
    assert process.steps(0) == ["open", "close", "open"]
    assert process.tasks.all_running


async def test_pauses_end_at_five_seconds_and_a_cycle_begins_anew(monkeypatch) -> None:
    failures = [("open", OSError("gone"))] * 6 + [("cycle", asyncio.sleep(0)), ("cycle", OSError())]
    process = Process(monkeypatch, p0=failures)
    process.tasks.give(frozenset({0}))
    await process.turns(80)
    assert process.pauses == [0.4, 0.8, 1.6, 3.2, LONGEST, LONGEST, 0.4]


async def test_what_another_worker_took_is_left_for_a_while(monkeypatch, caplog) -> None:
    process = Process(monkeypatch, p0=[("cycle", FencedError("taken"))])
    with caplog.at_level(logging.WARNING):
        process.tasks.give(frozenset({0}))
        await process.turns()
    assert process.pauses == [FENCED]
    assert process.steps(0) == ["open", "close", "open"]
    assert caplog.records == [], "nobody need do anything"


async def test_a_partition_that_is_given_up_in_its_pause_stays_closed(monkeypatch) -> None:
    process = Process(monkeypatch, p0=[("cycle", FencedError("taken"))])
    process.on_pause = lambda: process.tasks.give(frozenset())
    process.tasks.give(frozenset({0}))
    await process.turns()
    assert process.pauses == [FENCED]
    assert process.steps(0) == ["open", "close"]


async def test_what_is_never_taken_is_remembered_for_its_partition(monkeypatch) -> None:
    output = Output(topic=CLEAN, key=b"k", value=b"v")
    records = [record_of(output, spec=AGENTS[0], message=message(offset)) for offset in (4, 5)]
    refusals = [("cycle", TooLargeToSendError(record, "no")) for record in records]
    process = Process(monkeypatch, p0=refusals)
    process.tasks.give(frozenset({0}))
    await process.turns()
    process.tasks.give(frozenset({0, 1}))
    await process.turns()
    first, second = map(place_of, records)
    assert process.too_large == [set(), {first}, {first, second}, set()]
    assert process.pauses == [FIRST, FIRST]


async def test_how_far_an_opening_is_can_be_seen(monkeypatch) -> None:
    gate = asyncio.Event()
    process = Process(monkeypatch, p1=[("open", gate.wait())])
    tasks = process.tasks
    tasks.give(frozenset({0, 1}))
    await process.turns()
    assert tasks.opening() == {1: 0}
    tasks._tasks[1].progress = 7
    assert tasks.opening() == {1: 7}
    assert (tasks.all_running, tasks.positions()) == (False, {("topic", 0): 10})
    assert process.told == {}
    gate.set()
    await process.turns()
    assert (tasks.opening(), tasks.all_running, process.told) == ({}, True, {"running": 1})


async def test_it_is_busy_when_one_of_them_is(monkeypatch) -> None:
    process = Process(monkeypatch)
    process.tasks.give(frozenset({0, 1}))
    await process.turns()
    assert not process.tasks.busy
    process.tasks._tasks[1].busy = True
    assert process.tasks.busy


async def test_a_stop_waits_for_what_is_in_hand_and_not_for_ever(monkeypatch) -> None:
    gate, never = asyncio.Event(), asyncio.Event()
    process = Process(monkeypatch, p0=[("cycle", gate.wait())], p1=[("cycle", never.wait())])
    process.tasks.give(frozenset({0, 1}))
    await process.turns()
    stopping = asyncio.ensure_future(process.tasks.stop(0.05))
    await process.turns()
    assert process.steps(0) == ["open"], "its batch is finished first"
    gate.set()
    await process.turns()
    assert process.steps(0) == ["open", "close"]
    assert process.steps(1) == ["open"]
    await stopping
    assert process.steps(1) == ["open", "close"], "cancelled, and closed all the same"
    process.tasks.give(frozenset({0}))
    await process.turns()
    assert (process.tasks.wanted, process.steps(0)) == (frozenset(), ["open", "close"])


async def test_a_stop_does_not_wait_for_what_is_being_opened(monkeypatch) -> None:
    never, gate = asyncio.Event(), asyncio.Event()
    process = Process(monkeypatch, p0=[("open", never.wait())], p1=[("cycle", gate.wait())])
    process.tasks.give(frozenset({0, 1}))
    await process.turns()
    stopping = asyncio.ensure_future(process.tasks.stop(60.0))
    await process.turns()
    assert (process.steps(0), process.steps(1)) == (["open", "close"], ["open"])
    gate.set()
    await stopping
    assert process.steps(1) == ["open", "close"]


async def test_a_stop_of_nothing_is_one() -> None:
    await StreamTasks(Process.make).stop(0.0)


async def test_a_partition_that_cannot_be_closed_is_opened_again(monkeypatch) -> None:
    process = Process(monkeypatch, p0=[("cycle", OSError("gone")), ("close", OSError("gone"))])
    process.tasks.give(frozenset({0}))
    await process.turns()
    assert process.steps(0) == ["open", "close", "open"]


async def test_a_full_disk_is_one_line_with_its_mend_and_the_partitions_go_on(
    monkeypatch, caplog
) -> None:
    full = [
        OSError(errno.ENOSPC, "No space left on device"),
        Exception("IO error: No space left on device: While appending to file: 000012.log"),
    ]
    plan = [("open", full[0]), ("cycle", full[1]), ("cycle", asyncio.Event().wait())]
    process = Process(monkeypatch, _0=plan, _1=[("make", full[1])])
    process.tasks.give(frozenset({0, 1}))
    for _ in range(50):
        await asyncio.sleep(0)
    assert caplog.messages == [
        f"the disk is full, and nothing is written till it is not. {MEND_FULL}",
    ]
    assert caplog.records[0].levelno == logging.ERROR
    assert process.tasks.all_running
    await process.tasks.stop(0)
