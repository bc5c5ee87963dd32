"""What an article costs through Kafka in a steady state: ours, and its peers in the same run.

Every round runs every configuration once, on the same articles (`benches.stream_articles`), each
on a broker of its own, one after the other; medians are printed, and ratios to the CPU of our own
pipeline in one process. `news enrich` over the same articles is measured beside them. Start-up and
warm-up are in no figure (`benches.stream_run`).

    python -m benches.stream [--articles 3000] [--rounds 3] [--only NAME] [--quick]
        [--busiest .5] [--rate 12]

The peer on quixstreams has an environment of its own, which `make bench-stream` makes; without it
its row is left out.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benches.stream_articles import Record, articles
from benches.stream_run import Case, Measured, Pids, Steady, Stop, median
from pipeline.broker.admin import Admin
from pipeline.broker.embedded import EmbeddedBroker
from pipeline.settings import Settings, load_settings
from pipeline.stages.built import build_stages
from pipeline.stream.topics import topics_of_groups
from pipeline.topology import ENRICHED, GROUPINGS, RAW, Topic
from pipeline.types.articles import StageName
from pipeline.worker.supervisor import Supervisor

Group = tuple[StageName, ...]
PARTITIONS = 8
WARM = 500
TIMED = 1500
ROOT = Path(__file__).resolve().parents[1]
QUIX = ROOT / ".venv-quix" / "bin" / "python"
READY = 120.0
PLAIN = "plain"
FIRST = "ours, one process (all)"


def workers(grouping: str, number: int, settings: Settings) -> tuple[Stop, Pids]:
    """Start `number` workers of each group of a grouping; return once they have partitions."""
    groups: tuple[Group, ...] = GROUPINGS[grouping]
    supervisor = Supervisor(settings, groups, workers=number, build=build_stages)
    supervisor.start()
    if not supervisor.wait_ready(READY):
        supervisor.stop()
        raise SystemExit(f"{grouping}: not ready after {READY:.0f} s")
    return supervisor.stop, supervisor.pids


def peer(name: str, python: str, settings: Settings) -> tuple[Stop, Pids]:
    """Start a peer in a process of its own."""
    command = [python, "-m", "benches.stream_peers", name, settings.broker]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*command, str(settings.data_path() / name)],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip

    def stop() -> None:
        process.kill()
        process.wait()

    return stop, lambda: [process.pid]


def cases() -> list[Case]:
    """Return the configurations, ours first."""
    ours = [
        (FIRST, "all", 1),
        ("ours, two processes (all)", "all", 2),
        ("ours, two processes (dedup+extract)", "dedup+extract", 1),
    ]
    peers = [
        ("naive Faust, jieba.posseg", "faust"),
        ("naive aiokafka, rjieba", "rjieba"),
        ("plain aiokafka loop, our stages", "aiokafka"),
    ]
    found = [
        Case(name=name, writes=ENRICHED.name, start=partial(workers, grouping, number))
        for name, grouping, number in ours
    ]
    found += [
        Case(name=name, writes=PLAIN, start=partial(peer, which, sys.executable))
        for name, which in peers
    ]
    if QUIX.exists():
        start = partial(peer, "quix", str(QUIX))
        found.append(Case(name="quixstreams, our stages", writes=PLAIN, start=start))
    else:
        print(f"no {QUIX.parents[1].name}: quixstreams is left out (`make bench-stream` makes it)")
    return found


class Bench:
    """A broker of its own for each run: nothing is left of the run before."""

    def __init__(self, directory: Path, made: Sequence[Record], rate: float | None) -> None:
        self._directory = directory
        self._rate = rate
        self._warm, self._steady = made[:WARM], made[WARM : len(made) - TIMED]
        self._timed = made[len(made) - TIMED :]
        self._runs = 0

    def run(self, case: Case, *, timed: bool) -> Measured:
        """Return what one run of `case` came to; with `timed`, its latencies too."""
        self._runs += 1
        root = self._directory / f"run{self._runs}"
        with EmbeddedBroker(root / "kafka", load_settings().cache_path()) as broker:
            settings = load_settings(
                broker=broker.bootstrap, data_dir=root / "data", app_id=f"bench{self._runs}",
                partitions=PARTITIONS, log_level="error",
            )  # fmt: skip
            asyncio.run(lay_out(settings))
            stop, pids = case.start(settings)
            try:
                steady = Steady(settings, case, root / "kafka", pids)
                return asyncio.run(
                    steady.measure(
                        self._warm, self._steady, self._timed if timed else (), self._rate
                    )
                )
            finally:
                stop()

    def enrich(self) -> float:
        """Return the CPU seconds of `news enrich` for the steady articles alone."""
        whole, warm = (self._enriched(part) for part in ([*self._warm, *self._steady], self._warm))
        return whole - warm

    def _enriched(self, records: Sequence[Record]) -> float:
        path = self._directory / "articles.jsonl"
        path.write_bytes(b"".join(value + b"\n" for _, value in records))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "pipeline", "enrich", str(path)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


async def lay_out(settings: Settings) -> None:
    """Make all topics, those of each group of each grouping too."""
    groups = [group for grouping in GROUPINGS.values() for group in grouping]
    plain = Topic(name=PLAIN, key="", value="", doc="", partitions=PARTITIONS)
    async with Admin(settings, patience=10) as admin:
        await admin.create([*topics_of_groups(settings, groups), plain])


def main() -> None:
    """Run the rounds and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", help="configurations whose name begins so")
    parser.add_argument("--busiest", type=float, help="part of the articles that one site sends")
    parser.add_argument(
        "--quick", action="store_true", help="600 articles, one round, ours and naive"
    )
    parser.add_argument(
        "--rate",
        type=float,
        help="articles a second for the latency, not half of what there can be",
    )
    options = parser.parse_args()
    # A topic that was made just now has no leader yet: aiokafka says so, and tries again.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    if options.quick:
        options.articles, options.rounds = 600, 1
        options.only = options.only or [FIRST, "naive Faust"]
    chosen = [
        case for case in cases() if not options.only or case.name.startswith(tuple(options.only))
    ]
    made = articles(WARM + options.articles + TIMED, busiest=options.busiest)
    runs: dict[str, list[Measured]] = {case.name: [] for case in chosen}
    offline: list[float] = []
    with tempfile.TemporaryDirectory() as directory:
        bench = Bench(Path(directory), made, options.rate)
        for _ in range(options.rounds):
            offline.append(bench.enrich())
            for case in chosen:
                wanted = not options.quick or options.rate is not None
                timed = case.writes == ENRICHED.name and wanted
                runs[case.name].append(bench.run(case, timed=timed))
    size = statistics.mean(len(value) for _, value in made)
    print(
        f"{options.articles:,} articles of {size / 1000:.1f} KB, rounds: {options.rounds}, medians"
    )
    report(runs, offline, options.articles)


