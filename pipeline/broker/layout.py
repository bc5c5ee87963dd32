"""How the broker's topics differ from ours: what is wrong, what could be better, and the mend.

Wrong is only what correctness needs: the number of partitions, what compaction keeps, the largest
record, and a minimum of replicas that can be met. All else is an operator's to tune.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from pipeline.topology import RAW, SMALLER, Topic
from pipeline.types.articles import Struct

# From so many replicas on, a write is acknowledged only when two brokers have it.
_REPLICAS_FOR_TWO = 3
# Kafka's number for a setting that stands on the topic itself.
ON_THE_TOPIC = 1
_IN_SYNC = "min.insync.replicas"
_WHEN = "once no worker of 0.2.0 is left: it reads no lz4"


class FoundTopic(Struct, frozen=True, kw_only=True):
    """A topic as the broker has it: partitions, replicas, settings and those made for it alone."""

    partitions: int
    replicas: int
    config: Mapping[str, str]
    own: frozenset[str] = frozenset()


Weight = Literal["missing", "wrong", "lower", "better", "tuned"]


class Difference(Struct, frozen=True, kw_only=True):
    """One way in which a topic differs.

    `missing` and `wrong` keep a worker from starting; `lower` has fewer replicas than are set,
    `better` is a default where ours is a better one, `tuned` is what an operator has set.
    `mend` is the command, or `add` the setting to put on the topic; both empty where nothing must.
    """

    topic: str
    weight: Weight
    setting: str = ""
    found: str = ""
    wanted: str = ""
    mend: str = ""
    add: str = ""
    why: str = ""

    @property
    def refuses(self) -> bool:
        """Tell whether a worker may not start on it."""
        return self.weight in {"missing", "wrong"}

    def __str__(self) -> str:
        """Return the line without its mend."""
        return _line(self.topic, self)


def own_settings(topic: Topic, replication: int) -> dict[str, str]:
    """Return the settings that a topic of so many replicas is made with."""
    config = topic.config()
    if replication >= _REPLICAS_FOR_TWO:
        config[_IN_SYNC] = "2"
    return config


def differences(
    topics: Sequence[Topic], found: Mapping[str, FoundTopic], *, broker: str, replication: int
) -> tuple[Difference, ...]:
    """Return every way in which the topics that were found differ from `topics`.

    Args:
        topics: As they should be.
        found: As they are, by name; a missing one has no entry.
        broker: `host:port` for the commands.
        replication: Replicas that are set.
    """
    missing = [
        Difference(topic=topic.name, weight="missing", mend="news topics create")
        for topic in topics
        if topic.name not in found
    ]
    there = [(topic, found[topic.name]) for topic in topics if topic.name in found]
    counts = {each.partitions for _, each in there}
    # All laid out alike for another number: the setting is what differs.
    set_instead = counts.pop() if len(counts) == 1 and len(there) > 1 else None
    all_found = list(missing)
    for topic, has in there:
        if has.partitions != topic.partitions:
            all_found.append(_partitions(topic, has, broker, set_instead))
        all_found += _replicas(topic, has, broker, replication)
        all_found += _settings(topic, has)
    return tuple(all_found)


def lines(found: Sequence[Difference]) -> tuple[str, ...]:
    """Return `found` as lines; topics that differ in the same way share one."""
    alike: dict[Difference, list[str]] = {}
    for each in found:
        alike.setdefault(msgspec.structs.replace(each, topic="", mend=""), []).append(each.topic)
    return tuple(_line(", ".join(names), each) for each, names in alike.items())


def commands(found: Sequence[Difference], *, broker: str) -> tuple[str, ...]:
    """Return the commands that mend `found`; those of a broker's topics run over all alike."""
    told = dict.fromkeys(each.mend for each in found if each.mend)
    settings: dict[str, list[str]] = {}
    for each in found:
        if each.add:
            settings.setdefault(each.topic, []).append(each.add)
    alike: dict[str, list[str]] = {}
    for topic, adds in settings.items():
        alike.setdefault(",".join(adds), []).append(topic)
    return (*told, *(_add(broker, topics, adds) for adds, topics in alike.items()))


