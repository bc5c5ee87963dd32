"""The seam to Faust: records handed to its agents, faults handed back, a service that ends last."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import faust
import pytest

from pipeline.stream.agents import Agent
from pipeline.stream.batches import Batch
from pipeline.stream.messages import Output
from pipeline.stream.metrics import Stats
from pipeline.stream.on_faust.app import App, Turn, attach
from pipeline.stream.on_faust.member import Member
from pipeline.stream.stream_task import HandOver
from pipeline.topology import AGENTS, CLEAN
from tests.unit.stream.parts import message, topics


def one(read):
    return [Output(topic=CLEAN, key=b"k", value=read.value)]


def agent(spec=AGENTS[0], handler=one) -> Agent:
    return Agent(spec=spec, handler=handler, stats=Stats())


class Broken(Agent):
    async def work(self, messages, batch) -> None:
        raise KeyError("a bug of ours")


@pytest.fixture
async def running() -> AsyncIterator[tuple[App, HandOver]]:
    """A real application with two agents, and no broker anywhere."""
    app = App(
        "news-test", broker="kafka://127.0.0.1:1", web_enabled=False, autodiscover=False,
        loop=asyncio.get_running_loop(),
    )  # fmt: skip
    hand_over = attach(app, AGENTS[:2])
    async with asyncio.timeout(10):
        await app.start()
    yield app, hand_over
    await app.stop()


async def test_agents_work_on_what_they_are_handed_in_its_order(running) -> None:
    app, hand_over = running
    assert sorted(app.agents) == ["news-test.clean", "news-test.dedup"]
    batches = [Batch() for _ in range(3)]
    async with asyncio.timeout(10):
        await asyncio.gather(
            *(
                hand_over(agent(), [message(number, b"%d" % number)], batch)
                for number, batch in enumerate(batches)
            )
        )
    assert [batch.records[0].value for batch in batches] == [b"0", b"1", b"2"]
    assert topics(batches[0]) == [CLEAN.name]


async def test_a_fault_of_ours_is_for_who_waits_and_the_agent_goes_on(running) -> None:
    _, hand_over = running
    broken = Broken(spec=AGENTS[0], handler=one, stats=Stats())
    async with asyncio.timeout(10):
        with pytest.raises(KeyError, match="a bug of ours"):
            await hand_over(broken, [message()], Batch())
        batch = Batch()
        await hand_over(agent(), [message()], batch)
    assert topics(batch) == [CLEAN.name]


async def test_nothing_of_faust_talks_to_kafka(running) -> None:
    app, _ = running
    started = {type(service).__name__ for service in app.boot_strategy.server()}
    assert started == {"AgentManager", "Monitor"}
    theirs = faust.App("theirs", broker="kafka://127.0.0.1:1", autodiscover=False, web_enabled=True)
    usual = {type(service).__name__ for service in theirs.boot_strategy.server()}
    assert {"Consumer", "Producer", "TableManager", "Web"} <= usual


async def test_a_turn_that_nobody_waits_for_any_more_is_taken_all_the_same() -> None:
    for kind in (agent(), Broken(spec=AGENTS[0], handler=one, stats=Stats())):
        batch = Batch()
        turn = Turn(kind, [message()], batch)
        turn.done.cancel()
        await turn.take()
        assert turn.done.cancelled()


class Ends:
    def __init__(self, noted: list[str]) -> None:
        self.noted = noted

    async def stop(self, patience: float) -> None:
        assert patience == 20.0
        self.noted.append("drained")

    async def for_ever(self) -> None:
        self.noted.append("member")
        try:
            await asyncio.Event().wait()
        finally:
            self.noted.append("left the group")


async def test_what_is_in_hand_is_finished_before_the_group_is_left() -> None:
    noted: list[str] = []
    parts = Ends(noted)

    async def watch() -> None:
        noted.append("watching")
        await asyncio.Event().wait()

    member = Member(parts, parts, watch)
    async with asyncio.timeout(10):
        await member.start()
        await asyncio.sleep(0)
        await member.stop()
    assert noted == ["member", "watching", "drained", "left the group"]
