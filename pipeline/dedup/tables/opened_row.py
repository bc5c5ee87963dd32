"""An article that was opened before: where it came from first, its links, how it was read."""

from __future__ import annotations

import struct
from typing import Literal

import msgspec

from pipeline.dedup.tables.story_row import pack_id, unpack_id
from pipeline.types.articles import Label, Precision, Struct
from pipeline.types.flags import Flag

_SOURCE = struct.Struct("<HIH")
_ID = 8
# A row of 0.2.0 began with a clean partition, which is never this large; then the format's number.
_MARK = b"\xff\xff"
_TODAY = 2
# It ended in the reading.
_BEFORE = 1
_COUNT = struct.Struct("<H")


class KeptLink(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One link of a page: its line, its place in it, which of the row's ids and of its decorations.

    `headline` is null where it is what stands there.
    """

    line: int
    start: int
    length: int
    name: int
    decorations: tuple[int, ...] = ()
    headline: str | None = None


class Reading(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What the memory of lines made of a page: with it the page is read again as it was.

    `of` is a hash of the lines that were read, and of an operator's words; `changed` are lines
    with another label, `counts` on how many other pages a line stood, by its number.
    """

    of: int
    changed: tuple[tuple[int, Label, float, str], ...] = ()
    links: tuple[KeptLink, ...] = ()
    decorations: tuple[str, ...] = ()
    counts: tuple[tuple[int, int], ...] = ()


class KeptFacts(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What an event says of an article that its version does not cover: `Facts` of its first sight.

    `published` holds the fields of `Published` in their order.
    """

    event_time: float
    fetched_at: float | None
    published: tuple[str, Precision, Literal["feed", "meta", "dateline", "fetch"], bool] | None
    url: str | None
    alt_ids: tuple[str, ...]
    feed: str | None
    flags: tuple[Flag, ...]


State = Literal["opened", "withdrawn", "ahead"]
"""What became of the article last: `ahead` when it was withdrawn before it came."""


class OpenedRow(Struct, frozen=True, kw_only=True):
    """The version opened last, partition and offset of its clean record, ids of its links.

    `reading` is null where it was not kept: 0.2.0 kept none, and long pages have none.
    `first_seen` is the event time of the article's first version.
    """

    version: str
    source: tuple[int, int]
    links: tuple[str, ...]
    reading: Reading | None = None
    state: State = "opened"
    first_seen: float | None = None
    kept: KeptFacts | None = None


class _Rest(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What stands behind the ids of a row."""

    state: State = "opened"
    first_seen: float | None = None
    kept: KeptFacts | None = None
    reading: Reading | None = None


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Rest).decode
_decode_reading = msgspec.msgpack.Decoder(Reading).decode


def pack_opened(row: OpenedRow) -> bytes:
    """Return `row` in bytes: source, version, eight bytes a link, all else."""
    partition, offset = row.source
    return b"".join(
        (
            _MARK,
            bytes((_TODAY,)),
            _SOURCE.pack(partition, offset & 0xFFFFFFFF, offset >> 32),
            pack_id(row.version),
            _COUNT.pack(len(row.links)),
            bytes.fromhex("".join(row.links)),
            _packed(row),
        )
    )


def _packed(row: OpenedRow) -> bytes:
    rest = _Rest(state=row.state, first_seen=row.first_seen, kept=row.kept, reading=row.reading)
    try:
        return _encode(rest)
    except UnicodeEncodeError:
        # Half a surrogate pair in a line: such a page is read anew when it comes again.
        return _encode(_Rest(state=row.state, first_seen=row.first_seen))


def unpack_opened(data: bytes) -> OpenedRow:
    """Return the row that `pack_opened` made `data` of, of any version.

    Raises:
        ValueError: It was not made by either.
    """
    try:
        if not data.startswith(_MARK):
            return _unpack_earlier(data)
        number = data[len(_MARK)]
        if number in (_TODAY, _BEFORE):
            return _unpack(data, len(_MARK) + 1, number)
    except (struct.error, IndexError, msgspec.DecodeError) as error:
        raise _another_format(data) from error
    raise _another_format(data)


def _unpack(data: bytes, at: int, number: int) -> OpenedRow:
    partition, low, high = _SOURCE.unpack_from(data, at)
    version, at = unpack_id(data, at + _SOURCE.size)
    (count,) = _COUNT.unpack_from(data, at)
    at += _COUNT.size
    end = at + count * _ID
    if end > len(data):
        raise _another_format(data)
    rest = _decode(data[end:]) if number == _TODAY else _Rest(reading=_read_before(data[end:]))
    return OpenedRow(
        version=version,
        source=(partition, low | high << 32),
        links=_ids(data[at:end]),
        reading=rest.reading,
        state=rest.state,
        first_seen=rest.first_seen,
        kept=rest.kept,
    )


def _read_before(data: bytes) -> Reading | None:
    return _decode_reading(data) if data else None


def _unpack_earlier(data: bytes) -> OpenedRow:
    """Return a row of 0.2.0: ids of links are all that stands behind the version."""
    partition, low, high = _SOURCE.unpack_from(data)
    version, at = unpack_id(data, _SOURCE.size)
    if at > len(data) or (len(data) - at) % _ID:
        raise _another_format(data)
    return OpenedRow(version=version, source=(partition, low | high << 32), links=_ids(data[at:]))


def _ids(data: bytes) -> tuple[str, ...]:
    digits = data.hex()
    return tuple([digits[i : i + 2 * _ID] for i in range(0, len(digits), 2 * _ID)])


def _another_format(data: bytes) -> ValueError:
    return ValueError(f"an opened row of {len(data)} bytes is of another format")
