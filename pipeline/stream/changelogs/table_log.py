"""One table of a partition: what is stored of it, and what its changelog is told next."""

from __future__ import annotations

from pipeline.stream.changelogs.applied import (
    ALONE,
    OWNER,
    Counts,
    LogBytes,
    Segment,
    Step,
    decode_bytes,
    decode_kept,
    encode,
    numbered,
)
from pipeline.stream.changelogs.row_cache import RowCache
from pipeline.stream.changelogs.segments import (
    BESIDE,
    encode_segment,
    portions,
    row_bytes,
    segment_key,
)
from pipeline.stream.tables import LocalStore, Rows

# Segments that are taken back with one batch: each is a record. A batch writes one or two, so it
# catches up.
_AT_ONCE = 64

# What is known of all segments lies among them, under no number.
_ALL = b""


class TableLog:
    """One table of a partition.

    Args:
        store: Where its rows lie, and beside them its segments, by number.
        name: What it is called there.
        slack: See `pipeline.stream.changelogs.segment_store.SLACK`.
    """

    def __init__(self, store: LocalStore, name: str, *, slack: int) -> None:
        self.name = name
        self.beside = name_beside(name)
        self._store = store
        self._slack = slack
        self._cache = RowCache(lambda key: store.read(name, key))
        data = store.read(self.beside, _ALL)
        known = decode_bytes(data) if data else LogBytes()
        self._counts = Counts(known.written, known.used)

    def read(self, key: bytes) -> bytes | None:
        """Return a row's value."""
        found = self._cache.get(key)
        return None if found is None else found[OWNER:]

    def records(self, rows: Rows) -> dict[bytes, bytes | None]:
        """Return the changelog's records, in order, that say what `rows` says."""
        counts, moved, taken_back = self._counts, dict(rows), list[int]()
        size = sum(len(key) + len(value or b"") + BESIDE for key, value in rows.items())
        written, at = counts.written + size, counts.oldest
        # What is written again is paid for by what changes, a byte for a byte; what the last
        # segment was dearer than that is owed.
        left = size - counts.ahead
        while left > 0 and written > 2 * counts.used + self._slack and len(taken_back) < _AT_ONCE:
            number = self._next(at)
            if number is None:
                break
            segment = self._segment(number)
            if not taken_back:
                counts.oldest = number
            for key, value in self._used(number, segment).items():
                if key not in moved:
                    moved[key] = value
                    size += (more := row_bytes(key, value))
                    left -= more
            taken_back.append(number)
            written, at = written - segment.size, number + 1
        counts.ahead = max(0, -left)
        found: dict[bytes, bytes | None] = {}
        # Offsets only grow, so these numbers are new, whoever wrote the others.
        for number, portion in enumerate(portions(moved, size), self._store.upto(self.name)):
            found[segment_key(number)] = encode_segment(portion)
        # Behind them: whoever reads in order has the rows before they are taken back.
        found |= dict.fromkeys(map(segment_key, taken_back))
        for key in rows:
            if (stored := self._cache.get(key)) and stored.startswith(ALONE):
                found[key] = None
        return found

    def applied(self, records: Rows) -> tuple[Rows, Rows]:
        """Return the rows and the segments to be stored when `records` are applied, in order."""
        step = Step(self._cache.get, self._kept, self._counts)
        for key, value in records.items():
            step.take(key, value)
        known = LogBytes(self._counts.written, self._counts.used)
        return step.rows, {**step.segments, _ALL: encode(known)}

    def stored(self, rows: Rows) -> None:
        """Note rows that were stored."""
        self._cache.put_all(rows)

    def _next(self, number: int) -> int | None:
        """Return the first segment from `number` on."""
        found = self._store.first_key(self.beside, numbered(number))
        return None if found is None else int.from_bytes(found, "big")

    def _kept(self, owner: bytes) -> bytes | None:
        return self._store.read(self.beside, owner)

    def _segment(self, number: int) -> Segment:
        data = self._kept(numbered(number))
        return decode_kept(data) if data else Segment(0, [])

    def _used(self, number: int, segment: Segment) -> dict[bytes, bytes]:
        """Return the rows of a segment that no later one has."""
        owner = numbered(number)
        found = ((key, self._cache.get(key)) for key in segment.keys)
        return {key: stored[OWNER:] for key, stored in found if stored and stored.startswith(owner)}


def name_beside(table: str) -> str:
    """Return what the segments of a table are called in a local store."""
    return f"{table}.segments"
