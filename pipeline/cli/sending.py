"""The articles of `news publish` on their way: sent, reported in order, or named and not sent."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterable, Iterator

from pipeline.cli.console import note, write_json, write_line
from pipeline.cli.inputs import content_type
from pipeline.cli.journal import Journal
from pipeline.errors import UsageError
from pipeline.intake.files import InputRecord
from pipeline.intake.raw import decode, own_id
from pipeline.kafka.publisher import Publisher
from pipeline.kafka.records import Receipt
from pipeline.settings import Settings
from pipeline.stages.run_many import read_raw
from pipeline.types.articles import RawArticle, Rejection

# Articles on their way at once: enough to fill a batch, few enough to lose none from sight.
_UNDER_WAY = 64
# What the place of an article of standard input begins with; its number follows.
_STDIN = "-:"


class Sender:
    """Sends records with many under way, reports them in order, counts what was not sent.

    Args:
        journal: What was sent before, and is not again.
        rate: Articles a second, at most.
        as_json: Print receipts as JSON.
        strict: Stop at the first that is refused.
        first: The line (or item) of standard input to begin with.
    """

    def __init__(
        self,
        journal: Journal,
        *,
        rate: float | None,
        as_json: bool,
        strict: bool = False,
        first: int = 1,
    ) -> None:
        self.refused = 0
        self._known = 0
        self._journal = journal
        self._pause = 1 / rate if rate else 0.0
        self._as_json = as_json
        self._strict = strict
        self._first = first
        self._last = 0

    async def send(self, records: Iterable[InputRecord], settings: Settings) -> None:
        """Send `records` and wait until all are acknowledged.

        Raises:
            BrokerError: One was not.
        """
        waiting: deque[tuple[InputRecord, asyncio.Task[Receipt]]] = deque()
        async with Publisher(settings) as publisher:
            due = asyncio.get_running_loop().time()
            for record, raw in self._articles(records):
                if self._pause:
                    await asyncio.sleep(due - asyncio.get_running_loop().time())
                    due += self._pause
                waiting.append((record, asyncio.create_task(_sent(publisher, record, raw))))
                # A slow rate shows each article as it is acknowledged.
                if len(waiting) >= _UNDER_WAY or self._pause:
                    await self._report(*waiting.popleft())
            while waiting:
                await self._report(*waiting.popleft())

    def totals(self) -> Iterator[str]:
        """Yield a line on each thing that was not sent as told."""
        if self._known:
            yield f"{self._known} were sent before and are not sent again; --again sends them"
        if self.refused:
            stop = ": stopped at the first (--strict)" if self._strict else ""
            yield f"{self.refused} not sent, each named above{stop}"

    def how_to_go_on(self, *, stopped: bool) -> str | None:
        """Return the line on how to go on after an interruption, None where nothing is to be said.

        Args:
            stopped: It was a person who stopped it.
        """
        if self._last:
            return f"line {self._last} was sent; go on with --resume-from {self._last + 1}"
        return "stopped; the same command goes on from here" if stopped else None

    def _articles(
        self, records: Iterable[InputRecord]
    ) -> Iterator[tuple[InputRecord, RawArticle | Rejection]]:
        """Yield what is to be sent of `records`; what is no article is named and passed over."""
        for record in records:
            if self._strict and self.refused:
                return
            if 0 < _number(record) < self._first:
                continue
            if self._journal.knows(record.source_id, record.data):
                self._known += 1
                continue
            raw = read_raw(lambda record=record: decode(record), time.time())  # type: ignore[misc]
            # Of one that is too large the publisher tells the hash; unread, it has none.
            if isinstance(raw, RawArticle) or (raw.reason == "too-large" and record.data):
                yield record, raw
            else:
                self._refuse(f"{_place(record)}: {raw.detail}")

    async def _report(self, record: InputRecord, task: asyncio.Task[Receipt]) -> None:
        try:
            receipt = await task
        except UsageError as error:
            self._refuse(str(error))
            return
        self._journal.note(record.source_id, record.data)
        self._last = max(self._last, _number(record))
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

    def _refuse(self, line: str) -> None:
        note(f"news: {line}")
        self.refused += 1


async def _sent(publisher: Publisher, record: InputRecord, raw: RawArticle | Rejection) -> Receipt:
    """Publish the bytes of a record untouched, or its article where only we know the site."""
    if isinstance(raw, RawArticle) and record.site and raw.site == record.site:
        return await publisher.send(raw)
    return await publisher.send_bytes(
        record.data, content_type=content_type(record), where=record.source_id
    )


def _number(record: InputRecord) -> int:
    """Return the line of standard input that `record` is, 0 for anything else."""
    number = record.source_id.removeprefix(_STDIN)
    return int(number) if number != record.source_id and number.isdecimal() else 0


def _place(record: InputRecord) -> str:
    name = own_id(record)
    return f"{record.source_id} (id {name})" if name else record.source_id
