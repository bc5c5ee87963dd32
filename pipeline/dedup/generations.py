"""Values that are forgotten a window of days after they were written, over any mapping."""

from __future__ import annotations

from collections.abc import MutableMapping

DAY = 86400.0
# Keys of one day are listed in rows of so many, so that a write rewrites half a kilobyte at most.
_ROW_KEYS = 16


class Generations:
    """A key-value store whose oldest day is dropped whole.

    Table shape, every key beginning with `scope` (a partition number or shard):

    - `{scope}|{key}`: the value.
    - `{scope}#{day}#{row}`: the keys written that day, 16 a row, joined by LF.
    - `{scope}#`: first day, last day and rows of the last day, joined by blanks.

    Args:
        table: Where it is kept; a dict, or a table of the stream.
        scope: Prefix of every key.
        days: How many days are kept, counted back from the largest time seen.
    """

    def __init__(self, table: MutableMapping[str, bytes], *, scope: str, days: int) -> None:
        self._table = table
        self._scope = scope
        self._days = days

    def get(self, key: str) -> bytes | None:
        """Return the value of `key`, or None when there is none or it was forgotten."""
        return self._table.get(f"{self._scope}|{key}")

    def put(self, key: str, value: bytes, *, time: float) -> int:
        """Keep `value` until the window has passed `time` (Unix seconds).

        Returns:
            How many values were forgotten to make the window move.
        """
        full = f"{self._scope}|{key}"
        forgotten = 0
        if full not in self._table:
            forgotten = self._list(key, int(time // DAY))
        self._table[full] = value
        return forgotten

    def drop(self, key: str) -> None:
        """Forget `key` now."""
        self._table.pop(f"{self._scope}|{key}", None)

    def _list(self, key: str, day: int) -> int:
        head = self._table.get(f"{self._scope}#")
        first, last = (int(part) for part in head.split()) if head else (day, day)
        # An article older than the window is kept with the oldest day that is kept.
        day = max(day, last - self._days + 1)
        forgotten = 0
        if day > last:
            keep_from = day - self._days + 1
            # A jump of centuries (a broken clock) must not walk through every day between.
            for old in range(first, min(last + 1, keep_from)):
                forgotten += self._drop_day(old)
            first, last = max(first, keep_from), day
        first = min(first, day)
        encoded = f"{first} {last}".encode()
        if encoded != head:
            self._table[f"{self._scope}#"] = encoded
        self._append(key, day)
        return forgotten

    def _append(self, key: str, day: int) -> None:
        counter = f"{self._scope}#{day}"
        count = int(self._table.get(counter, b"0"))
        row = f"{self._scope}#{day}#{count // _ROW_KEYS}"
        listed = self._table.get(row) if count % _ROW_KEYS else None
        self._table[row] = key.encode() if listed is None else listed + b"\n" + key.encode()
        self._table[counter] = str(count + 1).encode()

    def _drop_day(self, day: int) -> int:
        counter = f"{self._scope}#{day}"
        count = int(self._table.pop(counter, b"0"))
        for row in range(-(-count // _ROW_KEYS)):
            listed = self._table.pop(f"{self._scope}#{day}#{row}", b"")
            for key in listed.decode().split("\n"):
                self._table.pop(f"{self._scope}|{key}", None)
        return count
