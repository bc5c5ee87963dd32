"""Producers and consumers of Kafka as we open, use and close them."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Sequence
from typing import Any, Self

from aiokafka import (
    AIOKafkaConsumer,
    AIOKafkaProducer,
    TopicPartition,
)

from pipeline.errors import BrokerError, TopicError
from pipeline.kafka.faults import clear_errors
from pipeline.kafka.header_names import take_any_header_name
from pipeline.kafka.passwords import hide_passwords
from pipeline.kafka.rights import require_rights
from pipeline.settings import BrokerSettings
from pipeline.topology import Right, Topic

# Milliseconds to gather records into one request: a tenth of the CPU of sending each alone.
_LINGER_MS = 5


async def open_producer(settings: BrokerSettings, topic: Topic) -> Any:  # noqa: ANN401 - untyped
    """Return a started producer for `topic`: idempotent, acknowledged by all replicas, murmur2.

    Raises:
        TopicError: The topic is missing.
        NotAllowedError: It may not be seen.
    """
    hide_passwords()
    producer = AIOKafkaProducer(
        **settings.aiokafka_kwargs(),
        enable_idempotence=True,
        linger_ms=_LINGER_MS,
        max_request_size=topic.max_message_bytes,
    )
    needs = Right(operation="Write", resource="topic", name=topic.name)
    await _start(producer, producer.client, settings, needs)
    # Known from now on: a broker that goes away before the first record is an outage, not a
    # missing topic.
    await producer.partitions_for(topic.name)
    return producer


async def acknowledged(sent: Awaitable[Any], within: float, *, where: str) -> Any:  # noqa: ANN401 - untyped
    """Return where a record stands that was handed to a producer.

    Raises:
        BrokerError: No broker took it within that many seconds.
    """
    try:
        return await asyncio.wait_for(sent, within)
    except TimeoutError as error:
        raise BrokerError(
            f"not acknowledged within {within:.0f} s",
            where=where,
            mend="Publish it again: the same article has the same id",
        ) from error


async def close_producer(producer: Any, patience: float) -> None:  # noqa: ANN401 - untyped
    """Send what waits, and disconnect.

    An idempotent producer never gives a record up, so its own `stop` waits for ever on a broker
    that is gone.

    Args:
        producer: What `open_producer` gave.
        patience: Seconds that sending may take.

    Raises:
        TimeoutError: Something was not acknowledged in that time.
    """
    try:
        await asyncio.wait_for(producer.flush(), patience)
    except BaseException:
        # With its sending task gone, `stop` waits for nothing; there is no public way to say so.
        await producer._sender.close()  # noqa: SLF001 - see above
        await producer.stop()
        raise
    await producer.stop()


async def open_consumer(
    settings: BrokerSettings, topic: Topic, group: str | None
) -> tuple[Any, tuple[int, ...]]:
    """Return a started consumer that commits when told to, and the topic's partition numbers.

    It is assigned to no partition yet. It reads what is committed: nothing of a transaction that
    is open or was aborted.

    Raises:
        TopicError: The topic is missing.
        NotAllowedError: It may not be seen.
    """
    hide_passwords()
    take_any_header_name()
    consumer = AIOKafkaConsumer(
        **settings.aiokafka_kwargs(),
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
        max_partition_fetch_bytes=topic.max_message_bytes,
    )
    # Its client is the only way to ask for a topic's metadata before it is subscribed to.
    inner = consumer._client  # noqa: SLF001 - see above
    needs = Right(operation="Read", resource="topic", name=topic.name)
    return consumer, await _start(consumer, inner, settings, needs)


class TopicReading(ABC):
    """What reads a topic as long as a block lasts: an asynchronous context manager.

    Args:
        settings: Where the broker is.
        topic: What to read.
        group: A consumer group to read as; None for none.
    """

    def __init__(self, settings: BrokerSettings, topic: Topic, group: str | None) -> None:
        self._settings = settings
        self._topic = topic
        self._group = group
        self._needs = Right(operation="Read", resource="topic", name=topic.name)
        self._consumer: Any = None

    async def __aenter__(self) -> Self:
        """Connect, and find the place to start at.

        Raises:
            BrokerError: No broker answers, or it refused us.
            TopicError: The topic is missing, or is not the one that was read before.
        """
        async with clear_errors(self._settings, self._needs):
            self._consumer, numbers = await open_consumer(self._settings, self._topic, self._group)
            try:
                await self._begin(tuple(TopicPartition(self._topic.name, each) for each in numbers))
            except BaseException:
                await self._consumer.stop()
                raise
        return self

    async def __aexit__(self, *raised: object) -> None:
        """Disconnect."""
        await self._consumer.stop()

    @abstractmethod
    async def _begin(self, partitions: tuple[TopicPartition, ...]) -> None:
        """Put the connected consumer at its places; `partitions` are all that the topic has."""


async def seek_to(consumer: Any, partitions: Sequence[TopicPartition], since: float | None) -> None:  # noqa: ANN401 - untyped
    """Put `consumer` at the first record of each partition that is not older than `since`.

    Args:
        consumer: What `open_consumer` gave, assigned to `partitions`.
        partitions: Where to seek.
        since: Unix seconds; None leaves every partition where it is.
    """
    if since is None or not partitions:
        return
    found = await consumer.offsets_for_times(dict.fromkeys(partitions, int(since * 1000)))
    ends = await consumer.end_offsets(partitions)
    for partition in partitions:
        at = found.get(partition)
        consumer.seek(partition, at.offset if at else ends[partition])


async def _start(
    client: Any,  # noqa: ANN401 - untyped
    inner: Any,  # noqa: ANN401 - untyped
    settings: BrokerSettings,
    needs: Right,
) -> tuple[int, ...]:
    try:
        await client.start()
        cluster = await inner.fetch_all_metadata()
        partitions = cluster.partitions_for_topic(needs.name)
        if not partitions:
            # A topic that one may not see is left out of what there is.
            await require_rights(settings, [needs])
        return _numbers(needs.name, partitions)
    except BaseException:
        await client.stop()
        raise


def _numbers(name: str, partitions: set[int] | None) -> tuple[int, ...]:
    if not partitions:
        raise TopicError("the topic is missing", where=name, mend="Run `news topics create`")
    return tuple(sorted(partitions))
