"""What one batch of a partition gathers before its transaction: outputs, items shared, rows."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pipeline.codec import encode
from pipeline.stream.messages import Headers, Message, Output, Shared
from pipeline.stream.tables import Change
from pipeline.topology import REJECTED, AgentSpec, Topic
from pipeline.types.articles import Struct

# A record that a batch shares is cut here: far under the topics' limit, and read in one go.
_SHARED_BYTES = 1 << 20


class Origins(Struct, frozen=True, kw_only=True):
    """Who made a record of what: an agent, of the record that it had in hand (None: of several)."""

    spec: AgentSpec
    message: Message | None
    output: Output | None = None
    """What it was before it was bytes; None for a table's row."""

    def is_rejection(self) -> bool:
        """Return whether it is itself a record of `news.rejected.v1`."""
        return self.output is not None and self.output.topic is REJECTED

    def name(self) -> str:
        """Return what a person calls it."""
        return "a table's changelog" if self.output is None else self.output.topic.name


class ProducerRecord(Struct, frozen=True, kw_only=True):
    """Bytes for one topic. Without `partition` the key decides (murmur2).

    `timestamp` (Unix seconds) is the broker's own when None. `table` is set for a table's row:
    `topic` is empty then, and the changelog is found by it.
    """

    topic: str
    key: bytes | None
    value: bytes | None
    origins: Origins
    partition: int | None = None
    headers: Headers = ()
    timestamp: float | None = None
    table: str | None = None

    @property
    def size(self) -> int:
        """Return the bytes of key and value."""
        return len(self.key or b"") + len(self.value or b"")


class Batch:
    """The outputs of one batch, whichever of a partition's agents made them."""

    def __init__(self) -> None:
        self.records: list[ProducerRecord] = []
        self._shared: dict[tuple[str, int], tuple[Topic, AgentSpec, list[bytes]]] = {}
        self._latest: dict[tuple[str, bytes | None], ProducerRecord] = {}

    def __bool__(self) -> bool:
        """Return whether there is anything to send."""
        return bool(self.records or self._shared or self._latest)

    def add(self, record: ProducerRecord) -> None:
        """Add one record."""
        self.records.append(record)

    def share(self, shared: Shared, spec: AgentSpec) -> bool:
        """Add one item to the record that goes to that partition; return whether it fits one."""
        data = encode(shared.item)
        if len(data) > shared.topic.max_message_bytes - _SHARED_BYTES:
            return False
        key = (shared.topic.name, shared.partition)
        _, _, items = self._shared.setdefault(key, (shared.topic, spec, []))
        items.append(data)
        return True

    def is_latest_only(self, output: Output) -> bool:
        """Return whether only the last record of a key in a batch need be sent.

        True of compacted topics, where a record is the whole state of its key.
        """
        return output.topic.cleanup == "compact"

    def keep_latest(self, record: ProducerRecord) -> None:
        """Remember `record` in place of an earlier one of its key."""
        self._latest[record.topic, record.key] = record

    def close(self) -> list[ProducerRecord]:
        """Return the records that the batch sends, in the order in which they came."""
        self.records += self._latest.values()
        self.records += self._gathered()
        self._latest, self._shared = {}, {}
        return self.records

    def _gathered(self) -> Iterator[ProducerRecord]:
        for (_, partition), (topic, spec, items) in self._shared.items():
            for chunk in _chunks(items):
                yield _shared_record(topic, partition, chunk, Origins(spec=spec, message=None))


def record_of(output: Output, *, spec: AgentSpec, message: Message | None) -> ProducerRecord:
    """Return the bytes of an output."""
    value = output.value
    return ProducerRecord(
        topic=output.topic.name,
        key=output.key,
        value=encode(value) if isinstance(value, msgspec.Struct) else value,
        origins=Origins(spec=spec, message=message, output=output),
        partition=output.partition,
        headers=output.headers,
        timestamp=output.timestamp,
    )


def alone(shared: Shared, spec: AgentSpec, message: Message) -> ProducerRecord:
    """Return a record of one item, for a broker that does not take several at once."""
    origins = Origins(spec=spec, message=message)
    return _shared_record(shared.topic, shared.partition, [encode(shared.item)], origins)


def row_of(change: Change, spec: AgentSpec) -> ProducerRecord:
    """Return a table's row on its way to the changelog."""
    return ProducerRecord(
        topic="",
        key=change.key,
        value=change.value,
        origins=Origins(spec=spec, message=change.message),
        table=change.table,
    )


def _shared_record(
    topic: Topic, partition: int, items: list[bytes], origins: Origins
) -> ProducerRecord:
    key = b"%d" % partition
    value = b'{"items":[' + b",".join(items) + b"]}"
    output = Output(topic=topic, key=key, value=value, partition=partition)
    return ProducerRecord(
        topic=topic.name,
        key=key,
        value=value,
        partition=partition,
        origins=msgspec.structs.replace(origins, output=output),
    )


def _chunks(items: list[bytes]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    size = 0
    for item in items:
        if chunk and size + len(item) > _SHARED_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += len(item)
    if chunk:
        yield chunk
