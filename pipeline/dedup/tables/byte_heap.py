"""Rows of bytes one behind the other, by slot: eight bytes a row beside its own."""

from __future__ import annotations

import sys
from array import array

import msgspec
import numpy as np
import numpy.typing as npt

from pipeline.dedup.tables.story_row import event_time_of, size_of

# So much of the heap may be rows that were moved or dropped, before the others move together.
_MOST_WASTE = 0.125
# Bytes of the heap from the start: below this, moving costs more than it saves.
_SMALLEST = 1 << 16


class Gone(msgspec.Struct, frozen=True):
    """What a sweep let go: rows, each old slot's new one (0: none), slots that were empty."""

    rows: list[bytes]
    moved: npt.NDArray[np.uint32]
    holes: int


class ByteHeap:
    """Rows of `pipeline.dedup.tables.story_row` in one growing array. Slots are counted from 1."""

    def __init__(self) -> None:
        self._bytes = bytearray(1)
        # Where each slot's row begins; 0: dropped.
        self._places = array("Q", [0])
        self._count = 0
        self._waste = 0

    def __len__(self) -> int:
        """Return the number of rows."""
        return self._count

    @property
    def nbytes(self) -> int:
        """Return the bytes that rows and slots take, room to grow included."""
        return sys.getsizeof(self._bytes) + sys.getsizeof(self._places)

    def row(self, slot: int) -> bytes:
        """Return a slot's row, empty when it was dropped."""
        at = self._places[slot]
        return bytes(self._bytes[at : at + size_of(self._bytes, at)]) if at else b""

    def add(self, data: bytes) -> int:
        """Keep a row; return its slot."""
        self._places.append(len(self._bytes))
        self._bytes += data
        self._count += 1
        return len(self._places) - 1

    def replace(self, slot: int, data: bytes) -> None:
        """Put a row in place of a slot's."""
        at = self._places[slot]
        size = size_of(self._bytes, at)
        if size == len(data):
            self._bytes[at : at + size] = data
            return
        self._places[slot] = len(self._bytes)
        self._bytes += data
        self._waste_more(size)

    def drop(self, slot: int) -> None:
        """Let a slot's row go."""
        at = self._places[slot]
        self._places[slot] = 0
        self._count -= 1
        self._waste_more(size_of(self._bytes, at))

    def newest(self, until: float) -> int:
        """Return the latest event time of a row that is not after `until`; 0 without one."""
        times = (event_time_of(self._bytes, at) for at in self._places if at)
        return max((time for time in times if time <= until), default=0)

    def keep(self, oldest: int, until: float) -> Gone:
        """Let all rows go that are before `oldest` or after `until`, and renumber the others."""
        moved = np.zeros(len(self._places), dtype=np.uint32)
        kept, gone = [], []
        for slot, at in enumerate(self._places):
            if not at:
                continue
            if not oldest <= event_time_of(self._bytes, at) <= until:
                gone.append(self.row(slot))
                continue
            kept.append(at)
            moved[slot] = len(kept)
        holes = len(self._places) - 1 - len(kept) - len(gone)
        if gone or holes:
            self._places = array("Q", [0, *kept])
            self._count = len(kept)
            self._together()
        return Gone(rows=gone, moved=moved, holes=holes)

    def _waste_more(self, size: int) -> None:
        self._waste += size
        if self._waste > max(_SMALLEST, _MOST_WASTE * len(self._bytes)):
            self._together()

    def _together(self) -> None:
        """Move the rows together, and keep no more than their bytes."""
        old, heap = self._bytes, bytearray(1)
        for slot, at in enumerate(self._places):
            if at:
                self._places[slot] = len(heap)
                heap += old[at : at + size_of(old, at)]
        self._bytes = heap
        self._waste = 0
