"""Read a topic whole, from places that the caller keeps: by partition, the next offset."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from aiokafka import TopicPartition

from pipeline.errors import TopicError
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
from pipeline.topology import ENRICHED, Topic

log = logging.getLogger(__name__)


class Resumed(TopicReading):
    """Reads every partition of a topic on from given places; it joins no group.

    Use it as an asynchronous context manager.

    Args:
        settings: Where the broker is.
        topic: What to read.
        places: Where to go on; None for the places that `group` has in Kafka.
        group: Whose places are read and committed, where `places` is None.
        since: Unix seconds to start at in partitions without a place; None for the beginning.
        follow: Wait for more at what was the end when it started.
        tell: Takes a line on what is wrong beside the reading.
    """

    def __init__(  # noqa: PLR0913 - each asks for another reading
        self,
        settings: BrokerSettings,
        *,
        topic: Topic = ENRICHED,
        places: Mapping[int, int] | None,
        group: str,
        since: float | None = None,
        follow: bool = False,
        tell: Tell = log.warning,
    ) -> None:
        super().__init__(settings, topic, group if places is None else None)
        self._given = places
        self._since = since
        self._follow = follow
        self._tell = tell
        self._ends: Offsets = {}
        self._transactions = OpenTransactions(topic.name, tell)

    async def _begin(self, partitions: tuple[TopicPartition, ...]) -> None:
        self._partitions = partitions
        self._consumer.assign(partitions)
        await self._seek()
        self._written = await written_ends(self._settings, partitions)

    async def fetch(self, most: int) -> list[Record] | None:
        """Return the next records, `most` of them; none where there are none yet, None at the end.

        Raises:
            BrokerError: The broker went away for good or refused us.
        """
        async with clear_errors(self._settings, self._needs):
            if not self._follow and await self._ended():
                if held := await still_open(self._consumer, self._ends, self._written):
                    self._tell(held_line(self._topic.name, held))
                return None
            batches = await self._consumer.getmany(timeout_ms=200, max_records=most)
            if self._follow:
                self._transactions.look(self._consumer, asyncio.get_running_loop().time())
            return [record_of(each) for records in batches.values() for each in records]

    async def places(self) -> dict[int, int]:
        """Return how far each partition is handed out."""
        async with clear_errors(self._settings, self._needs):
            found = {tp: await self._consumer.position(tp) for tp in self._partitions}
        return {tp.partition: offset for tp, offset in found.items()}

    async def commit(self, places: Mapping[int, int]) -> None:
        """Have Kafka keep the places of the group, where it keeps them."""
        if self._group is None:
            return
        async with clear_errors(self._settings, self._needs):
            tps = {TopicPartition(self._topic.name, each): at for each, at in places.items()}
            await self._consumer.commit(tps)

    async def _seek(self) -> None:
        starts = await self._consumer.beginning_offsets(self._partitions)
        self._ends = await self._consumer.end_offsets(self._partitions)
        known = await self._known()
        for tp in self._partitions:
            if tp in known:
                _check(tp, known[tp], starts[tp], self._ends[tp], self._tell)
            self._consumer.seek(tp, max(known.get(tp, 0), starts[tp]))
        new = [tp for tp in self._partitions if tp not in known]
        await seek_to(self._consumer, new, self._since)

    async def _known(self) -> dict[TopicPartition, int]:
        if self._given is not None:
            named = {TopicPartition(self._topic.name, n): at for n, at in self._given.items()}
            return {tp: at for tp, at in named.items() if tp in self._partitions}
        found = {tp: await self._consumer.committed(tp) for tp in self._partitions}
        return {tp: at for tp, at in found.items() if at is not None}

    async def _ended(self) -> bool:
        for tp in self._partitions:
            if await self._consumer.position(tp) < self._ends[tp]:
                return False
        return True


def _check(tp: TopicPartition, place: int, start: int, end: int, tell: Tell) -> None:
    """Refuse a place that the partition never had; tell of records that went before it was read."""
    if place > end:
        raise TopicError(
            f"partition {tp.partition} ends at {end}, and was read to {place}: it was made anew",
            where=tp.topic,
            mend="Give another --group, or begin with an empty sink",
        )
    if place < start:
        tell(
            f"{tp.topic}: {start - place} records of partition {tp.partition} were "
            "deleted before they were read: the topic keeps too little"
        )
