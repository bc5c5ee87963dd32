"""Items to `news.raw.v1`, each once: noted before it is sent, seen when the broker has it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from pipeline.errors import NotAllowedError
from pipeline.feeds.articles import version_of
from pipeline.feeds.state import FeedMemory, Sending
from pipeline.kafka.merged import Bounds, Merged
from pipeline.kafka.publisher import Publisher
from pipeline.kafka.records import Receipt, envelope, raw_id, record_key
from pipeline.settings import BrokerSettings
from pipeline.topology import RAW
from pipeline.types.articles import RawArticle

Show = Callable[[Sending, Receipt], None]
"""Takes each record that the broker has."""

# Seconds around a run in which its records are looked for: clocks differ, and a record may have
# waited a minute for a leader.
_BEFORE, _AFTER = 60.0, 300.0


def record_of_item(raw: RawArticle, *, item: str, where: str) -> Sending:
    """Return an item's article as the record that is sent."""
    return Sending(
        id=raw_id(raw),
        version=version_of(raw),
        item=item,
        key=record_key(raw),
        value=envelope(raw),
        where=where,
    )


class ItemSender:
    """Sends records. Two feeds may hold one item: it is sent for the first of them.

    Args:
        publisher: What sends.
        memory: What was sent.
        show: Takes each record that the broker has.
    """

    def __init__(self, publisher: Publisher, memory: FeedMemory, show: Show) -> None:
        self._publisher = publisher
        self._memory = memory
        self._show = show
        # While one batch is under way, no other may ask what was sent.
        self._turn = asyncio.Lock()

    async def send(self, records: Sequence[Sending]) -> int:
        """Send what of `records` was not sent before; return how many that were.

        Raises:
            BrokerError: One was not acknowledged. The next start finds out whether it is there.
        """
        async with self._turn:
            fresh = {(r.id, r.version): r for r in records if not self._memory.has(r.id, r.version)}
            await self._deliver(list(fresh.values()))
        return len(fresh)

    async def recover(self, settings: BrokerSettings, warn: Callable[[str], None]) -> int:
        """Settle what a run left that was ended in the middle; return how many records that were.

        Those that are on the topic are seen; the others are sent.
        """
        left, first, last = self._memory.left()
        if not left:
            return 0
        there: set[bytes] = set()
        bounds = Bounds(since=first - _BEFORE, until=last + _AFTER)
        wanted = {each.value for each in left}
        try:
            async with Merged(settings, RAW, bounds) as found:
                async for record in found:
                    if record.value in wanted:
                        there.add(record.value or b"")
        except NotAllowedError as error:
            warn(
                f"{error} It tells whether {len(left)} items are sent already: they are sent again"
            )
        self._memory.sent([each for each in left if each.value in there])
        await self._deliver([each for each in left if each.value not in there])
        return len(left)

    async def _deliver(self, records: list[Sending]) -> None:
        if not records:
            return
        self._memory.begin(records, time.time())
        tasks = [
            asyncio.create_task(self._publisher.send_bytes(r.value, key=r.key, where=r.where))
            for r in records
        ]
        try:
            receipts = await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
        self._memory.sent(records)
        for record, receipt in zip(records, receipts, strict=True):
            self._show(record, receipt)
