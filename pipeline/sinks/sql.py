"""The same tables in DuckDB and PostgreSQL: what is said to them, and one transaction a batch."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from pipeline.errors import SinkError
from pipeline.sinks.events import Event, EventBatch, current
from pipeline.sinks.rows import ARTICLES, TABLES, Kind, Row, SinkTable, rows_of
from pipeline.types.articles import Struct

OFFSETS = "news_offsets"

_TYPES: dict[Kind, str] = {
    "text": "text",
    "integer": "bigint",
    "real": "double precision",
    "bool": "boolean",
    "time": "timestamp with time zone",
}


class Connection(Protocol):
    """What DuckDB's and psycopg's connections have in common."""

    def execute(self, statement: Any, parameters: Any = ..., /) -> Any:  # noqa: ANN401 - two libraries
        """Run one statement; what is returned has `fetchall`."""


class Dialect(Struct, frozen=True, kw_only=True):
    """How one of them differs: its mark of a parameter, and what keeps a second writer out."""

    mark: str
    lock: str = ""
    indexes: bool = False


class Tables:
    """The tables behind one connection, which commits by itself what is in no transaction.

    Args:
        connection: Open; each call runs on it alone.
        dialect: How its database speaks.
        reader: Whose places are meant; several may write to one database.
        where: The database, for a line.
    """

    def __init__(
        self, connection: Connection, dialect: Dialect, *, reader: str, where: str
    ) -> None:
        self._connection = connection
        self._dialect = dialect
        self._reader = reader
        self._where = where

    def lay(self) -> None:
        """Create the tables that are missing."""
        for statement in created(self._dialect):
            self._connection.execute(statement)

    def places(self) -> dict[int, int]:
        """Return how far the tables hold what was read."""
        found = self._run(_PLACES, [self._reader])
        return dict(found.fetchall())

    def write(self, batch: EventBatch) -> None:
        """Write rows and places in one transaction; do nothing where it was committed before.

        Raises:
            SinkError: Somebody else writes as the same reader.
        """
        self._run("BEGIN", ())
        try:
            if self._dialect.lock:
                self._run(self._dialect.lock, ())
            if self._lacks(batch):
                self._put(batch)
            self._run("COMMIT", ())
        except BaseException:
            # Of a connection that is gone the database has rolled back itself.
            with contextlib.suppress(Exception):
                self._run("ROLLBACK", ())
            raise

    def _lacks(self, batch: EventBatch) -> bool:
        stored = self.places()
        if stored == dict(batch.after):
            return False
        if stored != dict(batch.before):
            raise SinkError(
                f"another `news consume` writes as the reader {self._reader!r}",
                where=self._where,
                mend="End one of them, or give each its --group",
            )
        return True

    def _put(self, batch: EventBatch) -> None:
        events = current(batch.events)
        self._drop(events)
        rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}
        for event in events:
            for name, found in rows_of(event).items():
                rows[name] += found
        for table in TABLES:
            if rows[table.name]:
                self._run(inserted(table), columns_of(rows[table.name]))
        numbers = sorted(batch.after)
        readers = [self._reader] * len(numbers)
        nexts = [batch.after[number] for number in numbers]
        self._run(_PLACED, [readers, numbers, nexts])

    def _drop(self, events: Sequence[Event]) -> None:
        """Delete what a version before said, and articles that are gone."""
        names = [event.id for event in events]
        for table in TABLES[1:]:
            self._run(dropped(table, "article_id"), [names])
        if gone := [event.id for event in events if event.document is None]:
            self._run(dropped(ARTICLES, "id"), [gone])

    def _run(self, statement: str, parameters: Iterable[object]) -> Any:  # noqa: ANN401 - two libraries
        marked = statement.replace("?", self._dialect.mark)
        return self._connection.execute(marked, list(parameters))


def created(dialect: Dialect) -> list[str]:
    """Return the statements that lay out the tables."""
    offsets = (
        "reader text, kafka_partition bigint, next_offset bigint NOT NULL, "
        "PRIMARY KEY (reader, kafka_partition)"
    )
    found = [f"CREATE TABLE IF NOT EXISTS {OFFSETS} ({offsets})"]
    for table in TABLES:
        columns = [f'"{name}" {_TYPES[kind]}' for name, kind in table.columns.items()]
        if table is ARTICLES:
            columns[0] += " PRIMARY KEY"
        found.append(f"CREATE TABLE IF NOT EXISTS {table.name} ({', '.join(columns)})")
        if table is not ARTICLES and dialect.indexes:
            found.append(
                f"CREATE INDEX IF NOT EXISTS {table.name}_article ON {table.name} (article_id)"
            )
    return found


def inserted(table: SinkTable) -> str:
    """Return the statement that takes a list a column; an article's row replaces its last."""
    names = ", ".join(f'"{name}"' for name in table.columns)
    lists = ", ".join(_unnested(kind) for kind in table.columns.values())
    statement = f"INSERT INTO {table.name} ({names}) SELECT {lists}"
    if table is not ARTICLES:
        return statement
    news = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in list(table.columns)[1:])
    return f"{statement} ON CONFLICT (id) DO UPDATE SET {news}"


def dropped(table: SinkTable, column: str) -> str:
    """Return the statement that deletes the rows of a list of articles."""
    listed = _unnested("text")
    return f"DELETE FROM {table.name} WHERE {column} IN (SELECT {listed})"  # noqa: S608 - our names


def columns_of(rows: Sequence[Row]) -> list[list[object]]:
    """Return rows as a list for each column."""
    return [list(column) for column in zip(*rows, strict=True)]


def _unnested(kind: Kind) -> str:
    # A time comes as its text in RFC 3339, and both databases read that.
    given = "CAST(? AS text[])" if kind == "time" else "?"
    return f"unnest(CAST({given} AS {_TYPES[kind]}[]))"


_PLACES = f"SELECT kafka_partition, next_offset FROM {OFFSETS} WHERE reader = ?"  # noqa: S608 - ours
_PLACED = (
    f"INSERT INTO {OFFSETS} (reader, kafka_partition, next_offset) "
    f"SELECT {_unnested('text')}, {_unnested('integer')}, {_unnested('integer')} "
    "ON CONFLICT (reader, kafka_partition) DO UPDATE SET next_offset = EXCLUDED.next_offset"
)
