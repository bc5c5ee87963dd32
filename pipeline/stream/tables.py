"""Tables inside a batch: read through, written once a key when the batch is done.

A handler sees a table as a mapping. What it writes is held back until its record succeeded (else
it is forgotten), and leaves the process once a key at the end of the batch: into the changelog, in
the transaction that also has the batch's outputs and input offsets, and when that stands, into the
local store. So a table is always what its partition's committed offsets have made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Protocol

from pipeline.stream.messages import Message
from pipeline.types.articles import Struct

Rows = Mapping[bytes, bytes | None]
"""New values by key; None: deleted."""


class Store(Protocol):
    """The tables of one partition on this machine: a copy of their changelogs."""

    def read(self, table: str, key: bytes) -> bytes | None:
        """Return a stored value."""

    def keys(self, table: str, prefix: bytes = b"") -> list[bytes]:
        """Return the stored keys that begin with `prefix`."""

    def upto(self, table: str) -> int:
        """Return the first offset of the changelog that the table lacks; 0 for a new one."""

    def apply(self, rows: Mapping[str, Rows], upto: Mapping[str, int]) -> None:
        """Write rows by table, together with the changelog offsets that they reach."""

    def clear(self, table: str) -> None:
        """Forget all rows of a table, which is then read from its changelog anew."""

    def close(self) -> None:
        """Give its files free."""


class LocalStore(Store, Protocol):
    """Where tables lie on this machine."""

    def first_key(self, table: str, start: bytes) -> bytes | None:
        """Return the first stored key from `start` on, of a table whose new keys come last."""


class Change(Struct, frozen=True, kw_only=True):
    """A key's new value (None: deleted) and the record that wrote it."""

    table: str
    key: bytes
    value: bytes | None
    message: Message


class Table(MutableMapping[str, bytes]):
    """One partition of a table, seen from inside an agent. Keys begin with the partition's key.

    Args:
        name: Its name in `pipeline.topology`.
        store: Where it lives.
    """

    def __init__(self, name: str, store: Store) -> None:
        self.name = name
        self._store = store
        self._message: Message | None = None
        self._turn: dict[str, bytes | None] = {}
        self._batch: dict[str, bytes | None] = {}
        self._writers: dict[str, Message] = {}

    def turn_to(self, message: Message) -> None:
        """Begin the work on `message`.

        What the record before it wrote is forgotten, unless it was kept: that record failed.
        """
        self._message = message
        self._turn = {}

    def keep(self) -> None:
        """The record in hand succeeded: its writes are the batch's."""
        message = self._in_hand()
        for key, value in self._turn.items():
            self._batch[key] = value
            self._writers[key] = message
        self._turn = {}

    def changes(self) -> list[Change]:
        """Return what the batch changed: a key once, and none that is as it was before."""
        return [
            Change(table=self.name, key=key.encode(), value=value, message=self._writers[key])
            for key, value in self._batch.items()
            if value != self._store.read(self.name, key.encode())
        ]

    def end_batch(self) -> None:
        """Forget what the batch changed: the store has it now."""
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
        """Return all keys: for reading a whole shard back at a start."""
        return iter(self.under(""))

    def under(self, prefix: str) -> list[str]:
        """Return the keys that begin with `prefix`."""
        self._in_hand()
        stored = self._store.keys(self.name, prefix.encode())
        keys = dict.fromkeys(key.decode() for key in stored)
        keys |= dict.fromkeys(self._batch)
        keys |= dict.fromkeys(self._turn)
        return [key for key in keys if key.startswith(prefix) and key in self]

    def __len__(self) -> int:
        """Return the number of keys."""
        return sum(1 for _ in self)

    def _seen(self, key: str) -> bytes | None:
        self._in_hand()
        if key in self._batch:
            return self._batch[key]
        return self._store.read(self.name, key.encode())

    def _in_hand(self) -> Message:
        if self._message is None:
            raise RuntimeError(f"table {self.name} was used outside of a record")
        return self._message
