"""Raw records processed again by workers of their own, up to the last one, and then no more."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from pipeline.broker.admin import Admin
from pipeline.broker.lag import Lag
from pipeline.kafka.consumer import Consumer
from pipeline.kafka.held import Tell
from pipeline.kafka.records import Place, Record
from pipeline.kafka.writer import Writer
from pipeline.operations.raw_range import RawRange, copy_of
from pipeline.operations.replay_account import Account
from pipeline.operations.replay_plan import ReplayPlan
from pipeline.stream.dead_letter import REPLAY_OF, place_in
from pipeline.stream.topics import group_id, readers_of
from pipeline.topology import ENRICHED, RAW, REJECTED

# Copies that are not acknowledged yet: enough to fill a request.
_UNDER_WAY = 500
# Seconds between two looks at what the workers have yet to read.
_LOOK = 0.5
# Seconds for the last events to be read here, once the workers have nothing left to do.
_LAST = 10.0


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
        self._tell = tell
        self._count: Callable[[], None] = lambda: None
        self._all_copied = False
        self.account = Account(in_turn=in_turn)

    @property
    def done(self) -> int:
        """Return how many raw records came to an end."""
        return self.account.done

    @property
    def total(self) -> int | None:
        """Return how many there are; before all are copied, how many there can be."""
        copied = self.account.copied
        return copied if self._all_copied else max(copied, self._raw.most)

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
                self._follow(ENRICHED.name, self.account.event),
                self._follow(REJECTED.name, self.account.rejection),
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
                await self.account.turn_of(record.timestamp)
                copy = copy_of(record)
                place = place_in(copy.header(REPLAY_OF))
                assert place is not None
                self.account.went_in(place, record.timestamp)
                posts.append(await writer.post(copy, by_key=True, keep_time=True))
                while len(posts) > _UNDER_WAY:
                    await posts.popleft()
            while posts:
                await posts.popleft()
        self._all_copied = True

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
                if quiet and (not self.account.waiting or quiet > _LAST / _LOOK):
                    return
                before = now
                await asyncio.sleep(_LOOK)

    async def _follow(self, name: str, take: Callable[[Record], bool]) -> None:
        topic = next(t for t in self._plan.topics() if t.name == self._plan.names.there(name))
        following = Consumer(self._plan.settings, topic=topic, follow=True, tell=self._tell)
        async with following as consumer:
            async for record in consumer:
                if take(record):
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
