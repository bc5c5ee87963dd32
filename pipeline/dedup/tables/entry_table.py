"""How often, and where, a line has been seen: bounded tables over any mutable mapping."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from functools import lru_cache

# Bytes of the hash that an entry is told by inside its row (the other two choose the row), and of
# the day it was used last.
_TAG = 6
_DAY = 2
_TAG_BITS = (1 << 8 * _TAG) - 1


class EntryTable:
    """Fixed-size entries found by hash, a bounded number of them, the oldest making room.

    Table shape: `{scope}|{kind}{bucket}` to up to `ways` entries of tag (6 bytes of the hash),
    day of last use (2 bytes) and payload. So `buckets * ways` entries are the most there can be,
    and a lookup or a change reads or writes one small row.

    Args:
        table: A dict or a table of the stream.
        scope: Prefix of every key: the partition.
        kind: One letter that tells this table from others in the same mapping.
        payload: Bytes of payload an entry.
        buckets: Number of rows; `ways`: entries a row.
    """

    def __init__(
        self,
        table: MutableMapping[str, bytes],
        *,
        scope: str,
        kind: str,
        payload: int,
        size: tuple[int, int],
    ) -> None:
        self.forgotten = 0
        self._table = table
        self._prefix = f"{scope}|{kind}"
        self._width = _TAG + _DAY + payload
        self._buckets, self._ways = size
        self._numbers = _numbers_to(self._buckets)

    def get(self, key: int) -> bytes | None:
        """Return the payload kept under the 64-bit `key`."""
        # Spelled out: the stage asks this eighty times an article.
        row = self._table.get(self._prefix + self._numbers[(key >> 48) % self._buckets])
        if row is None:
            return None
        width = self._width
        tag = (key & _TAG_BITS).to_bytes(_TAG, "big")
        at = row.find(tag)
        while at >= 0 and at % width:
            at = row.find(tag, at + 1)
        return None if at < 0 else row[at + _TAG + _DAY : at + width]

    def all(self, key: int) -> Iterator[bytes]:
        """Yield every payload added under `key`, oldest use first."""
        row = self._table.get(self._row_key(key), b"")
        for at in self._places(row, _tag(key)):
            yield row[at + _TAG + _DAY : at + self._width]

    def put(self, key: int, payload: bytes, *, day: int) -> None:
        """Keep `payload` under `key` in place of what was there, used on `day`."""
        # Spelled out, as `get` is: an article writes twenty-five.
        row_key = self._prefix + self._numbers[(key >> 48) % self._buckets]
        row = self._table.get(row_key, b"")
        wide = self._width
        tag = (key & _TAG_BITS).to_bytes(_TAG, "big")
        at = row.find(tag)
        while at >= 0 and at % wide:
            at = row.find(tag, at + 1)
        self._write(row_key, row, at, tag + _day(day) + payload)

    def add(self, key: int, payload: bytes, *, day: int) -> None:
        """Keep `payload` under `key` beside others, unless it is there already."""
        row_key = self._row_key(key)
        row = self._table.get(row_key, b"")
        tag = _tag(key)
        for at in self._places(row, tag):
            if row[at + _TAG + _DAY : at + self._width] == payload:
                return
        self._write(row_key, row, -1, tag + _day(day) + payload)

    def _places(self, row: bytes, tag: bytes) -> Iterator[int]:
        """Yield where the entries of `tag` begin: of a row's sixteen most are others'."""
        at = row.find(tag)
        while at >= 0:
            if not at % self._width:
                yield at
            at = row.find(tag, at + 1)

    def _write(self, row_key: str, row: bytes, at: int, entry: bytes) -> None:
        if at >= 0:
            # The newest use stands last: the first entry is the one to give up.
            row = row[:at] + row[at + self._width :]
        elif len(row) >= self._ways * self._width:
            row = row[self._width :]
            self.forgotten += 1
        self._table[row_key] = row + entry

    def _row_key(self, key: int) -> str:
        return self._prefix + self._numbers[(key >> 48) % self._buckets]


@lru_cache(maxsize=4)
def _numbers_to(buckets: int) -> tuple[str, ...]:
    """Return the numbers of rows as they stand in keys, some 50 bytes each.

    Written anew for each look-up they took 3 % of the dedup stage.
    """
    return tuple(map("{:x}".format, range(buckets)))


def _tag(key: int) -> bytes:
    return (key & _TAG_BITS).to_bytes(_TAG, "big")


# An article has one day, and writes it thirty times.
@lru_cache(maxsize=8)
def _day(day: int) -> bytes:
    return min(max(day, 0), 0xFFFF).to_bytes(_DAY, "big")
