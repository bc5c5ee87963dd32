"""How far a group is behind: counted in what it can read, not in markers of transactions."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from pipeline.settings import BrokerSettings
from pipeline.types.articles import Struct

# Seconds to look for what a group may read next.
_LOOK = 10.0


class Lag(Struct, frozen=True, kw_only=True):
    """How far a group is behind in one partition. `committed` is None before its first commit.

    `end` is where what is committed ends: what stands behind it, in a transaction that is open,
    is no lag. Nor are markers and what was aborted, where nothing else follows.
    """

    topic: str
    partition: int
    committed: int | None
    end: int
    lag: int


async def read_lag(
    settings: BrokerSettings,
    partitions: Sequence[TopicPartition],
    offsets: Mapping[TopicPartition, Any],
) -> tuple[Lag, ...]:
    """Return how far behind the group is that stands at `offsets`, in order of `partitions`."""
    consumer = AIOKafkaConsumer(
        **settings.aiokafka_kwargs(),
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    await consumer.start()
    try:
        ends = await consumer.end_offsets(partitions)
        begins = await consumer.beginning_offsets(partitions)
        committed = {tp: _committed(offsets.get(tp)) for tp in partitions}
        starts = {tp: max(committed[tp] or 0, begins[tp]) for tp in partitions}
        behind = {tp: start for tp, start in starts.items() if start < ends[tp]}
        firsts = starts | await _first_records(consumer, behind, ends)
    finally:
        await consumer.stop()
    return tuple(
        Lag(
            topic=tp.topic,
            partition=tp.partition,
            committed=committed[tp],
            end=ends[tp],
            lag=max(0, ends[tp] - firsts[tp]),
        )
        for tp in partitions
    )


def _committed(known: Any) -> int | None:  # noqa: ANN401 - aiokafka is untyped
    # The broker says -1 for a partition that the group never committed.
    return known.offset if known is not None and known.offset >= 0 else None


async def _first_records(
    consumer: Any,  # noqa: ANN401 - aiokafka is untyped
    starts: Mapping[TopicPartition, int],
    ends: Mapping[TopicPartition, int],
) -> dict[TopicPartition, int]:
    """Return where the first record from `starts` on stands, or the end where there is none."""
    consumer.assign(list(starts))
    for tp, start in starts.items():
        consumer.seek(tp, start)
    firsts: dict[TopicPartition, int] = {}
    until = time.monotonic() + _LOOK
    while len(firsts) < len(starts) and time.monotonic() < until:
        for tp, records in (await consumer.getmany(timeout_ms=200)).items():
            firsts.setdefault(tp, records[0].offset)
        for tp in starts.keys() - firsts.keys():
            if await consumer.position(tp) >= ends[tp]:
                firsts[tp] = ends[tp]
        if done := [tp for tp in firsts if tp not in consumer.paused()]:
            consumer.pause(*done)
    return firsts
