"""One generic agent: decode, call the stage, route, count; then acknowledge the whole batch.

Each record has its own error boundary: what a handler raises rejects that record and no other.
Outputs are sent without waiting for each; at the end of a batch everything is awaited, tables are
written, and only then may the batch be acknowledged, in order. A send that fails for any reason
but size leaves the process with an error code and nothing acknowledged: a supervisor starts it
again and the batch is read again (Faust acknowledges what an agent raises on, and `_new_offset`
skips one unacknowledged record in a gap, so there is no other way to keep it).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, cast

import msgspec

from pipeline.codec import encode
from pipeline.errors import CodecError
from pipeline.models import Reason, StageName
from pipeline.stream.batches import Batch, Sent
from pipeline.stream.dead_letter import internal_error, refuse, rejected_record
from pipeline.stream.messages import (
    Emit,
    Handler,
    Message,
    Output,
    Refusal,
    RefusedError,
    Shared,
)
from pipeline.stream.metrics import Stats
from pipeline.stream.tables import Change, Table
from pipeline.topology import REJECTED, AgentSpec

# Heartbeats and fetches share the event loop with the stages: give way this often (seconds). The
# session ends after 10 s without a heartbeat.
_GIVE_WAY = 0.02

# A record of so many bytes may take seconds: it is worked on in a thread, beside the heartbeats.
_LARGE = 256 * 1024

Leave = Callable[[str], None]


class TooLargeToSendError(Exception):
    """The client or the broker will never take this record."""


class Port(Protocol):
    """The way out: the application's producer, or a test's."""

    async def send(self, output: Output, value: bytes | None) -> Awaitable[object]:
        """Hand over a record; the awaitable is done when the broker has it.

        Raises:
            TooLargeToSendError: At once or from the awaitable.
        """


class Agent:
    """The work of one agent of `pipeline.topology`, whatever the records come from.

    Args:
        spec: Which agent it is.
        handler: What it does with one record.
        tables: The tables its handler reads and writes.
        port: Where outputs go.
        leave: Ends the process with an error code; a test's may raise instead.
        stats: Counts and times.
    """

    def __init__(
        self,
        *,
        spec: AgentSpec,
        handler: Handler,
        tables: Sequence[Table] = (),
        port: Port,
        leave: Leave,
        stats: Stats,
    ) -> None:
        self.spec = spec
        self._handler = handler
        self._tables = tuple(tables)
        self._port = port
        self._leave = leave
        self._stats = stats
        # Where each partition stands: the offset after the last one that was finished.
        self.positions: dict[tuple[str, int], int] = {}
        self.busy = False

    async def work(self, messages: Sequence[Message]) -> None:
        """Work on one batch; when it returns, everything of it is with the broker."""
        self.busy = True
        try:
            await self._work(messages)
        finally:
            self.busy = False
        for message in messages:
            self.positions[message.topic, message.partition] = message.offset + 1
        self._stats.batch(self.spec.name, len(messages))

    async def _work(self, messages: Sequence[Message]) -> None:
        batch = Batch()
        give_way = time.monotonic() + _GIVE_WAY
        for message in messages:
            started = time.perf_counter()
            emits = await self._answer(message)
            outcome = "ok"
            for emit in emits:
                if isinstance(emit, Refusal):
                    outcome = emit.rejection.reason
                await self._emit(batch, message, emit)
            self._stats.record(self.spec.name, outcome, time.perf_counter() - started)
            if time.monotonic() > give_way:
                await asyncio.sleep(0)
                give_way = time.monotonic() + _GIVE_WAY
        await self._finish(batch)

    def give_up(self, error: BaseException) -> None:
        """Leave the process because of a fault of ours: the batch is read again after a restart."""
        self._leave(f"{self.spec.name}: {error!r}")

    async def _answer(self, message: Message) -> list[Emit]:
        """Return what the handler answers; whatever it raises is a refusal of this record."""
        for table in self._tables:
            table.turn_to(message)
        try:
            if len(message.value or b"") > _LARGE:
                emits = await asyncio.to_thread(self._call, message)
            else:
                emits = self._call(message)
        except RefusedError as error:
            emits = [error.refusal]
        except CodecError as error:
            emits = [refuse(self.spec.stage, cast("Reason", error.reason), str(error))]
        except Exception as error:  # noqa: BLE001 - the record's own error boundary
            emits = [internal_error(self.spec.stage, error)]
        else:
            for table in self._tables:
                table.keep()
            return emits
        for table in self._tables:
            table.undo()
        return emits

    def _call(self, message: Message) -> list[Emit]:
        return list(self._handler(message))

    async def _emit(self, batch: Batch, message: Message, emit: Emit) -> None:
        if isinstance(emit, Shared):
            batch.share(emit)
        elif isinstance(emit, Refusal):
            await self._send(batch, message, rejected_record(emit, message, now=time.time()))
        elif batch.is_latest_only(emit):
            batch.keep_latest(emit, message)
        else:
            await self._send(batch, message, emit)

    async def _send(self, batch: Batch, message: Message | None, output: Output) -> None:
        value = output.value
        data = encode(value) if isinstance(value, msgspec.Struct) else value
        sent = Sent(message=message, output=output)
        if len(data or b"") > output.topic.max_message_bytes:
            batch.failed.append((sent, TooLargeToSendError(f"{len(data or b'')} bytes")))
            return
        try:
            batch.sent.append((sent, await self._port.send(output, data)))
        except Exception as error:  # noqa: BLE001 - judged with the others, in `_finish`
            batch.failed.append((sent, error))

    async def _finish(self, batch: Batch) -> None:
        """Send what the batch shares, wait for everything, then write the tables.

        The tables come last: a worker killed between them and an output would find, when it reads
        the batch again, that the work is done, and the output would be lost.
        """
        for message, output in batch.outputs():
            await self._send(batch, message, output)
        await self._await_sent(batch)
        await self._reject_too_large(batch)
        logs: list[tuple[Table, Change, Awaitable[object]]] = []
        for table in self._tables:
            for change in table.changes():
                try:
                    logs.append((table, change, await table.log(change)))
                except Exception as error:  # noqa: BLE001 - judged below
                    batch.failed.append((Sent(message=change.message, output=None), error))
        logged = await self._await_logs(batch, logs)
        await self._reject_too_large(batch)
        for table in self._tables:
            table.commit(logged.get(table.name, []))

    async def _await_logs(
        self, batch: Batch, logs: list[tuple[Table, Change, Awaitable[object]]]
    ) -> dict[str, list[tuple[Change, int | None]]]:
        logged: dict[str, list[tuple[Change, int | None]]] = {}
        results = await asyncio.gather(*(log[2] for log in logs), return_exceptions=True)
        for (table, change, _), result in zip(logs, results, strict=True):
            if isinstance(result, BaseException):
                batch.failed.append((Sent(message=change.message, output=None), result))
            else:
                offset = getattr(result, "offset", None)
                logged.setdefault(table.name, []).append((change, offset))
        return logged

    async def _await_sent(self, batch: Batch) -> None:
        sent, batch.sent = batch.sent, []
        results = await asyncio.gather(*(future for _, future in sent), return_exceptions=True)
        for (what, _), result in zip(sent, results, strict=True):
            if isinstance(result, BaseException):
                batch.failed.append((what, result))

    async def _reject_too_large(self, batch: Batch) -> None:
        """Reject the records whose outputs will never be taken; leave for any other failure."""
        failed, batch.failed = batch.failed, []
        for sent, error in failed:
            if not isinstance(error, TooLargeToSendError) or sent.is_rejection():
                self._leave(f"{self.spec.name}: {sent.name()} cannot be sent: {error!r}")
                return
        rejected: set[tuple[str, int, int]] = set()
        for sent, error in failed:
            output = sent.output
            read = (output.read if output else None) or sent.message
            if read is None:
                # One sighting of a line of more than 24 MiB: the article itself goes on.
                self._stats.dropped(self.spec.name)
                continue
            place = (read.topic, read.partition, read.offset)
            if place in rejected:
                continue
            rejected.add(place)
            stage = _stage_of(output, self.spec)
            detail = f"{sent.name()} would be too large: {error}"
            refusal = Refusal(
                rejection=refuse(stage, "too-large", detail).rejection,
                origin=output.origin if output else None,
                message=read,
            )
            self._stats.record(self.spec.name, "too-large", 0.0)
            await self._send(batch, read, rejected_record(refusal, read, now=time.time()))
        if rejected:
            await self._await_sent(batch)
            await self._reject_too_large(batch)


def _stage_of(output: Output | None, spec: AgentSpec) -> StageName:
    """Return the stage that wrote `output`; in a group an agent does the work of several."""
    if output is not None and output.topic is not REJECTED:
        return _WRITERS.get(output.topic.name, spec.stage)
    return spec.stage


_WRITERS: dict[str, StageName] = {
    "news.clean.v1": "clean",
    "news.unique.v1": "dedup",
    "news.story-matches.v1": "dedup",
    "news.enriched.v1": "extract",
}
