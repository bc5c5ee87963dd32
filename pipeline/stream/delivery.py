"""How a batch gets out: sent without waiting, then waited for; too large is a rejection."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import msgspec

from pipeline.codec import encode
from pipeline.stream.batches import Batch, Sent
from pipeline.stream.dead_letter import refuse_too_large, rejected_record
from pipeline.stream.messages import Emit, Message, Output, Refusal, Shared
from pipeline.stream.metrics import Stats
from pipeline.stream.tables import Change, Table
from pipeline.topology import CLEAN, ENRICHED, STORY_MATCHES, UNIQUE, AgentSpec
from pipeline.types.articles import StageName

Leave = Callable[[str], None]

# In a group an agent does the work of several stages: what it could not send tells whose it was.
_WRITERS: dict[str, StageName] = {
    CLEAN.name: "clean",
    STORY_MATCHES.name: "dedup",
    UNIQUE.name: "dedup",
    ENRICHED.name: "extract",
}


class TooLargeToSendError(Exception):
    """The client or the broker will never take this record."""


class Port(Protocol):
    """The way out: the application's producer, or a test's."""

    async def send(self, output: Output, value: bytes | None) -> Awaitable[object]:
        """Hand over a record; the awaitable is done when the broker has it.

        Raises:
            TooLargeToSendError: At once or from the awaitable.
        """


class Delivery:
    """Sends what the handlers of one agent answer, and writes its tables when that is done.

    Args:
        spec: The agent.
        tables: Its tables.
        port: The way out.
        leave: Ends the process with an error code; a test's may raise instead.
        stats: Counts.
    """

    def __init__(
        self, spec: AgentSpec, tables: Sequence[Table], *, port: Port, leave: Leave, stats: Stats
    ) -> None:
        self._spec = spec
        self._tables = tables
        self._port = port
        self._leave = leave
        self._stats = stats

    async def emit(self, batch: Batch, message: Message, emit: Emit) -> None:
        """Send one answer to `message`, or keep it for the end of the batch."""
        if isinstance(emit, Shared):
            batch.share(emit)
        elif isinstance(emit, Refusal):
            await self._send(batch, message, rejected_record(emit, message, now=time.time()))
        elif batch.is_latest_only(emit):
            batch.keep_latest(emit, message)
        else:
            await self._send(batch, message, emit)

    async def finish(self, batch: Batch) -> None:
        """Send what the batch shares, wait for everything, then write the tables.

        The tables come last: a worker killed between them and an output would find, when it reads
        the batch again, that the work is done, and the output would be lost.
        """
        for message, output in batch.outputs():
            await self._send(batch, message, output)
        await batch.wait()
        await self._reject_too_large(batch)
        logged = await _log_tables(self._tables, batch)
        await self._reject_too_large(batch)
        for table in self._tables:
            table.commit(logged.get(table.name, []))

    async def _send(self, batch: Batch, message: Message | None, output: Output) -> None:
        value = output.value
        data = encode(value) if isinstance(value, msgspec.Struct) else value
        sent = Sent(message=message, output=output)
        if len(data or b"") > output.topic.max_message_bytes:
            batch.failed.append((sent, TooLargeToSendError(f"{len(data or b'')} bytes")))
            return
        try:
            batch.sent.append((sent, await self._port.send(output, data)))
        except Exception as error:  # noqa: BLE001 - judged with the others, in `finish`
            batch.failed.append((sent, error))

    async def _reject_too_large(self, batch: Batch) -> None:
        """Reject the records whose outputs will never be taken; leave for any other failure."""
        failed, batch.failed = batch.failed, []
        for sent, error in failed:
            if not isinstance(error, TooLargeToSendError) or sent.is_rejection():
                self._leave(f"{self._spec.name}: {sent.name()} cannot be sent: {error!r}")
                return
        rejected: set[tuple[str, int, int]] = set()
        for sent, error in failed:
            output = sent.output
            read = (output.read if output else None) or sent.message
            if read is None:
                # One sighting of a line of more than 24 MiB: the article itself goes on.
                self._stats.dropped(self._spec.name)
                continue
            place = (read.topic, read.partition, read.offset)
            if place not in rejected:
                rejected.add(place)
                await self._reject(batch, read, sent, error)
        if rejected:
            await batch.wait()
            await self._reject_too_large(batch)

    async def _reject(self, batch: Batch, read: Message, sent: Sent, error: BaseException) -> None:
        output = sent.output
        stage = _WRITERS.get(output.topic.name) if output else None
        refusal = refuse_too_large(
            stage or self._spec.stage,
            sent.name(),
            error,
            origin=output.origin if output else None,
            message=read,
        )
        self._stats.record(self._spec.name, "too-large", 0.0)
        await self._send(batch, read, rejected_record(refusal, read, now=time.time()))


async def _log_tables(
    tables: Sequence[Table], batch: Batch
) -> dict[str, list[tuple[Change, int | None]]]:
    """Send every table's changes to its changelog; return those that it has, by table."""
    logs: list[tuple[Table, Change, Awaitable[object]]] = []
    for table in tables:
        for change in table.changes():
            try:
                logs.append((table, change, await table.log(change)))
            except Exception as error:  # noqa: BLE001 - judged with the others, in `finish`
                batch.failed.append((Sent(message=change.message, output=None), error))
    logged: dict[str, list[tuple[Change, int | None]]] = {}
    results = await asyncio.gather(*(log[2] for log in logs), return_exceptions=True)
    for (table, change, _), result in zip(logs, results, strict=True):
        if isinstance(result, BaseException):
            batch.failed.append((Sent(message=change.message, output=None), result))
        else:
            offset = getattr(result, "offset", None)
            logged.setdefault(table.name, []).append((change, offset))
    return logged
