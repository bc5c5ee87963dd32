"""news.control.v1: an operator's word, read whole by every worker and followed while it runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from pipeline.codec import decode
from pipeline.errors import CodecError
from pipeline.records import Control
from pipeline.settings import BrokerSettings
from pipeline.topology import CONTROL

log = logging.getLogger(__name__)

Obey = Callable[[Sequence[Control]], None]

# Seconds between a broker's failure and the next attempt to follow the topic.
_PAUSE = 5.0


class ControlReader:
    """Keeps the last word on every link, decoration and entry, and hands all of them on.

    It reads every partition and belongs to no group: each worker hears everything.

    Args:
        settings: Where the broker is.
        obey: Takes all words that stand, each time one changed.
    """

    def __init__(self, settings: BrokerSettings, obey: Obey) -> None:
        self._settings = settings
        self._obey = obey
        self._words: dict[bytes, Control] = {}
        self._next: dict[TopicPartition, int] = {}

    def take(self, key: bytes | None, value: bytes | None) -> bool:
        """Take one record; return whether it changed anything. A null value takes it back."""
        name = key or b""
        if value is None:
            return self._words.pop(name, None) is not None
        try:
            word = decode(value, Control)
        except CodecError as error:
            log.warning("%s: a record is passed over: %s", CONTROL.name, error)
            return False
        if self._words.get(name) == word:
            return False
        self._words[name] = word
        return True

    async def catch_up(self) -> None:
        """Read what stands in the topic now, and obey it."""
        consumer = await self._open()
        try:
            ends = await consumer.end_offsets(list(consumer.assignment()))
            while any([await consumer.position(tp) < end for tp, end in ends.items()]):
                self._take_all(await consumer.getmany(timeout_ms=200))
        finally:
            await consumer.stop()
        if self._words:
            self._obey(tuple(self._words.values()))

    async def follow(self) -> None:
        """Obey what comes, for ever."""
        while True:
            try:
                await self._follow()
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 - the articles go on without it
                log.warning("%s cannot be followed (%r): trying again", CONTROL.name, error)
                await asyncio.sleep(_PAUSE)

    async def _follow(self) -> None:
        consumer = await self._open()
        try:
            while True:
                if self._take_all(await consumer.getmany(timeout_ms=1000)):
                    words = tuple(self._words.values())
                    # A new dictionary loads the model again: a second in which heartbeats go on.
                    await asyncio.to_thread(self._obey, words)
        finally:
            await consumer.stop()

    async def _open(self) -> AIOKafkaConsumer:
        consumer = AIOKafkaConsumer(
            **self._settings.aiokafka_kwargs(), group_id=None, auto_offset_reset="earliest"
        )
        await consumer.start()
        numbers = await self._partitions(consumer)
        partitions = [TopicPartition(CONTROL.name, number) for number in numbers]
        consumer.assign(partitions)
        for tp in partitions:
            if tp in self._next:
                consumer.seek(tp, self._next[tp])
            else:
                await consumer.seek_to_beginning(tp)
        return consumer

    async def _partitions(self, consumer: AIOKafkaConsumer) -> list[int]:
        await consumer.topics()
        return sorted(consumer.partitions_for_topic(CONTROL.name) or ())

    def _take_all(self, found: dict[TopicPartition, list[ConsumerRecord]]) -> bool:
        changed = False
        for tp, records in found.items():
            for record in records:
                changed |= self.take(record.key, record.value)
                self._next[tp] = record.offset + 1
        return changed
