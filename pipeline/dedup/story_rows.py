"""What a shard of the story index keeps of one article, packed into about 200 bytes."""

from __future__ import annotations

import re
import struct

from pipeline.models import Struct
from pipeline.records import Sketch

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
# Event time, story time, clean partition, clean offset (low, high), body hash, length, flags,
# leads, anchors, hashes, numbers.
_HEAD = struct.Struct("<IIHIHQHBBBBB")
_IDS = _HEAD.size
_LENT, _COMPLETE = 1, 2
_WHOLE_RANGE = (1 << 40) - 1
_UNDECIDED, _OWN = "?", ""


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
    """Return `row` in bytes: head, ids, then low words, high bytes, anchors, numbers.

    The sketch has at most 255 hashes of 40 bits and as many numbers, and its limit is its last
    hash or the whole range.
    """
    sketch = row.sketch
    complete = _COMPLETE if sketch.limit >= _WHOLE_RANGE else 0
    head = _HEAD.pack(
        min(row.event_time, 0xFFFFFFFF),
        min(row.story_time, 0xFFFFFFFF),
        row.partition,
        row.offset & 0xFFFFFFFF,
        row.offset >> 32,
        sketch.body,
        min(sketch.length, 0xFFFF),
        complete | (_LENT if row.lent else 0),
        min(sketch.leads, 0xFF),
        len(row.anchors),
        len(sketch.hashes),
        len(sketch.numbers),
    )
    story = _OWN if row.story == row.article else _UNDECIDED if row.story is None else row.story
    ids = pack_id(row.article) + pack_id(story) + pack_id(row.version)
    lows = struct.pack(f"<{len(sketch.hashes)}I", *[h & 0xFFFFFFFF for h in sketch.hashes])
    highs = bytes([h >> 32 for h in sketch.hashes])
    # An anchor is one of the hashes: its place is enough.
    anchors = bytes([sketch.hashes.index(anchor) for anchor in row.anchors])
    numbers = struct.pack(f"<{len(sketch.numbers)}H", *sketch.numbers)
    return b"".join((head, ids, lows, highs, anchors, numbers))


def unpack(data: bytes) -> StoryRow:
    """Return the row that `pack` made `data` of."""
    head = _HEAD.unpack_from(data)
    article, at = _unpack_id(data, _IDS)
    story, at = _unpack_id(data, at)
    version, at = _unpack_id(data, at)
    sketch, at = _unpack_sketch(data, at)
    places = data[at : at + head[9]]
    return StoryRow(
        article=article,
        version=version,
        event_time=head[0],
        partition=head[2],
        offset=head[3] | head[4] << 32,
        sketch=sketch,
        anchors=tuple(sketch.hashes[place] for place in places),
        story=article if story == _OWN else None if story == _UNDECIDED else story,
        story_time=head[1],
        lent=bool(head[7] & _LENT),
    )


def event_time_of(data: bytes) -> int:
    """Return the event time of a packed row."""
    return int.from_bytes(data[:4], "little")


def source_of(data: bytes) -> tuple[int, int]:
    """Return clean partition and offset of a packed row."""
    head = _HEAD.unpack_from(data)
    return head[2], head[3] | head[4] << 32


def is_about(data: bytes, packed_id: bytes) -> bool:
    """Return whether a packed row is the article's whose packed id is given."""
    return data.startswith(packed_id, _IDS)


def story_of(data: bytes) -> bytes:
    """Return what tells the story of a packed row from others: its packed id."""
    middle = _id_end(data, _IDS)
    story = data[middle : _id_end(data, middle)]
    # Undecided ones and founders tell their own.
    return data[_IDS:middle] if len(story) <= 2 else story


def sketch_of(data: bytes) -> Sketch:
    """Return the sketch of a packed row."""
    at = _id_end(data, _id_end(data, _id_end(data, _IDS)))
    return _unpack_sketch(data, at)[0]


def pack_id(text: str) -> bytes:
    """Return a UUID as 17 bytes, any other text with its length before it."""
    if _UUID.match(text):
        return b"\xff" + bytes.fromhex(text.replace("-", ""))
    encoded = text.encode("utf-8", "surrogatepass")[:254]
    return bytes((len(encoded),)) + encoded


def _unpack_sketch(data: bytes, at: int) -> tuple[Sketch, int]:
    """Return the sketch whose hashes begin at `at`, and where its anchors do."""
    _, _, _, _, _, body, length, flags, leads, anchors, count, number = _HEAD.unpack_from(data)
    lows = struct.unpack_from(f"<{count}I", data, at)
    at += 4 * count
    hashes = tuple(
        [low | high << 32 for low, high in zip(lows, data[at : at + count], strict=True)]
    )
    at += count
    sketch = Sketch(
        hashes=hashes,
        limit=_WHOLE_RANGE if flags & _COMPLETE else hashes[-1],
        numbers=struct.unpack_from(f"<{number}H", data, at + anchors),
        body=body,
        length=length,
        leads=leads,
    )
    return sketch, at


def _id_end(data: bytes, at: int) -> int:
    size = data[at]
    return at + (17 if size == 255 else 1 + size)


def _unpack_id(data: bytes, at: int) -> tuple[str, int]:
    end = _id_end(data, at)
    if data[at] != 255:
        return data[at + 1 : end].decode("utf-8", "replace"), end
    digits = data[at + 1 : end].hex()
    return (
        f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}",
        end,
    )
