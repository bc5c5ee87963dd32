"""Topics in memory behind the clients of `pipeline.kafka`: what aiokafka's two ends would answer."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from types import SimpleNamespace
from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.structs import OffsetAndTimestamp

from pipeline.kafka import connections, held
from pipeline.text.fingerprint import partition_of

NOW = 1_700_000_000.0
Headers = Iterable[tuple[str, bytes | None]]


class Topics:
    """The topics of one broker, each with as many partitions.

    `deleted` is where a partition begins by now, and `open_at` where a transaction is open in it.
    """

    def __init__(self, partitions: int = 2) -> None:
        self.partitions = partitions
        self.logs: dict[TopicPartition, list[Any]] = defaultdict(list)
        self.deleted: dict[TopicPartition, int] = {}
        self.open_at: dict[TopicPartition, int] = {}
        self.committed: dict[tuple[str, TopicPartition], int] = {}
        self.refuses: KafkaError | None = None
        self.holds: KafkaError | None = None
        self.open_clients = 0

    def install(self, monkeypatch: Any) -> Topics:
        """Have every client of `pipeline.kafka` find these topics; return them."""
        for module in (connections, held):
            monkeypatch.setattr(module, "AIOKafkaConsumer", partial(Reader, self))
        monkeypatch.setattr(connections, "AIOKafkaProducer", partial(Sender, self))
        return self

    def add(
        self,
        topic: str,
        value: bytes | None,
        *,
        key: bytes | None = None,
        partition: int | None = None,
        headers: Headers = (),
        timestamp: float = NOW,
    ) -> Any:
        """Write a record; its key decides the partition, where none is said."""
        if partition is None:
            partition = partition_of((key or b"").decode(), self.partitions)
        tp = TopicPartition(topic, partition)
        found = SimpleNamespace(
            topic=topic, partition=partition, offset=len(self.logs[tp]), key=key, value=value,
            timestamp=round(timestamp * 1000), headers=tuple(headers),
        )  # fmt: skip
        self.logs[tp].append(found)
        return found

    def skip(self, topic: str, partition: int) -> None:
        """Take an offset by what nobody reads: a marker, or what was compacted away."""
        self.logs[TopicPartition(topic, partition)].append(None)

    def read(self, topic: str) -> list[Any]:
        """Return what stands in a topic, partition by partition."""
        return [
            each
            for number in range(self.partitions)
            for each in self.logs[TopicPartition(topic, number)]
            if each is not None
        ]

    def end(self, tp: TopicPartition) -> int:
        return min(len(self.logs[tp]), self.open_at.get(tp, len(self.logs[tp])))

    def partitions_for_topic(self, name: str) -> set[int]:
        del name
        return set(range(self.partitions))

    async def fetch_all_metadata(self) -> Topics:
        """Return what a client knows of the cluster: these topics."""
        return self


class Reader:
    """A consumer's side of the topics."""

    def __init__(self, topics: Topics, **how: Any) -> None:
        self._topics = self._client = topics
        self._group = how.get("group_id") or ""
        self._sees_all = how.get("isolation_level") != "read_committed"
        self._at: dict[TopicPartition, int] = {}
        self._listener: Any = None

    async def start(self) -> None:
        self._topics.open_clients += 1

    def assign(self, partitions: Iterable[TopicPartition]) -> None:
        self._at = {tp: self._at.get(tp, 0) for tp in partitions}

    def subscribe(self, names: Iterable[str], *, listener: Any) -> None:
        self.assign(TopicPartition(n, p) for n in names for p in range(self._topics.partitions))
        self._listener = listener

    def assignment(self) -> set[TopicPartition]:
        return set(self._at)

    def seek(self, tp: TopicPartition, offset: int) -> None:
        assert tp in self._at, "it is not assigned"
        self._at[tp] = offset

    async def seek_to_beginning(self, *tps: TopicPartition) -> None:
        self._at |= await self.beginning_offsets(tps)

    async def beginning_offsets(self, tps: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        return {tp: self._topics.deleted.get(tp, 0) for tp in tps}

    async def end_offsets(self, tps: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        return {tp: self.highwater(tp) if self._sees_all else self._topics.end(tp) for tp in tps}

    async def offsets_for_times(self, times: Mapping[TopicPartition, int]) -> dict[Any, Any]:
        if any(ms < 0 for ms in times.values()):
            raise ValueError("The target time cannot be negative.")
        found = {
            tp: next((r for r in self._topics.logs[tp] if r and r.timestamp >= ms), None)
            for tp, ms in times.items()
        }
        return {
            tp: r and OffsetAndTimestamp(r.offset, r.timestamp) for tp, r in found.items()
        }  # fmt: skip

    async def committed(self, tp: TopicPartition) -> int | None:
        return self._topics.committed.get((self._group, tp))

    async def commit(self, places: Mapping[TopicPartition, int] | None = None) -> None:
        for tp, at in (places or self._at).items():
            self._topics.committed[self._group, tp] = at

    async def position(self, tp: TopicPartition) -> int:
        return self._at[tp]

    def highwater(self, tp: TopicPartition) -> int:
        return len(self._topics.logs[tp])

    def last_stable_offset(self, tp: TopicPartition) -> int:
        return self._topics.end(tp)

    async def getmany(
        self, *tps: TopicPartition, timeout_ms: int, max_records: int
    ) -> dict[TopicPartition, list[Any]]:
        if self._listener is not None:
            listener, self._listener = self._listener, None
            for tp in self._at:
                self._at[tp] = self._topics.committed.get((self._group, tp), 0)
            await listener.on_partitions_assigned(set(self._at))
        found: dict[TopicPartition, list[Any]] = {}
        for tp in tps or list(self._at):
            self._at[tp] = max(self._at[tp], self._topics.deleted.get(tp, 0))
            while self._at[tp] < self._topics.end(tp) and len(found.get(tp, ())) < max_records:
                record = self._topics.logs[tp][self._at[tp]]
                self._at[tp] += 1
                if record is not None:
                    found.setdefault(tp, []).append(record)
        # As long as nothing comes, others have their turn.
        await asyncio.sleep(0 if found else min(timeout_ms, 5) / 1000)
        return found

    async def stop(self) -> None:
        self._topics.open_clients -= 1


class Sender:
    """A producer's side of the topics. `refuses` is raised by sending, `holds` while it waits."""

    def __init__(self, topics: Topics, **how: Any) -> None:
        assert how["enable_idempotence"], "what is sent twice stands twice"
        self._topics = self.client = topics
        self._sender = SimpleNamespace(close=self.flush)

    async def start(self) -> None:
        self._topics.open_clients += 1

    async def partitions_for(self, _: str) -> set[int]:
        return set(range(self._topics.partitions))

    async def send(
        self,
        topic: str,
        value: bytes | None = None,
        *,
        key: bytes | None = None,
        partition: int | None = None,
        timestamp_ms: int | None = None,
        headers: Headers = (),
    ) -> asyncio.Future[Any]:
        if self._topics.refuses:
            raise self._topics.refuses
        sent = asyncio.get_running_loop().create_future()
        if self._topics.holds:
            sent.set_exception(self._topics.holds)
            return sent
        at = time.time() if timestamp_ms is None else timestamp_ms / 1000
        sent.set_result(
            self._topics.add(
                topic, value, key=key, partition=partition, headers=headers, timestamp=at
            )
        )
        return sent

    async def flush(self) -> None:
        pass

    async def stop(self) -> None:
        self._topics.open_clients -= 1
