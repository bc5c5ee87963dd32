"""How far each group of workers is behind, topic by topic, and what was rejected lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.broker.admin import Admin
from pipeline.kafka.consumer import Consumer
from pipeline.kafka.held import Tell
from pipeline.operations.rejected import read_rejected
from pipeline.settings import Settings
from pipeline.stream.topics import group_id, readers_of
from pipeline.topology import REJECTED, Grouping
from pipeline.types.articles import Struct


class GroupLag(Struct, frozen=True, kw_only=True):
    """How far one group is behind in one topic. `partitions` has the lag of each, by number.

    `started`: it has committed in at least one partition.
    """

    group: str
    topic: str
    lag: int
    started: bool
    partitions: dict[int, int]


class RejectedLately(Struct, frozen=True, kw_only=True):
    """How many records a stage rejected for one reason."""

    stage: str
    reason: str
    count: int


async def group_lags(settings: Settings, groups: Grouping) -> tuple[GroupLag, ...]:
    """Return the lag of every group of stages in every topic that it reads, in their order.

    Raises:
        BrokerError: No broker answers, it refused us, or a topic is missing.
    """
    found = []
    async with Admin(settings) as admin:
        for stages in groups:
            group = group_id(settings, stages)
            topics = list(dict.fromkeys(spec.reads.name for spec in readers_of(stages)))
            rows = await admin.lag(group, topics)
            for topic in topics:
                mine = [row for row in rows if row.topic == topic]
                found.append(
                    GroupLag(
                        group=group,
                        topic=topic,
                        lag=sum(row.lag for row in mine),
                        started=any(row.committed is not None for row in mine),
                        partitions={row.partition: row.lag for row in mine},
                    )
                )
    return tuple(found)


async def rejected_since(
    settings: Settings, since: float, *, tell: Tell
) -> Sequence[RejectedLately]:
    """Return what was rejected since (Unix seconds), the most frequent first.

    Raises:
        BrokerError: No broker answers, it refused us, or the topic is missing.
    """
    counts: Counter[tuple[str, str]] = Counter()
    async with Consumer(settings, topic=REJECTED, since=since, tell=tell) as consumer:
        async for record in consumer:
            rejected = read_rejected(record)
            counts[rejected.stage, rejected.reason] += 1
    return [
        RejectedLately(stage=stage, reason=reason, count=count)
        for (stage, reason), count in counts.most_common()
    ]
