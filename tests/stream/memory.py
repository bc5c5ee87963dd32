"""Kafka in a dict: partitions, keys, offsets, commits, size limits. Nothing of the pipeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.dedup.links.known_links import NO_LINKS, LinkCounts
from pipeline.stream.agents import Agent
from pipeline.stream.batches import ProducerRecord
from pipeline.stream.changelogs.segment_store import SegmentStore
from pipeline.stream.delivery import TooLargeToSendError, place_of
from pipeline.stream.messages import Headers, Message, Output
from pipeline.stream.metrics import Stats
from pipeline.stream.stores import MemoryStore
from pipeline.stream.stream_task import FencedError, StreamTask
from pipeline.stream.tables import Store
from pipeline.stream.topics import readers_of
from pipeline.stream.wiring import StageSet, Ways, build_agents
from pipeline.text.fingerprint import murmur2
from pipeline.topology import TOPICS, agents_of
from pipeline.types.articles import StageName

NOW = 1_700_000_000.0


Checkpoint = Callable[[str], Awaitable[None]]
"""Awaited wherever a worker waits for its broker: a scheduler stops it there for as long as it likes.
"""


async def go_on(where: str) -> None:
    del where


class LeftError(Exception):
    """What a failed transaction raises here, where the partition would be opened anew."""


@dataclass
class MemoryKafka:
    """Topics of one broker."""

    partitions: int = 1
    logs: dict[tuple[str, int], list[Message]] = field(default_factory=dict)
    changelogs: dict[tuple[str, str, int], list[tuple[bytes, bytes | None]]] = field(
        default_factory=dict
    )
    epochs: Counter[tuple[str, int]] = field(default_factory=Counter)
    offsets: dict[tuple[str, str, int], int] = field(default_factory=dict)
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

    def judge(self, record: ProducerRecord) -> None:
        """Raise what a broker would."""
        output = record.origins.output
        if output is not None and (error := self.refuses(output)) is not None:
            raise error
        limit = self.limits.get(record.table or record.topic)
        if limit is not None and len(record.value or b"") > limit:
            raise TooLargeToSendError(record, "the broker says so")

    def write(self, record: ProducerRecord, group: str, partition: int) -> None:
        if record.table is not None:
            log = self.changelogs.setdefault((group, record.table, partition), [])
            log.append((record.key or b"", record.value))
            return
        self.publish(
            record.topic,
            record.value,
            key=record.key,
            partition=record.partition,
            headers=record.headers,
            timestamp=NOW if record.timestamp is None else record.timestamp,
        )

    def read(self, topic: str) -> list[Message]:
        return [m for (name, _), log in sorted(self.logs.items()) if name == topic for m in log]


class MemoryPartition:
    """One partition of a group: a transaction is written whole, or not at all."""

    progress = 0

    def __init__(
        self,
        kafka: MemoryKafka,
        group: tuple[StageName, ...],
        partition: int,
        *,
        batch_size: int,
        checkpoint: Checkpoint = go_on,
        fenced: bool = True,
    ) -> None:
        self.kafka = kafka
        self.group = "-".join(group)
        self.partition = partition
        self.topics = [spec.reads.name for spec in readers_of(group)]
        self.tables = [table for spec in agents_of(group) for table in spec.tables]
        self.batch_size = batch_size
        self.checkpoint = checkpoint
        self.fenced = fenced
        self.at: dict[str, int] = {}

    async def open(self, store: Store) -> None:
        await self.checkpoint("open")
        place = (self.group, self.partition)
        self.kafka.epochs[place] += 1
        self.epoch = self.kafka.epochs[place]
        await self.checkpoint("opened")
        for table in self.tables:
            log = self.kafka.changelogs.get((self.group, table, self.partition), [])
            for key, value in log[store.upto(table) :]:
                store.apply({table: {key: value}}, {})
            store.apply({}, {table: len(log)})
        await self.checkpoint("recovered")
        offsets = self.kafka.offsets
        self.at = {
            topic: offsets.get((self.group, topic, self.partition), 0) for topic in self.topics
        }

    async def read(self) -> dict[str, list[Message]]:
        await self.checkpoint("read")
        found: dict[str, list[Message]] = {}
        most = self.batch_size
        for topic in self.topics:
            log = self.kafka.logs.get((topic, self.partition), [])
            some = log[self.at[topic] : self.at[topic] + most]
            if some:
                found[topic] = some
                self.at[topic] += len(some)
                most -= len(some)
            if not most:
                break
        return found

    def positions(self) -> Mapping[str, int]:
        return dict(self.at)

    async def commit(
        self, records: Sequence[ProducerRecord], offsets: Mapping[str, int]
    ) -> Mapping[str, int]:
        await self.checkpoint("commit")
        if self.fenced and self.kafka.epochs[self.group, self.partition] != self.epoch:
            raise FencedError("another epoch")
        for record in records:
            self.kafka.judge(record)
        for record in records:
            self.kafka.write(record, self.group, self.partition)
        for topic, offset in offsets.items():
            self.kafka.offsets[self.group, topic, self.partition] = offset
        written = {record.table for record in records if record.table is not None}
        upto = {
            table: len(self.kafka.changelogs[self.group, table, self.partition])
            for table in written
        }
        await self.checkpoint("committed")
        return upto

    async def close(self) -> None:
        return None


class MemoryWorker:
    """One process of one group: a task a partition, with local stores that outlive it."""

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
        self.stats = Stats()
        self.ways = Ways(stats=self.stats, known_links=known_links)
        self.tasks: dict[int, StreamTask] = {}
        self.stores: dict[int, MemoryStore] = {}
        self.too_large: set[tuple[str, int, int, str]] = set()

    def start(self, *, keep_stores: bool = False) -> None:
        """Start again: what is in memory is gone, and local stores too unless they are kept."""
        self.tasks = {}
        if not keep_stores:
            self.stores = {}

    @property
    def agents(self) -> list[Agent]:
        return [agent for task in self.tasks.values() for agent in task.agents]

    def log(self, partition: int) -> MemoryPartition:
        return MemoryPartition(self.kafka, self.group, partition, batch_size=self.batch_size)

    def make(self, partition: int) -> StreamTask:
        store = SegmentStore(self.stores.setdefault(partition, MemoryStore()))
        return StreamTask(
            partition,
            agents=build_agents(
                self.stages,
                self.group,
                self.ways,
                store=store,
                partitions=self.kafka.partitions,
                too_large=self.too_large,
            ),
            log=self.log(partition),
            store=store,
        )

    async def open(self, partition: int) -> StreamTask:
        task = self.tasks[partition] = self.make(partition)
        await task.open()
        return task

    async def step(self) -> bool:
        """Let every partition do one cycle; return whether there was anything to do."""
        worked = False
        for partition in range(self.kafka.partitions):
            try:
                task = self.tasks.get(partition) or await self.open(partition)
                worked |= await task.cycle()
            except TooLargeToSendError as error:
                if error.record.origins.is_rejection():
                    raise LeftError(repr(error)) from error
                self.too_large.add(place_of(error.record))
                del self.tasks[partition]
                worked = True
            except Exception as error:
                raise LeftError(repr(error)) from error
        return worked


async def run_to_the_end(*workers: MemoryWorker) -> None:
    """Let the workers work until nothing is left to read."""
    while any([await worker.step() for worker in workers]):
        pass


def topic_names() -> set[str]:
    return {topic.name for topic in TOPICS}
