"""Stories that turned out to be one: each has one owner, who knows what it goes by."""

from __future__ import annotations

import msgspec

from pipeline.dedup.tables.day_window import DayWindow
from pipeline.types.records import Alias

_Name = tuple[int, str]

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Name).decode


def join(alias: Alias, names: DayWindow) -> tuple[tuple[Alias, ...], tuple[Alias, ...]]:
    """Join two stories, as the owner of `alias.old`; the smaller (event time, id) stays.

    Two articles that race may both find that the same story is theirs, and the topic holds one
    new id for an old one: the second would undo what the first has joined. So what an old id
    leads to already is joined with the new one, by the owner of the larger of them.

    Args:
        alias: What turned out to be one.
        names: What the stories of this partition go by.

    Returns:
        What is to be published, and what is to be told to the owners of their old ids.
    """
    old, new = (int(alias.old_time), alias.old), (int(alias.new_time), alias.new)
    if old <= new:
        return (), () if old == new else (_alias(new, old),)
    stored = names.get(alias.old)
    before = None if stored is None else _decode(stored)
    if before == new:
        return (), ()
    found: tuple[Alias, ...] = ()
    if before is None or new < before:
        names.put(alias.old, _encode(new), time=alias.old_time)
        found = (alias,)
    # Each step leads to a smaller old id, so it comes to an end.
    return found, () if before is None else (_alias(max(before, new), min(before, new)),)


def _alias(old: _Name, new: _Name) -> Alias:
    return Alias(kind="story", old=old[1], new=new[1], old_time=old[0], new_time=new[0])
