"""Articles to JSON bytes and back (orjson lives here alone)."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from threading import Lock
from typing import Any, TypeVar, cast

import msgspec
import orjson

from pipeline.errors import CodecError
from pipeline.text.decode import charset_name, is_noise, looks_binary
from pipeline.text.decode import decode as decode_bytes
from pipeline.text.half_characters import without_halves
from pipeline.topology import LARGEST_ARTICLE_BYTES, LARGEST_ARTICLE_LINES, MIB
from pipeline.types.articles import Origin, RawArticle
from pipeline.types.flags import DAMAGED_BYTES, LONE_SURROGATE, TEXT_AND_HTML, Flag

T = TypeVar("T", bound=msgspec.Struct)

_ENCODER = msgspec.json.Encoder()
_DECODERS: dict[type, msgspec.json.Decoder[Any]] = {}
_MAKING = Lock()  # a segmentation fault where msgspec makes two decoders of a type at once

_TEXT_FIELDS = ("url", "site", "title", "text", "html", "feed")
_TIME_FIELDS = ("fetched_at", "published_at")
_FIELDS = frozenset({"id", *_TEXT_FIELDS, *_TIME_FIELDS, "pub_status"})
_STATUSES = ("usable", "withheld", "canceled")
_UTF8_MARK = b"\xef\xbb\xbf"


def encode(record: msgspec.Struct) -> bytes:
    """Return `record` as compact UTF-8 JSON."""
    return _ENCODER.encode(record)


def decode(data: bytes, kind: type[T]) -> T:
    """Return the `kind` record that `data` holds.

    Raises:
        CodecError: `data` is not JSON (`bad-json`) or not of that shape (`bad-record`).
    """
    if (decoder := _DECODERS.get(kind)) is None:
        with _MAKING:
            decoder = _DECODERS[kind] = msgspec.json.Decoder(kind)
    try:
        return cast("T", decoder.decode(data))
    except msgspec.ValidationError as error:
        raise CodecError(f"not a {kind.__name__}: {error}", reason="bad-record") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CodecError(f"not JSON: {error}", reason="bad-json") from error


def encode_json(value: object, *, indent: bool = False) -> bytes:
    """Return plain data (or records inside it) as UTF-8 JSON, keys in the order given."""
    option = orjson.OPT_NON_STR_KEYS | (orjson.OPT_INDENT_2 if indent else 0)
    return orjson.dumps(value, default=msgspec.to_builtins, option=option)


def decode_json(data: bytes | str) -> Any:  # noqa: ANN401 - JSON can be anything
    """Return the plain data that `data` holds.

    Raises:
        CodecError: It is not JSON (`bad-json`); the line names the place.
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise CodecError(f"not JSON: {error}", reason="bad-json") from error


def decode_raw(
    data: bytes | None, origin: Origin, *, content_type: str | None = None
) -> RawArticle:
    """Return the raw article that one record of `news.raw.v1` holds.

    Args:
        data: The record's value: a JSON envelope (`cli.md`), or what `content_type` names.
        origin: Where the record stood.
        content_type: `application/json` (also when None), `text/plain` or `text/html`, with an
            optional `charset`.

    Raises:
        CodecError: The value is no raw article; `reason` says in what way.
    """
    if data is None:
        raise CodecError(
            "a null value names no article (the key is a site)",
            reason="empty",
            mend="Withdraw with pub_status: canceled",
        )
    kind, _, parameters = (content_type or "application/json").partition(";")
    if (kind := kind.strip().lower()) in ("text/plain", "text/html"):
        return _from_bytes(data, origin, kind=kind, parameters=parameters)
    text, origin = _json_text(data, origin, parameters)
    flags: tuple[Flag, ...] = ()
    try:
        fields = _object(text)
    except CodecError as error:
        if error.reason != "bad-json" or (mended := without_halves(text)) == text:
            raise
        fields, flags = _object(mended), (LONE_SURROGATE,)
        # What names an article is not guessed at.
        if any("\ufffd" in str(fields.get(name)) for name in ("id", "url", "site")):
            raise
    return raw_from_fields(fields, origin, flags)


def raw_from_fields(
    fields: Mapping[str, object], origin: Origin, flags: tuple[Flag, ...] = ()
) -> RawArticle:
    """Return the raw article of an envelope's `fields`; unknown ones are named, not refused.

    Raises:
        CodecError: A field has the wrong type (`wrong-type`) or there is no text (`empty`).
    """
    values = {name: _text_field(fields, name) for name in _TEXT_FIELDS}
    times = {name: _time_field(fields, name) for name in _TIME_FIELDS}
    status = fields.get("pub_status") or "usable"
    if status not in _STATUSES:
        raise _wrong("pub_status", status, "one of " + ", ".join(_STATUSES))
    identifier = fields.get("id")
    if isinstance(identifier, bool) or not isinstance(identifier, str | int | None):
        raise _wrong("id", identifier, "a string")
    if values["text"] and values["html"]:
        # The publisher's own text needs no guess; the page stays in the raw topic.
        values["html"], flags = None, (*flags, TEXT_AND_HTML)
    if status != "canceled" and not (values["text"] or values["html"] or "").strip():
        raise CodecError(
            "the article has no text", reason="empty", mend="Give `text` or `html` with words in it"
        )
    own_id = str(identifier) if identifier is not None else None
    feed = values.pop("feed")
    origin = msgspec.structs.replace(origin, feed=feed or origin.feed)
    if own_id and origin.topic is None:
        origin = msgspec.structs.replace(origin, source_id=own_id)
    return RawArticle(
        origin=origin,
        id=own_id,
        pub_status=cast("Any", status),
        unknown_fields=tuple(sorted(str(k) for k in fields if k not in _FIELDS)),
        flags=flags,
        **cast("dict[str, Any]", values | times),
    )


