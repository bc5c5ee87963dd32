"""Bad records through all stages: each comes out once, enriched or rejected, with its bytes kept.

`python -m tests.hostile` runs 100,000 of them (`--records`, `--seed`, `--jobs`) and some of the
largest size; `tests/stream/test_hostile.py` a share.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from pipeline.settings import ARTICLE_SECONDS, load_settings
from pipeline.stages.built import Stages, build_stages
from pipeline.topology import GROUPINGS, MIB, RAW, REJECTED
from tests.bad_records import BadRecord, bad_record
from tests.stream.worlds import MemoryWorld, Outcome

# What a worker gives: of a short article three seconds.
SECONDS = ARTICLE_SECONDS
# Records that one world holds, whose memory is asked for between two.
CHUNK = 250
# What may stay of a hundred thousand records: what is remembered of them (caches, all bounded).
GROWTH = 64 * MIB


@cache
def stages() -> Stages:
    """Return the stages, built once a process."""
    return build_stages(
        load_settings(partitions=1, article_seconds=SECONDS), ("clean", "dedup", "extract")
    )


async def outcomes_of(records: Sequence[BadRecord], grouping: str = "all") -> list[list[Outcome]]:
    """Return what came out for each of `records`, sent in order to a worker in memory."""
    world = MemoryWorld(stages(), GROUPINGS[grouping], partitions=1)
    places = []
    for record in records:
        message = world.kafka.publish(
            RAW.name,
            record.value,
            key=record.key,
            headers=record.headers,
            partition=0,
            timestamp=record.timestamp,
        )
        places.append((message.partition, message.offset))
    await world.outcomes(())
    found = {place: [] for place in places}
    for outcome in await everything(world):
        found.setdefault(outcome.place(), []).append(outcome)
    assert set(found) == set(places), "an outcome of no record"
    return [found[place] for place in places]


async def everything(world: MemoryWorld) -> list[Outcome]:
    """Return all outcomes of `world`."""
    records = world.kafka.read("news.enriched.v1") + world.kafka.read(REJECTED.name)
    return [Outcome(record) for record in records]


def faults_of(record: BadRecord, found: Sequence[Outcome]) -> list[str]:
    """Return what is wrong with what came out for `record`; nothing, as a rule."""
    if len(found) != 1:
        return [f"{len(found)} outcomes"]
    (outcome,) = found
    if not outcome.is_rejected:
        return [] if outcome.document["uri"] else ["no document"]
    faults = []
    # A megabyte of what the patterns look for may take too long, and then says so.
    slow = ("too-slow",) if len(record.value or b"") < MIB else ()
    if outcome.reason in ("internal-error", *slow):
        faults.append(f"{outcome.reason}: {outcome.headers['x-detail']}")
    if outcome.headers["x-original-topic"] == RAW.name and (
        (outcome.record.value, outcome.record.key) != (record.value, record.key)
    ):
        faults.append("its bytes are not kept")
    return faults


def judge(records: Sequence[BadRecord]) -> tuple[list[str], Counter[str]]:
    """Return the faults that `records` found, and how many came out in which way."""
    found = asyncio.run(outcomes_of(records))
    faults = [
        f"{record.kind}: {fault}: {record!r:.300}"
        for record, outcomes in zip(records, found, strict=True)
        for fault in faults_of(record, outcomes)
    ]
    ways = (outcome.reason if outcome.is_rejected else "ok" for each in found for outcome in each)
    return faults, Counter(ways)


def memory() -> int:
    """Return the bytes of this process that are in memory now (Linux)."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def run(numbers: Iterable[int], seed: int) -> tuple[list[str], Counter[str], int, float]:
    """Return faults, ways, growth of memory and seconds of the records of `numbers`."""
    numbers, started = list(numbers), time.monotonic()
    faults: list[str] = []
    ways: Counter[str] = Counter()
    before = 0
    for at in range(0, len(numbers), CHUNK):
        records = [bad_record(number, seed) for number in numbers[at : at + CHUNK]]
        try:
            found, more = judge(records)
        except BaseException as error:  # noqa: BLE001 - the record at fault is asked for
            found, more = [f"{numbers[at]} and on: {error!r}"], Counter()
        faults += found
        ways += more
        # Caches fill with the first tenth.
        if at <= len(numbers) // 10:
            before = memory()
    return faults, ways, memory() - before, time.monotonic() - started


def main() -> int:
    """Run them and print what was found; 1 when there is a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--large", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    how = parser.parse_args()
    parts = [range(job, how.records, how.jobs) for job in range(how.jobs)]
    with ProcessPoolExecutor(how.jobs, mp_context=get_context("spawn")) as pool:
        results = list(pool.map(run, parts, [how.seed] * how.jobs))
    failed = False
    for faults, ways, growth, seconds in results:
        for fault in faults:
            print(fault)
        print(f"{ways.total():,} records in {seconds:.0f} s, {growth / MIB:+.1f} MiB: {dict(ways)}")
        failed = failed or bool(faults) or growth > GROWTH
    for number in range(how.large):
        started = time.monotonic()
        record = bad_record(number, how.seed, large=True)
        faults, ways = judge([record])
        for fault in faults:
            print(fault)
        print(f"large, {record.kind}: {time.monotonic() - started:.1f} s {dict(ways)}")
        failed = failed or bool(faults)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
