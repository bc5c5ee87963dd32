"""What a transaction costs, in both protocols of Kafka by turns: `python -m benches.transactions`.

Small batches of some partitions at once, back to back, on a broker of their own: four records for
four topics' partitions, and two offsets. Nothing else is done: in a worker the stages come between.
"""

from __future__ import annotations

import asyncio
import logging
import os
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from aiokafka import TopicPartition

from benches.stream import PARTITIONS, lay_out
from pipeline.broker.embedded import EmbeddedBroker
from pipeline.settings import Settings, load_settings
from pipeline.stream.batches import Origins, ProducerRecord
from pipeline.stream.on_kafka import second_protocol
from pipeline.stream.on_kafka.transactions import Transactions
from pipeline.topology import AGENTS, ENRICHED, LINK_SEEN, RAW, STORY_MATCHES, STORY_POSTINGS, Topic

ROUNDS, COMMITS, WARM = 2, 240, 10
_MADE = Origins(spec=AGENTS[0], message=None)


def batch(partition: int) -> list[ProducerRecord]:
    """Return four records, as large as those of an article."""

    def record(topic: Topic, size: int, at: int) -> ProducerRecord:
        at %= PARTITIONS
        value = os.urandom(size)
        return ProducerRecord(topic=topic.name, key=b"k", value=value, partition=at, origins=_MADE)

    return [
        record(STORY_POSTINGS, 500, partition),
        record(STORY_POSTINGS, 500, partition + 3),
        record(LINK_SEEN, 300, partition + 1),
        record(ENRICHED, 3000, partition),
    ]


async def commits(way: Transactions, partition: int, count: int, first: int) -> list[float]:
    """Return the seconds of each of `count` transactions."""
    took = []
    for offset in range(first, first + count):
        began = time.perf_counter()
        topics = (RAW.name, STORY_MATCHES.name)
        offsets = {TopicPartition(topic, partition): offset for topic in topics}
        await way.commit(batch(partition), offsets)
        took.append(time.perf_counter() - began)
        await asyncio.sleep(0.01)
    return took


def counted(way: Transactions, asked: Counter[str]) -> None:
    """Count what the producer sends."""
    client: Any = way._producer.client  # noqa: SLF001 - nothing else sees what is sent
    send = client.send

    async def counting(node: Any, request: Any, **how: Any) -> Any:
        asked[type(request).__name__] += 1
        return await send(node, request, **how)

    client.send = counting


async def measure(settings: Settings, name: str, *, second: bool) -> None:
    """Print what transactions cost in one protocol, of one, three and eight partitions at once."""
    asked: Counter[str] = Counter()
    ways = []
    for partition in range(PARTITIONS):
        way = Transactions(settings, name=f"{name}-{partition}", group=name, partition=partition)
        producer = way._producer  # noqa: SLF001 - `open` chooses the protocol by itself
        await producer.start()
        counted(way, asked)
        if second:
            await second_protocol.speak(producer)
        ways.append(way)
    for at_once in (1, 3, PARTITIONS):
        some = list(enumerate(ways[:at_once]))
        await asyncio.gather(*(commits(way, p, WARM, 0) for p, way in some))
        asked.clear()
        began, count = time.process_time(), COMMITS // at_once
        found = await asyncio.gather(*(commits(way, p, count, WARM) for p, way in some))
        used = time.process_time() - began
        took = sorted(1000 * each for one in found for each in one)
        deciles = statistics.quantiles(took, n=10)
        print(
            f"| {'second' if second else 'first'} | {at_once} | {deciles[4]:.1f} / {deciles[8]:.1f}"
            f" | {1000 * used / len(took):.2f} | {sum(asked.values()) / len(took):.2f} |"
        )
    for way in ways:
        await way.close()


def main() -> None:
    """Measure both protocols by turns."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    print("| protocol | at once | p50 / p90 ms | processor, ms | requests |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        with EmbeddedBroker(root / "kafka", load_settings().cache_path()) as broker:
            settings = load_settings(
                broker=broker.bootstrap, data_dir=root / "data", app_id="bench",
                partitions=PARTITIONS, log_level="error",
            )  # fmt: skip
            asyncio.run(lay_out(settings))
            for number in range(ROUNDS):
                for second in (False, True):
                    asyncio.run(measure(settings, f"bench-{number}-{second}", second=second))


if __name__ == "__main__":
    main()
