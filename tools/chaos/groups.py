"""Which member of a consumer group owns what, while workers and brokers come and go.

Asked with aiokafka: librdkafka's admin client ends the whole process where a broker goes away with
the answer about a group due (librdkafka 4605).
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment
from aiokafka.errors import for_code

from pipeline.topology import CLEAN, RAW

_PATIENCE_MS = 5000
_EVERY = 1.0


def groups(broker: str, prefix: str) -> list[str]:
    """Return the consumer groups whose ids begin with `prefix`."""

    async def ask() -> list[str]:
        async with _client(broker) as client:
            return await _names(client, prefix)

    return asyncio.run(ask())


class Watch(threading.Thread):
    """Notes once a second which member of a consumer group owns each raw partition.

    Args:
        broker: Where the brokers are.
        prefix: What the group ids of the run begin with.
    """

    def __init__(self, broker: str, prefix: str) -> None:
        super().__init__(name="watch", daemon=True)
        self._broker = broker
        self._prefix = prefix
        self._ended = threading.Event()
        self._away = threading.Event()
        self.seen: list[tuple[float, dict[tuple[str, int], str], frozenset[str]]] = []

    def run(self) -> None:
        """Look until `end`."""
        while not self._ended.is_set():
            # A broker that is not there has no answer: a new client finds the others.
            with contextlib.suppress(Exception):
                asyncio.run(self._look_on())
            self._ended.wait(_EVERY)

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()
        self.join(10)

    @contextlib.contextmanager
    def looks_away(self) -> Iterator[None]:
        """Ask nothing meanwhile."""
        self._away.set()
        try:
            yield
        finally:
            self._away.clear()

    def affected(self, at: float, *, within: float = 20.0) -> frozenset[int]:
        """Return the raw partitions whose reader was gone soon after `at`."""
        before = [seen for seen in self.seen if seen[0] <= at]
        owners = next((owners for _, owners, _ in reversed(before) if owners), {})
        after = [members for when, _, members in self.seen if at < when <= at + within]
        gone = {
            member for member in owners.values() if any(member not in members for members in after)
        }
        return frozenset(partition for (_, partition), owner in owners.items() if owner in gone)

    async def _look_on(self) -> None:
        async with _client(self._broker) as client:
            while not self._ended.is_set():
                if not self._away.is_set():
                    self.seen.append((time.monotonic(), *await self._look(client)))
                await asyncio.sleep(_EVERY)

    async def _look(self, client: Any) -> tuple[dict[tuple[str, int], str], frozenset[str]]:  # noqa: ANN401 - untyped
        owners: dict[tuple[str, int], str] = {}
        members = set()
        names = await _names(client, self._prefix)
        # One by one: aiokafka reads what it is told of two in a row amiss.
        for told in [await client.describe_consumer_groups([name]) for name in names]:
            for error, _, _, _, _, those, *_ in told[0].groups:
                if error:
                    raise for_code(error)(self._prefix)
                for member, _, _, _, assigned in those:
                    members.add(member)
                    for topic, partition in _places(assigned):
                        if topic in {RAW.name, CLEAN.name}:
                            owners[topic, partition] = member
        return owners, frozenset(members)


def _places(assigned: bytes) -> list[tuple[str, int]]:
    """Return the partitions that a member's assignment names; it has none while the group moves."""
    if not assigned:
        return []
    told = ConsumerProtocolMemberAssignment.decode(assigned)
    return [(topic, partition) for topic, those in told.assignment for partition in those]


async def _names(client: Any, prefix: str) -> list[str]:  # noqa: ANN401 - untyped
    return [name for name, _ in await client.list_consumer_groups() if name.startswith(prefix)]


@contextlib.asynccontextmanager
async def _client(broker: str) -> AsyncIterator[Any]:
    client = AIOKafkaAdminClient(bootstrap_servers=broker, request_timeout_ms=_PATIENCE_MS)
    try:
        await client.start()
        yield client
    finally:
        await client.close()
