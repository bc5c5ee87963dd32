"""The topics of a process: those of `pipeline.topology`, and its tables' changelogs."""

from __future__ import annotations

import msgspec

from pipeline.settings import Settings
from pipeline.topology import MIB, SMALLER, TOPICS, AgentSpec, Topic, agents_of
from pipeline.types.articles import StageName

# A waiting article stands in a changelog whole.
_LARGEST_CHANGE = 24 * MIB


def group_id(settings: Settings, stages: tuple[StageName, ...]) -> str:
    """Return the application id of one group of stages: each scales on its own."""
    return f"{settings.app_id}-{'-'.join(stages)}"


def pipeline_topics(settings: Settings) -> tuple[Topic, ...]:
    """Return the pipeline's own topics with the partitions that are set."""
    return tuple(msgspec.structs.replace(topic, partitions=settings.partitions) for topic in TOPICS)


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
