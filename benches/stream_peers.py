"""The peers of the stream bench: what a user would write first, and other engines with our stages.

Each reads `news.raw.v1` and writes one JSON object an article to `plain`, in a process of its own.
The naive ones are complete in their way: they drop link lines, drop exact copies, and name names
with their offsets. Those that run our stages print what `news enrich` prints.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

READS, WRITES, PARTITIONS = "news.raw.v1", "plain", 8
_MARKERS = ("标签", "相关阅读", "推荐阅读", "延伸阅读", "热门文章")
_NAMES = {"nr": "person", "ns": "place", "nt": "organisation"}

Tag = Callable[[str], Iterable[tuple[str, str]]]
"""Cuts a text into words with their part of speech, none left out."""


def naive(article: dict[str, str], tag: Tag, seen: set[str]) -> bytes | None:
    """Return what a first try makes of an article: no link lines, no copy, its names."""
    lines = []
    for line in article["text"].splitlines():
        if line.startswith(_MARKERS):
            break
        if line and not line.startswith("- "):
            lines.append(line)
    body = "\n".join(lines[1:])
    digest = hashlib.sha256(body.encode()).hexdigest()
    if digest in seen:
        return None
    seen.add(digest)
    found, at = [], 0
    for word, flag in tag(body):
        if kind := _NAMES.get(flag[:2]):
            found.append({"type": kind, "surface": word, "start": at, "end": at + len(word)})
        at += len(word)
    event = {"url": article["url"], "title": lines[0], "body": body, "mentions": found}
    return json.dumps(event, ensure_ascii=False).encode()


def posseg(text: str) -> Iterator[tuple[str, str]]:
    """Cut with jieba's own tagger."""
    import jieba.posseg  # noqa: PLC0415 - one peer alone pays for it

    return ((found.word, found.flag) for found in jieba.posseg.cut(text))


def rjieba_tag(text: str) -> list[tuple[str, str]]:
    """Cut with rjieba."""
    import rjieba  # noqa: PLC0415

    return rjieba.tag(text)


def faust_posseg(broker: str, directory: str) -> None:
    """A chain as in Faust's own introduction."""
    import faust  # noqa: PLC0415

    app = faust.App(
        f"plain-{time.time_ns()}", broker=f"kafka://{broker}", datadir=directory, web_enabled=False,
        topic_partitions=PARTITIONS, topic_disable_leader=True,
    )  # fmt: skip
    read, written = app.topic(READS, value_serializer="json"), app.topic(WRITES)
    seen: set[str] = set()

    @app.agent(read)
    async def chain(stream: Any) -> None:
        async for article in stream:
            event = naive(article, posseg, seen)
            await written.send(key=article["url"], value=event or b"{}")

    faust.Worker(app, loglevel="error", quiet=True).execute_from_commandline()


Work = Callable[[list[bytes]], list[bytes]]
"""Makes an event of each raw record."""


def rjieba_work() -> Work:
    """Return the naive stages with rjieba."""
    seen: set[str] = set()
    return lambda values: [naive(json.loads(value), rjieba_tag, seen) or b"{}" for value in values]


def our_work() -> Work:
    """Return our three stages, with their memory, as a run over files has them."""
    from pipeline.codec import decode_raw, encode_json  # noqa: PLC0415 - the naive do without
    from pipeline.offline.dedup import OfflineDedup  # noqa: PLC0415
    from pipeline.offline.run import printable  # noqa: PLC0415
    from pipeline.offline.steps import Refused, Steps, dedup  # noqa: PLC0415
    from pipeline.stages.run_many import Clock  # noqa: PLC0415
    from pipeline.types.articles import Origin  # noqa: PLC0415

    steps, decide, clock = Steps(), OfflineDedup(), Clock()

    def work(values: list[bytes]) -> list[bytes]:
        origin = Origin(
            source_id="plain", topic=READS, partition=0, offset=0, timestamp=time.time()
        )
        cleaned = steps.clean([decode_raw(value, origin) for value in values])
        unique = [
            each if isinstance(each, Refused) else dedup(each, decide, clock) for each in cleaned
        ]
        events = steps.extract(
            [each if isinstance(each, Refused) else each.unique for each in unique]
        )
        return [encode_json(printable(event)) for event in events]

    return work


async def loop(broker: str, work: Work) -> None:
    """Read, work, write, commit: aiokafka and nothing else."""
    from aiokafka import AIOKafkaConsumer, AIOKafkaProducer  # noqa: PLC0415

    consumer = AIOKafkaConsumer(
        READS, bootstrap_servers=broker, group_id=f"plain-{time.time_ns()}",
        auto_offset_reset="earliest", enable_auto_commit=False,
    )  # fmt: skip
    producer = AIOKafkaProducer(bootstrap_servers=broker, linger_ms=5)
    await consumer.start()
    await producer.start()
    while True:
        for records in (await consumer.getmany(timeout_ms=200, max_records=64)).values():
            events = work([record.value for record in records])
            sent = [
                await producer.send(WRITES, event, key=record.key)
                for record, event in zip(records, events, strict=True)
            ]
            await asyncio.gather(*sent)
        await consumer.commit()


def quix(broker: str, directory: str) -> None:
    """Our stages in a quixstreams application."""
    from quixstreams import Application  # type: ignore[import-not-found]  # noqa: PLC0415

    work = our_work()
    app = Application(
        broker_address=broker, consumer_group=f"plain-{time.time_ns()}", loglevel="ERROR",
        auto_offset_reset="earliest", state_dir=directory, auto_create_topics=False,
    )  # fmt: skip
    read = app.topic(READS, value_deserializer="bytes", key_deserializer="bytes")
    written = app.topic(WRITES, value_serializer="bytes", key_serializer="bytes")
    app.dataframe(read).apply(lambda value: work([value])[0]).to_topic(written)
    app.run()


def main() -> None:
    """Run one peer till it is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer", choices=("faust", "rjieba", "aiokafka", "quix"))
    parser.add_argument("broker")
    parser.add_argument("directory", type=Path)
    options = parser.parse_args()
    options.directory.mkdir(parents=True, exist_ok=True)
    if options.peer == "faust":
        sys.argv = sys.argv[:1]
        faust_posseg(options.broker, str(options.directory))
    elif options.peer == "quix":
        quix(options.broker, str(options.directory))
    else:
        work = rjieba_work() if options.peer == "rjieba" else our_work()
        asyncio.run(loop(options.broker, work))
    os._exit(0)


if __name__ == "__main__":
    main()
