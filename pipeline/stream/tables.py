"""Tables inside a batch: read through, written once a key when the batch is done.

A handler sees a table as a mapping of the partition whose record is in hand. What it writes is
held back until its record succeeded (else it is forgotten), and leaves the process once a key at
the end of the batch: first to the changelog, then, when the broker has it, to the local store. So
a killed worker never has locally what its changelog lacks, and a record that comes again finds
its table as it was or as it left it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterator, MutableMapping
from typing import Protocol

from pipeline.stream.messages import Message
from pipeline.types.articles import Struct


class Backend(Protocol):
    """Where a table lives: a local store a partition, and its changelog topic."""

    def read(self, partition: int, key: bytes) -> bytes | None:
        """Return the stored value."""

    def keys(self, partition: int, prefix: bytes = b"") -> list[bytes]:
        """Return the stored keys that begin with `prefix`."""

    async def log(self, partition: int, key: bytes, value: bytes | None) -> Awaitable[object]:
        """Send a change to the changelog; the awaitable is done when the broker has it."""

    def store(self, partition: int, changes: dict[bytes, bytes | None], upto: int | None) -> None:
        """Write the changes to the local store; `upto` is the changelog's offset they reach."""


class Change(Struct, frozen=True, kw_only=True):
    """A key's new value (None: deleted) and the record that wrote it."""

    partition: int
    key: str
    value: bytes | None
    message: Message


class Table(MutableMapping[str, bytes]):
    """One table, seen from inside an agent. Keys begin with the key of their partition.

    Args:
        name: Its name in `pipeline.topology`.
        backend: Where it lives.
    """

    def __init__(self, name: str, backend: Backend) -> None:
        self.name = name
        self._backend = backend
        self._message: Message | None = None
        self._turn: dict[str, bytes | None] = {}
        self._batch: dict[tuple[int, str], bytes | None] = {}
        self._writers: dict[tuple[int, str], Message] = {}

    def turn_to(self, message: Message) -> None:
        """Begin the work on `message`: from now on its partition is what is read and written.

        What the record before it wrote is forgotten, unless it was kept: that record failed.
        """
        self._message = message
        self._turn = {}

    def keep(self) -> None:
        """The record in hand succeeded: its writes are the batch's."""
        message = self._in_hand()
        for key, value in self._turn.items():
            self._batch[message.partition, key] = value
            self._writers[message.partition, key] = message
        self._turn = {}

    def changes(self) -> list[Change]:
        """Return what the batch changed: a key once, and none that came and went within it."""
        return [
            Change(partition=partition, key=key, value=value, message=self._writers[partition, key])
            for (partition, key), value in self._batch.items()
            if value is not None or self._backend.read(partition, key.encode()) is not None
        ]

    async def log(self, change: Change) -> Awaitable[object]:
        """Send one change to the changelog."""
        return await self._backend.log(change.partition, change.key.encode(), change.value)

    def commit(self, logged: list[tuple[Change, int | None]]) -> None:
        """Store what the changelog has, with the offset of each change there; end the batch."""
        by_partition: dict[int, tuple[dict[bytes, bytes | None], list[int]]] = {}
        for change, offset in logged:
            changes, offsets = by_partition.setdefault(change.partition, ({}, []))
            changes[change.key.encode()] = change.value
            if offset is not None:
                offsets.append(offset)
        for partition, (changes, offsets) in by_partition.items():
            self._backend.store(partition, changes, max(offsets, default=None))
        self._batch = {}
        self._writers = {}
        self._turn = {}

    def __getitem__(self, key: str) -> bytes:
        """Return the value as the record in hand sees it."""
        value = self._turn[key] if key in self._turn else self._seen(key)
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key: str, value: bytes) -> None:
        """Write a value, for the record in hand."""
        self._in_hand()
        self._turn[key] = value

    def __delitem__(self, key: str) -> None:
        """Delete a value, for the record in hand."""
        if key not in self:
            raise KeyError(key)
        self._turn[key] = None

    def __iter__(self) -> Iterator[str]:
        """Return the keys of the partition in hand: for reading a whole shard back at a start."""
        return iter(self.under(""))

    def under(self, prefix: str) -> list[str]:
        """Return the keys of the partition in hand that begin with `prefix`."""
        partition = self._in_hand().partition
        stored = self._backend.keys(partition, prefix.encode())
        keys = dict.fromkeys(key.decode() for key in stored)
        keys |= {key: None for place, key in self._batch if place == partition}
        keys |= dict.fromkeys(self._turn)
        return [key for key in keys if key.startswith(prefix) and key in self]

    def __len__(self) -> int:
        """Return the number of keys of the partition in hand."""
        return sum(1 for _ in self)

    def _seen(self, key: str) -> bytes | None:
        partition = self._in_hand().partition
        if (partition, key) in self._batch:
            return self._batch[partition, key]
        return self._backend.read(partition, key.encode())

    def _in_hand(self) -> Message:
        if self._message is None:
            raise RuntimeError(f"table {self.name} was used outside of a record")
        return self._message
