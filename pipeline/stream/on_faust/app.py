"""The Faust application: its agents are fed by our own reader of Kafka, a batch at a time.

Faust's consumer, producer, tables and recovery are not started: see docs/adr/0015.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import faust
from faust.app.base import BootStrategy

from pipeline.stream.agents import Agent
from pipeline.stream.batches import Batch
from pipeline.stream.messages import Message
from pipeline.stream.stream_task import HandOver
from pipeline.topology import AgentName, AgentSpec


class _WithoutKafka(BootStrategy):
    """Starts agents and services, and nothing that talks to Kafka."""

    enable_kafka = False
    enable_web = False


class App(faust.App):
    """A Faust application whose agents read channels."""

    BootStrategy = _WithoutKafka

    async def on_start(self) -> None:
        """Let the channels flow: Faust's consumer would, when it has its partitions."""
        self.finalize()
        self.flow_control.resume()


class Turn:
    """Records for an agent, and the batch that they are part of."""

    def __init__(self, agent: Agent, messages: Sequence[Message], batch: Batch) -> None:
        self._agent = agent
        self._messages = messages
        self._batch = batch
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def take(self) -> None:
        """Let the agent work; what it raises is for who waits, and the agent goes on."""
        try:
            await self._agent.work(self._messages, self._batch)
        except Exception as error:  # noqa: BLE001 - see above
            self._end(error)
        else:
            self._end(None)

    def _end(self, error: Exception | None) -> None:
        if self.done.done():
            return
        if error is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(error)


def attach(app: faust.App, specs: Iterable[AgentSpec]) -> HandOver:
    """Make a Faust agent of each of `specs`; return the way to hand records to them.

    An agent works on one partition's records at a time, in the order in which they were handed
    over: on one core nothing is gained by more.
    """
    channels = {spec.name: _agent(app, spec) for spec in specs}

    async def hand_over(agent: Agent, messages: Sequence[Message], batch: Batch) -> None:
        turn = Turn(agent, messages, batch)
        await channels[agent.spec.name].put(turn)
        await turn.done

    return hand_over


def _agent(app: faust.App, spec: AgentSpec) -> Any:  # noqa: ANN401 - faust is untyped
    channel: Any = app.channel(maxsize=1)
    name: AgentName = spec.name

    async def run(turns: Any) -> None:  # noqa: ANN401 - faust is untyped
        async for turn in turns:
            await turn.take()

    app.agent(channel, name=f"{app.conf.id}.{name}")(run)
    return channel
