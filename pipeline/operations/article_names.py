"""Which article a record is about: the ids, addresses and publishers' ids that name it."""

from __future__ import annotations

import re
from typing import Any

from pipeline.codec import decode_json, decode_raw
from pipeline.errors import CodecError
from pipeline.kafka.records import Record, bytes_id, raw_id
from pipeline.topology import RAW
from pipeline.types.articles import Origin, RawArticle, Struct

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_URN = "urn:uuid:"


class Sought(Struct, frozen=True, kw_only=True):
    """What was asked for: ids as the pipeline knows articles, and a word as it was written.

    `ids` are known before any record is read where the word is an id or an address.
    """

    word: str
    ids: frozenset[str]

    def is_named(self, names: frozenset[str]) -> bool:
        """Tell whether one of `names` is what was asked for."""
        return self.word in names or not self.ids.isdisjoint(names)


def sought(word: str) -> Sought:
    """Return what `word` asks for: an id, `urn:uuid:…`, an address, or a publisher's own id."""
    word = word.strip()
    plain = word.lower().removeprefix(_URN)
    if _UUID.fullmatch(plain):
        return Sought(word=word, ids=frozenset({plain}))
    if "://" in word:
        article = RawArticle(origin=Origin(source_id=word), url=word)
        return Sought(word=word, ids=frozenset({raw_id(article)}))
    return Sought(word=word, ids=frozenset())


def is_id(name: str) -> bool:
    """Tell whether `name` has the form of an article's id."""
    return _UUID.fullmatch(name) is not None


def raw_article(record: Record) -> RawArticle | None:
    """Return the raw article whose bytes a record has, None where they hold none."""
    kind = record.header("content-type")
    origin = Origin(source_id="", topic=record.topic, timestamp=record.timestamp)
    try:
        shown = None if kind is None else kind.decode("latin-1")
        return decode_raw(record.value, origin, content_type=shown)
    except CodecError:
        return None


def raw_names(record: Record) -> frozenset[str]:
    """Return the names of a raw record's article: its id, its publisher's, its address."""
    raw = raw_article(record)
    if raw is None:
        return frozenset({bytes_id(record.value or b"")})
    return frozenset({raw_id(raw), *(name for name in (raw.id, raw.url) if name)})


def names_in(record: Record, read_from: str) -> frozenset[str]:
    """Return the names of the article whose record was rejected.

    Args:
        record: Its bytes, with the headers that they came with.
        read_from: The topic that it was read from.
    """
    if read_from == RAW.name:
        return raw_names(record)
    try:
        found = decode_json(record.value or b"")
    except CodecError:
        return frozenset()
    return frozenset(_ids_of(found))


def _ids_of(value: Any) -> set[str]:  # noqa: ANN401 - JSON of an internal record
    """Return the article ids of an internal record: of its facts, or of each of its items."""
    if not isinstance(value, dict):
        return set()
    found = {value["article"]} if isinstance(value.get("article"), str) else set()
    facts = value.get("facts")
    if isinstance(facts, dict):
        found |= {name for name in (facts.get("id"), facts.get("url")) if isinstance(name, str)}
    for name in ("pending", "draft", "match"):
        found |= _ids_of(value.get(name))
    items = value.get("items")
    for item in items if isinstance(items, list) else ():
        found |= _ids_of(item)
    return found
