"""What an administrator does to a broker: lay out topics, check them, read a group's lag."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any, Self

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaConnectionError, TopicAlreadyExistsError, for_code

from pipeline.connection import clear_errors, keep_trying
from pipeline.errors import BrokerError, TopicError
from pipeline.models import Struct
from pipeline.settings import BrokerSettings
from pipeline.topology import Topic

# Seconds that a new topic's partitions may take to get their leaders, and a group its coordinator.
_SETTLE = 15.0
# From so many replicas on, a write is acknowledged only when two brokers have it.
_REPLICAS_FOR_TWO = 3


class Lag(Struct, frozen=True, kw_only=True):
    """How far a group is behind in one partition. `committed` is None before its first commit."""

    topic: str
    partition: int
    committed: int | None
    end: int
    lag: int


class Admin:
    """A connection to a broker for laying out topics and looking at groups.

    Use it as an asynchronous context manager.

    Args:
        settings: Where the broker is and how to talk to it.
        patience: Seconds to keep trying while no broker answers.
        replication: Replicas of every topic made here.
    """

    def __init__(
        self, settings: BrokerSettings, *, patience: float = 0.0, replication: int = 1
    ) -> None:
        self._settings = settings
        self._patience = patience
        self._replication = replication
        self._client: Any = None

    async def __aenter__(self) -> Self:
        """Connect; wait for a broker that knows its controller."""
        async with clear_errors(self._settings):
            self._client = await keep_trying(self._connect, self._patience)
        return self

    async def __aexit__(self, *raised: object) -> None:
        """Disconnect."""
        if self._client is not None:
            await self._client.close()

    async def create(self, topics: Sequence[Topic]) -> tuple[str, ...]:
        """Create those of `topics` that are missing, and return their names.

        Returns when every partition has a leader: a client may use them at once. Those that are
        there are left as they are; `check` tells whether they are right.

        Raises:
            TopicError: The broker refuses one.
            BrokerError: No broker answers.
        """
        async with clear_errors(self._settings):
            there = await self._client.list_topics()
            missing = [topic for topic in topics if topic.name not in there]
            if missing:
                answer = await self._client.create_topics([self._new(topic) for topic in missing])
                self._refusals(answer)
                await self._settled([topic.name for topic in missing])
        return tuple(topic.name for topic in missing)

    async def check(self, topics: Sequence[Topic]) -> tuple[str, ...]:
        """Return one line for every way in which the broker's topics differ from `topics`.

        Raises:
            BrokerError: No broker answers.
        """
        async with clear_errors(self._settings):
            listed = await self._client.list_topics()
            there = [topic for topic in topics if topic.name in listed]
            found = {each["topic"]: each for each in await self._describe(there)}
            configs = await self._configs(there)
        lines = [f"{topic.name}: missing" for topic in topics if topic.name not in found]
        for topic in there:
            partitions = found[topic.name]["partitions"]
            if len(partitions) != topic.partitions:
                lines.append(
                    f"{topic.name}: {len(partitions)} partitions, should be {topic.partitions}"
                )
            lines += _config_differences(topic, configs[topic.name])
        return tuple(lines)

    async def require(self, topics: Sequence[Topic]) -> None:
        """Do nothing when the broker's topics are as `topics` says.

        Raises:
            TopicError: They are not; the line names every difference.
            BrokerError: No broker answers.
        """
        if lines := await self.check(topics):
            missing = all(line.endswith(": missing") for line in lines)
            raise TopicError(
                "; ".join(lines),
                where=self._settings.broker,
                mend="Run `news topics create`"
                if missing
                else "Partition counts are fixed for life: replay under a new application id",
            )

    async def lag(self, group: str, topics: Sequence[str]) -> tuple[Lag, ...]:
        """Return how far `group` is behind in every partition of `topics`, in order.

        A partition without a commit counts from its beginning.

        Raises:
            TopicError: A topic is missing.
            BrokerError: No broker answers.
        """
        async with clear_errors(self._settings):
            partitions = await self._partitions(topics)

            async def committed() -> Any:  # noqa: ANN401 - aiokafka is untyped
                return await self._client.list_consumer_group_offsets(group)

            offsets = await keep_trying(committed, _SETTLE)
            consumer = AIOKafkaConsumer(**self._settings.aiokafka_kwargs())
            await consumer.start()
            try:
                ends = await consumer.end_offsets(partitions)
                begins = await consumer.beginning_offsets(partitions)
            finally:
                await consumer.stop()
        rows = []
        for partition in partitions:
            offset = offsets[partition].offset if partition in offsets else -1
            done = offset if offset >= 0 else None
            base = begins[partition] if done is None else max(done, begins[partition])
            rows.append(
                Lag(
                    topic=partition.topic,
                    partition=partition.partition,
                    committed=done,
                    end=ends[partition],
                    lag=max(0, ends[partition] - base),
                )
            )
        return tuple(rows)

    async def _connect(self) -> Any:  # noqa: ANN401 - aiokafka is untyped
        client = AIOKafkaAdminClient(**self._settings.aiokafka_kwargs())
        try:
            await client.start()
            _require_controller(await client.describe_cluster())
        except BaseException:
            await client.close()
            raise
        return client

    def _new(self, topic: Topic) -> NewTopic:
        config = topic.config()
        if self._replication >= _REPLICAS_FOR_TWO:
            config["min.insync.replicas"] = "2"
        return NewTopic(topic.name, topic.partitions, self._replication, topic_configs=config)

    def _refusals(self, answer: Any) -> None:  # noqa: ANN401 - aiokafka is untyped
        lines = [
            f"{name} ({message or for_code(code).__name__})"
            for name, code, message in answer.topic_errors
            # Another process that starts now may have made it.
            if code not in (0, TopicAlreadyExistsError.errno)
        ]
        if lines:
            raise TopicError(
                f"the broker refuses to create {'; '.join(lines)}", where=self._settings.broker
            )

    async def _settled(self, names: Sequence[str]) -> None:
        end = time.monotonic() + _SETTLE
        while time.monotonic() < end:
            answer = await self._client.describe_topics(list(names))
            if all(each["error_code"] == 0 and _led(each["partitions"]) for each in answer):
                return
            await asyncio.sleep(0.05)
        raise BrokerError(
            f"new topics got no leaders within {_SETTLE:.0f} s", where=self._settings.broker
        )

    async def _describe(self, topics: Sequence[Topic]) -> list[dict[str, Any]]:
        if not topics:  # an empty list means all topics to the broker
            return []
        answer: list[dict[str, Any]] = await self._client.describe_topics([t.name for t in topics])
        return answer

    async def _configs(self, topics: Sequence[Topic]) -> dict[str, dict[str, str]]:
        if not topics:
            return {}
        wanted = [ConfigResource(ConfigResourceType.TOPIC, topic.name) for topic in topics]
        answers = await self._client.describe_configs(wanted)
        return {
            resource[3]: {entry[0]: entry[1] for entry in resource[4]}
            for answer in answers
            for resource in answer.resources
        }

    async def _partitions(self, topics: Sequence[str]) -> list[TopicPartition]:
        there = {each["topic"]: each for each in await self._client.describe_topics(list(topics))}
        for name in topics:
            if there[name]["error_code"] != 0:
                raise TopicError(
                    "the topic is missing", where=name, mend="Run `news topics create`"
                )
        return [
            TopicPartition(name, number)
            for name in topics
            for number in sorted(each["partition"] for each in there[name]["partitions"])
        ]


def _require_controller(cluster: dict[str, Any]) -> None:
    if cluster.get("controller_id", -1) < 0:
        raise KafkaConnectionError("no controller yet")


def _led(partitions: Sequence[dict[str, Any]]) -> bool:
    return bool(partitions) and all(each["leader"] >= 0 for each in partitions)


def _config_differences(topic: Topic, found: dict[str, str]) -> list[str]:
    return [
        f"{topic.name}: {name} is {found.get(name)}, should be {value}"
        for name, value in topic.config().items()
        if set(str(found.get(name)).split(",")) != set(value.split(","))
    ]
