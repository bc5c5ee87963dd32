"""The articles of one shard, packed, and how they are found by hash."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, MutableMapping
from functools import lru_cache

from pipeline.dedup.tables.byte_heap import ByteHeap
from pipeline.dedup.tables.postings_table import PostingsTable, key_of
from pipeline.dedup.tables.shard_table import ShardTable
from pipeline.dedup.tables.story_row import (
    article_of,
    event_time_of,
    is_about,
    pack,
    pack_id,
)
from pipeline.text.fingerprint import hash64
from pipeline.text.times.believed import DAY, latest
from pipeline.types.records import Posting

MOST_UNDER_HASH = 8
"""Articles kept under one hash. Eight stories there make it boilerplate, which proves nothing;
eight members of one story find every further one."""

# Entries of ids are found whatever else falls on their key.
_EVERY = 1 << 32
# So many slots may be of articles that were withdrawn or changed, or an eighth of all.
_HOLES = 256


class Window:
    """How far the event times of a shard have come, and how far the clock lets them.

    Args:
        days: What is remembered, counted back from the latest event time that can be.
    """

    def __init__(self, days: int) -> None:
        self.newest = 0
        self.days = int(days * DAY)
        self.until = math.inf
        self.swept = 0

    @property
    def oldest(self) -> int:
        """Return the event time before which nothing is remembered."""
        return self.newest - self.days

    def move(self, time: int) -> None:
        """Move on to `time`, unless no article can be of it yet."""
        if time <= self.until:
            self.newest = max(self.newest, time)

    def see(self, now: float, heap: ByteHeap) -> None:
        """Hear that it is `now` (Unix seconds): no row of more than a day later counts.

        A window that stands further on (0.2.0 believed every clock) is taken back to the rows that
        are left.
        """
        self.until = latest(now)
        if self.newest > self.until:
            self.newest = heap.newest(self.until)
            self.swept = 0


class ShardRows:
    """Rows by slot, slots by anchor and by article id.

    What finds a row by hash is made again at construction, in the order of slots. What has left
    the window meanwhile goes when it is told what time it is.

    Args:
        durable: Where rows are kept for the next start, see `ShardTable`; None: nowhere.
        shard: The number of this shard.
        window_days: How long a row is kept, counted back from the latest event time that can be.
    """

    def __init__(
        self, durable: MutableMapping[str, bytes] | None, *, shard: int, window_days: int
    ) -> None:
        self.window = Window(window_days)
        self.forgotten = 0
        self._durable = ShardTable(durable, shard)
        self._heap = ByteHeap()
        self._table = PostingsTable()
        self._holes = 0
        for keys, data in self._durable.load():
            self._add(data, article_of(data), keys, sweep=False)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._heap)

    @property
    def nbytes(self) -> int:
        """Return the bytes that rows and postings take, their free room included."""
        return self._table.nbytes + self._heap.nbytes

    def see(self, now: float) -> None:
        """Hear that it is `now`; what a start has read is swept then."""
        self.window.see(now, self._heap)
        if not self.window.swept:
            self._sweep()

    def under(self, anchors: Iterable[int]) -> list[list[int]]:
        """Return for each of `anchors` the slots of the articles that have it, oldest first."""
        return self._table.slots_of([key_of(anchor) for anchor in anchors])

    def packed(self, slots: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """Yield those of `slots` that still hold a row within the window."""
        oldest, row = self.window.oldest, self._heap.row
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

    def insert(self, posting: Posting, *, room: bool, old: int = 0) -> None:
        """Keep an article, with `room` for a story of another name; let what is too old go.

        `old` is the slot of the article's version before.
        """
        keys = [key_of(anchor) for anchor in posting.hashes]
        data = pack(posting, room=room)
        self._durable.put(posting.article, keys, data)
        self._add(data, posting.article, keys, old)

    def write(self, slot: int, article: str, data: bytes) -> None:
        """Put the row `data` of `article` in place of what `slot` held."""
        self._heap.replace(slot, data)
        self._durable.rewrite(article, data)

    def forget(self, article: str) -> None:
        """Let an article go now."""
        known = self.find(article)
        if known is not None:
            self._drop(known[0])
            self._durable.drop(article)

    def _add(
        self, data: bytes, article: str, keys: Iterable[int], old: int = 0, *, sweep: bool = True
    ) -> None:
        slot = self._heap.add(data)
        name = _id_key(article)
        if old:
            # An article that changes every minute must not fill its hashes with what it was.
            self._table.move((name,), old, slot)
            keys = self._table.move(keys, old, slot)
            self._drop(old)
        else:
            self._table.add((name,), slot, most=_EVERY)
        self._table.add(keys, slot, most=MOST_UNDER_HASH)
        self.window.move(event_time_of(data))
        if sweep:
            self._sweep()

    def _drop(self, slot: int) -> None:
        self._heap.drop(slot)
        self._holes += 1

    def _sweep(self) -> None:
        """Once a day, or with many holes, drop what has left the window.

        What is a whole window ahead of the clock goes too: it would never leave.
        """
        window = self.window
        if window.newest - window.swept < DAY and self._holes <= max(_HOLES, len(self._heap) // 8):
            return
        window.swept = window.newest
        self._holes = 0
        gone = self._heap.keep(window.oldest, window.until + window.days)
        self.forgotten += len(gone.rows)
        for data in gone.rows:
            self._durable.drop(article_of(data))
        if gone.rows or gone.holes:
            self._table.keep(gone.moved)


@lru_cache(maxsize=1024)
def _id_key(article: str) -> int:
    return key_of(hash64(article))
