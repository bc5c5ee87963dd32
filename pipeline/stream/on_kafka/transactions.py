"""Records of one partition's batch into one Kafka transaction, with the offsets they came from."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, Self

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import (
    InvalidProducerEpoch,
    InvalidProducerIdMapping,
    InvalidTxnState,
    MessageSizeTooLargeError,
    ProducerFenced,
    RecordListTooLargeError,
)

from pipeline.kafka.cancelled import part
from pipeline.settings import BrokerSettings
from pipeline.stream.batches import ProducerRecord
from pipeline.stream.delivery import TooLargeToSendError
from pipeline.stream.on_kafka import second_protocol
from pipeline.stream.stream_task import FencedError
from pipeline.text.fingerprint import murmur2
from pipeline.topology import MIB

# Above the largest record of all, a rejected one of 33 MiB with its headers.
LARGEST_REQUEST = 34 * MIB
# Records of one partition travel in batches of so many bytes.
_BATCH_BYTES = 131_072
# A worker that stands still in the middle of a transaction holds back those who read what it wrote
# for so long, unless its partition finds a new owner before.
_TRANSACTION_MS = 30_000
# Seconds for a transaction: a broker that is away longer costs the partition a new start.
_PATIENCE = 60.0
# A transaction that follows on another meets its markers and is asked to come again: the broker
# needs some milliseconds for them.
_BACKOFF_MS = 30

_FENCED = (ProducerFenced, InvalidProducerEpoch, InvalidProducerIdMapping, InvalidTxnState)
_TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)


class Transactions:
    """A producer whose transactional id shuts out every older one of the same id.

    Args:
        settings: Where the broker is.
        name: The transactional id.
        group: The consumer group whose offsets are committed.
        partition: Where a record without key goes.
    """

    def __init__(self, settings: BrokerSettings, *, name: str, group: str, partition: int) -> None:
        self._group = group
        self._partition = partition
        self._counts: dict[str, int] = {}
        self._producer: Any = AIOKafkaProducer(
            **settings.aiokafka_kwargs(),
            transactional_id=name,
            transaction_timeout_ms=_TRANSACTION_MS,
            max_request_size=LARGEST_REQUEST,
            max_batch_size=_BATCH_BYTES,
            request_timeout_ms=int(1000 * _PATIENCE / 2),
            retry_backoff_ms=_BACKOFF_MS,
        )

    async def open(self) -> Self:
        """Shut out who had the id before: what they had begun is settled when this returns."""
        async with asyncio.timeout(_PATIENCE):
            await self._producer.start()
            await second_protocol.speak(self._producer)
        return self

    async def commit(
        self, records: Sequence[ProducerRecord], offsets: Mapping[TopicPartition, int]
    ) -> dict[str, int]:
        """Write all of it or nothing. After a failure the id has to be opened anew.

        Args:
            records: Each with the topic that it goes to.
            offsets: What is read next.

        Returns:
            By topic, the offset after the last of `records` in the partition that is ours.

        Raises:
            FencedError: The id belongs to another producer now.
            TooLargeToSendError: Nothing was written, since one record is never taken.
        """
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._commit(records, offsets)
        except Exception as error:
            if isinstance(why := self._cause(error), _FENCED):
                raise FencedError(repr(why)) from error
            raise

    def _cause(self, error: Exception) -> BaseException:
        """Return why the producer's sending task ended, if it did: `error` may follow of it."""
        sending = self._producer._sender.sender_task  # noqa: SLF001 - see `private`
        ended = sending is not None and sending.done() and not sending.cancelled()
        return (sending.exception() if ended else None) or error

    async def close(self) -> None:
        """Disconnect; what is not committed never will be."""
        # Not by `stop`, which waits for what is not sent yet: there is no public way to say so.
        producer = self._producer
        producer._closed = True  # noqa: SLF001 - see `private`
        await part(producer._sender.close())  # noqa: SLF001
        await part(producer.client.close())

    async def _commit(
        self, records: Sequence[ProducerRecord], offsets: Mapping[TopicPartition, int]
    ) -> dict[str, int]:
        producer = self._producer
        await producer.begin_transaction()
        batches = [
            (tp, builder, some)
            for tp, mine in (await self._by_partition(records)).items()
            for builder, some in _batches(producer, mine)
        ]
        waits: list[Awaitable[Any]] = [
            await producer.send_batch(builder, tp.topic, partition=tp.partition)
            for tp, builder, _ in batches
        ]
        if offsets:
            waits.append(producer.send_offsets_to_transaction(dict(offsets), self._group))
        results: list[Any] = await asyncio.gather(*waits, return_exceptions=True)
        _judge([some for _, _, some in batches], results)
        ends = {
            tp.topic: result.offset + len(some)
            for (tp, _, some), result in zip(batches, results, strict=False)
            if tp.partition == self._partition
        }
        await producer.commit_transaction()
        return ends

    async def _by_partition(
        self, records: Sequence[ProducerRecord]
    ) -> dict[TopicPartition, list[ProducerRecord]]:
        found: dict[TopicPartition, list[ProducerRecord]] = {}
        for record in records:
            partition = record.partition
            if partition is None and record.key is not None:
                partition = murmur2(record.key) % await self._count(record.topic)
            if partition is None:
                partition = self._partition
            found.setdefault(TopicPartition(record.topic, partition), []).append(record)
        return found

    async def _count(self, topic: str) -> int:
        """Return how many partitions a topic has."""
        found = self._counts.get(topic)
        if found is None:
            found = self._counts[topic] = len(await self._producer.partitions_for(topic))
        return found


def _batches(
    producer: Any,  # noqa: ANN401 - aiokafka is untyped
    records: Sequence[ProducerRecord],
) -> list[tuple[Any, list[ProducerRecord]]]:
    """Return `records` of one partition as few batches."""
    batches: list[tuple[Any, list[ProducerRecord]]] = []
    builder: Any = None
    for record in records:
        if builder is None or not _append(builder, record):
            builder = producer.create_batch()
            batches.append((builder, []))
            _append(builder, record)
        batches[-1][1].append(record)
    return batches


def _judge(batches: Sequence[Sequence[ProducerRecord]], results: Sequence[Any]) -> None:
    """Raise what went wrong, if anything: of several failures the one that caused the others."""
    failures = [result for result in results if isinstance(result, BaseException)]
    for error in failures:
        if isinstance(error, _FENCED):
            raise error
    for some, result in zip(batches, results, strict=False):
        # What follows a refused batch in its partition is refused too, for its sequence number.
        if isinstance(result, _TOO_LARGE):
            largest = max(some, key=lambda record: record.size)
            raise TooLargeToSendError(largest, str(result) or type(result).__name__)
    for error in failures:
        raise error


def _append(builder: Any, record: ProducerRecord) -> bool:  # noqa: ANN401 - aiokafka is untyped
    timestamp = None if record.timestamp is None else round(1000 * record.timestamp)
    headers = list(record.headers)
    added = builder.append(timestamp=timestamp, key=record.key, value=record.value, headers=headers)
    return added is not None
