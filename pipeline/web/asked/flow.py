"""What the pipeline did lately: how much, how fast, what it rejected."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence

from pipeline.types.articles import Struct
from pipeline.web.asked.reading import PageFile

# Times are those of so many of the newest articles.
_LOOKED_AT = 1000


class StageTimes(Struct, frozen=True, kw_only=True):
    """How long something took: the middle one and the slowest of a hundred."""

    name: str
    p50: float
    p99: float


def a_minute(file: PageFile, table: str, column: str, now: float, minutes: int = 60) -> list[int]:
    """Return how many rows came in each of the last minutes, the oldest first."""
    last = int(now // 60)
    rows = file.rows(
        f"SELECT CAST({column} / 60 AS INTEGER) AS minute, count(*) AS n FROM {table}"  # noqa: S608 - our own names
        f" WHERE {column} >= ? GROUP BY minute",
        ((last - minutes + 1) * 60,),
    )
    counts = {row["minute"]: row["n"] for row in rows}
    return [counts.get(minute, 0) for minute in range(last - minutes + 1, last + 1)]


def stage_times(file: PageFile) -> list[StageTimes]:
    """Return the milliseconds that each stage took for the newest articles."""
    rows = file.rows(
        "SELECT stage, ms FROM runs WHERE seq IN"
        " (SELECT seq FROM articles ORDER BY seq DESC LIMIT ?)",
        (_LOOKED_AT,),
    )
    taken: dict[str, list[float]] = {}
    for row in rows:
        taken.setdefault(row["stage"], []).append(row["ms"])
    return [
        StageTimes(name=name, p50=percentile(ms, 50), p99=percentile(ms, 99))
        for name, ms in taken.items()
    ]


def delay(file: PageFile) -> StageTimes | None:
    """Return the seconds between an article's first stage and its event, None without articles."""
    rows = file.rows(
        "SELECT arrived - begun AS seconds FROM articles WHERE begun IS NOT NULL"
        " ORDER BY seq DESC LIMIT ?",
        (_LOOKED_AT,),
    )
    seconds = [max(row["seconds"], 0.0) for row in rows]
    if not seconds:
        return None
    return StageTimes(
        name="first stage to event", p50=percentile(seconds, 50), p99=percentile(seconds, 99)
    )


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the smallest value that so many percent are not above."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * percent / 100) - 1, 0)]


def reasons(file: PageFile) -> list[sqlite3.Row]:
    """Return for what the kept rejections were rejected, the most frequent first."""
    return file.rows(
        "SELECT stage, reason, count(*) AS n, max(at) AS last FROM rejections"
        " GROUP BY stage, reason ORDER BY n DESC, reason"
    )


def rejections(file: PageFile, reason: str = "", most: int = 50) -> list[sqlite3.Row]:
    """Return the last rejections, of one reason or of all."""
    where, values = ("WHERE reason = ?", [reason]) if reason else ("", [])
    return file.rows(
        "SELECT part, offset, at, stage, reason, detail, source, attempts, size,"  # noqa: S608 - own text
        f" substr(data, 1, 160) AS data FROM rejections {where}"
        " ORDER BY at DESC, part, offset DESC LIMIT ?",
        (*values, most),
    )


def rejection(file: PageFile, part: int, offset: int) -> sqlite3.Row | None:
    """Return one rejection with its bytes."""
    return file.row("SELECT * FROM rejections WHERE part = ? AND offset = ?", (part, offset))


def totals(file: PageFile) -> sqlite3.Row:
    """Return how much is kept."""
    row = file.row(
        "SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM links) AS links,"
        " (SELECT count(*) FROM rejections) AS rejections,"
        " (SELECT count(DISTINCT site) FROM articles) AS sites"
    )
    assert row is not None
    return row
