"""The tables of a partition as their changelogs say them, and what their changelogs are told next.

A changelog is a log-structured store (docs/adr/0020-a-record-a-table-and-batch.md). Which segment
holds a row stands before its value in the local store; which rows a segment was written with, and
how many bytes, stands beside them. When more than half of a changelog is out of date, what is left
of its oldest segments is written again with the batch in hand, and they are taken back.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.stream.changelogs.table_log import TableLog, name_beside
from pipeline.stream.tables import LocalStore, Rows

SLACK = 1 << 18
"""Bytes by which a changelog may be out of date however little is in it: else a table of a few rows
would be written again all the time (chosen)."""


class SegmentStore:
    """A local store that is brought forward by records of changelogs.

    Args:
        store: Where rows, segments and offsets lie.
        slack: See `SLACK`.
    """

    table_log = TableLog

    def __init__(self, store: LocalStore, *, slack: int = SLACK) -> None:
        self._store = store
        self._slack = slack
        self._logs: dict[str, TableLog] = {}

    def read(self, table: str, key: bytes) -> bytes | None:
        """Return a row's value."""
        return self._log(table).read(key)

    def keys(self, table: str, prefix: bytes = b"") -> list[bytes]:
        """Return the keys of rows that begin with `prefix`."""
        return self._store.keys(table, prefix)

    def upto(self, table: str) -> int:
        """Return the first offset of the changelog that the table lacks."""
        return self._store.upto(table)

    def close(self) -> None:
        """Give the files free."""
        self._store.close()

    def clear(self, table: str) -> None:
        """Forget all rows of a table."""
        # Segments first: who is stopped in between is told to clear the table again.
        self._store.clear(name_beside(table))
        self._store.clear(table)
        self._logs.pop(table, None)

    def records(self, table: str, rows: Rows) -> dict[bytes, bytes | None]:
        """Return the changelog's records, in order, that say what `rows` says.

        Nothing is stored by it: that comes when the records are committed, with `apply`.
        """
        return self._log(table).records(rows)

    def apply(self, records: Mapping[str, Rows], upto: Mapping[str, int]) -> None:
        """Bring tables forward by records of their changelogs, in order, up to these offsets."""
        changes: dict[str, Rows] = {}
        for table, some in records.items():
            log = self._log(table)
            changes[table], changes[log.beside] = log.applied(some)
        self._store.apply(changes, upto)
        for table in records:
            self._log(table).stored(changes[table])

    def _log(self, table: str) -> TableLog:
        log = self._logs.get(table)
        if log is None:
            log = self._logs[table] = self.table_log(self._store, table, slack=self._slack)
        return log
