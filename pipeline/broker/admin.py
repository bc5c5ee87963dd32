"""What an administrator does to a broker: lay out topics, check them, read a group's lag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

import msgspec

from pipeline.broker.lag import Lag, read_lag
from pipeline.broker.layout import Difference, commands, differences, lines
from pipeline.broker.topic_requests import (
    SETTLE,
    Client,
    create_topics,
    delete_records,
    found_topics,
    open_admin,
    partitions_of,
)
from pipeline.errors import TopicError
from pipeline.kafka.faults import clear_errors, keep_trying
from pipeline.kafka.rights import require_rights
from pipeline.settings import BrokerSettings
from pipeline.topology import Operation, Right, Topic


class Admin:
    """A connection to a broker for laying out topics and looking at groups.

    Use it as an asynchronous context manager.

    Args:
        settings: Where the broker is and how to talk to it.
        patience: Seconds to keep trying while no broker answers.
        replication: Replicas of every topic made here, and compared with those that are there.
    """

    def __init__(
        self, settings: BrokerSettings, *, patience: float = 0.0, replication: int = 1
    ) -> None:
        self._settings = settings
        self._broker = settings.broker.replace(" ", "")
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
        missing = await self._missing(topics)
        if missing:
            async with clear_errors(self._settings, _on_topics("Create")):
                await create_topics(self._client, missing, self._replication)
        return tuple(topic.name for topic in missing)

    async def check(self, topics: Sequence[Topic]) -> tuple[Difference, ...]:
        """Return every way in which the broker's topics differ from `topics`.

        Raises:
            BrokerError: No broker answers.
        """
        await self._missing(topics)
        async with clear_errors(self._settings, _on_topics("DescribeConfigs")):
            found = await found_topics(self._client, topics)
        return differences(topics, found, broker=self._broker, replication=self._replication)

    async def _missing(self, topics: Sequence[Topic]) -> list[Topic]:
        """Return those of `topics` that are not there; one that may not be seen is no such."""
        needs = _on_topics("Describe")
        async with clear_errors(self._settings, needs):
            listed = await self._client.list_topics()
            missing = [topic for topic in topics if topic.name not in listed]
            if missing:
                rights = [msgspec.structs.replace(needs, name=topic.name) for topic in missing]
                await require_rights(self._settings, rights)
        return missing

    def mend(self, found: Sequence[Difference]) -> str:
        """Return what to run so that `found` is no more; empty where nothing must be."""
        told = commands(found, broker=self._broker)
        return "Run " + " and ".join(f"`{each}`" for each in told) if told else ""

    async def require(self, topics: Sequence[Topic]) -> tuple[Difference, ...]:
        """Return in what the topics differ that a worker may start on.

        Raises:
            TopicError: They are laid out so that it may not; the line names topic, setting, what
                was found, what it must be, and the commands that mend it.
            BrokerError: No broker answers.
        """
        found = await self.check(topics)
        if wrong := [each for each in found if each.refuses]:
            raise TopicError(
                "; ".join(lines(wrong)), where=self._settings.broker, mend=self.mend(wrong)
            )
        return found

    async def delete_before(self, topic: str, offsets: Mapping[int, int]) -> None:
        """Delete what stands before an offset in each partition of `topic`: for good.

        Raises:
            BrokerError: It does not allow it, or no broker answers.
        """
        needs = Right(operation="Delete", resource="topic", name=topic)
        async with clear_errors(self._settings, needs):
            await delete_records(self._client, topic, offsets)

    async def lag(self, group: str, topics: Sequence[str]) -> tuple[Lag, ...]:
        """Return how far `group` is behind in every partition of `topics`, in order.

        A partition without a commit counts from its beginning.

        Raises:
            TopicError: A topic is missing.
            BrokerError: No broker answers.
        """
        async with clear_errors(self._settings, _on_topics("Describe")):
            partitions = await partitions_of(self._client, topics)
            # The first group that a broker is asked about waits for its coordinator.
            offsets = await keep_trying(
                lambda: self._client.list_consumer_group_offsets(group), SETTLE
            )
            return await read_lag(self._settings, partitions, offsets)


def _on_topics(operation: Operation) -> Right:
    return Right(operation=operation, resource="topic", name="*")
