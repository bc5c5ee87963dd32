"""What a shard of the story index keeps of one article, packed into about 200 bytes."""

from __future__ import annotations

import re
import struct

from pipeline.models import Struct
from pipeline.records import Sketch

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
# Event time, story time, clean partition, clean offset, limit, body hash, length, leads, flags,
# anchors, hashes, numbers.
_HEAD = struct.Struct("<IIHQQQIBBBBB")
_HASH_BYTES = 5
_LENT = 1


class StoryRow(Struct, frozen=True, kw_only=True):
    """One article in the index. Times are whole Unix seconds.

    `anchors` are the hashes by which this shard finds it; `story` is null while undecided;
    `lent` says that an undecided article was named to another one as its story.
    """

    article: str
    version: str
    event_time: int
    partition: int
    offset: int
    sketch: Sketch
    anchors: tuple[int, ...]
    story: str | None = None
    story_time: int = 0
    lent: bool = False


def pack(row: StoryRow) -> bytes:
    """Return `row` in bytes. A sketch has at most 255 hashes and numbers."""
    sketch = row.sketch
    head = _HEAD.pack(
        _seconds(row.event_time),
        _seconds(row.story_time),
        row.partition,
        row.offset,
        sketch.limit,
        sketch.body,
        min(sketch.length, 0xFFFFFFFF),
        min(sketch.leads, 255),
        _LENT if row.lent else 0,
        len(row.anchors),
        len(sketch.hashes),
        len(sketch.numbers),
    )
    hashes = b"".join(h.to_bytes(_HASH_BYTES, "big") for h in sketch.hashes)
    # An anchor is one of the hashes: its place is enough.
    anchors = bytes(sketch.hashes.index(anchor) for anchor in row.anchors)
    numbers = struct.pack(f"<{len(sketch.numbers)}H", *sketch.numbers)
    story = "" if row.story == row.article else "?" if row.story is None else row.story
    ids = _pack_id(row.article) + _pack_id(row.version) + _pack_id(story)
    return head + hashes + anchors + numbers + ids


def unpack(data: bytes) -> StoryRow:
    """Return the row that `pack` made `data` of."""
    (
        time,
        story_time,
        partition,
        offset,
        limit,
        body,
        length,
        leads,
        flags,
        anchors,
        count,
        number,
    ) = _HEAD.unpack_from(data)
    at = _HEAD.size
    hashes = tuple(
        int.from_bytes(data[i : i + _HASH_BYTES], "big")
        for i in range(at, at + count * _HASH_BYTES, _HASH_BYTES)
    )
    at += count * _HASH_BYTES
    places = data[at : at + anchors]
    at += anchors
    numbers = struct.unpack_from(f"<{number}H", data, at)
    at += 2 * number
    article, at = _unpack_id(data, at)
    version, at = _unpack_id(data, at)
    story, at = _unpack_id(data, at)
    return StoryRow(
        article=article,
        version=version,
        event_time=time,
        partition=partition,
        offset=offset,
        sketch=Sketch(
            hashes=hashes, limit=limit, numbers=numbers, body=body, length=length, leads=leads
        ),
        anchors=tuple(hashes[place] for place in places),
        story=article if not story else None if story == "?" else story,
        story_time=story_time,
        lent=bool(flags & _LENT),
    )


def event_time_of(data: bytes) -> int:
    """Return the event time of a packed row."""
    return int.from_bytes(data[:4], "little")


def _seconds(time: float) -> int:
    return min(max(int(time), 0), 0xFFFFFFFF)


def _pack_id(text: str) -> bytes:
    """Return a UUID as 17 bytes, any other text with its length before it."""
    if _UUID.match(text):
        return b"\xff" + bytes.fromhex(text.replace("-", ""))
    encoded = text.encode("utf-8", "surrogatepass")[:254]
    return bytes((len(encoded),)) + encoded


def _unpack_id(data: bytes, at: int) -> tuple[str, int]:
    size = data[at]
    if size == 255:
        digits = data[at + 1 : at + 17].hex()
        parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
        return "-".join(parts), at + 17
    return data[at + 1 : at + 1 + size].decode("utf-8", "surrogatepass"), at + 1 + size
