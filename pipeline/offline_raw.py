"""One input record to the raw article it holds, as the first agent would read it."""

from __future__ import annotations

import msgspec

from pipeline.codec import decode_raw
from pipeline.errors import CodecError
from pipeline.intake.files import InputRecord
from pipeline.models import Origin, RawArticle
from pipeline.topology import LARGEST_ARTICLE_BYTES, LARGEST_ARTICLE_LINES, MIB


def decode(record: InputRecord) -> RawArticle:
    """Return the raw article in one input record; a site given beside it goes where none is named.

    Raises:
        CodecError: It is no article, or larger than the pipeline takes.
    """
    if record.problem:
        raise CodecError(record.problem, reason="too-large")
    kind = record.content_type
    if record.charset:
        kind = f"{kind}; charset={record.charset}"
    origin = Origin(source_id=record.source_id, timestamp=record.mtime)
    raw = decode_raw(record.data, origin, content_type=kind)
    _refuse_too_large(raw.text or raw.html or "")
    if record.site and not (raw.site or raw.url):
        return msgspec.structs.replace(raw, site=record.site)
    return raw


def _refuse_too_large(content: str) -> None:
    if (lines := content.count("\n") + 1) > LARGEST_ARTICLE_LINES:
        what = f"{lines:,} lines where {LARGEST_ARTICLE_LINES:,} are taken"
        raise CodecError(what, reason="too-large", mend="Split it")
    # A code point takes at most four bytes: most articles need no encoding to be judged.
    if len(content) * 4 <= LARGEST_ARTICLE_BYTES:
        return
    size = len(content.encode("utf-8", "surrogatepass"))
    if size > LARGEST_ARTICLE_BYTES:
        what = f"{size / MIB:.1f} MiB where {LARGEST_ARTICLE_BYTES // MIB} MiB are taken"
        raise CodecError(what, reason="too-large", mend="Split it")
