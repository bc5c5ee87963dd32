"""The sink that a URI names; the packages of the others are not needed."""

# ruff: noqa: PLC0415

from __future__ import annotations

from pipeline.errors import require_extra
from pipeline.sinks.sink import Sink, SinkOptions

# By kind of sink: the package that it needs, and the extra that brings it.
NEEDS = {
    "parquet": ("pyarrow", "sinks-parquet"),
    "duckdb": ("duckdb", "sinks-duckdb"),
    "postgresql": ("psycopg", "sinks-postgresql"),
    "search": ("httpx", "sinks-http"),
    "webhook": ("httpx", "sinks-http"),
}


def sink_of(wanted: SinkOptions) -> Sink:
    """Return the sink, not yet open.

    Raises:
        ExtraMissingError: What it needs is not installed.
    """
    kind = wanted.target.kind
    package, extra = NEEDS.get(kind, ("", ""))
    if package:
        require_extra(f"{wanted.target.shown} needs", (package,), extra=extra)
    match kind:
        case "jsonl":
            from pipeline.sinks.jsonl import JsonLines

            return JsonLines(wanted)
        case "parquet":
            from pipeline.sinks.parquet import Parquet

            return Parquet(wanted)
        case "duckdb":
            from pipeline.sinks.duckdb_file import DuckDbFile

            return DuckDbFile(wanted)
        case "postgresql":
            from pipeline.sinks.postgres import Postgres

            return Postgres(wanted)
        case "search":
            from pipeline.sinks.search_index import SearchIndex

            return SearchIndex(wanted)
        case "webhook":
            from pipeline.sinks.webhook import Webhook

            return Webhook(wanted)
        case _:
            raise AssertionError(kind)
