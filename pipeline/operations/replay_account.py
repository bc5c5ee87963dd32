"""What went into a replay and what has come out of it: each raw record by its place."""

from __future__ import annotations

import asyncio
from collections import Counter

from pipeline.codec import decode
from pipeline.kafka.records import Place, Record
from pipeline.operations.rejected import read_rejected
from pipeline.types.articles import Struct

# Seconds: in its time a record that came so long before another was out when that one came, or
# nearly so (from the raw topic to the enriched one it takes .3 s where nothing else is to be done).
_APART = 1.0
# Seconds after which a record that comes to nothing does not hold up the others any more.
_PATIENCE = 60.0
# Records that may be on their way through the stages: the workers always find a full batch.
_AHEAD = 2000


class _Source(Struct, frozen=True, kw_only=True):
    partition: int | None = None
    offset: int | None = None


class _Enrichment(Struct, frozen=True, kw_only=True):
    source: _Source


class _Event(Struct, frozen=True, kw_only=True):
    """As much of an enriched article as says which raw record it was made of."""

    enrichment: _Enrichment


class Account:
    """Who is on the way, and what came of the others.

    Args:
        in_turn: Let a record wait until those that came a second before it have come out.
    """

    def __init__(self, *, in_turn: bool) -> None:
        self._in_turn = in_turn
        self._moved = asyncio.Event()
        # Those that nobody waits for any more.
        self._overdue: set[Place] = set()
        self.copied = self.events = self.done = 0
        self.waiting: dict[Place, float] = {}
        """Where the raw records stand that have come to nothing yet, and their times."""
        self.rejected: Counter[tuple[str, str]] = Counter()
        """How many were rejected, by stage and reason."""
        self.latest: dict[str, Place] = {}
        """Where the last event of each `ce_id` stands."""

    def may_go(self, time: float) -> bool:
        """Tell whether a record of that time may go in."""
        if len(self.waiting) >= _AHEAD:
            return False
        earlier = [place for place, at in self.waiting.items() if at <= time - _APART]
        return not self._in_turn or self._overdue.issuperset(earlier)

    async def turn_of(self, time: float) -> None:
        """Wait until a record of that time may go in; for what comes to nothing, not for ever."""
        while not self.may_go(time):
            self._moved.clear()
            try:
                # Python 3.11's `wait_for` forgets a cancellation that comes with the event.
                async with asyncio.timeout(_PATIENCE):
                    await self._moved.wait()
            except TimeoutError:
                self._overdue.update(self.waiting)

    def went_in(self, place: Place, time: float) -> None:
        """Note that the raw record of that place and time is on its way."""
        self.waiting[place] = time
        self.copied += 1

    def event(self, record: Record) -> bool:
        """Note an event; return whether its raw record came to its end by it."""
        source = decode(record.value or b"", _Event).enrichment.source
        ce_id = (record.header("ce_id") or b"").decode("utf-8", "replace")
        self.events += 1
        self.latest[ce_id] = (record.partition, record.offset)
        return self._came_out(source.partition, source.offset)

    def rejection(self, record: Record) -> bool:
        """Note a rejection; return whether its raw record came to its end by it."""
        rejected = read_rejected(record)
        self.rejected[rejected.stage, rejected.reason] += 1
        return self._came_out(*(rejected.raw or (None, None)))

    def _came_out(self, partition: int | None, offset: int | None) -> bool:
        if partition is None or offset is None or (partition, offset) not in self.waiting:
            return False
        del self.waiting[partition, offset]
        self.done += 1
        self._moved.set()
        return True
