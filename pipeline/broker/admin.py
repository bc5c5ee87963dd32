"""What an administrator does to a broker: lay out topics, check them, read a group's lag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from aiokafka import AIOKafkaConsumer

from pipeline.broker.topic_requests import (
    SETTLE,
    Client,
    create_topics,
    open_admin,
    partition_counts,
    partitions_of,
    topic_configs,
)
from pipeline.errors import TopicError
from pipeline.kafka.faults import clear_errors, keep_trying
from pipeline.settings import BrokerSettings
from pipeline.topology import Topic
from pipeline.types.articles import Struct


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
        self._client: Client = None

    async def __aenter__(self) -> Self:
        """Connect; wait for a broker that knows its controller."""
        async with clear_errors(self._settings):
            self._client = await keep_trying(lambda: open_admin(self._settings), self._patience)
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
                await create_topics(self._client, missing, self._replication)
        return tuple(topic.name for topic in missing)

    async def check(self, topics: Sequence[Topic]) -> tuple[str, ...]:
        """Return one line for every way in which the broker's topics differ from `topics`.

        Raises:
            BrokerError: No broker answers.
        """
        async with clear_errors(self._settings):
            listed = await self._client.list_topics()
            there = [topic for topic in topics if topic.name in listed]
            counts = await partition_counts(self._client, there)
            configs = await topic_configs(self._client, there)
        lines = [f"{topic.name}: missing" for topic in topics if topic.name not in counts]
        for topic in there:
            lines += _differences(topic, counts[topic.name], configs[topic.name])
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
            partitions = await partitions_of(self._client, topics)
            # The first group that a broker is asked about waits for its coordinator.
            offsets = await keep_trying(
                lambda: self._client.list_consumer_group_offsets(group), SETTLE
            )
            consumer = AIOKafkaConsumer(**self._settings.aiokafka_kwargs())
            await consumer.start()
            try:
                ends = await consumer.end_offsets(partitions)
                begins = await consumer.beginning_offsets(partitions)
            finally:
                await consumer.stop()
        return tuple(_lag(each, offsets.get(each), begins[each], ends[each]) for each in partitions)


def _lag(partition: Any, known: Any, begin: int, end: int) -> Lag:  # noqa: ANN401 - untyped
    # The broker says -1 for a partition that the group never committed.
    committed = known.offset if known is not None and known.offset >= 0 else None
    start = begin if committed is None else max(committed, begin)
    return Lag(
        topic=partition.topic,
        partition=partition.partition,
        committed=committed,
        end=end,
        lag=max(0, end - start),
    )


def _differences(topic: Topic, partitions: int, config: dict[str, str]) -> list[str]:
    lines = []
    if partitions != topic.partitions:
        lines.append(f"{topic.name}: {partitions} partitions, should be {topic.partitions}")
    lines += [
        f"{topic.name}: {name} is {config.get(name)}, should be {value}"
        for name, value in topic.config().items()
        # `compact,delete` is a set.
        if set(str(config.get(name)).split(",")) != set(value.split(","))
    ]
    return lines
