"""One shard of the story index: which earlier articles tell the story of this one."""

from __future__ import annotations

import math
from collections.abc import MutableMapping

from pipeline.dedup.stories.shard_rows import MOST_UNDER_HASH, ShardRows
from pipeline.dedup.stories.similarity import similarity
from pipeline.dedup.tables.story_row import (
    as_lent,
    event_time_of,
    is_about,
    kept_in,
    pack_id,
    read,
    source_of,
    story_of,
    with_story,
)
from pipeline.types.records import Alias, Candidate, Posting, StoryMatch

# An answer names the likest only: the decision takes one of them.
_MOST_CANDIDATES = 3

# Slot and row of the posting's own article, when it was there before.
_Known = tuple[int, bytes] | None


class StoryIndex:
    """Answers postings, remembers them; every step can be repeated without effect.

    Args:
        rows: Table of the rows, see `ShardRows`: one write an article, two for a copy. None keeps
            them in the process only.
        shard: The number of this shard.
        window_days: How long an article is remembered, counted back from the latest event time.
    """

    def __init__(
        self,
        rows: MutableMapping[str, bytes] | None = None,
        *,
        shard: int = 0,
        window_days: int = 30,
    ) -> None:
        self.shard = shard
        self.store = ShardRows(rows, shard=shard, window_days=window_days)

    @property
    def forgotten(self) -> int:
        """Return how many articles have left the window."""
        return self.store.forgotten

    def match(self, posting: Posting, *, now: float = math.inf) -> StoryMatch:
        """Answer which earlier articles tell the story of `posting`, and remember it.

        A posting that comes back with a story notes it; a withdrawn one is forgotten. Repeated,
        each gives the same answer and changes nothing. `now` (Unix seconds) bounds the window.
        """
        self.store.see(now)
        candidates: tuple[Candidate, ...] = ()
        aliases: tuple[Alias, ...] = ()
        if posting.withdrawn:
            self.store.forget(posting.article)
        elif posting.sketch is None:
            aliases = self._note(posting)
        else:
            known = self.store.find(posting.article)
            candidates = self._candidates(posting, known)
            self._remember(posting, known, room=bool(candidates))
        return StoryMatch(
            article=posting.article,
            version=posting.version,
            shard=self.shard,
            partition=posting.partition,
            offset=posting.offset,
            candidates=candidates,
            aliases=aliases,
        )

    def _candidates(self, posting: Posting, known: _Known) -> tuple[Candidate, ...]:
        """Return the articles that were there before the posting's; asked again, the same ones.

        Of two articles that name each other the third, which both saw, would belong to neither.
        """
        assert posting.sketch is not None
        seen: set[int] = set()
        for slots in self.store.under(posting.hashes):
            if len(slots) < MOST_UNDER_HASH or not _is_boilerplate(self.store, slots):
                seen.update(slots)
        if known is not None and read(known[1]).version == posting.version:
            seen = {slot for slot in seen if slot < known[0]}
        if not seen:
            return ()
        own = pack_id(posting.article)
        source = (posting.partition, posting.offset)
        found = []
        for slot, data in self.store.packed(sorted(seen)):
            if is_about(data, own) or _came_later(data, source):
                continue
            kept = kept_in(data)
            alike = similarity(posting.sketch, kept)
            if alike:
                exact = posting.sketch.body == kept.body
                found.append((not exact, -alike, event_time_of(data), slot, data))
        found.sort()
        return tuple(
            self._candidate(slot, data, -alike, exact=not inexact)
            for inexact, alike, _, slot, data in found[:_MOST_CANDIDATES]
        )

    def _candidate(self, slot: int, data: bytes, alike: float, *, exact: bool) -> Candidate:
        row = read(data)
        if row.story is None and not row.lent:
            self.store.write(slot, row.article, as_lent(data))
        return Candidate(
            article=row.article,
            version=row.version,
            event_time=row.event_time,
            similarity=alike,
            exact=exact,
            story=row.story,
            story_time=row.story_time,
        )

    def _remember(self, posting: Posting, known: _Known, *, room: bool) -> None:
        if posting.event_time <= self.store.window.oldest:
            return
        slot, data = known or (0, b"")
        if not slot or read(data).version != posting.version:
            self.store.insert(posting, room=room, old=slot)

    def _note(self, posting: Posting) -> tuple[Alias, ...]:
        """Write the story down; return the alias that mends an answer given before it was known."""
        known = self.store.find(posting.article)
        if known is None or posting.story is None:
            return ()
        slot, data = known
        row = read(data)
        if row.story != posting.story:
            time = int(posting.story_time)
            self.store.write(slot, row.article, with_story(data, posting.story, time))
        if not row.lent or posting.story == posting.article:
            return ()
        old, new = (row.event_time, posting.article), (posting.story_time, posting.story)
        return (Alias(kind="story", old=old[1], new=new[1], old_time=old[0], new_time=new[0]),)


def _is_boilerplate(store: ShardRows, slots: list[int]) -> bool:
    """Return whether a hash stands in so many stories that it tells none of them.

    Copies that came at one time are not decided yet: by their stories alone they are as many.
    """
    rows = [data for _, data in store.packed(slots)]
    if len({story_of(data) for data in rows}) < MOST_UNDER_HASH:
        return False
    return len({kept_in(data).body for data in rows}) >= MOST_UNDER_HASH


def _came_later(data: bytes, source: tuple[int, int]) -> bool:
    """Return whether the row's article came after the posting's: a repeated posting's answer.

    Offsets order the articles of one clean partition only; of another one nobody can say.
    """
    partition, offset = source_of(data)
    return partition == source[0] and offset > source[1]
