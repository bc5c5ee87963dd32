"""The article in the JSON that a page's own code reads: its text, and the facts beside it.

Sites that build their pages in the browser send the article as data (`__NEXT_DATA__`,
`__INITIAL_STATE__`, JSON-LD with its articleBody): as markup, as plain text, or block by block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from pipeline.cleaning.page.page_lines import collapse
from pipeline.text.times.find import find_times, from_timestamp
from pipeline.types.articles import Struct

# Fewer Han characters are a teaser, a share text or a setting.
LEAST_HAN = 150
# What is named an article's body is one from a sentence on: flashes are news too.
_NAMED, _LEAST_NAMED = "articlebody", 20
_HAN = re.compile("[\u4e00-\u9fff]")
_STOP = re.compile("[。！？]")
_MARKUP = re.compile(r"<(?:p|div|br|section|span)[\s>/]", re.IGNORECASE)
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_TAG = re.compile("<[^<>]{1,200}>")
# A block of a text that is sent as a list holds its words under one of these.
_BLOCK_KEYS = ("text", "value", "content", "html", "desc", "data")
# One of these beside its text makes an item a card for another article.
_CARD_KEYS = ("title", "headline", "url", "link", "href")
_TITLES = ("title", "headline", "newstitle", "articletitle", "contenttitle", "subject", "name")
_TIMES = (
    "publishtime", "pubtime", "publishedat", "publishdate", "pubdate", "datepublished",
    "publish_time", "pub_time", "published_at", "publish_date", "pub_date", "posttime",
    "releasetime", "releasedate", "newstime", "ptime", "createtime", "create_time", "createdat",
    "created_at", "ctime", "createdate", "inputtime", "time", "date",
)  # fmt: skip
_AUTHORS = (
    "author", "authorname", "author_name", "authors", "writer", "reporter", "byline", "nickname",
)  # fmt: skip
_SOURCES = (
    "source", "sourcename", "source_name", "medianame", "media_name", "media", "copyfrom",
    "publisher", "origin",
)  # fmt: skip
# An article's facts stand in its own object, or in the one or two around that.
_UPWARDS = 3
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")


class StateArticle(Struct, frozen=True, kw_only=True):
    """An article's markup, and its `title`, `time`, `author` and `source` where they are said."""

    markup: str
    facts: dict[str, str] = {}


def kept_articles(value: Any) -> Iterator[StateArticle]:  # noqa: ANN401 - JSON may hold anything
    """Yield every text of an article's length in a JSON value, with the facts beside it."""
    # Iterative, for a page may nest deeper than Python recurses; `above` are the objects around.
    waiting: list[tuple[Any, tuple[dict[str, Any], ...]]] = [(value, ())]
    while waiting:
        item, above = waiting.pop()
        if isinstance(item, dict):
            around = (item, *above[: _UPWARDS - 1])
            for key, text in item.items():
                if key.lower() == _NAMED and isinstance(text, str) and (markup := _named(text)):
                    yield StateArticle(markup=markup, facts=_facts(around))
            waiting.extend((child, around) for child in item.values())
        elif isinstance(item, list):
            if markup := _of_blocks(item):
                yield StateArticle(markup=markup, facts=_facts(above))
            waiting.extend((child, above) for child in item)
        elif isinstance(item, str) and (markup := _of_text(item)):
            yield StateArticle(markup=markup, facts=_facts(above))


def timestamp(value: Any) -> str:  # noqa: ANN401 - JSON may hold anything
    """Return the surface of a time that a script gives: as it is, Unix time as RFC 3339."""
    surface = str(value).strip() if isinstance(value, str | int) else ""
    if _SECONDS.fullmatch(surface):
        point = from_timestamp(int(surface[:10]))
        return point.isoformat() if point else ""
    spans = find_times(surface[:60])
    if len(spans) != 1 or spans[0].fields.year is None or spans[0].fields.day is None:
        return ""
    return surface[spans[0].start : spans[0].end]


def _named(text: str) -> str:
    """Return what says of itself that it is an article's body as markup, if it is a sentence."""
    if _of_text(text) or len(_HAN.findall(text)) < _LEAST_NAMED or not _STOP.search(text):
        return ""
    text = _UNFIT.sub("", text)
    return text if _MARKUP.search(text) else _as_markup(text.split("\n"))


def _of_text(text: str) -> str:
    """Return a string as markup where it is an article's text, else an empty string."""
    if len(text) < LEAST_HAN or sum(1 for _ in _HAN.finditer(text)) < LEAST_HAN:
        return ""
    for _ in range(2):
        if not _MARKUP.search(text) and "&lt;" in text:
            text = unescape(text)
    text = _UNFIT.sub("", text)
    if _MARKUP.search(text):
        return text
    # Words for the searcher and settings have no sentences.
    return _as_markup(text.split("\n")) if len(_STOP.findall(text)) > 2 else ""


def _of_blocks(items: list[Any]) -> str:
    """Return a list of blocks as markup where they add up to an article, else an empty string."""
    pieces: list[str] = []
    for item in items:
        found = item if isinstance(item, str) else ""
        if isinstance(item, dict):
            if any(item.get(key) for key in _CARD_KEYS):
                continue
            given = (item.get(key) for key in _BLOCK_KEYS)
            found = next((each for each in given if isinstance(each, str) and each), "")
        if found and not found.startswith(("http", "//")):
            pieces.append(found)
    text = "\n".join(pieces)
    if len(pieces) < 2 or sum(1 for _ in _HAN.finditer(text)) < LEAST_HAN:
        return ""
    sentences = sum(1 for piece in pieces if _STOP.search(piece))
    if sentences * 2 < len(pieces):
        return ""
    return _UNFIT.sub("", "".join(p if _MARKUP.search(p) else _as_markup([p]) for p in pieces))


def _as_markup(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line.strip())


def _facts(above: tuple[dict[str, Any], ...]) -> dict[str, str]:
    """Return what the objects around a text say of it, the nearest first."""
    facts: dict[str, str] = {}
    for item in above:
        named = {key.lower(): value for key, value in item.items()}
        if not facts.get("title"):
            facts["title"] = next(filter(None, (_title(named.get(k)) for k in _TITLES)), "")
        if not facts.get("time"):
            facts["time"] = next(filter(None, (timestamp(named.get(k)) for k in _TIMES)), "")
        if not facts.get("author"):
            facts["author"] = next(filter(None, (_name(named.get(k)) for k in _AUTHORS)), "")
        if not facts.get("source"):
            facts["source"] = next(filter(None, (_name(named.get(k)) for k in _SOURCES)), "")
    return {key: value for key, value in facts.items() if value}


def _title(value: Any) -> str:  # noqa: ANN401 - JSON may hold anything
    text = collapse(_TAG.sub("", value)) if isinstance(value, str) and len(value) < 300 else ""
    return text if 4 <= len(text) <= 120 else ""


def _name(value: Any) -> str:  # noqa: ANN401 - JSON may hold anything
    for _ in range(2):
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("name") or value.get("nickname") or value.get("title")
    text = collapse(value) if isinstance(value, str) and len(value) < 60 else ""
    return text if 2 <= len(text) <= 30 and not text.startswith(("http", "//")) else ""
