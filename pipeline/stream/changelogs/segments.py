"""A table's rows in its changelog: all that a batch changed in one record, a segment.

A changelog holds two kinds of records. Those of a segment have a NUL and the segment's number as
their key, and rows by their keys as their value; a null value says that none of its rows is
wanted any more. The others are of 0.2.0, which wrote each row in a record of its own: the row's key
is theirs, and never begins with a NUL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from pipeline.stream.messages import Headers
from pipeline.stream.tables import Rows

ROW_FORMAT: Headers = (("v", b"1"),)
"""A record of a changelog says its format; 0.2.0's, which are of this one, say none."""
SEGMENT_FORMAT: Headers = (("v", b"2"),)

LARGEST_SEGMENT = 1 << 18
"""Bytes of rows in a segment, unless one row alone has more: recovery reads a MiB at a time, and
what is written again at once is no more than a segment (chosen)."""

# Number of the format of a segment's value.
_TODAY = 1
_MARK = b"\0"
_NUMBER = 8
BESIDE = 6
"""What a row costs beside its bytes: two lengths."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(dict[bytes, bytes | None]).decode


def segment_key(number: int) -> bytes:
    """Return the key of a segment's record."""
    return _MARK + number.to_bytes(_NUMBER, "big")


def number_in(key: bytes) -> int | None:
    """Return the number of the segment that a changelog's key names; None: it is a row's own."""
    return int.from_bytes(key[1:], "big") if key[:1] == _MARK else None


def format_of(key: bytes) -> Headers:
    """Return what a record of that key says of its format."""
    return ROW_FORMAT if number_in(key) is None else SEGMENT_FORMAT


def row_bytes(key: bytes, value: bytes | None) -> int:
    """Return what a row takes in a segment."""
    return len(key) + len(value or b"") + BESIDE


def encode_segment(rows: Rows) -> bytes:
    """Return the value of a segment's record."""
    return bytes((_TODAY,)) + _encode(rows)


def decode_segment(data: bytes) -> Rows:
    """Return the rows in a segment's record.

    Raises:
        ValueError: A later version wrote it, or it is no segment.
    """
    if data[:1] != bytes((_TODAY,)):
        raise ValueError(
            f"a segment is of format {data[0] if data else 'nothing'}, and this version reads "
            f"{_TODAY}: run the version that wrote it"
        )
    return _decode(data[1:])


def portions(rows: Mapping[bytes, bytes | None], size: int) -> Iterator[dict[bytes, bytes | None]]:
    """Yield `rows`, of `size` bytes together, in portions of a segment each."""
    if rows and size <= LARGEST_SEGMENT:
        yield dict(rows)
        return
    portion: dict[bytes, bytes | None] = {}
    filled = 0
    for key, value in rows.items():
        more = row_bytes(key, value)
        if portion and filled + more > LARGEST_SEGMENT:
            yield portion
            portion, filled = {}, 0
        portion[key] = value
        filled += more
    if portion:
        yield portion
