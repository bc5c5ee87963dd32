"""What was decided about an article, in twenty to forty bytes a version."""

from __future__ import annotations

import struct

from pipeline.dedup.tables.story_row import pack_id, unpack_id
from pipeline.text.fingerprint import hash64, hex64
from pipeline.types.articles import Duplicate, DuplicateStatus, Struct

# Status and which ids follow, similarity and novelty in ten thousandths, the story's time.
_ENTRY = struct.Struct("<BHII")
_STATUSES: tuple[DuplicateStatus, ...] = ("original", "exact", "near", "update")
# The two lowest bits of the first byte.
_STATUS_BITS = 3
# The story is the article itself, and so is what it copies; there is nothing that it copies; it
# copies the story's first article.
_OWN_STORY, _OF_ITSELF, _OF_NONE, _OF_STORY = 4, 8, 16, 32
_LARGEST = 0xFFFFFFFF
TEN_THOUSAND = 10_000

# The first byte of a row of decisions is below either.
WITHDRAWN = b"\x40"
"""Begins the row of an article that was withdrawn: what its withdrawals were decided as follows."""
AHEAD = b"\x80"
"""The row of an article that was withdrawn before it came."""


class Decision(Struct, frozen=True, kw_only=True):
    """A stored decision: the duplicate facts and the version they are about.

    `story_time` is the event time of the story's first article, in whole Unix seconds.
    """

    version: str
    duplicate: Duplicate
    story_time: int


def decision_key(article: str) -> str:
    """Return the name an article's decisions stand under: a hash of its id, 16 hex digits.

    The id itself is not stored. Of a hundred million articles in one partition two share a name
    with a chance of one in four thousand.
    """
    return hex64(hash64(article))


def pack_decisions(article: str, decisions: list[Decision]) -> bytes:
    """Return the decisions about `article` in bytes, in order."""
    return b"".join([_pack(article, decision) for decision in decisions])


def unpack_decisions(article: str, data: bytes) -> list[Decision]:
    """Return the decisions that `pack_decisions` made `data` of.

    Raises:
        ValueError: They were not made by it.
    """
    try:
        found, end = _unpack(article, data)
    except (struct.error, IndexError) as error:
        raise _another_format(data) from error
    if end != len(data):
        raise _another_format(data)
    return found


def _another_format(data: bytes) -> ValueError:
    return ValueError(f"a decision of {len(data)} bytes is of another format")


def _unpack(article: str, data: bytes) -> tuple[list[Decision], int]:
    """Return the decisions in `data`, and where the last one ends."""
    found, at = [], 0
    while at < len(data):
        flags, alike, novelty, time = _ENTRY.unpack_from(data, at)
        version, at = unpack_id(data, at + _ENTRY.size)
        story: str = article
        if not flags & _OWN_STORY:
            story, at = unpack_id(data, at)
        of: str | None = None
        if flags & _OF_ITSELF:
            of = article
        elif flags & _OF_STORY:
            of = story
        elif not flags & _OF_NONE:
            of, at = unpack_id(data, at)
        duplicate = Duplicate(
            status=_STATUSES[flags & _STATUS_BITS],
            story=story,
            of=of,
            similarity=alike / TEN_THOUSAND,
            novelty_days=novelty / TEN_THOUSAND,
        )
        found.append(Decision(version=version, duplicate=duplicate, story_time=time))
    return found, at


def _pack(article: str, decision: Decision) -> bytes:
    duplicate = decision.duplicate
    flags = _STATUSES.index(duplicate.status)
    story = of = b""
    if duplicate.story == article:
        flags |= _OWN_STORY
    else:
        story = pack_id(duplicate.story)
    if duplicate.of is None:
        flags |= _OF_NONE
    elif duplicate.of == article:
        flags |= _OF_ITSELF
    elif duplicate.of == duplicate.story:
        flags |= _OF_STORY
    else:
        of = pack_id(duplicate.of)
    head = _ENTRY.pack(
        flags,
        round(duplicate.similarity * TEN_THOUSAND),
        min(round(duplicate.novelty_days * TEN_THOUSAND), _LARGEST),
        min(max(decision.story_time, 0), _LARGEST),
    )
    return head + pack_id(decision.version) + story + of
