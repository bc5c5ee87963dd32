"""Kafka in a dict: partitions, keys, offsets, commits, size limits. Nothing of the pipeline."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from pipeline.dedup.links.known_links import NO_LINKS, LinkCounts
from pipeline.stream.delivery import TooLargeToSendError
from pipeline.stream.messages import Headers, Message, Output
from pipeline.stream.metrics import Stats
from pipeline.stream.wiring import StageSet, Ways, Wired, build_agents
from pipeline.text.fingerprint import murmur2
from pipeline.topology import TOPICS
from pipeline.types.articles import StageName

NOW = 1_700_000_000.0


class LeftError(BaseException):
    """What `leave` raises here, where a process would end."""


@dataclass
class MemoryKafka:
    """Topics of one broker."""

    partitions: int = 1
    logs: dict[tuple[str, int], list[Message]] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    refuses: Callable[[Output], Exception | None] = lambda _: None

    def publish(
        self,
        topic: str,
        value: bytes | None,
        *,
        key: bytes | None = None,
        partition: int | None = None,
        headers: Headers = (),
        timestamp: float = NOW,
    ) -> Message:
        if partition is None:
            partition = murmur2(key or b"") % self.partitions
        log = self.logs.setdefault((topic, partition), [])
        message = Message(
            topic=topic,
            partition=partition,
            offset=len(log),
            timestamp=timestamp,
            key=key,
            value=value,
            headers=headers,
        )
        log.append(message)
        return message

    async def send(self, output: Output, value: bytes | None) -> Awaitable[object]:
        limit = self.limits.get(output.topic.name)
        future = asyncio.get_running_loop().create_future()
        if (error := self.refuses(output)) is not None:
            future.set_exception(error)
        elif limit is not None and len(value or b"") > limit:
            future.set_exception(TooLargeToSendError("the broker says so"))
        else:
            message = self.publish(
                output.topic.name,
                value,
                key=output.key,
                partition=output.partition,
                headers=output.headers,
                timestamp=output.timestamp or NOW,
            )
            future.set_result(message)
        return future

    def read(self, topic: str) -> list[Message]:
        return [m for (name, _), log in sorted(self.logs.items()) if name == topic for m in log]


class MemoryBackend:
    """A table without a broker: a dict a partition."""

    def __init__(self) -> None:
        self.data: dict[int, dict[bytes, bytes]] = {}
        self.changelog: list[tuple[int, bytes, bytes | None]] = []

    def read(self, partition: int, key: bytes) -> bytes | None:
        """Return the stored value."""
        return self.data.get(partition, {}).get(key)

    def keys(self, partition: int, prefix: bytes = b"") -> list[bytes]:
        """Return the stored keys that begin with `prefix`."""
        return [key for key in self.data.get(partition, {}) if key.startswith(prefix)]

    async def log(self, partition: int, key: bytes, value: bytes | None) -> Awaitable[object]:
        """Note the change; it is had at once."""
        self.changelog.append((partition, key, value))
        return _done()

    def store(self, partition: int, changes: dict[bytes, bytes | None], upto: int | None) -> None:
        """Write the changes."""
        del upto
        rows = self.data.setdefault(partition, {})
        for key, value in changes.items():
            if value is None:
                rows.pop(key, None)
            else:
                rows[key] = value


async def _done() -> None:
    return None


class MemoryWorker:
    """One process of one group: agents, local stores, committed offsets."""

    def __init__(
        self,
        kafka: MemoryKafka,
        stages: StageSet,
        group: tuple[StageName, ...],
        *,
        batch_size: int = 200,
        known_links: LinkCounts = NO_LINKS,
    ) -> None:
        self.kafka = kafka
        self.stages = stages
        self.group = group
        self.batch_size = batch_size
        self.known_links = known_links
        self.committed: dict[tuple[str, int], int] = {}
        self.backends: dict[str, MemoryBackend] = {}
        self.stats = Stats()
        self.wired = self.start()

    def start(self) -> Wired:
        """Start, or start again: what the tables hold is what their changelogs say."""
        for name, old in self.backends.items():
            self.backends[name] = new = MemoryBackend()
            new.changelog = old.changelog
            for partition, key, value in old.changelog:
                new.store(partition, {key: value}, None)

        def leave(why: str) -> None:
            raise LeftError(why)

        ways = Ways(
            port=self.kafka,
            backend=lambda name: self.backends.setdefault(name, MemoryBackend()),
            leave=leave,
            stats=self.stats,
            known_links=self.known_links,
        )
        self.wired = build_agents(self.stages, self.group, ways, partitions=self.kafka.partitions)
        return self.wired

    async def step(self) -> bool:
        """Let every agent take one batch; return whether there was one."""
        worked = False
        for agent in self.wired.agents:
            batch = self._batch(agent.spec.reads.name)
            if batch:
                worked = True
                await agent.work(batch)
                for message in batch:
                    self.committed[message.topic, message.partition] = message.offset + 1
        return worked

    def _batch(self, topic: str) -> list[Message]:
        found: list[Message] = []
        for partition in range(self.kafka.partitions):
            log = self.kafka.logs.get((topic, partition), [])
            found += log[self.committed.get((topic, partition), 0) :]
        return found[: self.batch_size]


async def run_to_the_end(*workers: MemoryWorker) -> None:
    """Let the workers work until nothing is left to read."""
    while any([await worker.step() for worker in workers]):
        pass


def topic_names() -> set[str]:
    return {topic.name for topic in TOPICS}
