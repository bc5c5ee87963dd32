"""One input record to the raw article it holds, as the first agent would read it."""

from __future__ import annotations

import contextlib
import re

import msgspec

from pipeline.codec import decode_json, decode_raw
from pipeline.errors import CodecError
from pipeline.intake.files import InputRecord
from pipeline.text.decode import decode as decode_bytes
from pipeline.types.articles import Origin, RawArticle

# What is no JSON further on still says whose it is, where that comes first.
_FIRST_ID = re.compile(r'\s*\{\s*"id"\s*:\s*("(?:[^"\\]|\\.)*"|\d{1,18})\s*,')


def decode(record: InputRecord) -> RawArticle:
    """Return the raw article in one input record; a site given beside it goes where none is named.

    Raises:
        CodecError: It is no article, or was not read: `reason` says in what way.
    """
    if record.problem:
        raise CodecError(record.problem, reason=record.reason)
    kind = record.content_type
    if record.charset:
        kind = f"{kind}; charset={record.charset}"
    origin = Origin(source_id=record.source_id, timestamp=record.mtime)
    raw = decode_raw(record.data, origin, content_type=kind)
    if record.site and not ((raw.site or "").strip() or (raw.url or "").strip()):
        return msgspec.structs.replace(raw, site=record.site)
    return raw


def own_id(record: InputRecord) -> str | None:
    """Return the id that a JSON record names, also where it is no article; None without one."""
    if record.content_type != "application/json" or not record.data:
        return None
    text = decode_bytes(record.data, declared=record.charset).text
    fields: object = None
    try:
        fields = decode_json(text)
    except CodecError:
        if found := _FIRST_ID.match(text):
            with contextlib.suppress(CodecError):  # an escape of it that is none
                fields = {"id": decode_json(found[1])}
    given = fields.get("id") if isinstance(fields, dict) else None
    if isinstance(given, bool) or not isinstance(given, str | int):
        return None
    return str(given) or None
