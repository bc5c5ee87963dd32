"""The topics of a process: those of `pipeline.topology`, and its tables' changelogs."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from pipeline.settings import Settings
from pipeline.topology import (
    CONTROL,
    ENRICHED,
    MIB,
    SMALLER,
    TOPICS,
    AgentSpec,
    Topic,
    agents_of,
)
from pipeline.types.articles import StageName, Struct

# A waiting article stands in a changelog whole.
_LARGEST_CHANGE = 24 * MIB


REPLAY = "replay"
"""What the names of a replay's topics and groups have in common."""


class TopicNames(Struct, frozen=True, kw_only=True):
    """What the pipeline's topics are called on the broker: as here, or as one replay's own.

    Agents and tables know the names of `pipeline.topology` alone; they are changed where records
    are read and written. So what a replay's workers read and write is nobody else's, but for
    `news.control.v1`: an operator's word is one for all.
    """

    own: str = ""
    """Stands behind the first dot: `news.OWN.clean.v1`. Empty: the pipeline's own names."""
    enriched: str = ""
    """The name of the enriched topic, where it is another."""

    def there(self, name: str) -> str:
        """Return what the topic `name` is called on the broker."""
        if not self.own or name == CONTROL.name:
            return name
        if name == ENRICHED.name and self.enriched:
            return self.enriched
        first, _, rest = name.partition(".")
        return f"{first}.{self.own}.{rest}"

    def topic(self, topic: Topic) -> Topic:
        """Return `topic` under its name on the broker."""
        return msgspec.structs.replace(topic, name=self.there(topic.name))


PUBLIC = TopicNames()
"""The pipeline's own names."""


def group_id(settings: Settings, stages: tuple[StageName, ...]) -> str:
    """Return the application id of one group of stages: each scales on its own."""
    return f"{settings.app_id}-{'-'.join(stages)}"


def pipeline_topics(settings: Settings, names: TopicNames = PUBLIC) -> tuple[Topic, ...]:
    """Return the pipeline's own topics with the partitions that are set, as they are called."""
    return tuple(
        msgspec.structs.replace(names.topic(topic), partitions=settings.partitions)
        for topic in TOPICS
    )


def changelog_name(group: str, table: str) -> str:
    """Return the name that Faust gives a table's changelog."""
    return f"{group}-{table}-changelog"


def changelogs(settings: Settings, stages: tuple[StageName, ...]) -> tuple[Topic, ...]:
    """Return the changelogs of the tables of a group of stages."""
    group = group_id(settings, stages)
    return tuple(
        Topic(
            name=changelog_name(group, table),
            key="table key",
            value="bytes",
            doc=f"Changes of the table {table}.",
            cleanup="compact",
            retention_ms=-1,
            max_message_bytes=_LARGEST_CHANGE,
            compression=SMALLER,
            partitions=settings.partitions,
        )
        for spec in agents_of(stages)
        for table in spec.tables
    )


def topics_of(settings: Settings, stages: tuple[StageName, ...]) -> tuple[Topic, ...]:
    """Return every topic that must be there before a group of stages starts."""
    return (*pipeline_topics(settings), *changelogs(settings, stages))


def topics_of_groups(
    settings: Settings, groups: Iterable[tuple[StageName, ...]]
) -> tuple[Topic, ...]:
    """Return every topic that groups of stages need, each once."""
    topics = {topic.name: topic for group in groups for topic in topics_of(settings, group)}
    return tuple(topics.values())


def readers_of(stages: tuple[StageName, ...]) -> tuple[AgentSpec, ...]:
    """Return the agents of a group that read a topic.

    A stage whose input is made in the same group has no reader: the agent before it calls it.
    """
    skipped = {
        name
        for before, name in (("clean", "dedup"), ("dedup", "extract"))
        if before in stages and name in stages
    }
    return tuple(spec for spec in agents_of(stages) if spec.name not in skipped)
