"""Articles a second through Kafka: the whole pipeline, each stage alone, and a plain Faust agent.

The plain agent is what a user would write first: JSON in, `jieba.posseg` over the text, JSON out.
Every configuration reads the same articles from the same embedded broker, one after the other,
in rounds; medians are printed, and ratios to the plain agent of the same rounds. A rate is taken
from the broker's own times of the outputs, so the start of the first process is not in it; that of
later ones is, and the rebalances they bring. A short run of many processes measures little else.

    python benches/stream.py [--articles 1000] [--rounds 3] [--quick]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from pipeline.broker.admin import Admin
from pipeline.broker.embedded import EmbeddedBroker
from pipeline.codec import decode_raw, encode
from pipeline.offline.dedup import OfflineDedup
from pipeline.settings import Settings, load_settings
from pipeline.stages.built import build_stages
from pipeline.stream.topics import topics_of
from pipeline.topology import CLEAN, ENRICHED, GROUPINGS, RAW, UNIQUE, Topic
from pipeline.types.articles import Origin, StageName
from pipeline.worker.supervisor import Supervisor

Record = tuple[bytes, bytes]
Group = tuple[StageName, ...]
ALL: Group = ("clean", "dedup", "extract")
PARTITIONS = 8
PATIENCE = 300.0

_SUBJECTS = (
    "市图书馆",
    "青河大学",
    "云岭县",
    "水务部门",
    "滨江新区",
    "农业专家陈书远",
    "市民周立群",
)
_VERBS = ("宣布", "启动", "完成", "讨论", "公布", "检查", "支持", "推迟")
_OBJECTS = (
    "新一轮河道清理计划", "夜间开放时间", "老城区供水改造", "春季植树活动", "公交线路调整方案",
    "中小学课后服务", "粮食收购价格", "两座人行天桥的设计",
)  # fmt: skip
_ENDS = (
    "，预计下月见效。",
    "，涉及居民三千二百户。",
    "，总投资约1.8亿元。",
    "，并将听取各方意见。",
)


def articles(count: int) -> list[Record]:
    """Return `(site, envelope)` of articles of about 5 KB: body, marker and thirty links."""
    chance = random.Random(20261123)

    def sentence() -> str:
        parts = (_SUBJECTS, _VERBS, _OBJECTS, _ENDS)
        return "".join(chance.choice(part) for part in parts)

    found = []
    for number in range(count):
        site = f"site{number % 40}.example"
        day = 1 + number % 28
        lines = [f"{sentence()[:-1]}（第{number}期）", f"2026年11月{day}日 记者 林小禾"]
        lines += ["".join(sentence() for _ in range(6)) for _ in range(5)]
        lines += ["相关阅读："]
        lines += [f"- 快讯：{chance.choice(_SUBJECTS)}{sentence()[:24]}" for _ in range(30)]
        value = {"url": f"https://{site}/{number}", "site": site, "text": "\n".join(lines)}
        found.append((site.encode(), json.dumps(value, ensure_ascii=False).encode()))
    return found


def stage_inputs(raw: list[Record]) -> dict[str, list[Record]]:
    """Return what each topic must hold for the stage that reads it to run alone."""
    stages = build_stages(load_settings(), ("clean",))
    dedup = OfflineDedup()
    inputs: dict[str, list[Record]] = {RAW.name: raw, CLEAN.name: [], UNIQUE.name: []}
    for offset, (site, value) in enumerate(raw):
        origin = Origin(
            source_id=str(offset), topic=RAW.name, partition=0, offset=offset, timestamp=1.79e9
        )
        (clean,) = stages.clean.many([decode_raw(value, origin)])
        inputs[CLEAN.name].append((site, encode(clean)))
        inputs[UNIQUE.name].append((site, encode(dedup(clean))))
    return inputs


@dataclass(frozen=True)
class Case:
    """One configuration: what it reads and writes, and what starts it."""

    name: str
    reads: str
    writes: str
    groups: tuple[Group, ...]
    workers: int = 1


CASES = (
    Case("whole pipeline, one process (all)", RAW.name, ENRICHED.name, GROUPINGS["all"]),
    Case("whole pipeline, two processes (all)", RAW.name, ENRICHED.name, GROUPINGS["all"], 2),
    Case(
        "whole pipeline, two processes (dedup+extract)",
        RAW.name,
        ENRICHED.name,
        GROUPINGS["dedup+extract"],
    ),
    Case("whole pipeline, three processes (split)", RAW.name, ENRICHED.name, GROUPINGS["split"]),
    Case("clean alone", RAW.name, CLEAN.name, (("clean",),)),
    Case("dedup alone", CLEAN.name, UNIQUE.name, (("dedup",),)),
    Case("extract alone", UNIQUE.name, ENRICHED.name, (("extract",),)),
    Case("plain Faust agent, jieba.posseg", RAW.name, "plain", ()),
)


def plain_agent(broker: str, datadir: str) -> None:
    """Run what a user would write first, as it stands in Faust's own introduction."""
    import faust  # noqa: PLC0415 - its own process alone pays for it
    import jieba.posseg  # noqa: PLC0415

    app = faust.App(
        f"plain-{time.time_ns()}", broker=f"kafka://{broker}", datadir=datadir, web_enabled=False,
        topic_partitions=PARTITIONS, topic_disable_leader=True,
    )  # fmt: skip
    read, written = app.topic(RAW.name, value_serializer="json"), app.topic("plain")

    @app.agent(read)
    async def tag(stream) -> None:
        async for article in stream:
            words = [(w.word, w.flag) for w in jieba.posseg.cut(article["text"])]
            names = sorted({word for word, flag in words if flag in {"nr", "ns", "nt"}})
            await written.send(key=article["url"], value={"url": article["url"], "names": names})

    faust.Worker(app, loglevel="error", quiet=True).execute_from_commandline()


