"""A bounded part of a topic, its partitions merged by the records' times."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence

from aiokafka import TopicPartition

from pipeline.kafka.connections import TopicReading
from pipeline.kafka.faults import clear_errors
from pipeline.kafka.records import Record, record_of
from pipeline.settings import BrokerSettings
from pipeline.topology import Topic
from pipeline.types.articles import Struct

# Seconds by which a record may stand behind one that is younger: publishers' clocks differ, and
# without a limit an hour of last week would be looked for in all that came since.
_OUT_OF_ORDER = 3600.0
_AT_ONCE = 500

Spans = Mapping[int, tuple[int, int]]
"""By partition, the first offset that is read and the first that is not."""


class Bounds(Struct, frozen=True, kw_only=True):
    """Which part of a topic is meant; what is empty or None asks nothing. Times: Unix seconds.

    `starts` and `stops` are offsets by partition, the first that is meant and the first that is
    not; where there are any, only the partitions that they name are meant.
    """

    since: float | None = None
    until: float | None = None
    starts: Mapping[int, int] = {}
    stops: Mapping[int, int] = {}

    def takes(self, record: Record) -> bool:
        """Tell whether the time of a record between the offsets is meant."""
        early = self.since is not None and record.timestamp < self.since
        return not early and (self.until is None or record.timestamp < self.until)


class Merged(TopicReading):
    """Reads a bounded part of a topic, up to what is its end when it starts; iterate over it.

    In a partition records keep their order, and of two partitions the record with the earlier
    time goes first. What is in a transaction that is open is not read.

    Use it as an asynchronous context manager.

    Args:
        settings: Where the broker is.
        topic: What to read.
        bounds: Which part of it.
    """

    def __init__(self, settings: BrokerSettings, topic: Topic, bounds: Bounds) -> None:
        super().__init__(settings, topic, None)
        self._bounds = bounds
        self.spans: Spans = {}

    async def _begin(self, partitions: tuple[TopicPartition, ...]) -> None:
        """Find out where the part begins and ends."""
        named = {*self._bounds.starts, *self._bounds.stops}
        meant = [tp for tp in partitions if not named or tp.partition in named]
        self.spans = await self._find(meant)

    async def __aiter__(self) -> AsyncIterator[Record]:
        """Yield the records.

        Raises:
            BrokerError: The broker went away for good or refused us.
        """
        async with clear_errors(self._settings, self._needs):
            left = {self._tp(number): stop for number, (_, stop) in self.spans.items()}
            self._consumer.assign(list(left))
            for tp in left:
                self._consumer.seek(tp, self.spans[tp.partition][0])
            waiting: dict[TopicPartition, deque[Record]] = {tp: deque() for tp in left}
            while left:
                # Nothing is handed on before it is known what stands first in every partition.
                if empty := [tp for tp in left if not waiting[tp]]:
                    await self._fetch(empty, left, waiting)
                    continue
                first = min(left, key=lambda tp: waiting[tp][0].timestamp)
                record = waiting[first].popleft()
                if self._bounds.takes(record):
                    yield record

    async def _fetch(
        self,
        empty: list[TopicPartition],
        left: dict[TopicPartition, int],
        waiting: Mapping[TopicPartition, deque[Record]],
    ) -> None:
        found = await self._consumer.getmany(*empty, timeout_ms=200, max_records=_AT_ONCE)
        for tp, records in found.items():
            waiting[tp].extend(record_of(each) for each in records if each.offset < left[tp])
        for tp in empty:
            if not waiting[tp] and await self._consumer.position(tp) >= left[tp]:
                del left[tp]

    async def _find(self, partitions: Sequence[TopicPartition]) -> Spans:
        bounds = self._bounds
        ends = await self._consumer.end_offsets(partitions)
        starts = await self._consumer.beginning_offsets(partitions)
        stops = ends
        if bounds.since is not None:
            starts = await self._first_from(bounds.since, ends)
        if bounds.until is not None:
            stops = await self._first_from(bounds.until + _OUT_OF_ORDER, ends)
        spans = {
            tp.partition: (
                max(starts[tp], bounds.starts.get(tp.partition, 0)),
                min(stops[tp], bounds.stops.get(tp.partition, stops[tp])),
            )
            for tp in partitions
        }
        return {number: span for number, span in spans.items() if span[0] < span[1]}

    async def _first_from(
        self, seconds: float, ends: Mapping[TopicPartition, int]
    ) -> dict[TopicPartition, int]:
        """Return the first offset of each partition from that time on, or its end."""
        asked = dict.fromkeys(ends, max(0, int(seconds * 1000)))
        found = await self._consumer.offsets_for_times(asked)
        return {tp: at.offset if (at := found.get(tp)) else end for tp, end in ends.items()}

    def _tp(self, number: int) -> TopicPartition:
        return TopicPartition(self._topic.name, number)
