"""Transactions that stay open: what stands behind them is not read, and one line says so.

We read what is committed. A publisher that hangs in the middle of a transaction holds back all
that others write behind it in those partitions, until Kafka ends the transaction (after the
publisher's `transaction.timeout.ms`: a minute, a quarter of an hour at most).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from pipeline.settings import BrokerSettings

Offsets = Mapping[TopicPartition, int]
Tell = Callable[[str], None]

# Seconds that a transaction may be open unmentioned: where reading ends, a batch of a worker of
# ours is done by then; where it goes on, there is more time.
AT_THE_END = 2.0
WHILE_FOLLOWING = 10.0
_PAUSE = 0.2


async def written_ends(
    settings: BrokerSettings, partitions: Sequence[TopicPartition]
) -> dict[TopicPartition, int]:
    """Return where each partition ends, with what is not committed yet."""
    consumer = AIOKafkaConsumer(**settings.aiokafka_kwargs())
    await consumer.start()
    try:
        found: dict[TopicPartition, int] = await consumer.end_offsets(list(partitions))
        return found
    finally:
        await consumer.stop()


async def still_open(
    consumer: Any,  # noqa: ANN401 - aiokafka is untyped
    stable: Offsets,
    written: Offsets,
    within: float = AT_THE_END,
) -> dict[TopicPartition, int]:
    """Return the partitions whose stable end does not move within `within` seconds, and that end.

    Args:
        consumer: Reads what is committed.
        stable: Where each partition ended for it.
        written: Where each ended, with what is not committed.
        within: How long to wait for transactions that are under way.
    """
    held = {tp: end for tp, end in stable.items() if end < written.get(tp, end)}
    end = asyncio.get_running_loop().time() + within
    while held and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(_PAUSE)
        now = await consumer.end_offsets(list(held))
        held = {tp: at for tp, at in held.items() if now[tp] == at}
    return held


def held_line(topic: str, held: Offsets) -> str:
    """Return the line on partitions that an open transaction holds back, from which offsets."""
    places = ", ".join(f"{tp.partition} from offset {held[tp]}" for tp in sorted(held))
    return (
        f"{topic}: a publisher's transaction is open in partition {places}: what stands there is "
        "read when it is committed or Kafka has ended it"
    )


class OpenTransactions:
    """Watches a reader that goes on for ever; says once of each open transaction where it stands.

    Args:
        topic: What is read.
        tell: Takes the line.
    """

    def __init__(self, topic: str, tell: Tell) -> None:
        self._topic = topic
        self._tell = tell
        self._since: dict[tuple[TopicPartition, int], float] = {}
        self._told: set[tuple[TopicPartition, int]] = set()

    def look(self, consumer: Any, now: float) -> None:  # noqa: ANN401 - aiokafka is untyped
        """Look at what the last fetches said of each partition.

        Args:
            consumer: Reads what is committed.
            now: Seconds of a clock that does not jump.
        """
        held: dict[tuple[TopicPartition, int], float] = {}
        for tp in consumer.assignment():
            stable, written = consumer.last_stable_offset(tp), consumer.highwater(tp)
            # None before the first answer.
            if stable is not None and written is not None and 0 <= stable < written:
                held[tp, stable] = self._since.get((tp, stable), now)
        self._since = held
        self._told &= held.keys()
        due = {place for place, since in held.items() if now - since >= WHILE_FOLLOWING}
        if due - self._told:
            self._tell(held_line(self._topic, dict(due)))
        self._told |= due
