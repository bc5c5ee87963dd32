"""Who may do what on a cluster that asks: the least that each user of the pipeline needs.

Made from `pipeline.topology`, so that a topic more is a right more. Describe is left out where
Read, Write or Delete are: Kafka has them imply it.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Literal

from pipeline.settings import Settings
from pipeline.stream.topics import (
    PUBLIC,
    REPLAY,
    TopicNames,
    changelogs,
    group_id,
    pipeline_topics,
    readers_of,
)
from pipeline.topology import (
    ALIASES,
    CLEAN,
    CONTROL,
    ENRICHED,
    GROUPINGS,
    LINKS,
    RAW,
    REJECTED,
    TOPICS,
    UNIQUE,
    Operation,
    Right,
    agents_of,
)
from pipeline.types.articles import StageName

Stages = tuple[StageName, ...]

# No record of these is an article's.
_UNTRACED = frozenset({LINKS.name, CONTROL.name})


def publisher() -> tuple[Right, ...]:
    """Return what `news publish` needs."""
    return _rights("topic", {RAW.name: ("Write",)})


def consumer(group: str | None = None) -> tuple[Right, ...]:
    """Return what `news consume` needs, and more where it reads as a consumer group."""
    read = _rights("topic", {ENRICHED.name: ("Read",)})
    return (*read, *_rights("group", {group: ("Read",)})) if group else read


def operator(settings: Settings) -> tuple[Right, ...]:
    """Return what `news topics`, `news doctor` and `news links` need."""
    every = _every_topic(settings)
    found: dict[str, list[Operation]] = {name: ["Create", "DescribeConfigs"] for name in every}
    for topic in (LINKS, ALIASES, CONTROL):
        found[topic.name].append("Read")
    found[CONTROL.name].append("Write")
    return _rights("topic", found)


def worker(settings: Settings, stages: Stages, names: TopicNames = PUBLIC) -> tuple[Right, ...]:
    """Return what `news run` needs for one group of stages, once the topics are laid out."""
    every = (*pipeline_topics(settings, names), *changelogs(settings, stages))
    found: dict[str, list[Operation]] = {topic.name: ["DescribeConfigs"] for topic in every}
    kept = {topic.name for topic in changelogs(settings, stages)}
    for name in {*map(names.there, _read_by(stages)), *kept}:
        found[name].append("Read")
    for name in {*map(names.there, _written_by(stages)), *kept}:
        found[name].append("Write")
    group = group_id(settings, stages)
    return (
        *_rights("topic", found),
        *_rights("group", {group: ("Read",)}),
        # One for each partition that it works on: `news-clean-0`.
        Right(operation="Write", resource="transactional id", name=f"{group}-", prefixed=True),
    )


def users(settings: Settings) -> dict[str, tuple[Right, ...]]:
    """Return what every user of the pipeline needs; a worker is named as its stages: `clean`."""
    groups = {"+".join(stages): stages for grouping in GROUPINGS.values() for stages in grouping}
    return {
        "publisher": publisher(),
        "consumer": consumer(),
        "operator": operator(settings),
        **{name: worker(settings, stages) for name, stages in groups.items()},
    }


def verbs(settings: Settings) -> dict[str, tuple[Right, ...]]:
    """Return what each verb of the day after needs, and nothing beside it.

    `news import` writes what it is told to: named is the topic that it is for.
    """
    groups = GROUPINGS[settings.grouping]
    read = {spec.reads.name for stages in groups for spec in readers_of(stages)}
    return {
        "rejected": _rights(
            "topic", {RAW.name: ("Read", "Write"), REJECTED.name: ("Read", "Delete")}
        ),
        "trace": _rights("topic", {name: ("Read",) for name in _names() if name not in _UNTRACED}),
        "lag": (
            *_rights("topic", {n: ("Read",) for n in _names() if n in read | {REJECTED.name}}),
            *_rights("group", {group_id(settings, stages): ("Describe",) for stages in groups}),
        ),
        "replay": replayer(settings),
        "export": _rights("topic", dict.fromkeys(_names(), ("Read",))),
        "import": _rights("topic", {RAW.name: ("Write",)}),
    }


def replayer(settings: Settings) -> tuple[Right, ...]:
    """Return what `news replay` needs: of what is its own all, and of others' to read.

    Only `--publish` writes what is not its own.
    """
    first = RAW.name.partition(".")[0]
    names = (f"{first}.{REPLAY}-", f"{settings.app_id}-{REPLAY}-")
    every: tuple[Operation, ...] = ("Read", "Write", "Create", "Delete")
    used: tuple[Operation, ...] = ("Read", "Delete")
    return (
        *_rights("topic", {each.name: ("Read",) for each in (RAW, CONTROL)}),
        *_rights("topic", {ENRICHED.name: ("Write",)}),
        *_rights("topic", dict.fromkeys(names, every), prefixed=True),
        *_rights("group", {names[1]: used}, prefixed=True),
        *_rights("transactional id", {names[1]: ("Write",)}, prefixed=True),
    )


def acl_commands(rights: Sequence[Right], *, principal: str, broker: str) -> list[str]:
    """Return the commands of Kafka's own `kafka-acls.sh` that grant `rights`, one a resource."""
    found: dict[str, dict[str, None]] = {}
    for right in rights:
        pattern = " --resource-pattern-type prefixed" if right.prefixed else ""
        on = f"--{right.resource.replace(' ', '-')} {shlex.quote(right.name)}{pattern}"
        found.setdefault(on, {})[f"--operation {right.operation}"] = None
    # Quoted also where it need not be: the name of a certificate has blanks, and may have quotes.
    whom = "'" + principal.replace("'", "'\\''") + "'"
    start = f"kafka-acls.sh --bootstrap-server {broker} --add --allow-principal {whom}"
    return [f"{start} {' '.join(operations)} {on}" for on, operations in found.items()]


def _read_by(stages: Stages) -> set[str]:
    # Every worker obeys an operator; the dedup stage knows the whole stream's links.
    followed = {CONTROL.name} | ({LINKS.name} if "dedup" in stages else set())
    return {spec.reads.name for spec in readers_of(stages)} | followed


def _written_by(stages: Stages) -> set[str]:
    written = {topic.name for spec in agents_of(stages) for topic in spec.writes}
    if {"clean", "dedup"} <= set(stages):
        # A record under another key than its site's goes back, under that one.
        written = written - {CLEAN.name} | {RAW.name}
    if {"dedup", "extract"} <= set(stages):
        written -= {UNIQUE.name}
    return written


def _every_topic(settings: Settings) -> list[str]:
    groups = GROUPINGS[settings.grouping]
    kept = [topic.name for stages in groups for topic in changelogs(settings, stages)]
    return [topic.name for topic in pipeline_topics(settings)] + kept


_ORDER: tuple[Operation, ...] = (
    "Read", "Write", "Create", "Delete", "Describe", "DescribeConfigs",
)  # fmt: skip


def _names() -> list[str]:
    return [topic.name for topic in TOPICS]


def _rights(
    resource: Literal["topic", "group", "transactional id"],
    named: Mapping[str, Sequence[Operation]],
    *,
    prefixed: bool = False,
) -> tuple[Right, ...]:
    return tuple(
        Right(operation=operation, resource=resource, name=name, prefixed=prefixed)
        for name, operations in named.items()
        for operation in _ORDER
        if operation in _with_describe(operations)
    )


def _with_describe(operations: Sequence[Operation]) -> set[Operation]:
    found = set(operations)
    return found if found & {"Read", "Write", "Delete"} else found | {"Describe"}
