"""Raw records processed again by workers of their own, up to the last one, and then no more."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from pipeline.broker.admin import Admin
from pipeline.broker.lag import Lag
from pipeline.codec import decode
from pipeline.kafka.consumer import Consumer
from pipeline.kafka.held import Tell
from pipeline.kafka.records import Place, Record
from pipeline.kafka.writer import Writer
from pipeline.operations.raw_range import RawRange, copy_of
from pipeline.operations.rejected import read_rejected
from pipeline.operations.replay_plan import ReplayPlan
from pipeline.stream.dead_letter import REPLAY_OF, place_in
from pipeline.stream.topics import group_id, readers_of
from pipeline.topology import ENRICHED, RAW, REJECTED
from pipeline.types.articles import Struct

# Seconds: in its time a record that came so long before another was out when that one came, or
# nearly so (from the raw topic to the enriched one it takes .3 s where nothing else is to be done).
_APART = 1.0
# Seconds after which a record that comes to nothing does not hold up the others any more.
_PATIENCE = 60.0
# Records that may be on their way through the stages: the workers always find a full batch.
_AHEAD = 2000
# Copies that are not acknowledged yet: enough to fill a request.
_UNDER_WAY = 500
# Seconds between two looks at what the workers have yet to read.
_LOOK = 0.5
# Seconds for the last events to be read here, once the workers have nothing left to do.
_LAST = 10.0


class _Source(Struct, frozen=True, kw_only=True):
    partition: int | None = None
    offset: int | None = None


class _Enrichment(Struct, frozen=True, kw_only=True):
    source: _Source


class _Event(Struct, frozen=True, kw_only=True):
    """As much of an enriched article as says which raw record it was made of."""

    enrichment: _Enrichment


class Replay:
    """One replay: copies the range for the workers, and follows what they make of it.

    Args:
        plan: What is its own.
        raw: The range, open.
        in_turn: Let a record wait until those that came a second before it have come out.
        tell: Takes a line where a transaction holds records back.
    """

    def __init__(self, plan: ReplayPlan, raw: RawRange, *, in_turn: bool, tell: Tell) -> None:
        self._plan = plan
        self._raw = raw
        self._in_turn = in_turn
        self._tell = tell
        self._moved = asyncio.Event()
        # Those that nobody waits for any more.
        self._overdue: set[Place] = set()
        self._count: Callable[[], None] = lambda: None
        self._all_copied = False
        self.copied = self.events = 0
        self.waiting: dict[Place, float] = {}
        """Where the raw records stand that have come to nothing yet, and their times."""
        self.rejected: Counter[tuple[str, str]] = Counter()
        """How many were rejected, by stage and reason."""
        self.latest: dict[str, Place] = {}
        """Where the last event of each `ce_id` stands."""

    @property
    def done(self) -> int:
        """Return how many raw records came to an end."""
        return self.copied - len(self.waiting)

    @property
    def total(self) -> int | None:
        """Return how many there are; before all are copied, how many there can be."""
        return self.copied if self._all_copied else max(self.copied, self._raw.most)

    async def to_the_end(self, look_after: Awaitable[None], count: Callable[[], None]) -> None:
        """Return when every record has come to its end and the workers have nothing left to do.

        Args:
            look_after: Looks after the workers for ever.
            count: Called for each record that came to its end.

        Raises:
            BrokerError: It went away for good or refused us.
            ResourceError: The workers end again and again.
        """
        self._count = count
        work = asyncio.ensure_future(self._work())
        beside = [
            asyncio.ensure_future(each)
            for each in (
                look_after,
                self._follow(ENRICHED.name, self._on_event),
                self._follow(REJECTED.name, self._on_rejection),
            )
        ]
        try:
            ended, _ = await asyncio.wait([work, *beside], return_when=asyncio.FIRST_COMPLETED)
            for each in ended:
                each.result()
        finally:
            for each in (work, *beside):
                each.cancel()
            await asyncio.gather(work, *beside, return_exceptions=True)

    async def _work(self) -> None:
        await self._copy()
        await self._come_to_the_end()

    async def _copy(self) -> None:
        settings, names = self._plan.settings, self._plan.names
        posts: deque[Awaitable[Place]] = deque()
        async with Writer(settings, names.topic(RAW)) as writer:
            async for record in self._raw:
                while not self._may_go(record):
                    await self._wait()
                copy = copy_of(record)
                place = place_in(copy.header(REPLAY_OF))
                assert place is not None
                self.waiting[place] = record.timestamp
                self.copied += 1
                posts.append(await writer.post(copy, by_key=True, keep_time=True))
                while len(posts) > _UNDER_WAY:
                    await posts.popleft()
            while posts:
                await posts.popleft()
        self._all_copied = True

    def _may_go(self, record: Record) -> bool:
        if len(self.waiting) >= _AHEAD:
            return False
        before = record.timestamp - _APART
        earlier = [place for place, time in self.waiting.items() if time <= before]
        return not self._in_turn or self._overdue.issuperset(earlier)

    async def _wait(self) -> None:
        """Wait until one more has come to its end."""
        self._moved.clear()
        try:
            await asyncio.wait_for(self._moved.wait(), _PATIENCE)
        except TimeoutError:
            self._overdue.update(self.waiting)

    async def _come_to_the_end(self) -> None:
        """Wait until two looks find nothing to read, and nothing written between them.

        What is made of a record is committed together with it. So at the moment between the looks
        everything was read that had been written, and nothing was in hand.
        """
        before: Sequence[Lag] = ()
        quiet = 0
        async with Admin(self._plan.settings) as admin:
            while True:
                now = [
                    lag
                    for stages in self._plan.groups
                    for lag in await admin.lag(
                        group_id(self._plan.settings, stages),
                        [self._plan.names.there(spec.reads.name) for spec in readers_of(stages)],
                    )
                ]
                still = not any(lag.lag for lag in now) and _ends(now) == _ends(before)
                quiet = quiet + 1 if still else 0
                if quiet and (not self.waiting or quiet > _LAST / _LOOK):
                    return
                before = now
                await asyncio.sleep(_LOOK)

    async def _follow(self, name: str, take: Callable[[Record], None]) -> None:
        topic = next(t for t in self._plan.topics() if t.name == self._plan.names.there(name))
        following = Consumer(self._plan.settings, topic=topic, follow=True, tell=self._tell)
        async with following as consumer:
            async for record in consumer:
                take(record)

    def _on_event(self, record: Record) -> None:
        source = decode(record.value or b"", _Event).enrichment.source
        ce_id = (record.header("ce_id") or b"").decode("utf-8", "replace")
        self.events += 1
        self.latest[ce_id] = (record.partition, record.offset)
        if source.partition is not None and source.offset is not None:
            self._came_out((source.partition, source.offset))

    def _on_rejection(self, record: Record) -> None:
        rejected = read_rejected(record)
        self.rejected[rejected.stage, rejected.reason] += 1
        if rejected.raw is not None:
            self._came_out(rejected.raw)

    def _came_out(self, place: Place) -> None:
        if place in self.waiting:
            del self.waiting[place]
            self._moved.set()
            self._count()


async def publish(
    plan: ReplayPlan, latest: Mapping[str, Place], *, tell: Tell, count: Callable[[], None]
) -> int:
    """Send a replay's events to `news.enriched.v1`, the last of each `ce_id`; return how many.

    Raises:
        BrokerError: No broker answers, or it refused us.
    """
    posts: deque[Awaitable[Any]] = deque()
    sent = 0
    own = plan.names.topic(ENRICHED)
    async with (
        Consumer(plan.settings, topic=own, tell=tell) as consumer,
        Writer(plan.settings, ENRICHED) as writer,
    ):
        async for record in consumer:
            ce_id = (record.header("ce_id") or b"").decode("utf-8", "replace")
            if latest.get(ce_id) != (record.partition, record.offset):
                continue
            posts.append(await writer.post(record, by_key=True, keep_time=False))
            sent += 1
            count()
            while len(posts) > _UNDER_WAY:
                await posts.popleft()
        while posts:
            await posts.popleft()
    return sent


def _ends(lags: Sequence[Lag]) -> list[int]:
    return [lag.end for lag in lags]
