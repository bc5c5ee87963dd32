"""The articles of one shard, packed, and how they are found by hash."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, MutableMapping
from functools import lru_cache

from pipeline.dedup.generations import DAY
from pipeline.dedup.postings_table import PostingsTable, key_of
from pipeline.dedup.row_heap import RowHeap
from pipeline.dedup.story_rows import (
    article_of,
    event_time_of,
    is_about,
    pack,
    pack_id,
    pack_keys,
    split,
)
from pipeline.records import Posting
from pipeline.text.fingerprint import hash64

MOST_UNDER_HASH = 8
"""Articles kept under one hash. Eight stories there make it boilerplate, which proves nothing;
eight members of one story find every further one."""

# Entries of ids are found whatever else falls on their key.
_EVERY = 1 << 32
_PLACE = struct.Struct("<I")


class RowStore:
    """Rows by slot, slots by anchor and by article id.

    Shape of `durable`: `{shard}|{hash of the article id, 16 hex digits}` to the article's number in
    the shard, the keys by which its row is found, and the row, see `pipeline.dedup.story_rows`.
    What finds a row by hash is made again at construction, in that order, which is that of slots.

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
        self._heap = RowHeap()
        self._table = PostingsTable()
        self._swept = 0
        self._places = 0
        if durable is not None:
            self._load(durable)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._heap)

    @property
    def nbytes(self) -> int:
        """Return the bytes that rows and postings take, their free room included."""
        return self._table.nbytes + self._heap.nbytes

    @property
    def oldest(self) -> int:
        """Return the event time before which nothing is remembered."""
        return self.newest - self._window

    def under(self, anchors: Iterable[int]) -> list[list[int]]:
        """Return for each of `anchors` the slots of the articles that have it, oldest first."""
        return self._table.slots_of([key_of(anchor) for anchor in anchors])

    def packed(self, slots: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """Yield those of `slots` that still hold a row within the window."""
        oldest, row = self.oldest, self._heap.row
        for slot in slots:
            data = row(slot)
            if data and event_time_of(data) >= oldest:
                yield slot, data

    def find(self, article: str) -> tuple[int, bytes] | None:
        """Return slot and row of an article id."""
        packed = pack_id(article)
        for slot in self._table.slots(_id_key(article)):
            data = self._heap.row(slot)
            if data and is_about(data, packed):
                return slot, data
        return None

    def insert(self, posting: Posting, *, room: bool) -> None:
        """Keep a new article, with `room` for a story of another name; let old ones go."""
        keys = [key_of(anchor) for anchor in posting.hashes]
        data = pack(posting, room=room)
        if self._durable is not None:
            self._places += 1
            row = _PLACE.pack(self._places & _EVERY - 1) + pack_keys(keys) + data
            self._durable[self._durable_key(posting.article)] = row
        self._add(data, posting.article, keys)

    def write(self, slot: int, article: str, data: bytes) -> None:
        """Put the row `data` of `article` in place of what `slot` held."""
        self._heap.replace(slot, data)
        if self._durable is not None:
            key = self._durable_key(article)
            stored = self._durable[key]
            self._durable[key] = stored[: _PLACE.size + 1 + 4 * stored[_PLACE.size]] + data

    def forget(self, article: str) -> None:
        """Let an article go now."""
        known = self.find(article)
        if known is not None:
            self._heap.drop(known[0])
            if self._durable is not None:
                self._durable.pop(self._durable_key(article), None)

    def _add(self, data: bytes, article: str, keys: Iterable[int]) -> None:
        slot = self._heap.add(data)
        self._table.add((_id_key(article),), slot, most=_EVERY)
        self._table.add(keys, slot, most=MOST_UNDER_HASH)
        self._sweep(event_time_of(data))

    def _durable_key(self, article: str) -> str:
        return f"{self._shard}|{hash64(article):016x}"

    def _sweep(self, time: int) -> None:
        """Move the window to `time`; once a day drop what has left it."""
        self.newest = max(self.newest, time)
        if self.newest - self._swept < DAY:
            return
        self._swept = self.newest
        gone = self._heap.keep_from(self.oldest)
        self.forgotten += len(gone.rows)
        if self._durable is not None:
            for data in gone.rows:
                self._durable.pop(self._durable_key(article_of(data)), None)
        if gone.rows or gone.holes:
            self._table.keep(gone.moved)

    def _load(self, durable: MutableMapping[str, bytes]) -> None:
        # As they came: a restart then answers as if there had been none.
        mine = [_at_place(d) for key, d in durable.items() if key.startswith(f"{self._shard}|")]
        for self._places, stored in sorted(mine):
            keys, data = split(stored)
            self._add(data, article_of(data), keys)


def _at_place(stored: bytes) -> tuple[int, bytes]:
    return _PLACE.unpack_from(stored)[0], stored[_PLACE.size :]


@lru_cache(maxsize=1024)
def _id_key(article: str) -> int:
    return key_of(hash64(article))
