"""A record as one line of JSON and back, byte for byte: what `news export` and `import` speak.

A line has `topic`, `partition`, `offset`, `timestamp` (Unix milliseconds), `headers` (a list of
name and value) and one of `value`, `value_text`, `value_base64`; `key` or `key_base64`. Bytes
stand as JSON only where the same bytes are written again from it, as text where they are UTF-8.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from pipeline.codec import decode_json, encode_json
from pipeline.errors import CodecError
from pipeline.kafka.records import Record

# JSON's own null, as a value, is a record without one.
_NULL = b"null"


def line_of(record: Record) -> bytes:
    """Return `record` as one line of JSON, without its end."""
    place = {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "timestamp": round(record.timestamp * 1000),
    }
    head = place | _named("key", record.key) | {"headers": _headers(record)}
    if record.value is not None and record.value != _NULL:
        try:
            whole = head | {"value": decode_json(record.value)}
            if encode_json(whole["value"]) == record.value:
                return encode_json(whole)
        except (CodecError, TypeError, RecursionError):
            # No JSON, or deeper than the writer goes.
            pass
    return encode_json(head | _named("value_text", record.value, none="value"))


def record_in(line: bytes) -> Record:
    """Return the record that a line of `line_of` holds.

    Raises:
        CodecError: It holds none.
    """
    fields = decode_json(line)
    if not isinstance(fields, dict):
        raise _no_record("it is no object")
    try:
        named = [_header(each) for each in fields["headers"]]
        return Record(
            topic=_checked(fields["topic"], str),
            partition=_checked(fields["partition"], int),
            offset=_checked(fields["offset"], int),
            timestamp=_checked(fields["timestamp"], int) / 1000,
            key=_bytes(fields, "key", "key"),
            value=_value(fields),
            headers=tuple((name, value or b"") for name, value in named),
            bare=tuple(n for n, (_, value) in enumerate(named) if value is None),
        )
    except (KeyError, TypeError, ValueError) as error:
        # A KeyError's text is the name that is missing.
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise _no_record(what) from error


def _named(name: str, data: bytes | None, *, none: str = "") -> dict[str, object]:
    """Return bytes under `name` where they are UTF-8, else in base64; null for none."""
    if data is None:
        return {none or name: None}
    try:
        return {name: data.decode("utf-8")}
    except UnicodeDecodeError:
        return {f"{name.removesuffix('_text')}_base64": base64.b64encode(data).decode()}


def _headers(record: Record) -> list[list[object]]:
    bare = set(record.bare)
    return [
        [name, None if number in bare else _text_or_base64(value)]
        for number, (name, value) in enumerate(record.headers)
    ]


def _text_or_base64(value: bytes) -> object:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(value).decode()}


def _header(entry: Any) -> tuple[str, bytes | None]:  # noqa: ANN401 - of a file
    name, value = entry
    if isinstance(value, dict):
        return _checked(name, str), _from_base64(value["base64"])
    return _checked(name, str), None if value is None else _checked(value, str).encode()


def _value(fields: Mapping[str, Any]) -> bytes | None:
    if "value" in fields:
        return None if fields["value"] is None else encode_json(fields["value"])
    return _bytes(fields, "value_text", "value")


def _bytes(fields: Mapping[str, Any], text: str, stem: str) -> bytes | None:
    if f"{stem}_base64" in fields:
        return _from_base64(fields[f"{stem}_base64"])
    found = fields[text]
    return None if found is None else bytes(_checked(found, str).encode())


def _from_base64(text: object) -> bytes:
    try:
        return base64.b64decode(_checked(text, str), validate=True)
    except binascii.Error as error:
        raise ValueError(f"{str(text)[:20]!r} is no base64") from error


def _checked(value: Any, kind: type) -> Any:  # noqa: ANN401 - of a file
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{str(value)[:40]!r} is no {kind.__name__}")
    return value


def _no_record(what: str) -> CodecError:
    return CodecError(
        f"no exported record: {what}", reason="bad-record", mend="Give lines of `news export`"
    )
