"""A topic read whole and followed: every partition, no group, so that each worker has all of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from pipeline.errors import PipelineError
from pipeline.kafka.cancelled import part, unless_ours
from pipeline.kafka.connections import open_consumer
from pipeline.kafka.faults import broker_error, clear_errors
from pipeline.kafka.held import OpenTransactions, held_line, still_open, written_ends
from pipeline.settings import BrokerSettings
from pipeline.topology import Right, Topic

log = logging.getLogger(__name__)

Records = Sequence[ConsumerRecord]
Take = Callable[[Records], Awaitable[None]]

# Seconds between a broker's failure and the next attempt to follow the topic.
_PAUSE = 5.0
# Records taken before the stages have their turn again: some three milliseconds of decoding.
_AT_ONCE = 500


class Follower:
    """Reads what is committed in a topic, from its beginning, and goes on where a broker was lost.

    Args:
        settings: Where the broker is.
        topic: What to read.
        start: Offsets to begin at, by partition, instead of the beginning; where they are deleted
            by now, it begins at what is left.
        tell: Takes a line each time the topic cannot be followed, besides the log.
    """

    def __init__(
        self,
        settings: BrokerSettings,
        topic: Topic,
        *,
        start: Mapping[int, int] | None = None,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._settings = settings
        self._topic = topic
        self._tell = tell
        self._needs = Right(operation="Read", resource="topic", name=topic.name)
        self._next = {TopicPartition(topic.name, n): at for n, at in (start or {}).items()}

    async def to_the_end(self, take: Take) -> None:
        """Hand on what stands in the topic now, up to a transaction that stays open.

        Raises:
            BrokerError: No broker answers, or it refused us.
        """
        async with clear_errors(self._settings, self._needs):
            consumer = await self._open()
            try:
                ends = await consumer.end_offsets(list(consumer.assignment()))
                written = await written_ends(self._settings, tuple(ends))
                while any([await consumer.position(tp) < end for tp, end in ends.items()]):
                    await self._hand_on(consumer, take, wait_ms=200)
                if held := await still_open(consumer, ends, written):
                    log.warning("%s", held_line(self._topic.name, held))
            finally:
                await consumer.stop()

    async def ends(self) -> dict[int, int]:
        """Return where each partition ends now.

        Raises:
            BrokerError: No broker answers, or it refused us.
            TopicError: The topic is missing.
        """
        async with clear_errors(self._settings, self._needs):
            consumer, numbers = await open_consumer(self._settings, self._topic, None)
            try:
                partitions = [TopicPartition(self._topic.name, number) for number in numbers]
                found = await consumer.end_offsets(partitions)
                return {tp.partition: end for tp, end in found.items()}
            finally:
                await consumer.stop()

    async def for_ever(self, take: Take) -> None:
        """Hand on what stands in the topic and what comes; a broker that is away is waited for."""
        while True:
            try:
                await unless_ours(self._follow(take))
            except (KafkaError, OSError) as error:
                line = broker_error(error, self._settings, needs=self._needs)
                self._warn(str(line))
                await asyncio.sleep(_PAUSE)
            except Exception as error:  # noqa: BLE001 - the articles go on without it
                self._warn(str(error) if isinstance(error, PipelineError) else repr(error))
                await asyncio.sleep(_PAUSE)

    def _warn(self, why: str) -> None:
        log.warning("%s cannot be followed (%s): trying again", self._topic.name, why)
        self._tell(why)

    async def _follow(self, take: Take) -> None:
        consumer = await self._open()
        transactions = OpenTransactions(self._topic.name, log.warning)
        try:
            while True:
                await self._hand_on(consumer, take, wait_ms=1000)
                transactions.look(consumer, asyncio.get_running_loop().time())
        finally:
            await part(consumer.stop())

    async def _hand_on(self, consumer: AIOKafkaConsumer, take: Take, *, wait_ms: int) -> None:
        found = await consumer.getmany(timeout_ms=wait_ms, max_records=_AT_ONCE)
        for tp, records in found.items():
            await take(records)
            self._next[tp] = records[-1].offset + 1

    async def _open(self) -> AIOKafkaConsumer:
        # A consumer that is assigned to nothing knows no partitions: they are asked for.
        consumer, numbers = await open_consumer(self._settings, self._topic, None)
        partitions = [TopicPartition(self._topic.name, number) for number in numbers]
        try:
            consumer.assign(partitions)
            for tp in partitions:
                if tp in self._next:
                    consumer.seek(tp, self._next[tp])
            # Together: one after the other, eight of them take seconds.
            if new := [tp for tp in partitions if tp not in self._next]:
                await consumer.seek_to_beginning(*new)
        except BaseException:
            await part(consumer.stop())
            raise
        return consumer