def too_large(content: str | bytes) -> str | None:
    """Return the line that refuses an article of that text, page or bytes, None if it is taken."""
    lines = (content.count("\n") if isinstance(content, str) else content.count(b"\n")) + 1
    if lines > LARGEST_ARTICLE_LINES:
        return too_large_line(f"{lines:,} lines", f"{LARGEST_ARTICLE_LINES:,}")
    # A code point takes at most four bytes: most articles need no encoding to be judged.
    if len(content) * 4 <= LARGEST_ARTICLE_BYTES:
        return None
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    if len(data) <= LARGEST_ARTICLE_BYTES:
        return None
    return too_large_line(f"{len(data) / MIB:.1f} MiB")


def too_large_line(size: str, taken: str = f"{LARGEST_ARTICLE_BYTES // MIB} MiB") -> str:
    """Return the line that refuses an article of that size; it is the same wherever it is said."""
    return f"the article is too large: {size} where {taken} are taken"


def encode_raw(raw: RawArticle) -> bytes:
    """Return the JSON envelope that a publisher sends for `raw`."""
    fields = {name: getattr(raw, name) for name in ("id", *_TEXT_FIELDS[:-1], *_TIME_FIELDS)}
    if raw.pub_status != "usable":
        fields["pub_status"] = raw.pub_status
    if raw.origin.feed:
        fields["feed"] = raw.origin.feed
    return encode_json({k: v for k, v in fields.items() if v is not None})


def _from_bytes(data: bytes, origin: Origin, *, kind: str, parameters: str) -> RawArticle:
    if looks_binary(data):
        raise _no_text(data)
    decoded = decode_bytes(data, declared=parameters)
    if is_noise(data, decoded):
        raise _no_text(data)
    if not decoded.text.strip():
        raise CodecError(
            "the article has no text", reason="empty", mend="Send one with words in it"
        )
    origin = msgspec.structs.replace(
        origin, encoding=decoded.encoding, encoding_confidence=decoded.confidence
    )
    flags = (DAMAGED_BYTES,) if decoded.damaged else ()
    if kind == "text/html":
        return RawArticle(origin=origin, html=decoded.text, flags=flags)
    return RawArticle(origin=origin, text=decoded.text, flags=flags)


def _no_text(data: bytes) -> CodecError:
    return CodecError(
        f"the bytes are not text (first: {data[:8].hex(' ')})",
        reason="undecodable",
        mend="Send text or HTML, or name its charset in content-type",
    )


def _json_text(data: bytes, origin: Origin, parameters: str) -> tuple[bytes | str, Origin]:
    """Return what to parse: the bytes when they are UTF-8 (the rule), else their decoded text."""
    plain = data.removeprefix(_UTF8_MARK)
    # A few characters of GBK may be UTF-8 too: what another charset is named for is judged by it.
    if charset_name(parameters) in (None, "utf-8") or plain != data:
        with contextlib.suppress(UnicodeDecodeError):
            plain.decode("utf-8")
            return plain, msgspec.structs.replace(origin, encoding="utf-8", encoding_confidence=1.0)
    decoded = decode_bytes(plain, declared=parameters)
    return decoded.text, msgspec.structs.replace(
        origin, encoding=decoded.encoding, encoding_confidence=decoded.confidence
    )


def _object(text: bytes | str) -> dict[str, object]:
    if not text.strip():
        raise CodecError("the record is empty", reason="empty", mend="Send a JSON object")
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise CodecError(
            f"not JSON: {error}",
            reason="bad-json",
            mend="Send one JSON object, or name text/plain or text/html in content-type",
        ) from error
    if not isinstance(value, dict):
        raise CodecError(
            f"JSON {type(value).__name__} where an object is needed",
            reason="wrong-type",
            mend='Send {"text": ...} or {"html": ...}',
        )
    return value


def _text_field(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise _wrong(name, value, "a string")
    return value


def _time_field(fields: Mapping[str, object], name: str) -> str | float | None:
    value = fields.get(name)
    if value is None or (isinstance(value, str | int | float) and not isinstance(value, bool)):
        return value
    raise _wrong(name, value, "RFC 3339 or Unix seconds")


def _wrong(name: str, value: object, wanted: str) -> CodecError:
    try:
        shown = str(value)[:40]
    except RecursionError:
        # orjson reads a thousand lists, one in the other; Python cannot write them out.
        shown = "too deep to show"
    line = f"`{name}` is {type(value).__name__} {shown!r}"
    return CodecError(line, reason="wrong-type", mend=f"Give {wanted}")
