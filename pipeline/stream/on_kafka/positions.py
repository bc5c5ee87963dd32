"""Where reading stands in the topics of one partition, and which of its topics are missing."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any

from aiokafka import TopicPartition

log = logging.getLogger(__name__)

# Seconds between two looks for a topic that is not there.
_LOOK = 5.0


class Positions:
    """The next offset of each topic that is there.

    Args:
        inputs: What is read.
        partitions: How many partitions a topic should have.
    """

    def __init__(self, inputs: Sequence[TopicPartition], *, partitions: int) -> None:
        self._inputs = inputs
        self._partitions = partitions
        self._next: dict[TopicPartition, int] = {}
        self._missing: list[TopicPartition] = []
        self._next_look = 0.0

    def by_topic(self) -> Mapping[str, int]:
        """Return the next offset of each topic."""
        return {tp.topic: offset for tp, offset in self._next.items()}

    async def take_up(self, consumer: Any) -> None:  # noqa: ANN401 - aiokafka is untyped
        """Let `consumer` go on where the group's last transaction left off."""
        there = await _there(consumer, self._inputs)
        self._missing = [tp for tp in self._inputs if tp not in there]
        for tp in self._missing:
            log.error(
                "%s has no partition %d: was it deleted and made again? Nothing is read there "
                "until it has %d partitions", tp.topic, tp.partition, self._partitions,
            )  # fmt: skip
        # Asked before anything is assigned: while it still looks for the group's coordinator,
        # aiokafka fails at what changes.
        committed = {tp: await consumer.committed(tp) for tp in there}
        consumer.assign(there)
        first = await consumer.beginning_offsets(there)
        ends = await consumer.end_offsets(there)
        for tp in there:
            self._next[tp] = start_of(tp, committed[tp], first[tp], ends[tp])
            consumer.seek(tp, self._next[tp])

    async def move(self, consumer: Any) -> None:  # noqa: ANN401 - aiokafka is untyped
        """Go to where `consumer` stands: over the markers of transactions too."""
        for tp in self._next:
            self._next[tp] = await consumer.position(tp)

    async def look_for_missing(self, consumer: Any) -> None:  # noqa: ANN401 - aiokafka is untyped
        """Look, now and then, for a topic that was not there.

        Raises:
            ConnectionError: It is there: the partition is to be opened again.
        """
        now = time.monotonic()
        if not self._missing or now < self._next_look:
            return
        self._next_look = now + _LOOK
        for tp in await _there(consumer, self._missing):
            raise ConnectionError(f"{tp.topic} has partition {tp.partition} again")


async def _there(
    consumer: Any,  # noqa: ANN401 - aiokafka is untyped
    wanted: Sequence[TopicPartition],
) -> list[TopicPartition]:
    """Return those of `wanted` that the brokers have."""
    # Asking for one topic would make it, on a broker that makes topics by itself.
    found = await consumer._client.fetch_all_metadata()  # noqa: SLF001 - see `private`
    return [tp for tp in wanted if tp.partition in (found.partitions_for_topic(tp.topic) or ())]


def start_of(tp: TopicPartition, committed: int | None, first: int, end: int) -> int:
    """Return the offset to go on at, of a log that holds `first` to `end`."""
    if committed is None:
        return first
    if committed > end:
        log.error(
            "%s/%d ends at %d, %d were read of it: it was made again, and is read from its start",
            tp.topic, tp.partition, end, committed,
        )  # fmt: skip
        return first
    if committed < first:
        log.error(
            "%s/%d: %d records were deleted before they were read: lengthen the topic's "
            "retention.ms", tp.topic, tp.partition, first - committed,
        )  # fmt: skip
        return first
    return committed
