"""Values that are forgotten a window of days after they were written, over any mapping."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, MutableMapping

from pipeline.text.times.believed import DAY, latest

# Keys of one day are listed in rows of so many, so that a write rewrites 150 bytes at most.
_ROW_KEYS = 16
_NAME = re.compile(r"[0-9a-f]{16}\Z")


class DayWindow:
    """A key-value store whose oldest day is dropped whole, and whose last is no day to come.

    Table shape, every key beginning with `scope` (a partition number or shard):

    - `{scope}|{key}`: the value.
    - `{scope}#{day}`: how many keys were listed that day; `{scope}#{day}#{row}`: sixteen of them,
      each behind its length; one of 16 hex digits as a zero and eight bytes.
    - `{scope}#`: the first and the last day, joined by a blank.

    Args:
        table: Where it is kept; a dict, or a table of the stream.
        scope: Prefix of every key.
        days: How many days are kept, counted back from the largest time seen.
        time_of: Reads from a value when it was last of use (Unix seconds), where that moves: such
            a value is listed again instead of dropped.
        now: Unix seconds. The window does not move further, and one that did (0.2.0 believed every
            clock) is taken back. Infinite: it follows any time.
    """

    def __init__(
        self,
        table: MutableMapping[str, bytes],
        *,
        scope: str,
        days: int,
        time_of: Callable[[bytes], float] | None = None,
        now: float = math.inf,
    ) -> None:
        self._table = table
        self._scope = scope
        self._days = days
        self._time_of = time_of
        self._until = latest(now)
        self._end = self._until if math.isinf(self._until) else self._until // DAY

    def get(self, key: str) -> bytes | None:
        """Return the value of `key`, or None when there is none or it was forgotten."""
        return self._table.get(f"{self._scope}|{key}")

    def put(self, key: str, value: bytes, *, time: float) -> tuple[str, ...]:
        """Keep `value` until the window has passed `time` (Unix seconds).

        Returns:
            The keys that were forgotten for it, whose day has left the window.
        """
        full = f"{self._scope}|{key}"
        known = full in self._table
        self._table[full] = value
        if known:
            return ()
        day, forgotten = self._moved_to(int(min(time, self._until) // DAY))
        _list(self._table, self._scope, key, day)
        return tuple(forgotten)

    def drop(self, key: str) -> None:
        """Forget `key` now."""
        self._table.pop(f"{self._scope}|{key}", None)

    def _moved_to(self, day: int) -> tuple[int, list[str]]:
        """Move the window so that `day` is in it.

        Returns:
            The day to list a new key under, and the keys forgotten.
        """
        head = self._table.get(f"{self._scope}#")
        first, last = (int(part) for part in head.split()) if head else (day, day)
        if last > self._end:
            first, last = self._taken_back(first, last)
        if head and first <= day <= last and last - first < self._days:
            return day, []
        # What is older than the window goes with the oldest day that is kept.
        day = max(day, last - self._days + 1)
        oldest = max(day, last) - self._days + 1
        encoded = f"{max(min(first, day), oldest)} {max(day, last)}".encode()
        if encoded != head:
            self._table[f"{self._scope}#"] = encoded
        # A jump of years (a broken clock) must not walk through every day between.
        days = range(first, min(last + 1, oldest))
        return day, [key for old in days for key in self._drop_day(old, oldest)]

    def _taken_back(self, first: int, last: int) -> tuple[int, int]:
        """List what is listed under days to come under the last that can be; return the window."""
        end = int(self._end)
        for day in range(max(first, end + 1, last - self._days + 1), last + 1):
            for key in _unlisted(self._table, self._scope, day):
                _list(self._table, self._scope, key, end)
        first = min(first, end)
        self._table[f"{self._scope}#"] = f"{first} {end}".encode()
        return first, end

    def _drop_day(self, day: int, oldest: int) -> list[str]:
        return [
            key for key in _unlisted(self._table, self._scope, day) if self._is_dropped(key, oldest)
        ]

    def _is_dropped(self, key: str, oldest: int) -> bool:
        """Drop `key`, or list it again if it was used since; return which it was."""
        full = f"{self._scope}|{key}"
        value = self._table.get(full)
        if value is None:
            return False
        used = int(self._time_of(value) // DAY) if self._time_of else oldest - 1
        if oldest <= used <= self._end:
            _list(self._table, self._scope, key, used)
            return False
        del self._table[full]
        return True


def _list(table: MutableMapping[str, bytes], scope: str, key: str, day: int) -> None:
    """List a key under its day."""
    counter = f"{scope}#{day}"
    count = int(table.get(counter, b"0"))
    row = f"{counter}#{count // _ROW_KEYS}"
    listed = table.get(row, b"") if count % _ROW_KEYS else b""
    table[row] = listed + _packed(key)
    table[counter] = str(count + 1).encode()


def _unlisted(table: MutableMapping[str, bytes], scope: str, day: int) -> Iterator[str]:
    """Yield the keys of a day, whose lists go."""
    counter = f"{scope}#{day}"
    count = int(table.pop(counter, b"0"))
    for row in range(-(-count // _ROW_KEYS)):
        yield from _keys_in(table.pop(f"{counter}#{row}", b""))


def _packed(key: str) -> bytes:
    if _NAME.match(key):
        return b"\0" + bytes.fromhex(key)
    encoded = key.encode("utf-8", "surrogatepass")
    return bytes((len(encoded),)) + encoded


def _keys_in(listed: bytes) -> Iterator[str]:
    at = 0
    while at < len(listed):
        size, at = listed[at], at + 1
        end = at + (size or 8)
        key = listed[at:end]
        yield key.decode("utf-8", "surrogatepass") if size else key.hex()
        at = end
