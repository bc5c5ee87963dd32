"""Articles that are looked for: by words, entity, place, site, day; the newest first."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import get_args

from pipeline.types.articles import EntityType, Struct
from pipeline.web.asked.reading import Asked, PageFile, marks
from pipeline.web.store.index_words import Cut, match_expression

PAGE = 50
# The names beside a list are those of so many of its articles.
_LOOKED_AT = 400
_CHIPS = 6
# Of what stands in so many articles, the newest are met one by one; what is rarer is gathered and
# sorted. Both take 5 ms at this number, the wrong one of them 45 to 115 (100,000 articles).
_FREQUENT = 8_000
# A key begins with one: nobody spells a name so.
_KINDS = frozenset(get_args(EntityType))


class Search(Struct, frozen=True, kw_only=True):
    """What is looked for; what is empty asks nothing. `before` is a `seq`: what is older."""

    words: str = ""
    entity: str = ""
    place: str = ""
    site: str = ""
    day: str = ""
    story: str = ""
    before: int = 0

    def is_open(self) -> bool:
        """Tell whether nothing is asked."""
        return not any((self.words, self.entity, self.place, self.site, self.day, self.story))


class Listed(Struct, frozen=True, kw_only=True):
    """One article of a list, its most prominent entities, and how many tell its story."""

    row: sqlite3.Row
    names: tuple[sqlite3.Row, ...]
    copies: int


class ResultPage(Struct, frozen=True, kw_only=True):
    """One page of what was found. `older` is the `before` of the next page, 0 where none is."""

    items: tuple[Listed, ...]
    older: int


def newest(file: PageFile, asked: Search, cut: Cut) -> list[int]:
    """Return by `seq` the newest of the articles that are looked for: those that are looked at."""
    found = _conditions(file, asked, cut)
    if found is None:
        return []
    where, values = found
    # The index of words hands out the newest first: to gather all that it finds took 30 to 100 ms
    # where a word is in most of 100,000 articles.
    source = (
        "words CROSS JOIN articles a ON a.seq = words.rowid"
        if asked.words.strip()
        else "articles a"
    )
    order = "words.rowid" if asked.words.strip() else "a.seq"
    rows = file.rows(
        f"SELECT a.seq FROM {source} WHERE {where} ORDER BY {order} DESC LIMIT ?",  # noqa: S608 - own text
        (*values, _LOOKED_AT),
    )
    return [row["seq"] for row in rows]


def search(file: PageFile, found: Sequence[int], limit: int = PAGE) -> ResultPage:
    """Return a page of the articles that were `found`, the newest first."""
    shown = found[:limit]
    rows = file.rows(
        f"SELECT * FROM articles WHERE seq IN ({marks(shown)}) ORDER BY seq DESC",  # noqa: S608 - marks
        shown,
    )
    return ResultPage(items=listed(file, rows), older=shown[-1] if len(found) > limit else 0)


def names_beside(file: PageFile, found: Sequence[int]) -> dict[str, list[sqlite3.Row]]:
    """Return by type the entities that most of the articles `found` name."""
    rows = file.rows(
        "SELECT n.type, n.key, max(n.name) AS name, count(*) AS articles FROM names n WHERE n.seq"  # noqa: S608 - marks
        f" IN ({marks(found)}) GROUP BY n.key ORDER BY articles DESC, sum(n.prominence) DESC",
        found,
    )
    beside: dict[str, list[sqlite3.Row]] = {}
    for row in rows:
        if len(of_type := beside.setdefault(row["type"], [])) < 8:
            of_type.append(row)
    return beside


def sites_beside(file: PageFile, day: str) -> list[sqlite3.Row]:
    """Return the sites with most articles, of a day or of all that is kept."""
    where, values = ("WHERE day = ?", (day,)) if day else ("", ())
    return file.rows(
        f"SELECT site, count(*) AS articles FROM articles {where}"  # noqa: S608 - own text
        " GROUP BY site ORDER BY articles DESC, site LIMIT 12",
        values,
    )


def days_beside(file: PageFile, most: int = 14) -> list[sqlite3.Row]:
    """Return the last days that have articles, and how many."""
    return file.rows(
        "SELECT day, count(*) AS articles FROM articles GROUP BY day ORDER BY day DESC LIMIT ?",
        (most,),
    )


def listed(file: PageFile, rows: Sequence[sqlite3.Row]) -> tuple[Listed, ...]:
    """Return `rows` of table `articles` with what a list shows beside each."""
    seqs = [row["seq"] for row in rows]
    names: dict[int, list[sqlite3.Row]] = {}
    for name in file.rows(
        f"SELECT seq, key, type, name, position FROM names WHERE seq IN ({marks(seqs)})"  # noqa: S608 - marks
        " ORDER BY prominence DESC, count DESC",
        seqs,
    ):
        names.setdefault(name["seq"], []).append(name)
    stories = list({row["story"] for row in rows})
    copies = file.rows(
        f"SELECT story, count(*) AS n FROM articles WHERE story IN ({marks(stories)})"  # noqa: S608 - marks
        " GROUP BY story",
        stories,
    )
    counts = {row["story"]: row["n"] for row in copies}
    return tuple(
        Listed(
            row=row,
            names=tuple(names.get(row["seq"], ())[:_CHIPS]),
            copies=counts.get(row["story"], 1),
        )
        for row in rows
    )


def article(file: PageFile, name: str) -> sqlite3.Row | None:
    """Return the row of an article and its packed event, by its id."""
    return file.row(
        "SELECT a.*, d.document FROM articles a JOIN documents d USING (seq) WHERE a.id = ?",
        (name,),
    )


def is_withdrawn(file: PageFile, name: str) -> bool:
    """Tell whether an article was here and its publisher took it back."""
    return file.row("SELECT 1 FROM withdrawn WHERE id = ?", (name,)) is not None


def _conditions(file: PageFile, asked: Search, cut: Cut) -> tuple[str, list[Asked]] | None:
    """Return the SQL of what is looked for and its values; None where nothing can be found."""
    parts: list[str] = ["1"]
    values: list[Asked] = []

    def ask(sql: str, *more: Asked) -> None:
        parts.append(sql)
        values.extend(more)

    if asked.words.strip():
        expression = match_expression(asked.words, cut)
        if expression is None:
            return None
        ask("words MATCH ?", expression)
    for name, kind in ((asked.entity, ""), (asked.place, "place/")):
        if name:
            sql, more = _naming(file, name, kind)
            ask(sql, *more)
    for column, value in (("site", asked.site), ("day", asked.day), ("story", asked.story)):
        if value:
            ask(f"a.{column} = ?", value)
    if asked.before:
        ask("a.seq < ?", asked.before)
    return " AND ".join(parts), values


def _naming(file: PageFile, name: str, kind: str) -> tuple[str, list[Asked]]:
    """Return SQL and values of the articles that name an entity, by its key or as they spell it.

    Args:
        file: The page's file.
        name: A key, or how a text spells it.
        kind: The beginning of the keys that are meant; empty: any.
    """
    key, spelt = "SELECT seq FROM names WHERE key = ?", "SELECT 1 WHERE 0"
    values: list[Asked] = [name]
    if name.partition("/")[0] not in _KINDS:
        values = [f"{kind}{name}", name, len(kind), kind]
        spelt = "SELECT seq FROM spellings {} WHERE spelling = ? AND substr(key, 1, ?) = ?"
    many = file.number(
        "SELECT count(*) FROM (SELECT 1 FROM names WHERE key = ?"
        " UNION ALL SELECT 1 FROM spellings WHERE spelling = ? LIMIT ?)",
        (values[0], name, _FREQUENT),
    )
    if many < _FREQUENT:
        return f"a.seq IN ({key} UNION {spelt.format('')})", values
    spelt = spelt.format("INDEXED BY spellings_seq")
    return f"(EXISTS ({key} AND seq = a.seq) OR EXISTS ({spelt} AND seq = a.seq))", values
