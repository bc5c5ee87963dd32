"""Watch a worker's partitions: their lag, and whether each of them moves."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import faust

from pipeline.stream.agents import Agent
from pipeline.stream.delivery import Leave
from pipeline.stream.metrics import Liveness, Place, Stats

log = logging.getLogger(__name__)

# Seconds between two looks: a liveness probe asks every ten.
_EVERY = 5.0
# Seconds to wait for the broker's answer, and how many unanswered questions in a row are too many.
_PATIENCE, _SILENT = 10.0, 2


async def watch(app: faust.App, agents: Sequence[Agent], stats: Stats, leave: Leave) -> None:
    """Publish lags and liveness until the application stops; leave when partitions are stuck.

    After a rebalance Faust may stop fetching without a word. Nothing is lost, and nothing flows
    until the process is started again: so it leaves, as it does when something cannot be sent.

    What counts as done is what an agent finished, and where a partition ends is asked of the
    broker: the consumer's own high watermark stands still when it stops fetching (faust#629).
    """
    liveness = Liveness()
    silent = 0
    while not app.should_stop:
        try:
            positions = await asyncio.wait_for(_positions(app, agents), _PATIENCE)
            silent = 0
        except TimeoutError:
            # The consumer's thread hangs: it is asked on its own queue, and does not answer.
            silent += 1
            if silent >= _SILENT and not any(agent.busy for agent in agents):
                leave("the consumer does not answer")
        except Exception as error:  # noqa: BLE001 - a broker that is away is the agents' business
            log.debug("lags cannot be read: %r", error)
        else:
            stuck = liveness.see(positions, busy=any(agent.busy for agent in agents))
            lags = {place: max(0, end - at) for place, (at, end) in positions.items()}
            stats.progress(lags, alive=not stuck)
            if stuck:
                leave(f"partitions with records to read do not move: {stuck}")
        await asyncio.sleep(_EVERY)


async def _positions(app: faust.App, agents: Sequence[Agent]) -> dict[Place, tuple[int, int]]:
    """Return `(next offset to work on, end)` of every partition held now."""
    if app.rebalancing:
        # Until the tables are recovered nothing is meant to flow, but the recovery itself moves. It
        # too may stop without a word.
        tables: Any = app.tables
        # Offsets are unknown (None) until the changelogs' ends were asked for.
        recovered = sum(offset or 0 for offset in tables.recovery.active_offsets.values())
        return {("recovery", app.rebalancing_count): (recovered, recovered + 1)}
    done: dict[Place, int] = {}
    for agent in agents:
        done |= agent.positions
    topics = {agent.spec.reads.name for agent in agents}
    held = [tp for tp in app.consumer.assignment() if tp.topic in topics]
    if not held:
        return {}
    ends = await app.consumer.highwaters(*held)
    found: dict[Place, tuple[int, int]] = {}
    for tp, end in ends.items():
        place = (tp.topic, tp.partition)
        if place not in done:
            done[place] = await app.consumer.position(tp) or 0
            for agent in agents:
                if agent.spec.reads.name == tp.topic:
                    agent.positions[place] = done[place]
        found[place] = (done[place], end or 0)
    return found
