"""The articles of one shard, packed, and how they are found by hash."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping

import numpy as np
import numpy.typing as npt

from pipeline.dedup.generations import DAY
from pipeline.dedup.postings_table import PostingsTable, key_of
from pipeline.dedup.story_rows import (
    StoryRow,
    event_time_of,
    is_about,
    pack,
    pack_id,
    unpack,
)
from pipeline.text.fingerprint import hash64

MOST_UNDER_HASH = 8
"""Articles kept under one hash. Eight stories there make it boilerplate, which proves nothing;
eight members of one story find every further one."""

# What CPython adds to each row: a bytes object's head and the list's pointer to it.
_ROW_OVERHEAD = 33 + 8


class RowStore:
    """Rows by slot, slots by anchor and by article id.

    Shape of `durable`: `{shard}|{article id}` to a row of `pipeline.dedup.story_rows`. What finds
    a row by hash lives in the process alone, and is made again from `durable` at construction.

    Args:
        durable: Where rows are kept for the next start; None keeps them in the process only.
        shard: The number of this shard.
        window_days: How long a row is kept, counted back from the latest event time.
    """

    def __init__(
        self, durable: MutableMapping[str, bytes] | None, *, shard: int, window_days: int
    ) -> None:
        self.newest = 0
        self.forgotten = 0
        self._durable = durable
        self._shard = shard
        self._window = int(window_days * DAY)
        self._rows: list[bytes | None] = [None]
        self._table = PostingsTable()
        self._swept = 0
        if durable is not None:
            self._load(durable)

    def __len__(self) -> int:
        """Return the number of rows."""
        return sum(row is not None for row in self._rows)

    @property
    def nbytes(self) -> int:
        """Return the bytes that rows and postings take, Python's overhead included."""
        return self._table.nbytes + sum(len(row) + _ROW_OVERHEAD for row in self._rows if row)

    @property
    def oldest(self) -> int:
        """Return the event time before which nothing is remembered."""
        return self.newest - self._window

    def under(self, anchor: int) -> list[int]:
        """Return the slots of the articles that have `anchor`, oldest first."""
        return self._table.slots(key_of(anchor))

    def packed(self, slots: list[int]) -> Iterator[tuple[int, bytes]]:
        """Yield those of `slots` that still hold a row within the window, packed."""
        oldest = self.oldest
        for slot in slots:
            data = self._rows[slot]
            if data is not None and event_time_of(data) >= oldest:
                yield slot, data

    def row(self, slot: int) -> StoryRow:
        """Return the row in a slot that holds one."""
        data = self._rows[slot]
        assert data is not None
        return unpack(data)

    def find(self, article: str) -> tuple[int, StoryRow] | None:
        """Return slot and row of an article id."""
        slot = self._slot_of(article)
        data = self._rows[slot]
        return None if data is None else (slot, unpack(data))

    def _slot_of(self, article: str) -> int:
        """Return the slot of an article id, 0 when it has none."""
        packed = pack_id(article)
        slots = self._table.slots(key_of(hash64(article)))
        rows = ((slot, self._rows[slot]) for slot in slots)
        return next((slot for slot, data in rows if data and is_about(data, packed)), 0)

    def insert(self, row: StoryRow) -> None:
        """Keep a new article, and let what the window has left behind go."""
        slot = len(self._rows)
        self._rows.append(None)
        self.write(slot, row)
        self._table.add(key_of(hash64(row.article)), slot)
        for anchor in row.anchors:
            key = key_of(anchor)
            if len(self._table.slots(key)) < MOST_UNDER_HASH:
                self._table.add(key, slot)
        self._sweep(row.event_time)

    def write(self, slot: int, row: StoryRow) -> None:
        """Put `row` in place of what `slot` held."""
        data = pack(row)
        self._rows[slot] = data
        if self._durable is not None:
            self._durable[f"{self._shard}|{row.article}"] = data

    def forget(self, article: str) -> None:
        """Let an article go now."""
        slot = self._slot_of(article)
        if slot:
            self._rows[slot] = None
            if self._durable is not None:
                self._durable.pop(f"{self._shard}|{article}", None)

    def _sweep(self, time: int) -> None:
        """Move the window to `time`; once a day drop what has left it."""
        self.newest = max(self.newest, time)
        if self.newest - self._swept < DAY:
            return
        self._swept = self.newest
        kept, moved, gone = _without_those_before(self._rows, self.oldest)
        self.forgotten += len(gone)
        if self._durable is not None:
            for article in gone:
                self._durable.pop(f"{self._shard}|{article}", None)
        if len(kept) < len(self._rows):
            self._rows = kept
            self._table.keep(moved)

    def _load(self, durable: MutableMapping[str, bytes]) -> None:
        for row in _rows_of(durable, self._shard):
            self.insert(row)


def _rows_of(durable: MutableMapping[str, bytes], shard: int) -> list[StoryRow]:
    """Return a shard's rows as they came: a restart then answers as if there had been none."""
    mine = [unpack(data) for key, data in list(durable.items()) if key.startswith(f"{shard}|")]
    return sorted(mine, key=lambda row: (row.partition, row.offset))


def _without_those_before(
    rows: list[bytes | None], oldest: int
) -> tuple[list[bytes | None], npt.NDArray[np.uint32], list[str]]:
    """Return the rows within the window, each old slot's new one (0: none), the articles gone."""
    moved = np.zeros(len(rows), dtype=np.uint32)
    kept: list[bytes | None] = [None]
    gone: list[str] = []
    for slot, data in enumerate(rows):
        if data is None:
            continue
        if event_time_of(data) < oldest:
            gone.append(unpack(data).article)
            continue
        moved[slot] = len(kept)
        kept.append(data)
    return kept, moved, gone
