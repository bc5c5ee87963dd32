"""`news export|import`: a topic as JSON Lines, and back, byte for byte."""

from __future__ import annotations

import asyncio
import sys
import time
from collections import deque
from collections.abc import Awaitable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from pipeline.cli.brokers import broker_settings, since_seconds
from pipeline.cli.console import counting, note, warn, write_line
from pipeline.errors import CodecError, UnreadableInputError, UsageError
from pipeline.kafka.consumer import Consumer
from pipeline.kafka.records import Place, Record
from pipeline.kafka.writer import Writer
from pipeline.operations.json_lines import line_of, record_in
from pipeline.settings import Settings
from pipeline.topology import REJECTED, TOPICS, Topic

export_app = typer.Typer(add_completion=False, rich_markup_mode=None)
import_app = typer.Typer(add_completion=False, rich_markup_mode=None)

# Records on their way at once: enough to fill a batch.
_UNDER_WAY = 500

TopicName = Annotated[str, typer.Argument(metavar="TOPIC", help="news.raw.v1, or any other.")]


@export_app.command(
    epilog="Example: news export news.raw.v1 --since 1d > raw.jsonl. Exit codes: 0 printed, "
    "2 usage, 3 broker."
)
def export(
    topic: TopicName,
    *,
    since: Annotated[
        str | None, typer.Option(help="90m, 2h, 3d ago, or 2024-05-18T09:30; else all.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Only records before, as --since.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="End after so many records.")] = None,
) -> int:
    """Print a topic's records as JSON Lines: place, timestamp, key, headers, value.

    A value is JSON where the same bytes come of it again, else text, else base64.
    """
    settings = broker_settings()
    now = time.time()
    start, end = since_seconds(since, now=now), since_seconds(until, now=now)
    asyncio.run(_export(settings, _topic(topic), start, end, limit))
    return 0


@import_app.command(
    "import",
    epilog="Example: news import news.raw.v1 raw.jsonl. Exit codes: 0 all acknowledged, 1 some "
    "lines were no records, 2 usage, 3 broker, 130 stopped.",
)
def import_(
    topic: TopicName,
    path: Annotated[str, typer.Argument(metavar="PATH|-", help="What `news export` printed.")],
    *,
    by_key: Annotated[
        bool, typer.Option("--by-key", help="The key decides the partition, not the line.")
    ] = False,
    rate: Annotated[
        float | None, typer.Option(min=0.001, help="Records a second, at most.")
    ] = None,
    skip: Annotated[int, typer.Option(min=0, help="Pass over so many lines first.")] = 0,
) -> int:
    """Write exported records to a topic: key, headers, value, timestamp and partition as they were.

    Each is acknowledged. Stopped, it says with which --skip it goes on.
    """
    settings = broker_settings()
    work = _Import(skip=skip, by_key=by_key)
    try:
        asyncio.run(work.send(settings, _topic(topic), path, rate))
    finally:
        note(f"news: {work.sent} records were written, {work.bad} lines were none")
        if not work.finished:
            note(f"news: --skip {work.lines} goes on from here")
    return 1 if work.bad else 0


class _Import:
    def __init__(self, *, skip: int, by_key: bool) -> None:
        self.sent = self.bad = 0
        self._skip = self.lines = skip
        self.finished = False
        self._by_key = by_key

    async def send(self, settings: Settings, topic: Topic, path: str, rate: float | None) -> None:
        waiting: deque[tuple[int, Awaitable[Place]]] = deque()
        with counting("records") as count:
            async with Writer(settings, topic, rate=rate) as writer:
                for number, line in enumerate(_read(path), start=1):
                    if number <= self._skip:
                        continue
                    if (record := self._record(line, path, number)) is not None:
                        post = writer.post(record, by_key=self._by_key, keep_time=True)
                        waiting.append((number, await post))
                        count()
                    # A slow rate tells each record as it is acknowledged.
                    while len(waiting) >= (1 if rate else _UNDER_WAY):
                        await self._done(*waiting.popleft())
                while waiting:
                    await self._done(*waiting.popleft())
        self.finished = True

    async def _done(self, number: int, sent: Awaitable[Place]) -> None:
        await sent
        self.sent += 1
        self.lines = number

    def _record(self, line: bytes, path: str, number: int) -> Record | None:
        if not line.strip():
            return None
        try:
            return record_in(line)
        except CodecError as error:
            note(f"news: {path}:{number}: {error}")
            self.bad += 1
            return None


async def _export(
    settings: Settings, topic: Topic, since: float | None, until: float | None, limit: int | None
) -> None:
    done = 0
    with counting(f"reading {topic.name}") as count:
        async with Consumer(settings, topic=topic, since=since, tell=warn) as consumer:
            async for record in consumer:
                if until is not None and record.timestamp >= until:
                    continue
                write_line(line_of(record))
                count()
                done += 1
                if done == limit:
                    return


def _topic(name: str) -> Topic:
    """Return the topic of that name; of one that is not ours only the name is known."""
    if not name.strip():
        raise UsageError("an empty name is no topic", mend="Give news.raw.v1 or another")
    known = {topic.name: topic for topic in TOPICS}
    other = msgspec.structs.replace(REJECTED, name=name, key="", value="", doc="")
    return known.get(name, other)


def _read(path: str) -> Iterator[bytes]:
    with ExitStack() as open_files:
        try:
            file = (
                sys.stdin.buffer if path == "-" else open_files.enter_context(Path(path).open("rb"))
            )
        except OSError as error:
            raise UnreadableInputError(
                f"cannot be read ({error.strerror})", where=path, mend="Give what export printed"
            ) from error
        yield from file