def report(runs: dict[str, list[Measured]], offline: Sequence[float], count: int) -> None:
    """Print the tables: CPU, rate and latency of each, then records and bytes of ours."""
    print(
        "| configuration | articles a CPU s | against ours | articles/s | p50 / p99 ms | RSS MB |"
    )
    print("| --- | --- | --- | --- | --- | --- |")
    base = runs.get(FIRST) or next(iter(runs.values()))

    def row(name: str, cpu: Sequence[float], rest: str) -> None:
        ratio = statistics.median(b.cpu / a for a, b in zip(cpu, base, strict=True))
        print(f"| {name} | {count / statistics.median(cpu):,.0f} | {ratio:.2f} | {rest} |")

    row("`news enrich`, no broker", offline, "| |")
    for name, found in runs.items():
        latency = ""
        if found[0].latencies:
            shares: list[Callable[[Measured], float]] = [
                lambda run, share=share: 1000 * run.latency(share) for share in (0.5, 0.99)
            ]
            latency = " / ".join(f"{median(found, of):,.0f}" for of in shares)
        rate, memory = (
            median(found, lambda run: run.articles / run.wall),
            median(found, lambda run: run.memory / 1e6),
        )
        row(name, [run.cpu for run in found], f"{rate:,.0f} | {latency} | {memory:,.0f}")
    print()
    print("| topic (ours, one process) | records an article | bytes an article |")
    print("| --- | --- | --- |")
    topics = sorted(base[0].records, key=lambda name: -base[0].sizes[name])
    total = [0.0, 0.0]
    for name in topics:
        records = median(base, lambda run, name=name: run.records[name] / run.articles)
        size = median(base, lambda run, name=name: run.sizes[name] / run.articles)
        if size < 1 or name == PLAIN:
            continue
        print(f"| {name} | {records:.2f} | {size:,.0f} |")
        if name != RAW.name:
            total = [total[0] + records, total[1] + size]
    print(f"| all but {RAW.name} | {total[0]:.1f} | {total[1]:,.0f} |")


if __name__ == "__main__":
    main()
