"""Workers broken on purpose: what the twin must find, else it proves nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.stream.batches import Batch, ProducerRecord
from pipeline.stream.changelogs.applied import Segment
from pipeline.stream.changelogs.segment_store import SegmentStore
from pipeline.stream.changelogs.sent import rows_of
from pipeline.stream.changelogs.table_log import TableLog
from pipeline.stream.stream_task import FencedError
from tests.twin.partition import TwinPartition
from tests.twin.processes import WatchedTask


class StoresBeforeItCommits(WatchedTask):
    """Writes rows into the local store before the transaction that has them stands."""

    async def _commit(self, batch: Batch, positions: Mapping[str, int]) -> None:
        self._store.apply(rows_of(batch.close()), {})
        await super()._commit(batch, positions)


class KeepsOnWithWhatFailed(WatchedTask):
    """Goes on with the same memory after a commit that failed, as if it had not been."""

    async def _commit(self, batch: Batch, positions: Mapping[str, int]) -> None:
        try:
            await super()._commit(batch, positions)
        except FencedError:
            raise
        except OSError:
            self._committed |= positions


class NothingInUse(TableLog):
    """A table that writes nothing of old segments again."""

    def _used(self, number: int, segment: Segment) -> dict[bytes, bytes]:
        del number, segment
        return {}


class TakesBackWhatIsInUse(SegmentStore):
    """Takes old segments back with what is in use of them."""

    table_log = NothingInUse


class OffsetsBeforeOutputs(TwinPartition):
    """Commits the offsets in a transaction of their own, before that of the outputs."""

    async def commit(
        self, records: Sequence[ProducerRecord], offsets: Mapping[str, int]
    ) -> Mapping[str, int]:
        await super().commit((), offsets)
        return await super().commit(records, {})


class OutputsBeforeOffsets(TwinPartition):
    """Commits the outputs in a transaction of their own, before that of the offsets."""

    async def commit(
        self, records: Sequence[ProducerRecord], offsets: Mapping[str, int]
    ) -> Mapping[str, int]:
        ends = await super().commit(records, {})
        await super().commit((), offsets)
        return ends


class MovesOverGaps(TwinPartition):
    """Shut out, it notes that its store has all that is in the changelogs: a hole for ever."""

    async def commit(
        self, records: Sequence[ProducerRecord], offsets: Mapping[str, int]
    ) -> Mapping[str, int]:
        try:
            return await super().commit(records, offsets)
        except FencedError:
            ends = {
                table: self.broker.log((name, self.partition)).end()
                for table, name in self.changelogs.items()
            }
            self.store.apply({}, ends)
            raise


class TakesUpTooEarly(TwinPartition):
    """Takes up its offsets before it has shut out who had the partition."""

    async def open(self, store) -> None:
        await self.wait("take up")
        at = {
            topic: self.broker.offsets.get((self.group, topic, self.partition), 0)
            for topic in self.topics
        }
        await super().open(store)
        self.at = at


BROKEN: dict[str, dict] = {
    "a broker that fences nobody": {"fenced": False},
    "a store written before the commit": {"task": StoresBeforeItCommits},
    "memory kept after a commit that failed": {"task": KeepsOnWithWhatFailed},
    "segments taken back that are in use": {"tables": TakesBackWhatIsInUse},
    "offsets before outputs": {"log": OffsetsBeforeOutputs},
    "outputs before offsets": {"log": OutputsBeforeOffsets},
    "a store's offset moved over a gap": {"log": MovesOverGaps},
    "offsets taken up before the partition": {"log": TakesUpTooEarly},
}
