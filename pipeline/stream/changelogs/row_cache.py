"""Rows of a table that were read or written lately: a bounded copy of what is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping

LARGEST_CACHE = 1 << 20
"""Bytes of keys and values a table and partition, twice over: of four tables of eight partitions
64 MiB at most (chosen). Larger rows than a quarter of it are left where they are."""

# What a row costs beside its bytes: two objects and a place in a dict.
_BESIDE = 150


class RowCache:
    """Two generations: what is asked for moves to the younger, and the older is dropped whole.

    Args:
        read: Reads what is not here.
    """

    def __init__(self, read: Callable[[bytes], bytes | None]) -> None:
        self._read = read
        self._young: dict[bytes, bytes | None] = {}
        self._old: dict[bytes, bytes | None] = {}
        self._size = 0

    def get(self, key: bytes) -> bytes | None:
        """Return what is stored under `key`; that nothing is, is remembered too."""
        if key in self._young:
            return self._young[key]
        value = self._old[key] if key in self._old else self._read(key)
        self._put(key, value)
        return value

    def put_all(self, rows: Mapping[bytes, bytes | None]) -> None:
        """Note what was stored."""
        for key, value in rows.items():
            self._put(key, value)

    def _put(self, key: bytes, value: bytes | None) -> None:
        size = len(key) + len(value or b"") + _BESIDE
        if size > LARGEST_CACHE // 4:
            self._young.pop(key, None)
            self._old.pop(key, None)
            return
        # A row that is put again counts again: its generation ends the sooner.
        self._size += size
        if self._size > LARGEST_CACHE:
            self._old, self._young, self._size = self._young, {}, size
        self._young[key] = value
