"""From a handler's answer to the records of a batch; what no broker takes is a rejection."""

from __future__ import annotations

import time
from collections.abc import Container, Iterable

from pipeline.stream.batches import Batch, ProducerRecord, alone, record_of, row_of
from pipeline.stream.dead_letter import refuse_too_large, rejected_record
from pipeline.stream.messages import Emit, Message, Output, Refusal, Shared
from pipeline.stream.metrics import Stats
from pipeline.stream.tables import Table
from pipeline.topology import CLEAN, ENRICHED, MIB, STORY_MATCHES, UNIQUE, AgentSpec
from pipeline.types.articles import StageName

# In a group an agent does the work of several stages: what it could not send tells whose it was.
_WRITERS: dict[str, StageName] = {
    CLEAN.name: "clean",
    STORY_MATCHES.name: "dedup",
    UNIQUE.name: "dedup",
    ENRICHED.name: "extract",
}

# A waiting article stands in a changelog whole.
LARGEST_ROW = 24 * MIB


KnownTooLarge = Container[tuple[str, int, int, str]]
"""Records that no broker takes, see `place_of`."""


class TooLargeToSendError(Exception):
    """The client or the broker will never take this record."""

    def __init__(self, record: ProducerRecord, why: str) -> None:
        super().__init__(why)
        self.record = record


def place_of(record: ProducerRecord) -> tuple[str, int, int, str]:
    """Return topic, partition and offset of what a record was made of, and where it was to go.

    Made again of the same, it has the same place.
    """
    message = record.origins.message
    if message is None:
        return _several(record.topic)
    return (
        message.topic,
        message.partition,
        message.offset,
        f"{record.table or record.topic} {record.key!r}",
    )


def _several(topic: str) -> tuple[str, int, int, str]:
    return ("", -1, -1, topic)


class Delivery:
    """Turns what the handlers of one agent answer into records of a batch.

    Args:
        spec: The agent.
        stats: Counts.
        known: What a broker refused before, though it is within our limits.
    """

    def __init__(self, spec: AgentSpec, stats: Stats, known: KnownTooLarge = frozenset()) -> None:
        self._spec = spec
        self._stats = stats
        self._known = known

    def emit(self, batch: Batch, message: Message, emit: Emit) -> None:
        """Add one answer to `message`."""
        if isinstance(emit, Shared):
            self._share(batch, message, emit)
        elif isinstance(emit, Refusal):
            output = rejected_record(emit, message, now=time.time())
            batch.add(record_of(output, spec=self._spec, message=message))
        else:
            self._add(batch, message, emit)

    def add_rows(self, batch: Batch, tables: Iterable[Table]) -> None:
        """Add what the batch changed in the agent's tables."""
        for table in tables:
            for change in table.changes():
                row = row_of(change, self._spec)
                if row.size > LARGEST_ROW or place_of(row) in self._known:
                    self._reject(batch, row, change.message)
                else:
                    batch.add(row)

    def _share(self, batch: Batch, message: Message, shared: Shared) -> None:
        if _several(shared.topic.name) in self._known:
            record = alone(shared, self._spec, message)
            if place_of(record) not in self._known:
                batch.add(record)
                return
        elif batch.share(shared, self._spec):
            return
        # One sighting of a line of more than 23 MiB: the article itself goes on.
        self._stats.dropped(self._spec.name)

    def _add(self, batch: Batch, message: Message, output: Output) -> None:
        record = record_of(output, spec=self._spec, message=message)
        large = len(record.value or b"") > output.topic.max_message_bytes
        if large or place_of(record) in self._known:
            self._reject(batch, record, message)
        elif batch.is_latest_only(output):
            batch.keep_latest(record)
        else:
            batch.add(record)

    def _reject(self, batch: Batch, record: ProducerRecord, message: Message) -> None:
        """Reject what `record`, made of `message`, is made of; it is not in the batch."""
        output = record.origins.output
        read = (output.read if output else None) or message
        stage = _WRITERS.get(output.topic.name) if output else None
        refusal = refuse_too_large(
            stage or self._spec.stage,
            record.origins.name(),
            f"{record.size} bytes",
            origin=output.origin if output else None,
            message=read,
        )
        self._stats.record(self._spec.name, "too-large", 0.0)
        rejected = rejected_record(refusal, read, now=time.time())
        if not any(_says_the_same(rejected, other.origins.output) for other in batch.records):
            batch.add(record_of(rejected, spec=self._spec, message=read))


def _says_the_same(rejected: Output, other: Output | None) -> bool:
    """Return whether `other` rejects the same record: each is rejected once."""
    if other is None or other.topic is not rejected.topic:
        return False
    places = [
        {name: value for name, value in each.headers if name.startswith("x-original-")}
        for each in (rejected, other)
    ]
    return places[0] == places[1]
