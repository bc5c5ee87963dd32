"""Where the behaviour tests run: in memory, and on a real broker. One face for both."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Self

import msgspec
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from pipeline.stream.messages import Message
from pipeline.topology import ENRICHED, LINKS, MIB, RAW, REJECTED
from tests.stream.memory import MemoryKafka, MemoryWorker, run_to_the_end

Place = tuple[int, int]


@dataclass(frozen=True)
class Outcome:
    """What became of one raw record."""

    record: Message

    @property
    def is_rejected(self) -> bool:
        return self.record.topic == REJECTED.name

    @property
    def headers(self) -> dict[str, str]:
        # What a publisher sent along may be anything; Kafka's null too.
        return {
            name: (value or b"").decode("utf-8", "replace") for name, value in self.record.headers
        }

    @property
    def document(self) -> dict:
        return msgspec.json.decode(self.record.value)

    @property
    def reason(self) -> str:
        return self.headers["x-reason"]

    def place(self) -> Place | None:
        """Where its raw record stood."""
        if not self.is_rejected:
            source = self.document["enrichment"]["source"]
            return source["partition"], source["offset"]
        headers = self.headers
        if "x-raw-partition" not in headers:
            return None
        return int(headers["x-raw-partition"]), int(headers["x-raw-offset"])


def by_place(records: list[Message]) -> dict[Place, list[Outcome]]:
    found = defaultdict(list)
    for record in records:
        outcome = Outcome(record)
        found[outcome.place()].append(outcome)
    return found


class MemoryWorld:
    """Kafka in a dict, one worker a group."""

    def __init__(self, stages, grouping, *, partitions: int = 4, **how) -> None:
        self.kafka = MemoryKafka(partitions=partitions)
        self.partitions = partitions
        self.workers = [MemoryWorker(self.kafka, stages, group, **how) for group in grouping]

    async def publish(self, value, *, key=None, headers=(), partition=None) -> Place:
        message = self.kafka.publish(RAW.name, value, key=key, headers=headers, partition=partition)
        return message.partition, message.offset

    async def outcomes(self, places, patience: float = 0) -> dict[Place, list[Outcome]]:
        await run_to_the_end(*self.workers)
        records = self.kafka.read(ENRICHED.name) + self.kafka.read(REJECTED.name)
        found = by_place(records)
        return {place: found[place] for place in places}

    async def links(self) -> dict[str, dict]:
        records = self.kafka.read(LINKS.name)
        return {r.key.decode(): msgspec.json.decode(r.value) for r in records}


class KafkaWorld:
    """A real broker, workers that run already. Each test looks for its own records only."""

    def __init__(self, settings) -> None:
        self.settings = settings
        self.partitions = settings.partitions
        self.seen: list[Message] = []
        self.link_records: dict[str, dict] = {}
        self._producer: AIOKafkaProducer | None = None
        self._consumer: AIOKafkaConsumer | None = None

    async def __aenter__(self) -> Self:
        how = self.settings.aiokafka_kwargs()
        self._producer = AIOKafkaProducer(**how, max_request_size=34 * MIB)
        await self._producer.start()
        self._consumer = AIOKafkaConsumer(
            ENRICHED.name,
            REJECTED.name,
            LINKS.name,
            **how,
            auto_offset_reset="earliest",
            fetch_max_bytes=64 * MIB,
        )
        await self._consumer.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._producer.stop()
        await self._consumer.stop()

    async def publish(self, value, *, key=None, headers=(), partition=None) -> Place:
        sent = await self._producer.send_and_wait(
            RAW.name, value, key=key, headers=list(headers), partition=partition
        )
        return sent.partition, sent.offset

    async def publish_all(self, records) -> list[Place]:
        """Publish `(key, value)` pairs without waiting for each."""
        futures = [await self._producer.send(RAW.name, value, key=key) for key, value in records]
        return [(sent.partition, sent.offset) for sent in await asyncio.gather(*futures)]

    async def outcomes(self, places, patience: float = 180) -> dict[Place, list[Outcome]]:
        """Return what became of the records at `places`, or what there is when time is up."""
        end = time.monotonic() + patience
        while True:
            found = by_place(self.seen)
            if set(places) <= set(found) or time.monotonic() > end:
                return {place: found[place] for place in places}
            await self._read()

    async def links(self) -> dict[str, dict]:
        for _ in range(5):
            await self._read()
        return self.link_records

    async def _read(self) -> None:
        for tp, records in (await self._consumer.getmany(timeout_ms=200)).items():
            for record in records:
                if tp.topic == LINKS.name:
                    self.link_records[record.key.decode()] = msgspec.json.decode(record.value)
                    continue
                self.seen.append(
                    Message(
                        topic=tp.topic,
                        partition=tp.partition,
                        offset=record.offset,
                        timestamp=record.timestamp / 1000,
                        key=record.key,
                        value=record.value,
                        headers=tuple(record.headers),
                    )
                )


async def look_after(supervisor) -> None:
    """Do what `news run` does: start again what ended with an error."""
    while True:
        supervisor.watch(0.01)
        await asyncio.sleep(0.2)
