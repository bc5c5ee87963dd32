"""An article as rows of six tables, and what their columns are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from pipeline.sinks.events import Event
from pipeline.types.articles import Struct

Kind = Literal["text", "integer", "real", "bool", "time"]
Cell = str | int | float | bool | None
Row = tuple[Cell, ...]


class SinkTable(Struct, frozen=True, kw_only=True):
    """One table: its columns, and the rows that an article has in it."""

    name: str
    columns: Mapping[str, Kind]
    rows: Callable[[Event, dict[str, Any]], Iterator[Row]]


def rows_of(event: Event) -> dict[str, list[Row]]:
    """Return the rows of an article by table; none where it is gone.

    A withdrawn article keeps its row of `news_articles`, which says so, and nothing that it said.
    """
    document = event.document
    if document is None:
        return {}
    if event.withdrawn:
        return {ARTICLES.name: list(ARTICLES.rows(event, document))}
    return {table.name: list(table.rows(event, document)) for table in TABLES}


def _article(event: Event, document: dict[str, Any]) -> Iterator[Row]:
    facts = document.get("enrichment") or {}
    duplicate = facts.get("duplicate") or {}
    held = {} if event.withdrawn else document
    cells = (
        event.id,
        event.ce_id,
        document.get("version"),
        document.get("pubStatus"),
        facts.get("site"),
        _with_role(document.get("altIds"), "url"),
        document.get("language"),
        _with_role(held.get("headlines"), "main"),
        _with_role(held.get("bodies"), "main"),
        held.get("by"),
        held.get("located"),
        document.get("contentCreated"),
        (facts.get("published") or {}).get("precision"),
        duplicate.get("status"),
        duplicate.get("of"),
        duplicate.get("story"),
        duplicate.get("similarity"),
        " ".join(facts.get("quality") or ()),
        event.partition,
        event.offset,
    )
    yield tuple(map(_cell, cells))


def _entities(event: Event, document: dict[str, Any]) -> Iterator[Row]:
    for each in _found(document, "entities"):
        ids = " ".join(f"{name}:{value}" for name, value in (each.get("ids") or {}).items())
        aliases = "\n".join(each.get("aliases") or ())
        named = (each.get("id"), each.get("type"), each.get("name"), aliases, ids)
        rest = ("position", "count", "prominence", "inHeadline", "confidence")
        yield _row(event, *named, *map(each.get, rest))


def _mentions(event: Event, document: dict[str, Any]) -> Iterator[Row]:
    names = ("entity", "type", "field", "index", "start", "end", "surface", "confidence")
    for each in _found(document, "mentions"):
        yield _row(event, *map(each.get, names))


def _values(event: Event, document: dict[str, Any]) -> Iterator[Row]:
    names = ("type", "field", "index", "start", "end", "surface", "value", "unit", "precision")
    for each in _found(document, "values"):
        yield _row(event, *map(each.get, names))


def _quotes(event: Event, document: dict[str, Any]) -> Iterator[Row]:
    body = _with_role(document.get("bodies"), "main") or ""
    for each in _found(document, "quotes"):
        start, end = each["start"], each["end"]
        said = body[start:end]
        yield _row(
            event, start, end, each.get("speaker"), each.get("entity"), each.get("verb"), said
        )


def _links(event: Event, document: dict[str, Any]) -> Iterator[Row]:
    boilerplate = (document.get("enrichment") or {}).get("boilerplate") or {}
    for each in boilerplate.get("removed") or ():
        if each.get("linkId"):
            yield _row(event, *map(each.get, ("linkId", "text", "start", "end", "score", "seenIn")))


def _found(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return (document.get("enrichment") or {}).get(name) or []


def _with_role(listed: list[dict[str, Any]] | None, role: str) -> str | None:
    return next((each.get("value") for each in listed or () if each.get("role") == role), None)


def _row(event: Event, *cells: Any) -> Row:  # noqa: ANN401 - what JSON holds
    return (event.id, *map(_cell, cells))


def _cell(value: Any) -> Cell:  # noqa: ANN401 - what JSON holds
    # PostgreSQL takes no NUL in a text; one character for another keeps all offsets.
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


ARTICLES = SinkTable(
    name="news_articles",
    columns={
        "id": "text",
        "ce_id": "text",
        "version": "text",
        "pub_status": "text",
        "site": "text",
        "url": "text",
        "language": "text",
        "headline": "text",
        "body": "text",
        "author": "text",
        "located": "text",
        "published": "time",
        "published_precision": "text",
        "duplicate_status": "text",
        "duplicate_of": "text",
        "story": "text",
        "similarity": "real",
        "quality": "text",
        "kafka_partition": "integer",
        "kafka_offset": "integer",
    },
    rows=_article,
)
_OF_ARTICLE: dict[str, Kind] = {"article_id": "text"}

TABLES = (
    ARTICLES,
    SinkTable(
        name="news_entities",
        columns={
            **_OF_ARTICLE,
            "entity": "text",
            "type": "text",
            "name": "text",
            "aliases": "text",
            "ids": "text",
            "post": "text",
            "count": "integer",
            "prominence": "real",
            "in_headline": "bool",
            "confidence": "real",
        },
        rows=_entities,
    ),
    SinkTable(
        name="news_mentions",
        columns={
            **_OF_ARTICLE,
            "entity": "text",
            "type": "text",
            "field": "text",
            "headline_index": "integer",
            "start_at": "integer",
            "end_at": "integer",
            "surface": "text",
            "confidence": "real",
        },
        rows=_mentions,
    ),
    SinkTable(
        name="news_values",
        columns={
            **_OF_ARTICLE,
            "type": "text",
            "field": "text",
            "headline_index": "integer",
            "start_at": "integer",
            "end_at": "integer",
            "surface": "text",
            "value": "text",
            "unit": "text",
            "precision": "text",
        },
        rows=_values,
    ),
    SinkTable(
        name="news_quotes",
        columns={
            **_OF_ARTICLE,
            "start_at": "integer",
            "end_at": "integer",
            "speaker": "text",
            "entity": "text",
            "verb": "text",
            "said": "text",
        },
        rows=_quotes,
    ),
    SinkTable(
        name="news_links",
        columns={
            **_OF_ARTICLE,
            "link_id": "text",
            "text": "text",
            "start_at": "integer",
            "end_at": "integer",
            "score": "real",
            "seen_in": "integer",
        },
        rows=_links,
    ),
)
"""Every table; the rows of all but the first name their article in `article_id`."""
