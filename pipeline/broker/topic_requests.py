"""What is asked of a broker about topics, over one open admin client."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic, RecordsToDelete
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import (
    KafkaConnectionError,
    TopicAlreadyExistsError,
    TopicAuthorizationFailedError,
    for_code,
)

from pipeline.broker.layout import ON_THE_TOPIC, FoundTopic, own_settings
from pipeline.errors import BrokerError, TopicError
from pipeline.kafka.passwords import hide_passwords
from pipeline.settings import BrokerSettings
from pipeline.topology import Topic

# Seconds that a new topic's partitions may take to get their leaders.
SETTLE = 15.0

Client = Any
"""An `AIOKafkaAdminClient`; aiokafka is untyped."""


async def open_admin(settings: BrokerSettings) -> Client:
    """Return a started client of a broker that knows its controller.

    Raises:
        KafkaError: There is none yet; try again.
    """
    hide_passwords()
    client = AIOKafkaAdminClient(**settings.aiokafka_kwargs())
    try:
        await client.start()
        _require_controller(await client.describe_cluster())
    except BaseException:
        await client.close()
        raise
    return client


async def create_topics(client: Client, topics: Sequence[Topic], replication: int) -> None:
    """Create `topics` and wait until each of their partitions has a leader.

    Raises:
        TopicError: The broker refuses one.
        BrokerError: They got no leaders.
        TopicAuthorizationFailedError: It does not allow it.
    """
    answer = await client.create_topics([_new_topic(topic, replication) for topic in topics])
    _require_allowed({name: code for name, code, _ in answer.topic_errors})
    refused = [
        f"{name} ({message or for_code(code).__name__})"
        for name, code, message in answer.topic_errors
        # Another process that starts now may have made it.
        if code not in (0, TopicAlreadyExistsError.errno)
    ]
    if refused:
        raise TopicError(f"the broker refuses to create {'; '.join(refused)}")
    names = [topic.name for topic in topics]
    end = time.monotonic() + SETTLE
    while time.monotonic() < end:
        found = await client.describe_topics(names)
        if all(each["error_code"] == 0 and _led(each["partitions"]) for each in found):
            return
        await asyncio.sleep(0.05)
    raise BrokerError(f"new topics got no leaders within {SETTLE:.0f} s", where=", ".join(names))


async def delete_records(client: Client, topic: str, offsets: Mapping[int, int]) -> None:
    """Delete what stands before an offset in each partition of `topic`.

    Raises:
        KafkaError: The broker refuses it.
    """
    await client.delete_records(
        {
            TopicPartition(topic, partition): RecordsToDelete(before_offset=offset)
            for partition, offset in offsets.items()
        }
    )


async def found_topics(client: Client, topics: Sequence[Topic]) -> dict[str, FoundTopic]:
    """Return how the broker has those of `topics` that are there."""
    listed = await client.list_topics()
    there = [topic.name for topic in topics if topic.name in listed]
    if not there:  # an empty list means all topics to the broker
        return {}
    wanted = [ConfigResource(ConfigResourceType.TOPIC, name) for name in there]
    answers = await client.describe_configs(wanted)
    _require_allowed({each[3]: each[0] for answer in answers for each in answer.resources})
    configs = {resource[3]: resource[4] for answer in answers for resource in answer.resources}
    return {
        each["topic"]: _found(each["partitions"], configs[each["topic"]])
        for each in await client.describe_topics(there)
    }


async def partitions_of(client: Client, names: Sequence[str]) -> list[TopicPartition]:
    """Return every partition of the topics `names`, in order.

    Raises:
        TopicError: One is missing.
    """
    there = {each["topic"]: each for each in await client.describe_topics(list(names))}
    _require_allowed({name: each["error_code"] for name, each in there.items()})
    for name in names:
        if there[name]["error_code"] != 0:
            raise TopicError("the topic is missing", where=name, mend="Run `news topics create`")
    return [
        TopicPartition(name, number)
        for name in names
        for number in sorted(each["partition"] for each in there[name]["partitions"])
    ]


def _require_allowed(codes: Mapping[str, int]) -> None:
    """Do nothing when a broker refused none of the topics for want of a right.

    Raises:
        TopicAuthorizationFailedError: It did; the error names all of them.
    """
    refused = {name for name, code in codes.items() if code == TopicAuthorizationFailedError.errno}
    if refused:
        raise TopicAuthorizationFailedError(refused)


def _new_topic(topic: Topic, replication: int) -> NewTopic:
    config = own_settings(topic, replication)
    return NewTopic(topic.name, topic.partitions, replication, topic_configs=config)


def _found(partitions: Sequence[dict[str, Any]], entries: Sequence[Any]) -> FoundTopic:
    # Of each entry: name, value, read-only, and where the value comes from.
    return FoundTopic(
        partitions=len(partitions),
        replicas=min((len(each["replicas"]) for each in partitions), default=0),
        config={entry[0]: entry[1] for entry in entries},
        own=frozenset(entry[0] for entry in entries if entry[3] == ON_THE_TOPIC),
    )


def _require_controller(cluster: dict[str, Any]) -> None:
    if cluster.get("controller_id", -1) < 0:
        raise KafkaConnectionError("no controller yet")


def _led(partitions: Sequence[dict[str, Any]]) -> bool:
    return bool(partitions) and all(each["leader"] >= 0 for each in partitions)
