"""Single records by their place: what a rejected record says it was made of."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any

from aiokafka import TopicPartition

from pipeline.kafka.connections import open_consumer
from pipeline.kafka.faults import clear_errors
from pipeline.kafka.records import Place, Record, record_of
from pipeline.settings import BrokerSettings
from pipeline.topology import Right, Topic

# Seconds to wait for one record that should be there.
_LOOK = 10.0


async def records_at(
    settings: BrokerSettings, topic: Topic, places: Collection[Place]
) -> dict[Place, Record]:
    """Return those records of `topic` that are still there.

    Raises:
        BrokerError: No broker answers, or it refused us.
        TopicError: The topic is missing.
    """
    found: dict[Place, Record] = {}
    needs = Right(operation="Read", resource="topic", name=topic.name)
    async with clear_errors(settings, needs):
        consumer, numbers = await open_consumer(settings, topic, None)
        try:
            for place in sorted(places):
                if place[0] in numbers and (record := await _one(consumer, topic.name, place)):
                    found[place] = record
        finally:
            await consumer.stop()
    return found


async def _one(consumer: Any, topic: str, place: Place) -> Record | None:  # noqa: ANN401 - untyped
    tp = TopicPartition(topic, place[0])
    consumer.assign([tp])
    begin = (await consumer.beginning_offsets([tp]))[tp]
    end = (await consumer.end_offsets([tp]))[tp]
    if not begin <= place[1] < end:
        return None
    consumer.seek(tp, place[1])
    until = asyncio.get_running_loop().time() + _LOOK
    while asyncio.get_running_loop().time() < until:
        for records in (await consumer.getmany(timeout_ms=200, max_records=1)).values():
            # The place may hold a marker, or what was compacted away: the next one comes.
            return record_of(records[0]) if records[0].offset == place[1] else None
        if await consumer.position(tp) >= end:
            return None
    return None
