"""Records of one changelog applied to what is stored of its table: rows, segments, counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from pipeline.stream.changelogs.segments import BESIDE, decode_segment, number_in, row_bytes
from pipeline.stream.tables import Rows

OWNER = 8
"""Bytes before a row's value in the local store: the number of its segment."""
ALONE = b"\xff" * OWNER
"""Stands for a number where a row has a record of its own, as 0.2.0 wrote it."""

Read = Callable[[bytes], bytes | None]

encode = msgspec.msgpack.Encoder().encode


class Segment(msgspec.Struct, frozen=True, array_like=True):
    """What a segment was written with: bytes, and the keys of its rows."""

    size: int
    keys: list[bytes]


class LogBytes(msgspec.Struct, frozen=True, array_like=True):
    """What is stored of a changelog: bytes of its segments, and of their rows that are in use."""

    written: int = 0
    used: int = 0


decode_kept = msgspec.msgpack.Decoder(Segment).decode
decode_bytes = msgspec.msgpack.Decoder(LogBytes).decode


@dataclass(slots=True)
class Counts:
    """One changelog: see `LogBytes`.

    No segment is older than `oldest`; by `ahead` bytes more was written again than had changed.
    """

    written: int
    used: int
    oldest: int = 0
    ahead: int = 0


class Step:
    """What some records of one changelog change, on top of what is stored.

    Args:
        row: Reads a row as it is stored.
        segment: Reads what is stored of a segment.
        log: Counts, which move along.
    """

    def __init__(self, row: Read, segment: Read, log: Counts) -> None:
        self.rows: dict[bytes, bytes | None] = {}
        self.segments: dict[bytes, bytes | None] = {}
        self._stored_row = row
        self._stored_segment = segment
        self._log = log

    def take(self, key: bytes, value: bytes | None) -> None:
        """Apply one record."""
        number = number_in(key)
        if number is None:
            if value is not None:
                self._put(key, ALONE, value)
            elif (self._row(key) or b"").startswith(ALONE):
                # Else it says that the row lies in a segment now.
                self._put(key, ALONE, None)
        elif value is None:
            self._take_back(number)
        else:
            self._write(number, decode_segment(value))

    def _write(self, number: int, rows: Rows) -> None:
        owner = numbered(number)
        size = used = 0
        mine, stored = self.rows, self._stored_row
        # `_put`, spelled out: fifty rows an article come this way.
        for key, value in rows.items():
            before = mine[key] if key in mine else stored(key)
            beside = len(key) + BESIDE
            if before is not None and not before.startswith(ALONE):
                used -= beside + len(before) - OWNER
            size += beside
            if value is None:
                mine[key] = None
            else:
                mine[key] = owner + value
                size += len(value)
                used += beside + len(value)
        self._log.written += size
        self._log.used += used
        self.segments[owner] = encode(Segment(size, list(rows)))

    def _take_back(self, number: int) -> None:
        """Forget a segment, with the rows that it alone has: a later one that deleted them is gone.

        One that was compacted away before it was read is not known.
        """
        owner = numbered(number)
        data = self.segments[owner] if owner in self.segments else self._stored_segment(owner)
        if data is None:
            return
        segment = decode_kept(data)
        for key in segment.keys:
            if (self._row(key) or b"").startswith(owner):
                self._put(key, owner, None)
        self._log.written -= segment.size
        self.segments[owner] = None

    def _put(self, key: bytes, owner: bytes, value: bytes | None) -> None:
        before = self._row(key)
        if before is not None and not before.startswith(ALONE):
            self._log.used -= row_bytes(key, before[OWNER:])
        if value is not None and owner != ALONE:
            self._log.used += row_bytes(key, value)
        self.rows[key] = None if value is None else owner + value

    def _row(self, key: bytes) -> bytes | None:
        return self.rows[key] if key in self.rows else self._stored_row(key)


def numbered(number: int) -> bytes:
    """Return a segment's number as it stands before the values of its rows."""
    return number.to_bytes(OWNER, "big")
