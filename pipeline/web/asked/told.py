"""Stories that several articles tell, and links that stand under many."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from pipeline.web.asked.reading import Asked, PageFile, like, marks


def stories(file: PageFile, before: int = 0, most: int = 40) -> list[sqlite3.Row]:
    """Return the stories that more than one article tells; those with the newest article first.

    Args:
        file: The page's file.
        before: The `last` of the story behind which to go on; 0 for the first page.
        most: How many.
    """
    return file.rows(
        "SELECT t.*, a.id, a.title, a.language, a.site, a.published, a.precision, a.event_time"
        " FROM (SELECT story, count(*) AS copies, max(seq) AS last FROM articles GROUP BY story"
        " HAVING copies > 1 AND (?1 = 0 OR last < ?1) ORDER BY last DESC LIMIT ?2) t"
        " JOIN articles a ON a.seq = (SELECT seq FROM articles WHERE story = t.story"
        " ORDER BY event_time, seq LIMIT 1) ORDER BY t.last DESC",
        (before, most),
    )


def tellers(file: PageFile, story: str, most: int = 200) -> list[sqlite3.Row]:
    """Return the articles of a story, the first one first."""
    return file.rows(
        "SELECT * FROM articles WHERE story = ? ORDER BY event_time, seq LIMIT ?", (story, most)
    )


def story_of(file: PageFile, name: str) -> str:
    """Return the name that a story goes by now."""
    return _name_of(file, "story", name)


def links(file: PageFile, words: str = "", site: str = "", most: int = 60) -> list[sqlite3.Row]:
    """Return the links that were seen on most pages."""
    where = ["NOT EXISTS (SELECT 1 FROM aliases WHERE kind = 'link' AND old = l.id)"]
    values: list[Asked] = []
    for column, value in (("headline", words), ("sites", site)):
        if value:
            where.append(f"l.{column} LIKE ? ESCAPE '\\'")
            values.append(like(value))
    return file.rows(
        f"SELECT * FROM links l WHERE {' AND '.join(where)} ORDER BY count DESC, id LIMIT ?",  # noqa: S608 - own text
        (*values, most),
    )


def link(file: PageFile, name: str) -> list[sqlite3.Row]:
    """Return the records of a link under all its names; the one that it goes by first."""
    there = _name_of(file, "link", name)
    return file.rows(
        "SELECT * FROM links WHERE id = ?1 OR id IN (SELECT old FROM aliases WHERE kind = 'link'"
        " AND new = ?1) ORDER BY id <> ?1, first_seen",
        (there,),
    )


def said_of(file: PageFile, keys: Sequence[str]) -> list[sqlite3.Row]:
    """Return what an operator said that stands, by the keys of the control topic."""
    return file.rows(f"SELECT * FROM said WHERE key IN ({marks(keys)}) ORDER BY key", keys)  # noqa: S608 - marks


def articles_with(file: PageFile, names: list[str], most: int = 30) -> list[sqlite3.Row]:
    """Return the newest articles that the links of these names stood under."""
    return file.rows(
        f"SELECT * FROM articles WHERE seq IN (SELECT seq FROM shown_links WHERE link IN"  # noqa: S608 - marks
        f" ({marks(names)})) ORDER BY seq DESC LIMIT ?",
        (*names, most),
    )


def _name_of(file: PageFile, kind: str, name: str) -> str:
    row = file.row("SELECT new FROM aliases WHERE kind = ? AND old = ?", (kind, name))
    return name if row is None else str(row["new"])
