"""One entity over time: its days, with whom it appears, what it says; the most named of a day."""

from __future__ import annotations

import sqlite3

from pipeline.text.folding import words_of
from pipeline.web.asked.reading import PageFile

# Of an entity that stands in more articles, so many of the newest are looked at for its company.
_LOOKED_AT = 1000
# A story is told by some sites, and each has the quotation.
_COPIES = 5
_VALUES = 2_000


def entity(file: PageFile, key: str) -> sqlite3.Row | None:
    """Return how an entity is called, what it is and in how many articles; None where in none."""
    return file.row(
        "SELECT key, type, name, (SELECT n FROM named WHERE key = n.key AND day = '') AS articles"
        " FROM names n WHERE key = ? ORDER BY seq DESC LIMIT 1",
        (key,),
    )


def key_of_name(file: PageFile, name: str) -> str | None:
    """Return the key of the entity that most articles call by this name."""
    row = file.row(
        "SELECT key FROM spellings WHERE spelling = ? GROUP BY key ORDER BY count(*) DESC LIMIT 1",
        (name,),
    )
    return None if row is None else str(row["key"])


def spellings(file: PageFile, key: str) -> list[sqlite3.Row]:
    """Return what the articles call it, the most frequent first."""
    return file.rows(
        "SELECT spelling, count(*) AS articles FROM spellings WHERE seq IN"
        " (SELECT seq FROM names WHERE key = ?1 ORDER BY seq DESC LIMIT ?2) AND key = ?1"
        " GROUP BY spelling ORDER BY articles DESC, spelling LIMIT 12",
        (key, _LOOKED_AT),
    )


def positions(file: PageFile, key: str) -> list[sqlite3.Row]:
    """Return the posts that the articles give a person, the most frequent first."""
    return file.rows(
        "SELECT position, count(*) AS articles FROM names WHERE key = ? AND position <> ''"
        " GROUP BY position ORDER BY articles DESC, position LIMIT 8",
        (key,),
    )


def days(file: PageFile, key: str) -> dict[str, int]:
    """Return in how many articles of each day it is."""
    rows = file.rows("SELECT day, n FROM named WHERE key = ? AND day <> ''", (key,))
    return {row["day"]: row["n"] for row in rows}


def company(file: PageFile, key: str) -> list[sqlite3.Row]:
    """Return the entities that stand beside it in most articles."""
    return file.rows(
        "SELECT o.key, o.type, max(o.name) AS name, count(*) AS articles FROM names o WHERE o.seq"
        " IN (SELECT seq FROM names WHERE key = ?1 ORDER BY seq DESC LIMIT ?2) AND o.key <> ?1"
        " GROUP BY o.key ORDER BY articles DESC, sum(o.prominence) DESC LIMIT 24",
        (key, _LOOKED_AT),
    )


def quotes(file: PageFile, key: str, most: int = 20) -> list[sqlite3.Row]:
    """Return what it says, the newest first, each with its article; of copies one."""
    rows = file.rows(
        "SELECT q.text, q.verb, q.speaker, a.id, a.title, a.site, a.language, a.published,"
        " a.precision, a.arrived FROM quotes q JOIN articles a USING (seq) WHERE q.key = ?"
        " ORDER BY q.seq DESC LIMIT ?",
        (key, _COPIES * most),
    )
    said: dict[bytes, sqlite3.Row] = {}
    for row in rows:
        said.setdefault(words_of(row["text"]).tobytes(), row)
    return list(said.values())[:most]


def articles(file: PageFile, key: str, most: int = 30) -> list[sqlite3.Row]:
    """Return the newest articles that name it."""
    return file.rows(
        "SELECT * FROM articles WHERE seq IN"
        " (SELECT seq FROM names WHERE key = ? ORDER BY seq DESC LIMIT ?) ORDER BY seq DESC",
        (key, most),
    )


def top(file: PageFile, day: str, kind: str, most: int = 15) -> list[sqlite3.Row]:
    """Return the entities of a type that most articles of a day name.

    Args:
        file: The page's file.
        day: As `2024-03-01`; empty for all that is kept.
        kind: A type, or `company`: an organisation that has a ticker.
        most: How many.
    """
    wanted, values = ("type = ?", [kind])
    if kind == "company":
        # Keys of organisations are names or tickers with their market.
        wanted, values = "type = 'organisation' AND key GLOB ?", ["organisation/[0-9]*.*"]
    return file.rows(
        "SELECT t.key, t.articles, (SELECT name FROM names m WHERE m.key = t.key"  # noqa: S608 - own text
        " ORDER BY m.seq DESC LIMIT 1) AS name FROM (SELECT key, n AS articles FROM named"
        f" WHERE day = ? AND {wanted} ORDER BY n DESC, key LIMIT ?) t",
        (day, *values, most),
    )


def amounts(file: PageFile, day: str, kinds: tuple[str, ...], most: int = 30) -> list[sqlite3.Row]:
    """Return values of these types that articles of a day name: each once, the newest first.

    The newest of each type are looked at: to group all of them took 0.2 s (benches/web.py).
    """
    newest = " UNION ALL ".join(
        "SELECT * FROM (SELECT value, unit, surface, seq FROM amounts WHERE type = ?"  # noqa: S608 - own text
        f"{' AND day = ?' if day else ''} ORDER BY seq DESC LIMIT {_VALUES})"
        for _ in kinds
    )
    return file.rows(
        "SELECT t.*, a.id, a.title FROM (SELECT v.value, v.unit, v.surface, max(v.seq) AS seq,"  # noqa: S608 - own text
        f" count(DISTINCT v.seq) AS articles FROM ({newest}) v GROUP BY 1, 2, 3"
        " ORDER BY seq DESC LIMIT ?) t JOIN articles a USING (seq) ORDER BY t.seq DESC",
        (*(each for kind in kinds for each in ((kind, day) if day else (kind,))), most),
    )


def last_day(file: PageFile) -> str:
    """Return the last day that has an article; empty where there is none."""
    row = file.row("SELECT max(day) AS day FROM articles")
    return (row["day"] if row is not None else None) or ""


def day_counts(file: PageFile) -> dict[str, int]:
    """Return how many articles each day has."""
    return {
        r["day"]: r["n"] for r in file.rows("SELECT day, count(*) AS n FROM articles GROUP BY day")
    }
