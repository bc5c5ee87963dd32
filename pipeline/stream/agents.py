"""One generic agent: decode, call the stage, route, count.

Each record has its own error boundary: what a handler raises rejects that record and no other.
What it answers is gathered in the batch of its partition, whose transaction (see
`pipeline.stream.stream_task`) has all of it or nothing.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator, Sequence

from pipeline.stages.large_records import LargeRecords
from pipeline.stages.run_many import refused
from pipeline.stream.batches import Batch
from pipeline.stream.delivery import Delivery, KnownTooLarge
from pipeline.stream.messages import (
    Emit,
    Foresighted,
    Handler,
    Message,
    RecordSpans,
    Refusal,
    RefusedError,
    Ticking,
)
from pipeline.stream.metrics import Stats
from pipeline.stream.tables import Table
from pipeline.topology import AgentSpec

log = logging.getLogger(__name__)

# Heartbeats, fetches and the other agents share the event loop with the stages: give way this often
# (seconds), for so many turns: a fetch or a commit takes several to get from socket to waiter.
_GIVE_WAY = 0.02
_TURNS = 20

# Records that a handler may work on together: so few that the loop does not wait for them longer
# than it does for the ordinary turn above.
_PORTION = 16
_PORTION_BYTES = 64 * 1024

# A record of so many bytes may take seconds: it is worked on in a thread, beside the heartbeats.
_LARGE = 256 * 1024


class Agent:
    """The work of one agent of `pipeline.topology` on one partition.

    Args:
        spec: Which agent it is.
        handler: What it does with one record.
        tables: The tables its handler reads and writes.
        stats: Counts and times.
        too_large: What a broker refused before.
        spans: Told of each record's work, where a publisher's traces are followed.
        large: Where large records have their turn, among those of all agents of the process.
    """

    def __init__(  # noqa: PLR0913 - what an agent needs of its process
        self,
        *,
        spec: AgentSpec,
        handler: Handler,
        tables: Sequence[Table] = (),
        stats: Stats,
        too_large: KnownTooLarge = frozenset(),
        spans: RecordSpans | None = None,
        large: LargeRecords | None = None,
    ) -> None:
        self.spec = spec
        self.tables = tuple(tables)
        self.delivery = Delivery(spec, stats, too_large)
        self._handler = handler
        # Asked once: a protocol's instance check looks at every name of it.
        self._ticking = handler if isinstance(handler, Ticking) else None
        self._foresighted = handler if isinstance(handler, Foresighted) else None
        self._stats = stats
        self._spans = spans
        self._large = large or LargeRecords()

    async def work(self, messages: Sequence[Message], batch: Batch) -> None:
        """Work on records of one partition, in their order."""
        give_way = time.monotonic() + _GIVE_WAY
        for some in _portions(messages):
            ahead = self._foresee(some) / len(some)
            for message in some:
                started = time.perf_counter()
                outcome = "ok"
                for emit in await self._answer(message):
                    if isinstance(emit, Refusal):
                        outcome = emit.rejection.reason
                    self.delivery.emit(batch, message, emit)
                seconds = time.perf_counter() - started + ahead
                self._stats.record(self.spec.name, outcome, seconds)
                if self._spans is not None:
                    self._spans.worked(self.spec, message, outcome, seconds)
                if time.monotonic() > give_way:
                    for _ in range(_TURNS):
                        await asyncio.sleep(0)
                    give_way = time.monotonic() + _GIVE_WAY
        self._stats.batch(self.spec.name, len(messages))

    def tick(self, partition: int, now: float, batch: Batch) -> None:
        """Let a handler that has something to do without a record do it."""
        if self._ticking is None:
            return
        # What is written then is written by no record; a place before the first says so.
        nobody = Message(
            topic=self.spec.reads.name, partition=partition, offset=-1, timestamp=now, value=None
        )
        for table in self.tables:
            table.turn_to(nobody)
        try:
            emits = list(self._ticking.tick(partition, now))
        except Exception:
            # What it wrote is forgotten at the next turn; the records go on without it.
            log.exception("%s: nothing done without a record", self.spec.name)
            return
        for emit in emits:
            self.delivery.emit(batch, nobody, emit)
        for table in self.tables:
            table.keep()

    def finish(self, batch: Batch) -> None:
        """Add what the batch changed in the agent's tables."""
        self.delivery.add_rows(batch, self.tables)

    def _foresee(self, messages: Sequence[Message]) -> float:
        """Tell the handler which records come next, if it asks; return the seconds it took."""
        started = time.perf_counter()
        # One record alone gains nothing, and a large one belongs in its thread.
        if len(messages) > 1 and self._foresighted is not None:
            self._foresighted.foresee(messages)
        return time.perf_counter() - started

    async def _answer(self, message: Message) -> list[Emit]:
        """Return what the handler answers; whatever it raises is a refusal of this record."""
        for table in self.tables:
            table.turn_to(message)
        emits: list[Emit]
        try:
            size = len(message.value or b"")
            if size > _LARGE:
                emits = await self._large.call(lambda: self._call(message), size)
            else:
                emits = self._call(message)
        except RefusedError as error:
            emits = [error.refusal]
        except Exception as error:  # noqa: BLE001 - the record's own error boundary
            emits = [Refusal(rejection=refused(self.spec.stage, error))]
        else:
            for table in self.tables:
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
