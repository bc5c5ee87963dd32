"""What a shard of the story index keeps of one article, packed into about 150 bytes."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from functools import lru_cache

from pipeline.dedup.tables.kept_sketch import KeptSketch, kept_of
from pipeline.types.articles import Struct
from pipeline.types.records import Posting

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_VERSION = re.compile(r"[0-9a-f]{8}\Z")
# Bytes of the row, event time, clean partition, clean offset (low, high), body hash, limit (low,
# high), letters, flags and datelines, hashes, numbers.
_HEAD = struct.Struct("<HIHIHQIBHBBB")
_IDS = _HEAD.size
# Where the byte of flags and datelines stands in the head.
_FLAGS = 29
_SIZE = struct.Struct("<H")
_TIME = struct.Struct("<I")
_SOURCE = struct.Struct("<HIH")
_COMPLETE_TIME = 0xFFFFFFFF
# Flags stand in the high half of their byte: lent, and that a story follows the ids.
_LENT, _STORY = 16, 32
# Slots follow the names, and a byte that counts them; 0.2.0 set neither this flag nor the next.
_SLOTS, _UNKNOWN = 64, 128
# Numbers are counted in the low five bits of their byte, names in the high three.
_NUMBERS, _NAMES = 0x1F, 5
# Datelines are counted in four bits; from three on (`similarity.py`) more say no more.
_MOST_LEADS = 15
# A story that is not decided: as long as the UUID that will stand there.
_UNDECIDED = b"\xff" + bytes(16)
_AS_UUID, _AS_VERSION, _LONGEST_ID = 255, 254, 253


class StoryRow(Struct, frozen=True, kw_only=True):
    """What an answer says of an article in the index. Times are whole Unix seconds.

    `story` is null while undecided; `lent` says that an undecided article was named to another
    one as its story.
    """

    article: str
    version: str
    event_time: int
    story: str | None
    story_time: int
    lent: bool


def pack(posting: Posting, *, room: bool) -> bytes:
    """Return the row of a posting with a sketch: head, ids, story, hashes, numbers, names, slots.

    With `room` set, a story can be noted later without the row's growing.
    """
    sketch = posting.sketch
    assert sketch is not None
    kept = kept_of(sketch)
    story = _pack_story(None, 0) if room else b""
    ids = pack_id(posting.article) + pack_id(posting.version) + story
    count, numbers = len(kept.hashes), len(kept.numbers)
    names = len(kept.names)
    slots = b"" if not kept.slots else _pack_slots(kept.slots)
    size = _IDS + len(ids) + 2 * (count + numbers + names) + len(slots)
    head = _HEAD.pack(
        size,
        min(max(int(posting.event_time), 0), _COMPLETE_TIME),
        posting.partition,
        posting.offset & 0xFFFFFFFF,
        posting.offset >> 32,
        kept.body,
        kept.limit & 0xFFFFFFFF,
        kept.limit >> 32,
        kept.length,
        (_STORY if room else 0) | (_SLOTS if slots else 0) | min(kept.leads, _MOST_LEADS),
        count,
        numbers | names << _NAMES,
    )
    words = struct.pack(f"<{count + numbers + names}H", *kept.hashes, *kept.numbers, *kept.names)
    return b"".join((head, ids, words, slots))


def _pack_slots(slots: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(slots)}HB", *slots, len(slots))


def pack_keys(keys: Sequence[int]) -> bytes:
    """Return the 32-bit keys by which a row is found, their number before them."""
    return struct.pack(f"<B{len(keys)}I", len(keys), *keys)


def split(stored: bytes) -> tuple[tuple[int, ...], bytes]:
    """Return keys and row of what stands in the durable table.

    Raises:
        ValueError: It, or a part of it, is not as long as it says.
    """
    count = stored[0] if stored else 0
    data = stored[1 + 4 * count :]
    if not _is_whole(data):
        raise ValueError(f"a story row of {len(stored)} bytes is of another format")
    return struct.unpack_from(f"<{count}I", stored, 1), data


def _is_whole(data: bytes) -> bool:
    """Return whether head, ids, story and hashes of a row are as long as they say, together."""
    if len(data) < _IDS or size_of(data, 0) != len(data):
        return False
    if data[_FLAGS] & _UNKNOWN:
        return False
    words = _slots_at(data) - 2 * (
        data[_IDS - 2] + (data[_IDS - 1] & _NUMBERS) + (data[_IDS - 1] >> _NAMES)
    )
    ids = 3 if data[_FLAGS] & _STORY else 2
    at = _IDS
    for _ in range(ids):
        if at >= words:
            return False
        at = _id_end(data, at)
    return at + (_TIME.size if ids == 3 else 0) == words


def with_story(data: bytes, story: str, time: int) -> bytes:
    """Return the row with its story noted, and the event time of the story's first article."""
    at = _id_end(data, _id_end(data, _IDS))
    rest = _id_end(data, at) + _TIME.size if data[_FLAGS] & _STORY else at
    head = bytearray(data[:at])
    head[_FLAGS] |= _STORY
    row = head + _pack_story(story, time) + data[rest:]
    _SIZE.pack_into(row, 0, len(row))
    return bytes(row)


