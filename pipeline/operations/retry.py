"""Rejected records read, and sent again to `news.raw.v1`: each once, unless told otherwise."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from typing import Literal

from pipeline.kafka.consumer import Consumer
from pipeline.kafka.held import Tell
from pipeline.kafka.lookup import records_at
from pipeline.kafka.records import Place, Record
from pipeline.kafka.writer import Writer
from pipeline.operations.rejected import (
    Rejected,
    Wanted,
    again,
    read_rejected,
    retried_place,
)
from pipeline.settings import BrokerSettings
from pipeline.topology import RAW, REJECTED
from pipeline.types.articles import Struct

log = logging.getLogger(__name__)

# A retry is younger than its rejection, by clocks of two machines.
_CLOCKS = 3600.0

Standing = Literal["open", "retried", "failed-again"]
"""What became of a rejected record: nothing yet; sent again; itself what a retry came to."""

Retries = Mapping[Place, Sequence[Place]]
"""Where in `news.raw.v1` a rejected record (by its place) was sent again."""


class Retried(Struct, frozen=True, kw_only=True):
    """What was done with one rejected record. `at` is its place in `news.raw.v1`, once sent.

    `outcome` is `sent`, `would-send`, `gone` (its raw bytes are no more), or why it was passed
    over: `retried` before, `failed-again` after a retry.
    """

    rejected: Rejected
    outcome: Literal["sent", "would-send", "gone", "retried", "failed-again"]
    at: Place | None = None


async def read_wanted(
    settings: BrokerSettings, wanted: Wanted, *, tell: Tell, count: Callable[[], None]
) -> AsyncIterator[Rejected]:
    """Yield the rejected records that are meant, up to now.

    Args:
        settings: Where the broker is.
        wanted: Which ones.
        tell: Takes a line where a transaction holds records back.
        count: Called for each record that is read.

    Raises:
        BrokerError: No broker answers, it refused us, or the topic is missing.
    """
    async with Consumer(settings, topic=REJECTED, since=wanted.since, tell=tell) as consumer:
        async for record in consumer:
            count()
            rejected = read_rejected(record)
            if wanted.takes(rejected):
                yield rejected


async def retries_of(
    settings: BrokerSettings,
    chosen: Collection[Rejected],
    *,
    tell: Tell,
    count: Callable[[], None],
) -> dict[Place, list[Place]]:
    """Return where in `news.raw.v1` each of `chosen` was sent again, by its own place.

    The raw records themselves say so: there is no other book, and none to lose.
    """
    found: dict[Place, list[Place]] = defaultdict(list)
    if not chosen:
        return found
    places = {rejected.place for rejected in chosen}
    since = min(rejected.record.timestamp for rejected in chosen) - _CLOCKS
    async with Consumer(settings, topic=RAW, since=max(0.0, since), tell=tell) as consumer:
        async for record in consumer:
            count()
            if (place := retried_place(record)) in places and place is not None:
                found[place].append((record.partition, record.offset))
    return found


def standing(rejected: Rejected, retries: Retries) -> Standing:
    """Return what became of a rejected record."""
    if rejected.place in retries:
        return "retried"
    return "failed-again" if rejected.attempts > 1 else "open"


def due(chosen: Sequence[Rejected], retries: Retries, *, anyhow: bool) -> list[Rejected]:
    """Return those of `chosen` that are to be sent.

    Those with nothing said yet; with `anyhow` those that were sent before, too, but where a retry
    was rejected itself, that rejection stands for the one before.
    """
    if not anyhow:
        return [each for each in chosen if standing(each, retries) == "open"]
    failed = {each.raw for each in chosen}
    return [each for each in chosen if failed.isdisjoint(retries.get(each.place, ()))]


async def raw_records(
    settings: BrokerSettings, chosen: Collection[Rejected]
) -> dict[Place, Record]:
    """Return the raw records of those whose bytes are another topic's, by their place."""
    places = {each.raw for each in chosen if each.raw and each.read_from != RAW.name}
    return await records_at(settings, RAW, places) if places else {}


class Retry:
    """Sends rejected records again, one after another, and says what became of each.

    Args:
        settings: Where the broker is.
        rate: Records a second, at most.
        dry: Send nothing, only say what would be sent.
        anyhow: Also what was sent again before, and what failed after it.
    """

    def __init__(
        self, settings: BrokerSettings, *, rate: float, dry: bool = False, anyhow: bool = False
    ) -> None:
        self._settings = settings
        self._rate = rate
        self._dry = dry
        self._anyhow = anyhow
        self.outcomes: Counter[str] = Counter()

    async def send(self, chosen: Sequence[Rejected], retries: Retries) -> AsyncIterator[Retried]:
        """Yield what was done with each of `chosen`, in their order, as it is done.

        Raises:
            BrokerError: The broker went away: the same call again goes on from there.
        """
        sent = {each.place for each in due(chosen, retries, anyhow=self._anyhow)}
        raws = await raw_records(self._settings, [each for each in chosen if each.place in sent])
        async with Writer(self._settings, RAW, rate=self._rate) as writer:
            for each in chosen:
                done = await self._one(each, raws, writer, due=each.place in sent, retries=retries)
                self.outcomes[done.outcome] += 1
                yield done

    async def _one(
        self,
        rejected: Rejected,
        raws: Mapping[Place, Record],
        writer: Writer,
        *,
        due: bool,
        retries: Retries,
    ) -> Retried:
        if not due:
            passed = standing(rejected, retries)
            # Sent before, and rejected again since: the later rejection is sent.
            return Retried(rejected=rejected, outcome="retried" if passed == "open" else passed)
        record = again(rejected, raws.get(rejected.raw) if rejected.raw else None)
        if record is None:
            return Retried(rejected=rejected, outcome="gone")
        if self._dry:
            return Retried(rejected=rejected, outcome="would-send")
        at = await writer.write(record, by_key=True, keep_time=False)
        return Retried(rejected=rejected, outcome="sent", at=at)
