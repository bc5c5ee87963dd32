"""Watch a worker's partitions: their lag, and whether each of them moves."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from pipeline.kafka.cancelled import part, unless_ours
from pipeline.settings import BrokerSettings
from pipeline.stream.metrics import Liveness, Place, Stats
from pipeline.stream.stream_tasks import StreamTasks

log = logging.getLogger(__name__)

Leave = Callable[[str], None]

# Seconds between two looks: what is shown is true a second after a rebalance.
_EVERY = 1.0
# Seconds to wait for the broker's answer.
_PATIENCE = 10.0


async def watch(settings: BrokerSettings, tasks: StreamTasks, stats: Stats, leave: Leave) -> None:
    """Publish lags and liveness for ever; leave when partitions are stuck.

    What counts as done is what a transaction has; where a partition ends is asked of the broker,
    by a consumer of its own: one that has stopped fetching would not know.
    """
    liveness = Liveness()
    consumer: Any = None
    try:
        while True:
            try:
                if consumer is None:
                    consumer = await unless_ours(_open(settings))
                asked = asyncio.wait_for(_places(consumer, tasks), _PATIENCE)
                places = await unless_ours(asked)
            except Exception as error:  # noqa: BLE001 - a broker that is away is the tasks' business
                log.debug("lags cannot be read: %r", error)
                stats.alive(yes=False)
                stats.health.look(all_open=False)
                await _close(consumer)
                consumer = None
            else:
                _look(places, tasks, stats, liveness, leave)
            await asyncio.sleep(_EVERY)
    finally:
        await _close(consumer)


def _look(
    places: dict[Place, tuple[int, int]],
    tasks: StreamTasks,
    stats: Stats,
    liveness: Liveness,
    leave: Leave,
) -> None:
    # Between question and answer a partition may have gone.
    held = tasks.positions()
    places = {place: found for place, found in places.items() if place in held}
    lags = {place: max(0, end - at) for place, (at, end) in places.items()}
    for (topic, partition), (at, end) in places.items():
        if at > end:
            log.error("%s/%d ends at %d, read to %d: it was made again", topic, partition, end, at)
            tasks.open_again(partition)
    for partition, progress in tasks.opening().items():
        # Nothing is meant to flow there, but the opening itself moves. It too may stop.
        places["opening", partition] = (progress, progress + 1)
    stuck = liveness.see(places, busy=tasks.busy)
    stats.progress(lags, alive=tasks.all_running and not stuck)
    stats.health.look(all_open=tasks.all_running, stuck=stuck)
    if stuck:
        leave(f"partitions with records to read do not move: {stuck}")


async def _places(
    consumer: Any,  # noqa: ANN401 - untyped
    tasks: StreamTasks,
) -> dict[Place, tuple[int, int]]:
    """Return position and end of each topic's partition; the position was there before the end."""
    positions = tasks.positions()
    asked = [TopicPartition(*place) for place in positions]
    ends = await consumer.end_offsets(asked) if asked else {}
    return {(tp.topic, tp.partition): (positions[tuple(tp)], end) for tp, end in ends.items()}


async def _open(settings: BrokerSettings) -> Any:  # noqa: ANN401 - untyped
    consumer = AIOKafkaConsumer(
        **settings.aiokafka_kwargs(), isolation_level="read_committed", enable_auto_commit=False
    )
    await asyncio.wait_for(consumer.start(), _PATIENCE)
    return consumer


async def _close(consumer: Any) -> None:  # noqa: ANN401 - untyped
    if consumer is not None:
        await part(consumer.stop())