def as_lent(data: bytes) -> bytes:
    """Return the row marked as named to another article."""
    return data[:_FLAGS] + bytes((data[_FLAGS] | _LENT,)) + data[_FLAGS + 1 :]


def read(data: bytes) -> StoryRow:
    """Return what an answer says of a row."""
    article, at = unpack_id(data, _IDS)
    version, at = unpack_id(data, at)
    story, time = None, 0
    if data[_FLAGS] & _STORY and not data.startswith(_UNDECIDED, at):
        story, at = unpack_id(data, at)
        (time,) = _TIME.unpack_from(data, at)
    return StoryRow(
        article=article,
        version=version,
        event_time=event_time_of(data),
        story=story,
        story_time=time,
        lent=bool(data[_FLAGS] & _LENT),
    )


def kept_in(data: bytes) -> KeptSketch:
    """Return what a row keeps of its article's sketch."""
    head = _HEAD.unpack_from(data)
    count, numbers, names = head[10], head[11] & _NUMBERS, head[11] >> _NAMES
    behind = _slots_at(data)
    at = behind - 2 * (count + numbers + names)
    words = struct.unpack_from(f"<{count + numbers + names}H", data, at)
    return KeptSketch(
        hashes=words[:count],
        limit=head[6] | head[7] << 32,
        numbers=words[count : count + numbers],
        body=head[5],
        length=head[8],
        leads=head[9] & _MOST_LEADS,
        names=words[count + numbers :],
        slots=struct.unpack_from(f"<{(head[0] - behind) // 2}H", data, behind),
    )


def _slots_at(data: bytes) -> int:
    """Return where the slots of a whole row begin: at its end where there are none."""
    return len(data) - (2 * data[-1] + 1 if data[_FLAGS] & _SLOTS else 0)


def size_of(data: bytes | bytearray, at: int) -> int:
    """Return the bytes of the row that begins at `at`."""
    size: int = _SIZE.unpack_from(data, at)[0]
    return size


def event_time_of(data: bytes | bytearray, at: int = 0) -> int:
    """Return the event time of the row that begins at `at`."""
    time: int = _TIME.unpack_from(data, at + 2)[0]
    return time


def source_of(data: bytes) -> tuple[int, int]:
    """Return clean partition and offset of a row."""
    partition, low, high = _SOURCE.unpack_from(data, 6)
    return partition, low | high << 32


def is_about(data: bytes | bytearray, packed_id: bytes, at: int = 0) -> bool:
    """Return whether the row at `at` is the article's whose packed id is given."""
    return data.startswith(packed_id, at + _IDS)


def article_of(data: bytes) -> str:
    """Return the article id of a row."""
    return unpack_id(data, _IDS)[0]


def story_of(data: bytes) -> bytes:
    """Return what tells the story of a row from others: its packed id."""
    middle = _id_end(data, _IDS)
    if not data[_FLAGS] & _STORY:
        return data[_IDS:middle]
    at = _id_end(data, middle)
    story = data[at : _id_end(data, at)]
    # An undecided one tells its own.
    return data[_IDS:middle] if story == _UNDECIDED else story


# An article's id is packed five times between its sketch and its decision.
@lru_cache(maxsize=4096)
def pack_id(text: str) -> bytes:
    """Return a UUID as 17 bytes, a version as five, any other text with its length before it."""
    if len(text) == 36 and _UUID.match(text):
        return b"\xff" + bytes.fromhex(text.replace("-", ""))
    if len(text) == 8 and _VERSION.match(text):
        return b"\xfe" + bytes.fromhex(text)
    encoded = text.encode("utf-8", "surrogatepass")[:_LONGEST_ID]
    return bytes((len(encoded),)) + encoded


def _pack_story(story: str | None, time: int) -> bytes:
    """Return a story as long as that of a UUID, so that noting it moves nothing."""
    packed = pack_id(story) if story else _UNDECIDED
    return packed + _TIME.pack(min(max(time, 0), _COMPLETE_TIME))


def _id_end(data: bytes, at: int) -> int:
    size = data[at]
    return at + (17 if size == _AS_UUID else 5 if size == _AS_VERSION else 1 + size)


def unpack_id(data: bytes, at: int) -> tuple[str, int]:
    """Return the text that `pack_id` put at `at`, and where it ends."""
    end = _id_end(data, at)
    if data[at] == _AS_UUID:
        digits = data[at + 1 : end].hex()
        parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
        return "-".join(parts), end
    if data[at] == _AS_VERSION:
        return data[at + 1 : end].hex(), end
    return data[at + 1 : end].decode("utf-8", "replace"), end
