"""A record, and a partition's log that does what it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.stream.batches import Batch, ProducerRecord
from pipeline.stream.messages import Message
from pipeline.stream.tables import Store
from pipeline.topology import RAW


def message(offset: int = 0, value: bytes | None = b"x", **how) -> Message:
    return Message(
        **{"topic": RAW.name, "partition": 0, "timestamp": 1.7e9, "offset": offset, "value": value, **how}
    )  # fmt: skip


def topics(batch: Batch) -> list[str]:
    """Return where the records of a batch go, tables' rows left out."""
    return [record.topic for record in batch.records if record.table is None]


class ScriptedLog:
    """A partition's log: what is read, what raises, and what was written."""

    def __init__(
        self, *, reads: Sequence[dict | Exception] = (), fails: dict[str, Exception] | None = None
    ) -> None:
        self.reads = list(reads)
        self.fails = fails or {}
        self.at: dict[str, int] = {RAW.name: 0}
        self.upto: dict[str, int] = {}
        self.commits: list[tuple[list[ProducerRecord], dict[str, int]]] = []
        self.steps: list[str] = []
        self.progress = 0

    async def open(self, store: Store) -> None:
        self._step("open")
        self.progress += 1

    async def read(self) -> dict[str, list[Message]]:
        self._step("read")
        found = self.reads.pop(0) if self.reads else {}
        if isinstance(found, Exception):
            raise found
        for topic, messages in found.items():
            self.at[topic] = messages[-1].offset + 1
        return found

    def positions(self) -> Mapping[str, int]:
        return dict(self.at)

    async def commit(
        self, records: Sequence[ProducerRecord], offsets: Mapping[str, int]
    ) -> Mapping[str, int]:
        self._step("commit")
        self.commits.append((list(records), dict(offsets)))
        return self.upto

    async def close(self) -> None:
        self._step("close")

    def _step(self, name: str) -> None:
        self.steps.append(name)
        if (error := self.fails.get(name)) is not None:
            raise error
