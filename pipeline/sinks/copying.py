"""A topic into a sink, batch by batch, until it ends or one stops it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from threading import Event as Stop
from typing import Protocol, TypeVar

from pipeline.errors import CodecError
from pipeline.kafka.records import Record
from pipeline.sinks.events import Event, EventBatch, event_of
from pipeline.sinks.sink import Sink, Written
from pipeline.types.articles import Struct

T = TypeVar("T")

# Bytes of values: two of the largest records, many ordinary batches.
LARGEST = 48 * 1024 * 1024


class Reader(Protocol):
    """Where records come from: `pipeline.kafka.resumed.Resumed`."""

    async def fetch(self, most: int) -> list[Record] | None:
        """Return the next records, None at the end."""

    async def places(self) -> dict[int, int]:
        """Return how far each partition is handed out."""

    async def commit(self, places: Mapping[int, int]) -> None:
        """Keep the places behind what was written."""


class BatchBounds(Struct, frozen=True, kw_only=True):
    """When a batch is written: at so many records or bytes, or after so many seconds."""

    records: int
    seconds: float
    size: int = LARGEST


class Tally:
    """What was read and came of it."""

    def __init__(self) -> None:
        self.written = 0
        self.faulty = 0


class Gathered:
    """Records that wait to be written together.

    Args:
        bounds: When they are due.
    """

    def __init__(self, bounds: BatchBounds) -> None:
        self._bounds = bounds
        self._since: float | None = None
        self._size = 0
        self._records = 0
        self.events: list[Event] = []

    def add(self, event: Event | None, size: int, now: float) -> None:
        """Take a record in; one that nobody asked for counts, too."""
        if self._since is None:
            self._since = now
        self._records += 1
        self._size += size
        if event is not None:
            self.events.append(event)

    def room(self) -> int:
        """Return how many more records there is room for."""
        return max(1, self._bounds.records - self._records)

    def due(self, now: float) -> bool:
        """Tell whether it is time to write them."""
        if self._since is None:
            return False
        full = self._records >= self._bounds.records or self._size >= self._bounds.size
        return full or now - self._since >= self._bounds.seconds


class Copying:
    """Reads, gathers, writes.

    Args:
        reader: Where records come from.
        sink: Where they go; open.
        before: How far the sink holds the topic.
        bounds: When a batch is written.
        asked: Returns the event that the sink is told of a record's; None for none.
        tell: Takes a line on a record or event at fault.
    """

    def __init__(
        self,
        reader: Reader,
        sink: Sink,
        *,
        before: Mapping[int, int],
        bounds: BatchBounds,
        asked: Callable[[Event], Event | None],
        tell: Callable[[str], None],
    ) -> None:
        self._reader = reader
        self._sink = sink
        self._before = before
        self._bounds = bounds
        self._asked = asked
        self._tell = tell
        self.tally = Tally()

    async def run(self, stop: Stop) -> None:
        """Copy until the end; `stop` is set where this is cancelled, and ends a sink's waiting.

        Raises:
            SinkError: The sink does not answer, or refuses us.
            BrokerError: The broker went away for good.
        """
        gathered = Gathered(self._bounds)
        while True:
            records = await self._reader.fetch(gathered.room())
            now = time.monotonic()
            for record in records or ():
                gathered.add(self._event(record), len(record.value or b""), now)
            if records is None or gathered.due(now):
                await self._write(gathered.events, stop)
                gathered = Gathered(self._bounds)
            if records is None:
                return

    def _event(self, record: Record) -> Event | None:
        try:
            return self._asked(event_of(record))
        except CodecError as error:
            self._tell(f"partition {record.partition}, offset {record.offset}: {error}")
            self.tally.faulty += 1
            return None

    async def _write(self, events: list[Event], stop: Stop) -> None:
        after = await self._reader.places()
        if after == self._before:
            return
        batch = EventBatch(events=tuple(events), before=self._before, after=after)
        written = await to_the_end(self._put(batch), stop)
        for line in written.refused:
            self._tell(f"refused: {line}")
        self.tally.faulty += len(written.refused)
        self.tally.written += len(events) - len(written.refused)
        self._before = after

    async def _put(self, batch: EventBatch) -> Written:
        written = await asyncio.to_thread(self._sink.write, batch)
        await self._reader.commit(batch.after)
        return written


async def to_the_end(work: Awaitable[T], stop: Stop) -> T:
    """Return what `work` in a thread does; who is cancelled lets it come to its end first."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # looked at: the batch is read again, whatever became of it
        raise
