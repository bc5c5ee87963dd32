"""Write records as they are: key, headers, value, time and partition are the caller's own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from typing import Any, Self

from aiokafka.errors import MessageSizeTooLargeError

from pipeline.errors import TopicError, UsageError
from pipeline.kafka.connections import acknowledged, close_producer, open_producer
from pipeline.kafka.faults import clear_errors
from pipeline.kafka.records import Place, Record
from pipeline.settings import BrokerSettings
from pipeline.topology import MIB, Right, Topic

# Seconds to wait for an acknowledgement; a killed leader is replaced within ten.
_WITHIN = 60.0
_LAST_TRY = 2.0


class Writer:
    """Sends whole records to one topic, in order, each acknowledged by all replicas.

    Use it as an asynchronous context manager.

    Args:
        settings: Where the broker is and how to talk to it.
        topic: Where to.
        rate: Records a second, at most; None for as fast as they are taken.
    """

    def __init__(
        self, settings: BrokerSettings, topic: Topic, *, rate: float | None = None
    ) -> None:
        self._settings = settings
        self._topic = topic
        self._pause = 1 / rate if rate else 0.0
        self._due = 0.0
        self._needs = Right(operation="Write", resource="topic", name=topic.name)
        self._producer: Any = None
        self._partitions: set[int] = set()

    async def __aenter__(self) -> Self:
        """Connect.

        Raises:
            BrokerError: No broker answers.
            TopicError: The topic is missing.
        """
        async with clear_errors(self._settings, self._needs):
            self._producer = await open_producer(self._settings, self._topic)
            self._partitions = set(await self._producer.partitions_for(self._topic.name))
        self._due = asyncio.get_running_loop().time()
        return self

    async def __aexit__(self, *raised: object) -> None:
        """Disconnect. What was awaited is acknowledged; the rest has two seconds."""
        with contextlib.suppress(TimeoutError):
            await close_producer(self._producer, _LAST_TRY)

    async def write(self, record: Record, *, by_key: bool, keep_time: bool) -> Place:
        """Write one record and return where it stands; see `post`."""
        return await (await self.post(record, by_key=by_key, keep_time=keep_time))

    async def post(self, record: Record, *, by_key: bool, keep_time: bool) -> Awaitable[Place]:
        """Hand one record to the sender; what is returned gives its place when awaited.

        Await it: many at a time may be under way.

        Args:
            record: Its key, value and headers are written as they are; `bare` headers get none.
            by_key: Its key decides the partition (murmur2), not the record's own number.
            keep_time: It keeps its timestamp; else it is from now.

        Raises:
            TopicError: The topic has no such partition.
            UsageError: It is larger than the topic takes.
            BrokerError: It was not acknowledged.
        """
        if not by_key and record.partition not in self._partitions:
            raise TopicError(
                f"there is no partition {record.partition}",
                where=self._topic.name,
                mend="Have the key decide it: --by-key",
            )
        await self._wait()
        bare = set(record.bare)
        headers = [(n, None if i in bare else v) for i, (n, v) in enumerate(record.headers)]
        async with clear_errors(self._settings, self._needs):
            try:
                sent = await self._producer.send(
                    self._topic.name,
                    record.value,
                    key=record.key,
                    partition=None if by_key else record.partition,
                    timestamp_ms=round(record.timestamp * 1000) if keep_time else None,
                    headers=headers,
                )
            except MessageSizeTooLargeError as error:
                size = f"{len(record.value or b'') / MIB:.1f} MiB"
                raise UsageError(
                    f"the record is too large: {size}", where=self._topic.name
                ) from error
        return asyncio.ensure_future(self._place(sent))

    async def _place(self, sent: Awaitable[Any]) -> Place:
        async with clear_errors(self._settings, self._needs):
            at = await acknowledged(sent, _WITHIN, where=self._settings.broker)
        return at.partition, at.offset

    async def _wait(self) -> None:
        if self._pause:
            await asyncio.sleep(self._due - asyncio.get_running_loop().time())
            self._due = max(self._due, asyncio.get_running_loop().time()) + self._pause
