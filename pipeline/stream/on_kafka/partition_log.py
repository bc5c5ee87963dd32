"""One partition on Kafka: its topics read, its tables brought up to date, its transactions."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from pipeline.kafka.cancelled import part
from pipeline.kafka.header_names import take_any_header_name
from pipeline.settings import Settings
from pipeline.stream.batches import ProducerRecord
from pipeline.stream.messages import Message
from pipeline.stream.on_kafka.batch_slots import BatchSlots
from pipeline.stream.on_kafka.positions import Positions
from pipeline.stream.on_kafka.recovery import recover
from pipeline.stream.on_kafka.transactions import Transactions
from pipeline.stream.tables import Store
from pipeline.stream.topics import PUBLIC, TopicNames, changelog_name

# Bytes fetched ahead of a topic's partition. Kafka hands out at least one whole batch, so the
# largest article comes through.
_AHEAD_BYTES = 1 << 20
# Seconds to wait for records; and for those that came while the first waited for their turn.
_WAIT, _REST = 1.0, 0.008
# Milliseconds that a broker keeps a question open: each answer without a record is work for both.
_OPEN_MS = 2000
# Seconds for a consumer to find its brokers.
_PATIENCE = 60.0


Fetched = Mapping[TopicPartition, Sequence[ConsumerRecord[bytes, bytes]]]


class KafkaPartition:
    """A partition of one group of stages.

    Args:
        settings: Broker, batches.
        group: The consumer group, which is also the prefix of changelogs and transactional ids.
        partition: Its number.
        topics: What its agents read.
        tables: What its agents write.
        names: What the topics are called on the broker.
        slots: For batches in hand, those of the process; its own when None.
    """

    def __init__(  # noqa: PLR0913 - what a partition's log is made of
        self,
        settings: Settings,
        *,
        group: str,
        partition: int,
        topics: Sequence[str],
        tables: Sequence[str],
        names: TopicNames = PUBLIC,
        slots: BatchSlots | None = None,
    ) -> None:
        self._settings = settings
        self._names = names
        # By the name on the broker, the one that the agents know.
        self._known_as = {names.there(topic): topic for topic in topics}
        self._partition = partition
        self._changelogs = {
            table: TopicPartition(changelog_name(group, table), partition) for table in tables
        }
        self._transactions = Transactions(
            settings, name=f"{group}-{partition}", group=group, partition=partition
        )
        self._consumer = _consumer(settings, group)
        self._positions = Positions(
            [TopicPartition(topic, partition) for topic in self._known_as],
            partitions=settings.partitions,
        )
        self._slots = slots or BatchSlots()
        self._progress = 0

    @property
    def progress(self) -> int:
        """Return a number that grows while it is opened."""
        return self._progress

    async def open(self, store: Store) -> None:
        """Shut out who had the partition before, bring `store` up to date, find the positions."""
        # In this order: nothing of another owner is committed after it.
        await self._transactions.open()
        self._progress += 1
        await asyncio.wait_for(self._consumer.start(), _PATIENCE)
        self._progress += 1
        await self._recover(store)
        await self._positions.take_up(self._consumer)

    async def read(self) -> dict[str, list[Message]]:
        """Return the records that come next, by topic; none when there were none for a while."""
        self._slots.give_back(self)
        await self._positions.look_for_missing(self._consumer)
        records: dict[str, list[Message]] = {}
        room = self._settings.batch_size
        room -= self._add(records, await _fetched(self._consumer, room, _WAIT))
        # A batch of one costs a transaction as a batch of two hundred does.
        if records and room > 0 and await self._slots.take(self, self._settings.batch_within):
            self._add(records, await _fetched(self._consumer, room, _REST))
        await self._positions.move(self._consumer)
        return records

    def positions(self) -> Mapping[str, int]:
        """Return the next offset of each topic."""
        return self._positions.by_topic()

    async def commit(
        self, records: Sequence[ProducerRecord], offsets: Mapping[str, int]
    ) -> Mapping[str, int]:
        """Write all of it or nothing; see `PartitionLog`."""
        placed = [self._placed(record) for record in records]
        at = {TopicPartition(topic, self._partition): offset for topic, offset in offsets.items()}
        ends = await self._transactions.commit(placed, at)
        return {table: ends[tp.topic] for table, tp in self._changelogs.items() if tp.topic in ends}

    async def close(self) -> None:
        """Let go of connections."""
        self._slots.give_back(self)
        await self._transactions.close()
        # A consumer whose broker is gone would wait for it.
        await part(self._consumer.stop())

    def _placed(self, record: ProducerRecord) -> ProducerRecord:
        """Return a record with the topic that it goes to, and a table's row with its partition."""
        if record.table is None:
            there = self._names.there(record.topic)
            return record if there == record.topic else msgspec.structs.replace(record, topic=there)
        tp = self._changelogs[record.table]
        return msgspec.structs.replace(record, topic=tp.topic, partition=tp.partition)

    async def _recover(self, store: Store) -> None:
        """Apply what the changelogs have and `store` lacks."""
        if not self._changelogs:
            return
        tables = {tp: table for table, tp in self._changelogs.items()}
        await recover(
            self._consumer, lambda: _consumer(self._settings, None), tables, store, self._moved
        )

    def _add(self, records: dict[str, list[Message]], found: Fetched) -> int:
        """Add what was fetched to `records`; return how many there were."""
        for tp, some in found.items():
            known_as = self._known_as[tp.topic]
            records.setdefault(known_as, []).extend(message_of(r, known_as) for r in some)
        return sum(map(len, found.values()))

    def _moved(self, records: int) -> None:
        self._progress += records


def _consumer(settings: Settings, group: str | None) -> Any:  # noqa: ANN401 - untyped
    take_any_header_name()
    return AIOKafkaConsumer(
        **settings.aiokafka_kwargs(),
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="none",
        isolation_level="read_committed",
        max_partition_fetch_bytes=_AHEAD_BYTES,
        fetch_max_bytes=4 * _AHEAD_BYTES,
        fetch_max_wait_ms=_OPEN_MS,
    )


async def _fetched(consumer: Any, most: int, wait: float) -> Fetched:  # noqa: ANN401 - untyped
    """Return `most` records at most that come within `wait` seconds; then no more is fetched."""
    consumer.resume(*consumer.assignment())
    found: Fetched = await consumer.getmany(timeout_ms=int(1000 * wait), max_records=most)
    if found:
        # Fetched ahead, the first record that comes would hold back those behind it.
        consumer.pause(*consumer.assignment())
    return found


def message_of(record: ConsumerRecord[bytes, bytes], topic: str) -> Message:
    """Return a record as it was read, untouched, of a topic as the agents know it."""
    return Message(
        topic=topic,
        partition=record.partition,
        offset=record.offset,
        timestamp=record.timestamp / 1000,
        key=record.key,
        value=record.value,
        headers=tuple((str(name), bytes(value or b"")) for name, value in record.headers),
    )
