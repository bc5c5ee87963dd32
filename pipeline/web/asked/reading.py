"""Questions to the page's file, from any thread: each has its own connection, that only reads."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

from pipeline.web.store.tables import file_number, open_to_read

Asked = str | int | float | None


class PageFile:
    """The file, to be read while it is written.

    Args:
        path: Where it is; the tables are there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._own = threading.local()

    def rows(self, query: str, values: Sequence[Asked] = ()) -> list[sqlite3.Row]:
        """Return what `query` finds, every row by column name."""
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        # Somebody may delete the file while it is served: then there will be another one.
        number = file_number(self._path)
        if connection is None or self._own.number != number:
            connection = self._own.connection = open_to_read(self._path)
            self._own.number = number
        return connection.execute(query, tuple(values)).fetchall()

    def row(self, query: str, values: Sequence[Asked] = ()) -> sqlite3.Row | None:
        """Return the first row that `query` finds, None where it finds nothing."""
        return next(iter(self.rows(query, values)), None)

    def number(self, query: str, values: Sequence[Asked] = ()) -> int:
        """Return the number that `query` counts."""
        row = self.row(query, values)
        return 0 if row is None else int(row[0] or 0)


def marks(values: Sequence[object]) -> str:
    """Return as many question marks, for `IN (...)`."""
    return ", ".join("?" * len(values))


def like(text: str) -> str:
    r"""Return the pattern of what holds `text`, for `LIKE ? ESCAPE '\'`."""
    for sign in "\\%_":
        text = text.replace(sign, f"\\{sign}")
    return f"%{text}%"
