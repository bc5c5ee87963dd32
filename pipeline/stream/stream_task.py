"""One partition of a group: read its topics, let the agents work, write in one transaction.

Kafka Streams calls this a task. Everything that a partition has in memory lives here and dies with
it: tables, handlers, positions. Outputs, rows of tables and input offsets of a batch become
visible together or not at all, under a transactional id that belongs to the partition: whoever
opens it next shuts out whoever had it before, also one that stood still meanwhile and goes on. So
nothing is lost, nothing comes twice, and a table is always what the committed offsets made of it.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from pipeline.stream.agents import Agent
from pipeline.stream.batches import Batch, ProducerRecord
from pipeline.stream.changelogs.segment_store import SegmentStore
from pipeline.stream.changelogs.sent import blamed, logged, rows_of
from pipeline.stream.dead_letter import log_rejected
from pipeline.stream.delivery import TooLargeToSendError
from pipeline.stream.messages import Message
from pipeline.stream.tables import Store
from pipeline.topology import REJECTED

# Seconds between two looks at what there is to do without a record.
TICK = 5.0
# Seconds without a record after which positions that moved over records of no content (markers of
# transactions, aborted records) are committed too, so that the lag that others see is the true one.
_QUIET = 1.0


class FencedError(Exception):
    """Another worker has the partition now: nothing more may be written for it here."""


class PartitionLog(Protocol):
    """What a partition reads, and the transactions by which it writes."""

    @property
    def progress(self) -> int:
        """Return a number that grows while it is opened."""

    async def open(self, store: Store) -> None:
        """Shut out who had the partition before, bring `store` up to date, find the positions."""

    async def read(self) -> dict[str, list[Message]]:
        """Return the records that come next, by topic; none when there were none for a while."""

    def positions(self) -> Mapping[str, int]:
        """Return the next offset of each topic."""

    async def commit(
        self, records: Sequence[ProducerRecord], offsets: Mapping[str, int]
    ) -> Mapping[str, int]:
        """Write all of it or nothing; after an error the log has to be opened anew.

        Args:
            records: Outputs and rows.
            offsets: By input topic, what is read next.

        Returns:
            By table, the first offset of its changelog that holds none of the rows.

        Raises:
            FencedError: Another worker has the partition.
            TooLargeToSendError: One record is never taken.
            Exception: The broker is away, or does not let us.
        """

    async def close(self) -> None:
        """Let go of connections, without writing anything."""


HandOver = Callable[[Agent, Sequence[Message], Batch], Awaitable[None]]
"""Lets an agent work on records; done when it has."""


async def work_here(agent: Agent, messages: Sequence[Message], batch: Batch) -> None:
    """Let the agent work in this very coroutine."""
    await agent.work(messages, batch)


class StreamTask:
    """One partition of a group of stages.

    Args:
        partition: Its number, in every topic and table.
        agents: The group's agents, with handlers and tables of this partition alone.
        log: What it reads and writes.
        store: Where the agents' tables live.
        hand_over: How an agent gets its records.
        clock: Unix seconds.
        monotonic: Seconds that never go back.
    """

    def __init__(  # noqa: PLR0913 - the world of a partition
        self,
        partition: int,
        *,
        agents: Sequence[Agent],
        log: PartitionLog,
        store: SegmentStore,
        hand_over: HandOver = work_here,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.partition = partition
        self.agents = tuple(agents)
        self.busy = False
        self._log = log
        self._store = store
        self._hand_over = hand_over
        self._clock = clock
        self._monotonic = monotonic
        self._committed: dict[str, int] = {}
        self._next_tick = 0.0
        self._read_last = 0.0

    @property
    def positions(self) -> Mapping[str, int]:
        """Return by topic the offset after the last record that was finished."""
        return self._committed

    @property
    def progress(self) -> int:
        """Return a number that grows while the task is opened."""
        return self._log.progress

    async def open(self) -> None:
        """Take the partition: after it nobody else can write for it."""
        await self._log.open(self._store)
        self._committed = dict(self._log.positions())

    async def cycle(self) -> bool:
        """Read once and finish what was read; return whether anything was done.

        Raises:
            FencedError: Another worker has the partition.
            TooLargeToSendError: A broker will never take a record of the batch.
            Exception: The broker is away. After any of them the task is of no more use: what it
                has in memory may be ahead of what is committed.
        """
        found = await self._log.read()
        self.busy = True
        try:
            return await self._finish(found)
        finally:
            self.busy = False

    async def close(self) -> None:
        """Let go of everything; what was not committed is read again by the next owner."""
        try:
            await self._log.close()
        finally:
            self._store.close()

    async def _finish(self, found: Mapping[str, Sequence[Message]]) -> bool:
        batch = Batch()
        for agent in self.agents:
            if messages := found.get(agent.spec.reads.name):
                await self._hand_over(agent, messages, batch)
        self._tick(batch)
        for agent in self.agents:
            agent.finish(batch)
        positions = dict(self._log.positions())
        now = self._monotonic()
        if found:
            self._read_last = now
        quiet = now - self._read_last > _QUIET
        if not found and not batch and (positions == self._committed or not quiet):
            return False
        await self._commit(batch, positions)
        return True

    def _tick(self, batch: Batch) -> None:
        now = self._monotonic()
        if now >= self._next_tick:
            self._next_tick = now + TICK
            for agent in self.agents:
                agent.tick(self.partition, self._clock(), batch)

    async def _commit(self, batch: Batch, positions: Mapping[str, int]) -> None:
        records = batch.close()
        written = logged(records, self._store)
        offsets = {
            topic: offset
            for topic, offset in positions.items()
            if offset != self._committed.get(topic)
        }
        try:
            upto = await self._log.commit(written, offsets)
        except TooLargeToSendError as error:
            raise blamed(error, records) from error
        self._store.apply(rows_of(written), upto)
        for agent in self.agents:
            for table in agent.tables:
                table.end_batch()
        self._committed |= offsets
        for record in records:
            # Now that it is there: a batch that was given up is done again, and rejects again.
            if record.topic == REJECTED.name and record.origins.output is not None:
                log_rejected(record.origins.output)
