"""Parquet in a folder: one file a table and batch."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.sinks.events import EventBatch, Places, once
from pipeline.sinks.folder import Folder, synced
from pipeline.sinks.rows import TABLES, Kind, Row, SinkTable, rows_of
from pipeline.sinks.sink import SinkOptions, Written

_TYPES: dict[Kind, Any] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "real": pa.float64(),
    "bool": pa.bool_(),
    "time": pa.timestamp("us", tz="UTC"),
}


class Parquet:
    """Adds files; those of a batch that was cut off are deleted when the folder is opened."""

    # A file is read best where it holds some thousand rows.
    batch = 5_000
    current = False

    def __init__(self, wanted: SinkOptions) -> None:
        self._folder = Folder(Path(wanted.target.address), wanted.reader)

    def open(self) -> Places:
        """Take the folder, and delete what is not certain."""
        self._folder.open()
        held = self._folder.held
        for table in TABLES:
            place = self._folder.path / table.name
            place.mkdir(exist_ok=True)
            for path in place.iterdir():
                if path.name.startswith(".") or path.name >= _name(held.number):
                    path.unlink()
        return held.places

    def write(self, batch: EventBatch) -> Written:
        """Write a file for each table that the batch has rows of, and then note the number."""
        number = self._folder.held.number
        rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}
        for event in once(batch.events):
            for name, found in rows_of(event).items():
                rows[name] += found
        for table in TABLES:
            if rows[table.name]:
                self._put(table, rows[table.name], number)
        self._folder.keep(batch.after, number=number + bool(batch.events))
        return Written()

    def close(self) -> None:
        """Let go of the folder."""
        self._folder.close()

    def _put(self, table: SinkTable, rows: list[Row], number: int) -> None:
        place = self._folder.path / table.name
        # Readers of a folder pass over names that begin with a dot.
        fresh = place / f".{_name(number)}"
        pq.write_table(table_of(table, rows), fresh, compression="zstd")
        written = os.open(fresh, os.O_RDONLY)
        try:
            synced(written)
        finally:
            os.close(written)
        fresh.replace(place / _name(number))
        Folder.sync_names(place)


def table_of(table: SinkTable, rows: list[Row]) -> Any:  # noqa: ANN401 - pyarrow is untyped
    """Return rows as a table of Arrow."""
    columns = []
    for cells, kind in zip(zip(*rows, strict=True), table.columns.values(), strict=True):
        if kind == "time":
            columns.append(pa.array(cells, pa.string()).cast(_TYPES[kind]))
        else:
            columns.append(pa.array(cells, _TYPES[kind]))
    return pa.table(columns, names=list(table.columns))


def _name(number: int) -> str:
    return f"part-{number:08}.parquet"
