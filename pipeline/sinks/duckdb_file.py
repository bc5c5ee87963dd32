"""DuckDB: the tables in one file."""

from __future__ import annotations

import duckdb

from pipeline.errors import SinkError
from pipeline.sinks.events import EventBatch, Places
from pipeline.sinks.sink import SinkOptions, Written
from pipeline.sinks.sql import Dialect, Tables

_SPOKEN = Dialect(mark="?")


class DuckDbFile:
    """Holds each article once. DuckDB lets one process write, and none read meanwhile."""

    batch = 500
    current = True

    def __init__(self, wanted: SinkOptions) -> None:
        self._wanted = wanted
        self._connection: duckdb.DuckDBPyConnection | None = None

    def open(self) -> Places:
        """Open the file, which is made where it is missing."""
        target = self._wanted.target
        try:
            self._connection = duckdb.connect(target.address)
            tables = self._tables()
            tables.lay()
            return tables.places()
        except duckdb.Error as error:
            raise _clear(error, target.shown) from error

    def write(self, batch: EventBatch) -> Written:
        """Write a batch and its places in one transaction."""
        try:
            self._tables().write(batch)
        except duckdb.Error as error:
            raise _clear(error, self._wanted.target.shown) from error
        return Written()

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()

    def _tables(self) -> Tables:
        assert self._connection is not None
        where = self._wanted.target.shown
        return Tables(self._connection, _SPOKEN, reader=self._wanted.reader, where=where)


def _clear(error: duckdb.Error, where: str) -> SinkError:
    text = " ".join(str(error).split())
    if "lock" in text.lower():
        return SinkError("another process has the file open", where=where, mend="End it")
    return SinkError(text, where=where)
