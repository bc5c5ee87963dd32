"""One partition of a group on the twin's broker: waits for the schedule at each request.

It takes the steps of `pipeline.stream.on_kafka.partition_log` in their order.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from random import Random

from pipeline.stream.batches import ProducerRecord
from pipeline.stream.delivery import TooLargeToSendError
from pipeline.stream.messages import Message
from pipeline.stream.tables import Store
from pipeline.stream.topics import changelog_name, readers_of
from pipeline.topology import agents_of
from pipeline.types.articles import StageName
from tests.twin.broker import Broker, Producer, by_place

Wait = Callable[..., Awaitable[None]]
"""Waits until the schedule goes on with this partition, or raises what the network did."""

_ROWS = 5


class TwinPartition:
    """What a partition reads and writes.

    Args:
        broker: The broker.
        group: The stages.
        partition: Its number.
        batch_size: Records read at most.
        wait: Awaited before each request and before its answer.
        draw: How much is read, and in which order what is written reaches the logs.
    """

    def __init__(
        self,
        broker: Broker,
        group: tuple[StageName, ...],
        partition: int,
        *,
        batch_size: int,
        wait: Wait,
        draw: Random,
    ) -> None:
        self.broker = broker
        self.group = "-".join(group)
        self.partition = partition
        self.topics = [spec.reads.name for spec in readers_of(group)]
        self.changelogs = {
            table: changelog_name(self.group, table)
            for spec in agents_of(group)
            for table in spec.tables
        }
        self.batch_size = batch_size
        self.wait = wait
        self.draw = draw
        self.progress = 0
        self.at: dict[str, int] = {}
        self._inputs = [(topic, broker.log((topic, partition))) for topic in self.topics]
        self.producer: Producer | None = None
        self.store: Store

    async def open(self, store: Store) -> None:
        self.store = store
        await self.wait("open")
        self.producer = self.broker.init(f"{self.group}-{self.partition}")
        self.progress += 1
        await self.wait("opened")
        for table in self.changelogs:
            await self._recover(store, table)
        await self.wait("take up")
        offsets = self.broker.offsets
        self.at = {
            topic: offsets.get((self.group, topic, self.partition), 0) for topic in self.topics
        }

    async def _recover(self, store: Store, table: str) -> None:
        log = self.broker.log((self.changelogs[table], self.partition))
        at, end = store.upto(table), log.end()
        while at < end:
            found, at = log.read(at, _ROWS)
            store.apply(
                {table: {message.key or b"": message.value for message in found}}, {table: at}
            )
            self.progress += 1
            await self.wait("recover")

    def is_ready(self) -> bool:
        """Return whether there is something to read."""
        # Asked at every other step: a generator would cost twice as much.
        for topic, log in self._inputs:  # noqa: SIM110
            if log.end() > self.at[topic]:
                return True
        return False

    async def read(self) -> dict[str, list[Message]]:
        await self.wait("read", self.is_ready)
        found: dict[str, list[Message]] = {}
        most = self.draw.randint(1, self.batch_size)
        topics = self.draw.sample(self.topics, len(self.topics))
        for topic in topics:
            some, self.at[topic] = self.broker.log((topic, self.partition)).read(
                self.at[topic], most
            )
            if some:
                found[topic] = some
            most -= len(some)
            if not most:
                break
        return found

    def positions(self) -> Mapping[str, int]:
        return dict(self.at)

    async def commit(
        self, records: Sequence[ProducerRecord], offsets: Mapping[str, int]
    ) -> Mapping[str, int]:
        await self.wait("begin")
        assert self.producer is not None
        self.broker.begin(self.producer)
        ends = await self._produce(records)
        await self._add_offsets(offsets)
        await self.wait("end")
        self.broker.end(self.producer)
        await self.wait("ended")
        return ends

    async def _produce(self, records: Sequence[ProducerRecord]) -> dict[str, int]:
        placed = list(by_place(self.broker, records, self.partition, self.changelogs).items())
        self.draw.shuffle(placed)
        tables = {(name, self.partition): table for table, name in self.changelogs.items()}
        ends: dict[str, int] = {}
        refused: ProducerRecord | None = None
        for number, (place, some) in enumerate(placed):
            # Requests travel beside each other; a stop after every other one is enough.
            if number % 2:
                await self.wait("produce")
            limit = self.broker.limits.get(place[0])
            if limit is not None:
                large = [record for record in some if record.size > limit]
                if large:
                    refused = max(large, key=lambda record: record.size)
                    continue
            end = self.broker.produce(self.producer, place, some)
            if place in tables:
                ends[tables[place]] = end
        if refused is not None:
            raise TooLargeToSendError(refused, "the broker says so")
        return ends

    async def _add_offsets(self, offsets: Mapping[str, int]) -> None:
        if offsets:
            await self.wait("offsets")
            self.broker.add_offsets(self.producer, self.group, self.partition, offsets)

    async def close(self) -> None:
        if not self.broker.fenced and self.producer is not None:
            # Nobody who comes after it would: what it has begun would hold back all readers.
            self.broker.give_up(self.producer)
