"""Membership of a consumer group: which partitions are this process's, and nothing else.

The member reads nothing by it: each partition is read and written by itself, and goes on while the
group is being rebalanced; only what moves to another worker stops, when that one takes it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import InconsistentGroupProtocolError

from pipeline.kafka.cancelled import part, unless_ours
from pipeline.settings import BrokerSettings
from pipeline.stream.on_kafka.assignor import StickyAssignor

log = logging.getLogger(__name__)

Given = Callable[[frozenset[int]], None]
"""Told the partitions that are this process's from now on."""

# Milliseconds after which a member that says nothing is missed: most of what a machine costs that
# is gone at once (for a process that is killed its supervisor leaves). Kafka takes 6 s at least; a
# machine with too much to do needs some more.
_SESSION_MS = 8000
# Members hear of a rebalance with their heartbeat.
_HEARTBEAT_MS = 1000
# Milliseconds that a rebalance waits for a member: joining takes no work to be finished.
_REBALANCE_MS = 10_000
# Seconds between two looks for errors; and before the group is asked again after one.
_LOOK, _PAUSE = 1.0, 2.0


class Membership(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka is untyped
    """One process in one group.

    Args:
        settings: Where the broker is.
        group: The group.
        topics: What the group reads; a number is a partition of each. All are named to the broker,
            which forgets after a week where a group stands in a topic that it does not name.
        given: Told what is this process's.
        named: Told what the group calls this member.
        stored: The partitions whose tables are on this machine.
    """

    def __init__(
        self,
        settings: BrokerSettings,
        *,
        group: str,
        topics: Sequence[str],
        given: Given,
        named: Callable[[str], None] = lambda _: None,
        stored: Collection[int] = (),
    ) -> None:
        self._settings = settings
        self._group = group
        self._topics = tuple(topics)
        self._given = given
        self._named = named
        self._assignor = StickyAssignor()
        self._assignor.stored = frozenset(stored)
        self._consumer: Any = None

    async def for_ever(self) -> None:
        """Be a member until cancelled; what goes wrong is tried again."""
        while True:
            try:
                await unless_ours(self._be_member())
            except InconsistentGroupProtocolError:
                log.warning(
                    "group %s is held by workers of another version: waiting until they have left",
                    self._group,
                )
            except Exception as error:  # noqa: BLE001 - the partitions go on meanwhile
                log.warning("group %s: %r: joining again", self._group, error)
            await asyncio.sleep(_PAUSE)

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        """Do nothing: until it is known what moves, everything goes on."""

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """Have these partitions from now on."""
        # The member reads nothing.
        self._consumer.pause(*assigned)
        partitions = frozenset(tp.partition for tp in assigned)
        self._assignor.held = partitions
        log.info("group %s: partitions %s", self._group, sorted(partitions))
        self._named(self._consumer._coordinator.member_id)  # noqa: SLF001 - see `private`
        self._given(partitions)

    async def _be_member(self) -> None:
        self._consumer = consumer = AIOKafkaConsumer(
            **self._settings.aiokafka_kwargs(),
            group_id=self._group,
            enable_auto_commit=False,
            auto_offset_reset="latest",
            session_timeout_ms=_SESSION_MS,
            heartbeat_interval_ms=_HEARTBEAT_MS,
            rebalance_timeout_ms=_REBALANCE_MS,
            partition_assignment_strategy=[self._assignor],
        )
        try:
            await consumer.start()
            consumer.subscribe(self._topics, listener=self)
            while True:
                # Says what went wrong with the membership; nothing is fetched.
                await consumer.getmany(timeout_ms=int(1000 * _LOOK))
        finally:
            # Leaves the group, so that the others need not wait until this member is missed.
            await part(consumer.stop())
