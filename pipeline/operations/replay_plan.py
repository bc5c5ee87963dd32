"""What a replay owns, on the broker and on this machine: laid out before it, deleted after it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipeline.broker.admin import Admin
from pipeline.broker.deletion import delete_group, delete_topics, there
from pipeline.errors import UsageError
from pipeline.kafka.rights import require_rights
from pipeline.settings import Settings
from pipeline.stream import rights
from pipeline.stream.topics import REPLAY, TopicNames, changelogs, group_id, pipeline_topics
from pipeline.topology import (
    ALIASES,
    CONTROL,
    ENRICHED,
    GROUPINGS,
    LINKS,
    REJECTED,
    TOPICS,
    Grouping,
    Topic,
)
from pipeline.types.articles import StageName

RESULTS = (ENRICHED, LINKS, ALIASES, REJECTED)
"""What a replay comes to; all else of it is only on the way."""
# What it is called stands in topics' and groups' names, which Kafka limits to 249 letters.
_NAME = re.compile(r"[a-z0-9](-?[a-z0-9]){0,39}")
# Seconds that a batch waits for more records where each comes after the one before is done.
_NO_COMPANY = 0.001


@dataclass(frozen=True, kw_only=True)
class ReplayPlan:
    """A replay's own settings and names.

    `settings` are its workers': an application id, tables and partitions of its own.
    """

    name: str
    settings: Settings
    names: TopicNames

    @property
    def groups(self) -> Grouping:
        """Return which stages share a process."""
        return GROUPINGS[self.settings.grouping]

    @property
    def folder(self) -> Path:
        """Return where its tables lie on this machine."""
        return self.settings.data_path()

    def results(self) -> tuple[str, ...]:
        """Return the topics of what it comes to."""
        return tuple(self.names.there(topic.name) for topic in RESULTS)

    def topics(self) -> tuple[Topic, ...]:
        """Return every topic of its own."""
        kept = (log for stages in self.groups for log in changelogs(self.settings, stages))
        return (*self._own(), *kept)

    def _own(self) -> Iterator[Topic]:
        results = self.results()
        for topic in pipeline_topics(self.settings, self.names):
            if topic.name in results:
                yield topic
            elif topic.name != CONTROL.name:
                # A copy has the time of what it copies, by which Kafka deletes; all of them are
                # deleted when the replay ends.
                yield msgspec.structs.replace(topic, retention_ms=-1)


def plan_of(
    settings: Settings,
    name: str,
    *,
    partitions: int = 1,
    enriched: str = "",
    in_turn: bool = True,
) -> ReplayPlan:
    """Return what the replay `name` owns.

    Args:
        settings: Of the pipeline whose records are replayed.
        name: What the replay is called.
        partitions: Of its topics; with one, every record is read in its turn.
        enriched: Its topic of enriched articles, where that is to be called otherwise.
        in_turn: Records come one after another: there is no company for a batch to wait for.

    Raises:
        UsageError: The name does not do, or the topic is the pipeline's.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} names no replay", where="--name", mend="Take a-z, 0-9 and hyphens: monday"
        )
    if enriched in {topic.name for topic in TOPICS}:
        raise UsageError(
            "workers beside it write that topic",
            where="--to-topic",
            mend="Give --publish, or another",
        )
    own = f"{REPLAY}-{name}"
    changed: dict[str, object] = {
        "app_id": f"{settings.app_id}-{own}",
        "data_dir": settings.data_path() / "replays" / name,
        "partitions": partitions,
        # Of workers that run here beside it; and what is rejected is told at the end.
        "metrics_port": 0,
        "log_level": "debug" if settings.log_level == "debug" else "error",
        # The publishers' traces ended long ago.
        "tracing": False,
    }
    if in_turn:
        changed["batch_within"] = _NO_COMPANY
    return ReplayPlan(
        name=name,
        settings=settings.model_copy(update=changed),
        names=TopicNames(own=own, enriched=enriched),
    )


async def lay_out(plan: ReplayPlan) -> None:
    """Create the replay's topics.

    Raises:
        UsageError: Some are there: a replay of that name runs, or its results are kept.
        NotAllowedError: A right is missing; nothing of it is left behind.
        BrokerError: No broker answers.
    """
    settings = plan.settings
    topics = plan.topics()
    if found := await there(settings, [topic.name for topic in topics]):
        raise UsageError(
            f"{found[0]} is there: a replay of that name runs, or has left it",
            where=f"--name {plan.name}",
            mend="Give another name, or delete it: --drop",
        )
    needed = [
        right
        for group in plan.groups
        for right in rights.worker(settings, group, plan.names)
        if right.operation != "DescribeConfigs"
    ]
    try:
        async with Admin(settings, replication=settings.replication) as admin:
            await admin.create(topics)
        await require_rights(settings, needed)
    except BaseException:
        await clear(plan)
        raise


async def clear(plan: ReplayPlan, *, keep: Collection[str] = ()) -> None:
    """Delete the replay's topics but those to `keep`, its groups, and its tables on this machine.

    Raises:
        BrokerError: It does not allow it, or no broker answers.
    """
    groups: list[tuple[StageName, ...]] = sorted(
        {stages for grouping in GROUPINGS.values() for stages in grouping}
    )
    # Of every grouping: which one it ran with is not written down.
    kept = (log for stages in groups for log in changelogs(plan.settings, stages))
    names = dict.fromkeys(topic.name for topic in (*plan.topics(), *kept))
    await delete_topics(plan.settings, [name for name in names if name not in keep])
    for stages in groups:
        await delete_group(plan.settings, group_id(plan.settings, stages))
    shutil.rmtree(plan.folder, ignore_errors=True)
