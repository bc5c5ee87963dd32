"""`news publish`: articles to `news.raw.v1`, acknowledged one by one, resumed when interrupted."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterable
from typing import Annotated

import typer

from pipeline.cli.brokers import broker_settings
from pipeline.cli.console import note, watched, write_json, write_line
from pipeline.cli.inputs import Encoding, Format, Paths, Site, content_type, read
from pipeline.cli.journal import Journal
from pipeline.errors import CodecError, UsageError
from pipeline.intake.files import InputRecord
from pipeline.intake.raw import decode
from pipeline.kafka.publisher import Publisher
from pipeline.kafka.records import Receipt
from pipeline.settings import Settings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

# Articles on their way at once: enough to fill a batch, few enough to lose none from sight.
_UNDER_WAY = 64


@app.command(
    epilog="Example: NEWS_BROKER=localhost:9092 news publish examples/texts --site daily.example. "
    "Exit codes: 0 all acknowledged, 1 some were refused (too large), 2 usage or unreadable "
    "input, 3 broker."
)
def publish(
    paths: Paths,
    *,
    form: Format = None,
    encoding: Encoding = None,
    site: Site = None,
    rate: Annotated[
        float | None, typer.Option(min=0.001, help="Articles a second, at most.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print receipts as JSON.")] = False,
) -> int:
    """Send articles to news.raw.v1 and wait until the broker has them.

    Prints id, partition, offset and source of each. Interrupted, the same command goes on where
    it stopped. An article of more than 8 MiB is refused with its path and hash.
    """
    settings = broker_settings()
    journal = Journal(settings.data_path() / "publish", settings.broker, paths)
    if journal.resumed:
        note(f"news: going on after the {journal.resumed} articles that were sent before")
    records = watched(read(paths, form=form, encoding=encoding, site=site), "articles")
    sender = _Sender(journal, rate=rate, as_json=as_json)
    finished = False
    try:
        asyncio.run(sender.send(records, settings))
        finished = True
    except KeyboardInterrupt:
        note("news: stopped; the same command goes on from here")
        raise
    finally:
        journal.close(finished=finished)
    return 1 if sender.refused else 0


async def _sent(publisher: Publisher, record: InputRecord) -> Receipt:
    """Publish the bytes of a record untouched, or its article where only we know the site."""
    if record.problem:
        raise UsageError(record.problem, where=record.source_id)
    if record.site:
        with contextlib.suppress(CodecError):  # the pipeline rejects it with its own bytes
            raw = decode(record)
            if raw.site == record.site:
                return await publisher.send(raw)
    return await publisher.send_bytes(
        record.data, content_type=content_type(record), where=record.source_id
    )


class _Sender:
    """Sends records with many under way, reports them in order, counts the refused."""

    def __init__(self, journal: Journal, *, rate: float | None, as_json: bool) -> None:
        self.refused = 0
        self._journal = journal
        self._pause = 1 / rate if rate else 0.0
        self._as_json = as_json

    async def send(self, records: Iterable[InputRecord], settings: Settings) -> None:
        waiting: deque[tuple[InputRecord, asyncio.Task[Receipt]]] = deque()
        async with Publisher(settings) as publisher:
            due = asyncio.get_running_loop().time()
            for record in records:
                if self._journal.knows(record.source_id, record.data):
                    continue
                if self._pause:
                    await asyncio.sleep(due - asyncio.get_running_loop().time())
                    due += self._pause
                waiting.append((record, asyncio.create_task(_sent(publisher, record))))
                # A slow rate shows each article as it is acknowledged.
                if len(waiting) >= _UNDER_WAY or self._pause:
                    await self._report(*waiting.popleft())
            while waiting:
                await self._report(*waiting.popleft())

    async def _report(self, record: InputRecord, task: asyncio.Task[Receipt]) -> None:
        try:
            receipt = await task
        except UsageError as error:
            note(f"news: {error}")
            self.refused += 1
            return
        self._journal.note(record.source_id, record.data)
        if self._as_json:
            write_json(
                {
                    "id": receipt.id,
                    "partition": receipt.partition,
                    "offset": receipt.offset,
                    "source_id": record.source_id,
                }
            )
        else:
            where = f"{receipt.partition}\t{receipt.offset}"
            line = f"{receipt.id or '-'}\t{where}\t{record.source_id}"
            write_line(line.encode("utf-8", "replace"))
