"""One configuration on a broker, in a steady state: what it takes, writes and keeps waiting.

Start-up and the first articles (caches, models, partitions) come before the measure. Then as many
articles as asked for are published at once, and the CPU time of the whole tree of processes, the
records and bytes of every topic, and the time to the last output are what they cost. Then they are
published at half that rate, for the latency.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from benches.stream_articles import Record
from pipeline.settings import Settings
from pipeline.topology import RAW

# Seconds without an output after which a run is given up.
PATIENCE = 240.0
# Seconds at half load, at most.
_TIMED_SECONDS = 60.0

Stop = Callable[[], None]
Pids = Callable[[], Sequence[int]]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A configuration: its name, the topic that it writes, and what starts it."""

    name: str
    writes: str
    start: Callable[[Settings], tuple[Stop, Pids]]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one run came to. Times are seconds, sizes bytes, `latencies` sorted."""

    articles: int
    cpu: float
    wall: float
    memory: int
    records: Mapping[str, int] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    latencies: Sequence[float] = ()

    def per_cpu(self) -> float:
        """Return articles a CPU second."""
        return self.articles / self.cpu

    def latency(self, share: float) -> float:
        """Return the latency below which `share` of the articles stay; 0 where none was timed."""
        return self.latencies[int(share * (len(self.latencies) - 1))] if self.latencies else 0.0


class Steady:
    """Publishes to a configuration that runs, and measures it.

    Args:
        settings: Where the broker is.
        case: The configuration.
        logs: The broker's directory.
        pids: The processes of the configuration.
    """

    def __init__(self, settings: Settings, case: Case, logs: Path, pids: Pids) -> None:
        self._settings = settings
        self._case = case
        self._logs = logs
        self._pids = pids
        self._arrived: dict[bytes, float] = {}

    async def measure(
        self,
        warm: Sequence[Record],
        steady: Sequence[Record],
        timed: Sequence[Record],
        rate: float | None = None,
    ) -> Measured:
        """Return what `steady` costs after `warm`, and the latencies of `timed`.

        Those are published at `rate` a second, at half load when None.
        """
        common = self._settings.aiokafka_kwargs()
        async with (
            AIOKafkaProducer(**common, linger_ms=2) as self._producer,
            AIOKafkaConsumer(
                **common, auto_offset_reset="earliest", isolation_level="read_committed"
            ) as self._consumer,
        ):
            self._consumer.assign(await self._partitions(self._case.writes))
            await self._through(warm)
            # What follows the last output (the links of its article) is not left to the measure.
            await asyncio.sleep(2.0)
            before, cpu, began = await self._kept(), self._cpu(), time.monotonic()
            await self._through(steady)
            wall = time.monotonic() - began
            await asyncio.sleep(2.0)
            after, used = await self._kept(), self._cpu() - cpu
            memory = sum(resident(pid) for pid in self._pids())
            latencies = await self._latencies(timed, rate or len(steady) / wall / 2)
        return Measured(
            articles=len(steady), cpu=used, wall=wall, memory=memory, latencies=latencies,
            records={name: after[name][0] - before.get(name, (0, 0))[0] for name in after},
            sizes={name: after[name][1] - before.get(name, (0, 0))[1] for name in after},
        )  # fmt: skip

    async def _through(self, records: Sequence[Record]) -> None:
        """Publish `records` and read as many outputs."""
        sent = [await self._producer.send(RAW.name, value, key=key) for key, value in records]
        await self._producer.flush()
        await asyncio.gather(*sent)
        await self._read(len(records))

    async def _read(self, wanted: int) -> None:
        last = time.monotonic()
        while wanted > 0:
            found = await self._consumer.getmany(timeout_ms=20)
            now = time.monotonic()
            for record in (record for records in found.values() for record in records):
                self._arrived[record.key or b""] = now
                wanted, last = wanted - 1, now
            if now - last > PATIENCE:
                raise SystemExit(f"{self._case.name}: {wanted} outputs never came")

    async def _latencies(self, records: Sequence[Record], rate: float) -> list[float]:
        """Return the seconds from each publishing at `rate` a second to its output, sorted."""
        records = records[: int(rate * _TIMED_SECONDS)]
        reading = asyncio.ensure_future(self._read(len(records)))
        sent: dict[bytes, float] = {}
        began = time.monotonic()
        for number, (key, value) in enumerate(records):
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            sent[_article_key(value)] = time.monotonic()
            await self._producer.send(RAW.name, value, key=key)
        await reading
        return sorted(self._arrived[key] - at for key, at in sent.items())

    async def _partitions(self, topic: str) -> list[TopicPartition]:
        numbers = await self._producer.partitions_for(topic)
        return [TopicPartition(topic, number) for number in sorted(numbers)]

    async def _kept(self) -> dict[str, tuple[int, int]]:
        """Return the records (markers of transactions too) and bytes that each topic holds."""
        folders = [each for each in self._logs.rglob("*-[0-9]*") if each.is_dir()]
        found: dict[str, tuple[int, int]] = {}
        ends = await self._consumer.end_offsets(
            [
                TopicPartition(*_of_folder(each))
                for each in folders
                if not each.name.startswith("__")
            ]
        )
        for folder in folders:
            topic, number = _of_folder(folder)
            size = sum(each.stat().st_size for each in folder.glob("*.log"))
            records = ends.get(TopicPartition(topic, number), 0)
            old = found.get(topic, (0, 0))
            found[topic] = (old[0] + records, old[1] + size)
        return found

    def _cpu(self) -> float:
        return sum(map(cpu_seconds, self._pids()))


def _article_key(value: bytes) -> bytes:
    """Return the key of the event of a made article (`article id` in docs/topics.md)."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, json.loads(value)["url"])).encode()


def _of_folder(folder: Path) -> tuple[str, int]:
    topic, _, number = folder.name.rpartition("-")
    return topic, int(number)


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process and its ended children have used (Linux)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    """Return the resident memory of a process in bytes (Linux)."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def median(runs: Sequence[Measured], of: Callable[[Measured], float]) -> float:
    """Return the median of a figure over runs."""
    return statistics.median(map(of, runs))
