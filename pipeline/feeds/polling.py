"""Feeds asked in turn: what is new in them goes on, what is at fault is one line."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Coroutine, Sequence

from msgspec.structs import replace

from pipeline.errors import CodecError, PipelineError
from pipeline.feeds.connecting import PrivateAddressError
from pipeline.feeds.faults import FetchError, shown
from pipeline.feeds.fetching import Fetcher
from pipeline.feeds.new_items import ItemReader
from pipeline.feeds.reading import read_feed
from pipeline.feeds.requesting import Fetched, Limits
from pipeline.feeds.schedule import after_fault, next_turn
from pipeline.feeds.state import FeedMemory, FeedState
from pipeline.types.articles import Struct

_AT_ONCE = 64
"""Feeds that are asked at the same time; of one host there is one."""


class Polled(Struct, frozen=True, kw_only=True):
    """How asking a feed ended, and when it is asked again. `again` is None where it never is."""

    good: bool
    again: float | None


class Poller:
    """Asks feeds.

    Args:
        fetcher: What fetches.
        memory: What is known of feeds.
        reader: What sends their items.
        every: Seconds between two times.
        limits: How much is taken.
        warn: Takes one line for each fault.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        memory: FeedMemory,
        reader: ItemReader,
        *,
        every: float,
        limits: Limits,
        warn: Callable[[str], None],
    ) -> None:
        self._fetcher = fetcher
        self._memory = memory
        self._reader = reader
        self._every = every
        self._limits = limits
        self._warn = warn
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def once(self, urls: Sequence[str], done: Callable[[], None]) -> int:
        """Ask each feed once; return how many are at fault.

        Raises:
            BrokerError: An item was not acknowledged.
        """

        async def one(url: str) -> bool:
            good = (await self.poll(url)).good
            done()
            return good

        return (await _all([one(url) for url in urls])).count(False)

    async def for_ever(self, urls: Sequence[str]) -> None:
        """Ask each feed in its turn until all are gone.

        Raises:
            BrokerError: An item was not acknowledged.
        """

        async def one(url: str) -> bool:
            again: float | None = 0.0
            while again is not None:
                await asyncio.sleep(again - time.time())
                again = (await self.poll(url)).again
            return True

        await _all([one(url) for url in urls])

    async def poll(self, url: str) -> Polled:
        """Ask one feed, send what is new in it, and remember how it went."""
        async with self._slots:
            feed, now = self._memory.feed(url), time.time()
            if feed.gone:
                self._warn(f"{shown(url)}: it is gone (HTTP 410), and not asked any more")
                return Polled(good=False, again=None)
            if feed.not_before > now:
                wait = feed.not_before - now
                self._warn(f"{shown(url)}: its server asks for {wait:.0f} s more without a request")
                return Polled(good=False, again=feed.not_before)
            try:
                return await self._asked(feed, now)
            except (FetchError, PrivateAddressError, CodecError) as error:
                return self._fault(feed, error)

    async def _asked(self, feed: FeedState, now: float) -> Polled:
        if feed.pages != self._reader.fetches_pages:
            feed = FeedState(url=feed.url, pages=self._reader.fetches_pages)
        validators = {"if-none-match": feed.etag, "if-modified-since": feed.modified}
        answer = await self._fetcher.get(
            feed.url,
            most=self._limits.feed_bytes,
            headers={name: value for name, value in validators.items() if value},
        )
        ttl = None
        if answer.status == 200:
            digest = hashlib.sha256(answer.body).digest()
            whole = True
            if digest != feed.digest:
                parsed = await asyncio.to_thread(
                    read_feed,
                    answer.body,
                    url=answer.url,
                    content_type=answer.headers.get("content-type"),
                )
                whole, ttl = await self._reader.read(parsed, url=feed.url, now=now), parsed.ttl
            # Only once the broker has all of it: else the next answer would be "not modified".
            feed = _validated(feed, answer, digest) if whole else feed
        self._memory.note(replace(feed, failures=0, not_before=0.0))
        again = next_turn(time.time(), self._every, url=feed.url, ttl=ttl)
        return Polled(good=True, again=again)

    def _fault(self, feed: FeedState, error: PipelineError) -> Polled:
        line = str(error)
        self._warn(line if error.where else f"{shown(feed.url)}: {line}")
        now = time.time()
        failures = feed.failures + 1
        wait = error.wait if isinstance(error, FetchError) else None
        gone = isinstance(error, FetchError) and error.status == 410
        not_before = now + wait if wait else 0.0
        self._memory.note(replace(feed, failures=failures, not_before=not_before, gone=gone))
        again = after_fault(now, self._every, url=feed.url, failures=failures, retry_after=wait)
        return Polled(good=False, again=None if gone else again)


def _validated(feed: FeedState, answer: Fetched, digest: bytes) -> FeedState:
    return replace(
        feed,
        etag=answer.headers.get("etag"),
        modified=answer.headers.get("last-modified"),
        digest=digest,
    )


async def _all(jobs: Sequence[Coroutine[None, None, bool]]) -> list[bool]:
    """Return what all return; where one raises, end the others."""
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
