"""The oldest rejected records, deleted for good: before an offset in each partition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from pipeline.broker.admin import Admin
from pipeline.kafka.consumer import Consumer
from pipeline.kafka.held import Tell
from pipeline.settings import BrokerSettings
from pipeline.topology import REJECTED
from pipeline.types.articles import Struct


class Cut(Struct, frozen=True, kw_only=True):
    """Where one partition begins once `records` records before `offset` are deleted."""

    partition: int
    offset: int
    records: int


async def cut_before(
    settings: BrokerSettings, limit: float, *, tell: Tell, count: Callable[[], None]
) -> Sequence[Cut]:
    """Return where to cut so that only records older than `limit` (Unix seconds) go.

    A record that is older and stands behind a younger one stays.

    Raises:
        BrokerError: No broker answers, it refused us, or the topic is missing.
    """
    counts: Counter[int] = Counter()
    offsets: dict[int, int] = {}
    ended: set[int] = set()
    async with Consumer(settings, topic=REJECTED, tell=tell) as consumer:
        async for record in consumer:
            count()
            if record.timestamp >= limit:
                ended.add(record.partition)
            elif record.partition not in ended:
                counts[record.partition] += 1
                offsets[record.partition] = record.offset + 1
    return [
        Cut(partition=partition, offset=offsets[partition], records=counts[partition])
        for partition in sorted(offsets)
    ]


async def drop_before(settings: BrokerSettings, cuts: Sequence[Cut]) -> None:
    """Delete what stands before each cut, for good.

    Raises:
        BrokerError: It does not allow it, or no broker answers.
    """
    async with Admin(settings) as admin:
        await admin.delete_before(REJECTED.name, {cut.partition: cut.offset for cut in cuts})
