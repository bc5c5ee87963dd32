"""One input record to the raw article it holds, as the first agent would read it."""

from __future__ import annotations

import msgspec

from pipeline.codec import decode_raw
from pipeline.errors import CodecError
from pipeline.intake.files import InputRecord
from pipeline.types.articles import Origin, RawArticle


def decode(record: InputRecord) -> RawArticle:
    """Return the raw article in one input record; a site given beside it goes where none is named.

    Raises:
        CodecError: It is no article, or so large that it was not read.
    """
    if record.problem:
        raise CodecError(record.problem, reason="too-large")
    kind = record.content_type
    if record.charset:
        kind = f"{kind}; charset={record.charset}"
    origin = Origin(source_id=record.source_id, timestamp=record.mtime)
    raw = decode_raw(record.data, origin, content_type=kind)
    if record.site and not (raw.site or raw.url):
        return msgspec.structs.replace(raw, site=record.site)
    return raw
