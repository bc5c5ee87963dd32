"""One shard of the story index: articles by the anchors of their sketches."""

from __future__ import annotations

from collections.abc import MutableMapping

import numpy as np

from pipeline.dedup.generations import DAY
from pipeline.dedup.match import similarity
from pipeline.dedup.postings_table import PostingsTable, key_of
from pipeline.dedup.story_rows import StoryRow, event_time_of, pack, unpack
from pipeline.records import Alias, Candidate, Posting, StoryMatch
from pipeline.text.fingerprint import hash64

MOST_STORIES = 8
"""Stories under one hash from which it is boilerplate and proves nothing."""

# An answer names the likest only: the decision takes one of them.
_MOST_CANDIDATES = 3


class StoryIndex:
    """The articles of one shard, packed; every step can be repeated without effect.

    Shape of `rows`: `{shard}|{article id}` to a row of `pipeline.dedup.story_rows`, one write an
    article (two when it copies another). With `rows` given, the shard is read back from it at
    construction; what finds a row by hash lives in the process alone.

    Args:
        rows: Where rows are kept for the next start; None keeps them in the process only.
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
        self.newest = 0
        self.forgotten = 0
        self._durable = rows
        self._window = int(window_days * DAY)
        self._rows: list[bytes | None] = [None]
        self._table = PostingsTable()
        self._swept = 0
        if rows is not None:
            self._load(rows)

    def __len__(self) -> int:
        """Return the number of articles remembered."""
        return sum(row is not None for row in self._rows)

    @property
    def nbytes(self) -> int:
        """Return the bytes of rows and postings, with Python's own overhead a row."""
        overhead = 33 + 8
        return self._table.nbytes + sum(len(r) + overhead for r in self._rows if r is not None)

    def match(self, posting: Posting) -> StoryMatch:
        """Answer which earlier articles tell the story of `posting`, and remember it.

        A posting that comes back with a story notes it; a withdrawn one is forgotten. Repeated,
        each gives the same answer and changes nothing.
        """
        if posting.withdrawn:
            self._forget(posting.article)
            return self._answer(posting, (), ())
        if posting.sketch is None:
            return self._answer(posting, (), self._note(posting))
        candidates = self._candidates(posting)
        if posting.event_time > self.newest - self._window:
            self._remember(posting)
        return self._answer(posting, candidates, ())

    def _answer(
        self, posting: Posting, candidates: tuple[Candidate, ...], aliases: tuple[Alias, ...]
    ) -> StoryMatch:
        return StoryMatch(
            article=posting.article,
            version=posting.version,
            shard=self.shard,
            partition=posting.partition,
            offset=posting.offset,
            candidates=candidates,
            aliases=aliases,
        )

    def _candidates(self, posting: Posting) -> tuple[Candidate, ...]:
        assert posting.sketch is not None
        seen: set[int] = set()
        for anchor in posting.hashes:
            slots = self._table.slots(key_of(anchor))
            if len(slots) < MOST_STORIES or not self._is_boilerplate(slots):
                seen.update(slots)
        oldest = self.newest - self._window
        found = []
        for slot in sorted(seen):
            data = self._rows[slot]
            if data is None or event_time_of(data) < oldest:
                continue
            row = unpack(data)
            if row.article == posting.article or _came_later(row, posting):
                continue
            alike = similarity(posting.sketch, row.sketch)
            if alike:
                exact = posting.sketch.body == row.sketch.body
                found.append((-alike, not exact, row.event_time, row.article, slot, row))
        found.sort(key=lambda item: item[:4])
        return tuple(
            self._candidate(slot, row, -alike, exact=not inexact)
            for alike, inexact, _, _, slot, row in found[:_MOST_CANDIDATES]
        )

    def _candidate(self, slot: int, row: StoryRow, alike: float, *, exact: bool) -> Candidate:
        if row.story is None and not row.lent:
            self._write(slot, _changed(row, lent=True))
        return Candidate(
            article=row.article,
            version=row.version,
            event_time=row.event_time,
            similarity=alike,
            exact=exact,
            story=row.story,
            story_time=row.story_time,
        )

    def _is_boilerplate(self, slots: list[int]) -> bool:
        """Return whether the articles under one hash tell eight stories or more."""
        stories = set()
        for slot in slots:
            data = self._rows[slot]
            if data is not None:
                row = unpack(data)
                stories.add(row.story or row.article)
        return len(stories) >= MOST_STORIES

    def _find(self, article: str) -> tuple[int, StoryRow] | None:
        for slot in self._table.slots(key_of(hash64(article))):
            data = self._rows[slot]
            if data is not None:
                row = unpack(data)
                if row.article == article:
                    return slot, row
        return None

    def _remember(self, posting: Posting) -> None:
        assert posting.sketch is not None
        known = self._find(posting.article)
        if known is not None:
            if known[1].version == posting.version:
                return
            self._forget(posting.article)
        self._insert(
            StoryRow(
                article=posting.article,
                version=posting.version,
                event_time=int(posting.event_time),
                partition=posting.partition,
                offset=posting.offset,
                sketch=posting.sketch,
                anchors=posting.hashes,
            )
        )
        self._sweep(int(posting.event_time))

    def _insert(self, row: StoryRow) -> None:
        slot = len(self._rows)
        self._rows.append(None)
        self._write(slot, row)
        self._table.add(key_of(hash64(row.article)), slot)
        for anchor in row.anchors:
            key = key_of(anchor)
            # Beyond the cap a posting could never be used: the hash is boilerplate, or eight
            # members of one story stand there already.
            if len(self._table.slots(key)) < MOST_STORIES:
                self._table.add(key, slot)

    def _write(self, slot: int, row: StoryRow) -> None:
        data = pack(row)
        self._rows[slot] = data
        if self._durable is not None:
            self._durable[f"{self.shard}|{row.article}"] = data

    def _note(self, posting: Posting) -> tuple[Alias, ...]:
        """Write the story down; return the alias that mends an answer given before it was known."""
        known = self._find(posting.article)
        if known is None or posting.story is None:
            return ()
        slot, row = known
        if row.story != posting.story:
            row = _changed(row, story=posting.story, story_time=int(posting.story_time))
            self._write(slot, row)
        if not row.lent or posting.story == posting.article:
            return ()
        return (Alias(kind="story", old=posting.article, new=posting.story),)

    def _forget(self, article: str) -> None:
        known = self._find(article)
        if known is not None:
            self._rows[known[0]] = None
            if self._durable is not None:
                self._durable.pop(f"{self.shard}|{article}", None)

    def _sweep(self, time: int) -> None:
        """Move the window to `time`; once a day drop what has left it."""
        self.newest = max(self.newest, time)
        if self.newest - self._swept < DAY:
            return
        self._swept = self.newest
        oldest = self.newest - self._window
        moved = np.zeros(len(self._rows), dtype=np.uint32)
        kept: list[bytes | None] = [None]
        for slot, data in enumerate(self._rows):
            if data is None:
                continue
            if event_time_of(data) < oldest:
                self.forgotten += 1
                if self._durable is not None:
                    self._durable.pop(f"{self.shard}|{unpack(data).article}", None)
                continue
            moved[slot] = len(kept)
            kept.append(data)
        if len(kept) < len(self._rows):
            self._rows = kept
            self._table.keep(moved)

    def _load(self, rows: MutableMapping[str, bytes]) -> None:
        prefix = f"{self.shard}|"
        mine = [unpack(data) for key, data in list(rows.items()) if key.startswith(prefix)]
        # The order in which they came, so that a restart answers as if there had been none.
        for row in sorted(mine, key=lambda r: (r.partition, r.offset)):
            self._insert(row)
        self.newest = self._swept = max((row.event_time for row in mine), default=0)


def _came_later(row: StoryRow, posting: Posting) -> bool:
    """Return whether the row's article came after the posting's: a repeated posting's answer.

    Offsets order the articles of one clean partition only; of another one nobody can say.
    """
    return row.partition == posting.partition and row.offset > posting.offset


def _changed(row: StoryRow, **changes: object) -> StoryRow:
    fields = {name: getattr(row, name) for name in row.__struct_fields__}
    return StoryRow(**{**fields, **changes})
