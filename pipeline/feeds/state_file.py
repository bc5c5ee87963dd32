"""An SQLite file that one process has at a time, and that keeps what it said it has."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import UnreadableInputError

# Seconds to wait for another process that has just ended.
_PATIENCE = 2.0

Row = tuple[Any, ...]


class StateFile:
    """The file; every change is on the disk when the call returns.

    Args:
        path: Where it lies.
        tables: Statements that make what is not there yet.

    Raises:
        UnreadableInputError: It cannot be written, is no such file, or is in use.
    """

    def __init__(self, path: Path, tables: str) -> None:
        self._path = path
        with self._clear():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            try:
                self._open(tables)
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        """Close it."""
        self._db.close()

    def rows(self, question: str, values: Sequence[object] = ()) -> list[Row]:
        """Return the rows that a statement gives."""
        with self._clear():
            return self._db.execute(question, values).fetchall()

    def change(self, *changes: tuple[str, Sequence[Sequence[object]]]) -> None:
        """Make changes, each for many rows, all of them or none."""
        with self._clear():
            self._db.execute("begin")
            try:
                for statement, rows in changes:
                    self._db.executemany(statement, rows)
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit")

    def _open(self, tables: str) -> None:
        self._db.execute("pragma locking_mode = exclusive")
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")
        self._db.execute("begin exclusive")
        for statement in tables.split(";"):
            self._db.execute(statement)
        self._db.execute("commit")

    @contextmanager
    def _clear(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            used = "locked" in str(error)
            raise UnreadableInputError(
                "another `news feed` has it"
                if used
                else f"the feeds' file cannot be used ({error})",
                where=str(self._path),
                mend="Name another file with --state",
            ) from error
