"""A partition's tables in memory: gone with the process, read from the changelogs at each start."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.stream.tables import Rows


class MemoryStore:
    """A dict a table."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[bytes, bytes]] = {}
        self._upto: dict[str, int] = {}

    def read(self, table: str, key: bytes) -> bytes | None:
        """Return a stored value."""
        return self._rows.get(table, {}).get(key)

    def keys(self, table: str, prefix: bytes = b"") -> list[bytes]:
        """Return the stored keys that begin with `prefix`."""
        return [key for key in self._rows.get(table, {}) if key.startswith(prefix)]

    def first_key(self, table: str, start: bytes) -> bytes | None:
        """Return the first stored key from `start` on, of a table whose new keys come last."""
        return next((key for key in self._rows.get(table, {}) if key >= start), None)

    def upto(self, table: str) -> int:
        """Return the first offset of the changelog that the table lacks."""
        return self._upto.get(table, 0)

    def apply(self, rows: Mapping[str, Rows], upto: Mapping[str, int]) -> None:
        """Write rows by table, and the changelog offsets that they reach."""
        for table, changes in rows.items():
            found = self._rows.setdefault(table, {})
            for key, value in changes.items():
                if value is None:
                    found.pop(key, None)
                else:
                    found[key] = value
        self._upto.update(upto)

    def clear(self, table: str) -> None:
        """Forget all rows of a table."""
        self._rows.pop(table, None)
        self._upto.pop(table, None)

    def close(self) -> None:
        """Do nothing: there are no files."""
