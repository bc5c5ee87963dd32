"""A request's body to the articles in it: JSON, JSON Lines, HTML, text. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from pipeline.codec import decode_raw
from pipeline.errors import CodecError, UsageError
from pipeline.kafka.records import refuse_too_large
from pipeline.text.decode import charset_name, decode
from pipeline.types.articles import Origin, RawArticle, Struct

JSON = frozenset({"application/json"})
JSON_LINES = frozenset(
    {"application/x-ndjson", "application/jsonl", "application/jsonlines", "application/json-lines"}
)
TEXTS = frozenset({"text/html", "text/plain"})
FACTS = ("url", "site", "id", "title", "published_at")
"""What may stand in the address of a page or a text, which have no fields of their own."""


class PostedArticle(Struct, frozen=True, kw_only=True):
    """One article of a request; an envelope's own bytes go on as they came."""

    raw: RawArticle
    envelope: bytes | None = None


class PostFault(Struct, frozen=True, kw_only=True):
    """Why an article of a request is none: its number in it, from 0, and the reason."""

    index: int
    reason: str
    detail: str


def is_taken(content_type: str) -> bool:
    """Say whether a body of that content type is read at all."""
    return _kind(content_type) in JSON | JSON_LINES | TEXTS


def articles_in(
    data: bytes, content_type: str, facts: Mapping[str, str]
) -> tuple[list[PostedArticle], list[PostFault]]:
    """Return the articles of a body, and what is at fault with those that are none.

    Args:
        data: The body.
        content_type: Its content type, one of those that `is_taken`.
        facts: What the address says of a page or a text: see `FACTS`.
    """
    if _kind(content_type) in TEXTS:
        found, faults = _one(0, data, content_type, facts)
        return ([found] if found else []), faults
    parts = _parts(data, content_type)
    articles: list[PostedArticle] = []
    faults = []
    for index, part in enumerate(parts):
        found, wrong = _one(index, part, None, {})
        articles += [found] if found else []
        faults += wrong
    if not parts:
        faults.append(PostFault(index=0, reason="empty", detail="the body holds no article"))
    return articles, faults


def _one(
    index: int, data: bytes, content_type: str | None, facts: Mapping[str, str]
) -> tuple[PostedArticle | None, list[PostFault]]:
    where = f"article {index}"
    try:
        refuse_too_large(data, where=where)
        raw = decode_raw(data, Origin(source_id=where), content_type=content_type)
        refuse_too_large(raw.text or raw.html or "", where=where)
    except CodecError as error:
        return None, [PostFault(index=index, reason=error.reason, detail=str(error))]
    except UsageError as error:
        return None, [PostFault(index=index, reason="too-large", detail=str(error))]
    if content_type is None:
        return PostedArticle(raw=raw, envelope=data), []
    given: dict[str, Any] = {name: facts[name] for name in FACTS if facts.get(name)}
    return PostedArticle(raw=replace(raw, **given)), []


def _parts(data: bytes, content_type: str) -> list[bytes]:
    """Return the envelopes of a JSON body, each as it stands."""
    if charset_name(content_type) not in (None, "utf-8"):
        data = decode(data, declared=content_type).text.encode("utf-8", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf").strip()
    if _kind(content_type) in JSON_LINES:
        return [line for each in data.split(b"\n") if (line := each.strip())]
    if not data.startswith(b"["):
        return [data] if data else []
    try:
        return [bytes(item) for item in msgspec.json.decode(data, type=list[msgspec.Raw])]
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        # Decoding it as one says what is wrong.
        return [data]


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
