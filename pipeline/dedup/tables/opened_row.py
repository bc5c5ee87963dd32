"""An article that was opened before: where it came from first, and its links' ids."""

from __future__ import annotations

import struct

from pipeline.dedup.tables.story_row import pack_id, unpack_id
from pipeline.types.articles import Struct

_SOURCE = struct.Struct("<HIH")
_ID = 8


class OpenedRow(Struct, frozen=True, kw_only=True):
    """The version opened last, partition and offset of its clean record, ids of its links."""

    version: str
    source: tuple[int, int]
    links: tuple[str, ...]


def pack_opened(row: OpenedRow) -> bytes:
    """Return `row` in bytes: source, version, eight bytes a link."""
    partition, offset = row.source
    source = _SOURCE.pack(partition, offset & 0xFFFFFFFF, offset >> 32)
    return source + pack_id(row.version) + bytes.fromhex("".join(row.links))


def unpack_opened(data: bytes) -> OpenedRow:
    """Return the row that `pack_opened` made `data` of.

    Raises:
        ValueError: It was not made by it.
    """
    try:
        partition, low, high = _SOURCE.unpack_from(data)
        version, at = unpack_id(data, _SOURCE.size)
    except (struct.error, IndexError) as error:
        raise ValueError(f"an opened row of {len(data)} bytes is of another format") from error
    if at > len(data) or (len(data) - at) % _ID:
        raise ValueError(f"an opened row of {len(data)} bytes is of another format")
    digits = data[at:].hex()
    links = tuple([digits[i : i + 2 * _ID] for i in range(0, len(digits), 2 * _ID)])
    return OpenedRow(version=version, source=(partition, low | high << 32), links=links)