class Bench:
    """A broker, its topics, and one run at a time."""

    def __init__(self, broker: str, directory: Path, inputs: dict[str, list[Record]]) -> None:
        self.broker = broker
        self.directory = directory
        self.inputs = inputs
        self.runs = 0

    def settings(self) -> Settings:
        """Return the settings of this run: an application and directories of its own."""
        return load_settings(
            broker=self.broker, data_dir=self.directory / f"run{self.runs}",
            app_id=f"bench{self.runs}", partitions=PARTITIONS, log_level="error",
        )  # fmt: skip

    def run(self, case: Case) -> tuple[float, float]:
        """Return articles a second and CPU seconds a thousand articles."""
        self.runs += 1
        settings = self.settings()
        asyncio.run(self.lay_out(settings, case))
        stop, pids = self.start(settings, case)
        try:
            times, used = asyncio.run(self.times(settings, case, pids))
        finally:
            stop()
        # The first twentieth warms caches and waits for partitions.
        skipped = len(times) // 20
        span = times[-1] - times[skipped]
        return (len(times) - 1 - skipped) / span, 1000 * used

    async def lay_out(self, settings: Settings, case: Case) -> None:
        """Make all topics anew and fill the one that is read."""
        client = AIOKafkaAdminClient(**settings.aiokafka_kwargs())
        await client.start()
        names = [name for name in await client.list_topics() if not name.startswith("__")]
        await client.delete_topics(names)
        await client.close()
        await asyncio.sleep(1)
        topics = {
            topic.name: topic
            for group in case.groups or (ALL,)
            for topic in topics_of(settings, group)
        }
        topics["plain"] = Topic(name="plain", key="", value="", doc="", partitions=PARTITIONS)
        async with Admin(settings, patience=10) as admin:
            await admin.create(list(topics.values()))
        producer = AIOKafkaProducer(**settings.aiokafka_kwargs())
        await producer.start()
        for key, value in self.inputs[case.reads]:
            await producer.send(case.reads, value, key=key)
        await producer.stop()

    def start(
        self, settings: Settings, case: Case
    ) -> tuple[Callable[[], None], Callable[[], list[int]]]:
        """Start the case's processes; return what stops them, and their ids."""
        if case.groups:
            supervisor = Supervisor(settings, case.groups, workers=case.workers, build=build_stages)
            supervisor.start()
            return supervisor.stop, supervisor.pids
        datadir = settings.data_path() / "plain"
        datadir.mkdir(parents=True)
        process = multiprocessing.get_context("spawn").Process(
            target=plain_agent, args=(self.broker, str(datadir))
        )
        process.start()

        def stop() -> None:
            process.terminate()
            process.join(10)
            process.kill()

        return stop, lambda: [process.pid or 0]

    async def times(
        self, settings: Settings, case: Case, pids: Callable[[], list[int]]
    ) -> tuple[list[float], float]:
        """Return the broker's time of every output in seconds, and CPU seconds an output."""
        consumer = AIOKafkaConsumer(**settings.aiokafka_kwargs(), auto_offset_reset="earliest")
        await consumer.start()
        consumer.assign([TopicPartition(case.writes, number) for number in range(PARTITIONS)])
        found: list[float] = []
        first, before = 0, 0.0
        end = time.monotonic() + PATIENCE
        while len(found) < len(self.inputs[case.reads]):
            if time.monotonic() > end:
                raise SystemExit(f"{case.name}: {len(found)} outputs after {PATIENCE:.0f} s")
            for records in (await consumer.getmany(timeout_ms=500)).values():
                found += [record.timestamp / 1000 for record in records]
            if found and not first:
                # Imports and models are loaded: what is used from here on is work.
                first, before = len(found), sum(map(cpu_seconds, pids()))
        used = sum(map(cpu_seconds, pids())) - before
        await consumer.stop()
        return sorted(found), used / max(1, len(found) - first)


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process has used (Linux)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="200 articles, one round")
    options = parser.parse_args()
    if options.quick:
        options.articles, options.rounds = 200, 1
    inputs = stage_inputs(articles(options.articles))
    found: dict[str, list[tuple[float, float]]] = {case.name: [] for case in CASES}
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        with EmbeddedBroker(root / "kafka", load_settings().cache_path()) as broker:
            bench = Bench(broker.bootstrap, root, inputs)
            for _ in range(options.rounds):
                for case in CASES:
                    found[case.name].append(bench.run(case))
    report(found, options)


def report(found: dict[str, list[tuple[float, float]]], options: argparse.Namespace) -> None:
    size = statistics.mean(len(value) for _, value in articles(options.articles))
    print(f"{options.articles} articles of {size / 1000:.1f} KB, {options.rounds} rounds, medians")
    print("| configuration | articles/s | CPU s / 1,000 | articles/s against plain |")
    print("| --- | --- | --- | --- |")
    plain = found[CASES[-1].name]
    for name, runs in found.items():
        rate = statistics.median(run[0] for run in runs)
        cpu = statistics.median(run[1] for run in runs)
        ratio = statistics.median(a[0] / b[0] for a, b in zip(runs, plain, strict=True))
        print(f"| {name} | {rate:,.0f} | {cpu:.2f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