def _line(topics: str, each: Difference) -> str:
    if each.weight == "missing":
        return f"{topics}: missing"
    word = {"wrong": "must be", "lower": "set is", "better": "better", "tuned": "ours is"}
    line = f"{topics}: {each.setting} is {each.found}, {word[each.weight]} {each.wanted}"
    return f"{line} ({each.why})" if each.why else line


def _add(broker: str, topics: Sequence[str], adds: str) -> str:
    change = f"kafka-configs.sh --bootstrap-server {broker} --alter --entity-type topics"
    if len(topics) == 1:
        return f"{change} --entity-name {topics[0]} --add-config {adds}"
    return f"for t in {' '.join(topics)}; do {change} --entity-name $t --add-config {adds}; done"


def _partitions(topic: Topic, has: FoundTopic, broker: str, set_instead: int | None) -> Difference:
    tool = f"kafka-topics.sh --bootstrap-server {broker}"
    why = ""
    if topic.config() and not has.own:
        why = "the broker made it by itself: nothing of ours is set on it"
    if set_instead is not None:
        mend = f"export NEWS_PARTITIONS={set_instead}"
    elif topic.name == RAW.name and has.partitions < topic.partitions:
        # The clean stage sends a record round that lies where its site does not belong.
        mend = f"{tool} --alter --topic {topic.name} --partitions {topic.partitions}"
    else:
        # Records lie by the old number, and partitions are never taken away.
        mend = f"{tool} --delete --topic {topic.name} && news topics create"
    return Difference(
        topic=topic.name,
        weight="wrong",
        setting="the number of partitions",
        found=str(has.partitions),
        wanted=str(topic.partitions),
        mend=mend,
        why=why,
    )


def _replicas(topic: Topic, has: FoundTopic, broker: str, replication: int) -> list[Difference]:
    found = []
    if has.replicas < replication:
        found.append(
            Difference(
                topic=topic.name,
                weight="lower",
                setting="the number of replicas",
                found=str(has.replicas),
                wanted=str(replication),
                mend=f"kafka-reassign-partitions.sh --bootstrap-server {broker} --execute "
                "--reassignment-json-file PLAN.json",
                # Which brokers, only who runs them knows.
                why=f"PLAN.json names {replication} brokers for each of its partitions",
            )
        )
    in_sync = _number(has.config.get(_IN_SYNC, "1"))
    wanted = int(own_settings(topic, replication).get(_IN_SYNC, "1"))
    if in_sync > has.replicas:
        found.append(_set(topic, _IN_SYNC, str(has.replicas), has, "wrong"))
    elif in_sync < wanted <= has.replicas:
        found.append(_set(topic, _IN_SYNC, str(wanted), has, "lower"))
    return found


def _settings(topic: Topic, has: FoundTopic) -> list[Difference]:
    found = []
    for name, value in topic.config().items():
        is_now = has.config.get(name, "")
        if name == "cleanup.policy":
            # `compact,delete` is a set.
            if set(is_now.replace(" ", "").split(",")) != set(value.split(",")):
                found.append(_set(topic, name, value, has, "wrong"))
        elif name == "max.message.bytes":
            if _number(is_now) < int(value):
                found.append(_set(topic, name, value, has, "wrong"))
        elif is_now != value:
            # A codec that the whole broker has is an operator's too.
            tuned = name in has.own or value == "producer"
            weight: Weight = "tuned" if tuned else "better"
            found.append(_set(topic, name, value, has, weight))
    return found


def _number(told: str) -> int:
    """Return a setting's number; 0 where a broker that is not Kafka tells none."""
    try:
        return int(told)
    except ValueError:
        return 0


def _set(topic: Topic, name: str, value: str, has: FoundTopic, weight: Weight) -> Difference:
    # A list stands in brackets, or its comma would end the setting.
    written = f"[{value}]" if "," in value else value
    return Difference(
        topic=topic.name,
        weight=weight,
        setting=name,
        found=has.config.get(name, "not set"),
        wanted=value,
        why=_WHEN if value == SMALLER and weight == "better" else "",
        add="" if weight == "tuned" else f"{name}={written}",
    )
