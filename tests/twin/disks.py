"""Local stores that outlive a process, may be lost, or be what they were a while before."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.stream.changelogs.segment_store import SegmentStore
from pipeline.stream.stores import MemoryStore
from pipeline.stream.tables import Rows


class Disk:
    """One partition's tables on one machine: what was written, in its order.

    A write is on it whole or not at all, as with RocksDB's write batches; a machine that crashes
    loses the last of them.
    """

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.holder: Mounted | None = None
        self._writes: list[tuple[dict[str, dict[bytes, bytes | None]], dict[str, int]] | str] = []

    def mount(self) -> Mounted:
        if self.holder is not None:
            raise RuntimeError("the store is open already")
        self.holder = Mounted(self)
        return self.holder

    def write(self, rows: Mapping[str, Rows], upto: Mapping[str, int]) -> None:
        self._writes.append(({table: dict(some) for table, some in rows.items()}, dict(upto)))
        self.store.apply(rows, upto)

    def clear(self, table: str) -> None:
        self._writes.append(table)
        self.store.clear(table)

    def writes(self) -> int:
        return len(self._writes)

    def roll_back(self, writes: int) -> None:
        """Be as after the first `writes`."""
        done, self._writes, self.store = self._writes[:writes], [], MemoryStore()
        for each in done:
            if isinstance(each, str):
                self.clear(each)
            else:
                self.write(*each)

    def rows(self, table: str) -> dict[bytes, bytes]:
        store = SegmentStore(self.store)
        return {key: store.read(table, key) or b"" for key in store.keys(table)}


class Mounted:
    """A disk as one process sees it: after its end it writes nothing more."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def _held(self) -> Disk:
        if self._disk.holder is not self:
            raise RuntimeError("a store was used that is not open")
        return self._disk

    def read(self, table: str, key: bytes) -> bytes | None:
        return self._held().store.read(table, key)

    def keys(self, table: str, prefix: bytes = b"") -> list[bytes]:
        return self._held().store.keys(table, prefix)

    def first_key(self, table: str, start: bytes) -> bytes | None:
        return self._held().store.first_key(table, start)

    def upto(self, table: str) -> int:
        return self._held().store.upto(table)

    def apply(self, rows: Mapping[str, Rows], upto: Mapping[str, int]) -> None:
        self._held().write(rows, upto)

    def clear(self, table: str) -> None:
        self._held().clear(table)

    def close(self) -> None:
        if self._disk.holder is self:
            self._disk.holder = None
