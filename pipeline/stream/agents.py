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
from collections.abc import Iterator, Sequence

from pipeline.stages.run_many import refused
from pipeline.stream.batches import Batch
from pipeline.stream.delivery import Delivery, Leave, Port
from pipeline.stream.messages import Emit, Foresighted, Handler, Message, Refusal, RefusedError
from pipeline.stream.metrics import Stats
from pipeline.stream.tables import Table
from pipeline.topology import AgentSpec

# Heartbeats, fetches and the other agents share the event loop with the stages: give way this often
# (seconds), for so many turns. Faust needs about four turns to deliver one record: with a single
# one, an agent at work starved those beside it for fifteen seconds.
_GIVE_WAY = 0.02
_TURNS = 20

# Records that a handler may work on together: so few that the loop does not wait for them longer
# than it does for the ordinary turn above.
_PORTION = 16
_PORTION_BYTES = 64 * 1024

# A record of so many bytes may take seconds: it is worked on in a thread, beside the heartbeats.
_LARGE = 256 * 1024


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
        self.delivery = Delivery(spec, tables, port=port, leave=leave, stats=stats)
        self._handler = handler
        self._tables = tuple(tables)
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

    def give_up(self, error: BaseException) -> None:
        """Leave the process because of a fault of ours: the batch is read again after a restart."""
        self._leave(f"{self.spec.name}: {error!r}")

    async def _work(self, messages: Sequence[Message]) -> None:
        batch = Batch()
        give_way = time.monotonic() + _GIVE_WAY
        for some in _portions(messages):
            ahead = self._foresee(some) / len(some)
            for message in some:
                started = time.perf_counter()
                outcome = "ok"
                for emit in await self._answer(message):
                    if isinstance(emit, Refusal):
                        outcome = emit.rejection.reason
                    await self.delivery.emit(batch, message, emit)
                self._stats.record(self.spec.name, outcome, time.perf_counter() - started + ahead)
                if time.monotonic() > give_way:
                    for _ in range(_TURNS):
                        await asyncio.sleep(0)
                    give_way = time.monotonic() + _GIVE_WAY
        await self.delivery.finish(batch)

    def _foresee(self, messages: Sequence[Message]) -> float:
        """Tell the handler which records come next, if it asks; return the seconds it took."""
        started = time.perf_counter()
        # One record alone gains nothing, and a large one belongs in its thread.
        if len(messages) > 1 and isinstance(self._handler, Foresighted):
            self._handler.foresee(messages)
        return time.perf_counter() - started

    async def _answer(self, message: Message) -> list[Emit]:
        """Return what the handler answers; whatever it raises is a refusal of this record."""
        for table in self._tables:
            table.turn_to(message)
        emits: list[Emit]
        try:
            if len(message.value or b"") > _LARGE:
                emits = await asyncio.to_thread(self._call, message)
            else:
                emits = self._call(message)
        except RefusedError as error:
            emits = [error.refusal]
        except Exception as error:  # noqa: BLE001 - the record's own error boundary
            emits = [Refusal(rejection=refused(self.spec.stage, error))]
        else:
            for table in self._tables:
                table.keep()
        return emits

    def _call(self, message: Message) -> list[Emit]:
        return list(self._handler(message))


def _portions(messages: Sequence[Message]) -> Iterator[list[Message]]:
    """Yield `messages` in portions, in order; what is too large for one has its own."""
    portion: list[Message] = []
    size = 0
    for message in messages:
        more = len(message.value or b"")
        if portion and (len(portion) == _PORTION or size + more > _PORTION_BYTES):
            yield portion
            portion, size = [], 0
        portion.append(message)
        size += more
    if portion:
        yield portion
