"""Read a topic, typed: from a time, the beginning or a group's place."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

from aiokafka import ConsumerRebalanceListener, TopicPartition

from pipeline.kafka.connections import TopicReading, seek_to
from pipeline.kafka.faults import clear_errors
from pipeline.kafka.held import (
    Offsets,
    OpenTransactions,
    Tell,
    held_line,
    still_open,
    written_ends,
)
from pipeline.kafka.records import Record, record_of
from pipeline.settings import BrokerSettings
from pipeline.text.fingerprint import partition_of
from pipeline.topology import ENRICHED, Topic

log = logging.getLogger(__name__)


class Consumer(TopicReading, ConsumerRebalanceListener):  # type: ignore[misc]
    """Reads a topic from a time, the beginning or a group's place; iterate over it.

    Use it as an asynchronous context manager. Without a group it remembers nothing. With one it
    starts where the group stands, and what was handed out before the last fetch is committed: at
    least once. What is in a transaction is read when that is committed.

    Args:
        settings: Where the broker is and how to talk to it.
        topic: What to read.
        group: A consumer group to read as.
        since: Unix seconds to start at; None for the beginning. A group's own place goes first.
        follow: Wait for more at the end, instead of ending at what was the end when it started.
        key: Read only the partition that this key lands on; a group reads its own.
        tell: Takes a line where a transaction stays open and holds records back.
    """

    def __init__(  # noqa: PLR0913 - each asks for another reading
        self,
        settings: BrokerSettings,
        *,
        topic: Topic = ENRICHED,
        group: str | None = None,
        since: float | None = None,
        follow: bool = False,
        key: str | None = None,
        tell: Tell = log.warning,
    ) -> None:
        super().__init__(settings, topic, group)
        self._tell = tell
        self._since = since
        self._follow = follow
        self._key = key
        self._committed: dict[TopicPartition, int] = {}

    async def _begin(self, partitions: tuple[TopicPartition, ...]) -> None:
        if self._group is not None:
            self._partitions = partitions
            self._consumer.subscribe([self._topic.name], listener=self)
            return
        self._partitions = _of_key(self._key, partitions)
        self._consumer.assign(self._partitions)
        await seek_to(self._consumer, self._partitions, self._since)

    async def __aiter__(self) -> AsyncIterator[Record]:
        """Yield every record.

        Raises:
            BrokerError: The broker went away for good or refused us.
        """
        async with clear_errors(self._settings, self._needs):
            reading = self._for_ever() if self._follow else self._to_the_end()
            async with aclosing(reading) as records:
                async for record in records:
                    yield record

    async def _to_the_end(self) -> AsyncGenerator[Record, None]:
        ends: Offsets = await self._consumer.end_offsets(self._partitions)
        written = await written_ends(self._settings, self._partitions)
        while not await self._reached(ends):
            for record in await _fetched(self._consumer):
                yield record
            await self._commit()
        if held := await still_open(self._consumer, ends, written):
            self._tell(held_line(self._topic.name, held))

    async def _for_ever(self) -> AsyncGenerator[Record, None]:
        transactions = OpenTransactions(self._topic.name, self._tell)
        while True:
            for record in await _fetched(self._consumer):
                yield record
            await self._commit()
            transactions.look(self._consumer, asyncio.get_running_loop().time())

    async def _commit(self) -> None:
        """Commit the group's place where it moved: markers of transactions move it too."""
        if self._group is None:
            return
        place = {tp: await self._consumer.position(tp) for tp in self._consumer.assignment()}
        if place != self._committed:
            await self._consumer.commit()
            self._committed = place

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        """Start at `since` in the partitions where the group has no place yet."""
        committed = {each: await self._consumer.committed(each) for each in assigned}
        new = [each for each, offset in committed.items() if offset is None]
        await seek_to(self._consumer, new, self._since)

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """Do nothing: what was not committed is handed out again."""

    async def _reached(self, ends: Offsets) -> bool:
        assigned = self._consumer.assignment()
        ended = [await self._consumer.position(each) >= ends[each] for each in assigned]
        return bool(assigned) and all(ended)


def _of_key(key: str | None, partitions: tuple[TopicPartition, ...]) -> tuple[TopicPartition, ...]:
    return partitions if key is None else (partitions[partition_of(key, len(partitions))],)


async def _fetched(consumer: Any) -> list[Record]:  # noqa: ANN401 - aiokafka is untyped
    batches = await consumer.getmany(timeout_ms=200, max_records=500)
    return [record_of(record) for records in batches.values() for record in records]
