"""The decide agent over rows that are counted as a changelog sees them: once a key and step."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping

import msgspec

from pipeline.codec import encode
from pipeline.stages.run_many import Clock
from pipeline.stream.handlers.decide import DecideHandler
from pipeline.stream.handlers.flow import publish_unique
from pipeline.stream.messages import Output, Shared
from pipeline.topology import STORY_MATCHES, STORY_POSTINGS, UNIQUE
from pipeline.types.articles import Origin, RawArticle, StageRun
from pipeline.types.records import Candidate, Pending, StoryMatch, StoryMessage
from tests.stream.tiny import TinyCleaner, TinyDedup
from tests.unit.stream.parts import message

START = 1.7e9
HOUR = 3600.0
SHARDS = (0, 1)
# What the keys of the waiting room have behind their partition; `?` is 0.2.0's.
WAITING = tuple("!=~?")


class Rows(MutableMapping):
    """A table of one partition. `written` counts keys and values that steps changed, at their end."""

    def __init__(self, rows: dict[str, bytes] | None = None) -> None:
        self.written = self.records = 0
        self._rows = dict(rows or {})
        # What stood where the step in hand has written.
        self._before: dict[str, bytes | None] = {}

    def under(self, prefix: str) -> list[str]:
        return [key for key in self._rows if key.startswith(prefix)]

    def step(self) -> None:
        """End a step: count what a changelog would carry of it, a deleted key as a key alone."""
        for key, before in self._before.items():
            if before is not None or key in self._rows:
                self.written += len(key) + len(self._rows.get(key, b""))
                self.records += 1
        self._before = {}

    def undo(self) -> None:
        """Undo the step in hand."""
        for key, before in self._before.items():
            self._rows.pop(key, None)
            if before is not None:
                self._rows[key] = before
        self._before = {}

    def __getitem__(self, key: str) -> bytes:
        return self._rows[key]

    def __setitem__(self, key: str, value: bytes) -> None:
        self._before.setdefault(key, self._rows.get(key))
        self._rows[key] = value

    def __delitem__(self, key: str) -> None:
        self._before.setdefault(key, self._rows[key])
        del self._rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def waiting(self) -> list[str]:
        """Return the keys of what waits."""
        return sorted(key for key in self if key[1] in WAITING)


def pending(
    number: int = 1,
    *,
    raw: int | None = None,
    shards: tuple[int, ...] = SHARDS,
    more: str = "",
    topic: str = "news.raw.v1",
) -> Pending:
    """Return the article `number`, of the raw record at offset `raw`, as it waits for answers."""
    raw = number if raw is None else raw
    origin = Origin(source_id="", topic=topic, partition=0, offset=raw, timestamp=START)
    text = RawArticle(origin=origin, url=f"https://a.example/{number}", text=f"第{number}篇{more}")
    opened = TinyDedup().open(
        TinyCleaner()(text), {}, partition=0, offset=raw, shards=2, known_links=None
    )
    run = StageRun(name="dedup", at=1.0, ms=2.0, outcome="opened")
    draft = msgspec.structs.replace(opened.pending.draft, stages=(run,))
    return msgspec.structs.replace(opened.pending, draft=draft, shards=shards)


def answer_to(waits: Pending, shard: int, of: str | None = None) -> StoryMatch:
    facts = waits.draft.facts
    candidates = ()
    if of is not None:
        candidates = (
            Candidate(article=of, version="", event_time=0.0, similarity=1.0, exact=True, story=of),
        )
    return StoryMatch(
        article=facts.id,
        version=facts.version,
        shard=shard,
        partition=0,
        offset=0,
        candidates=candidates,
    )


class Desk:
    """The decide agent of partition 0; `restart` builds it from its rows, as a takeover does."""

    def __init__(self, stage=None, rows: Rows | None = None, *, partitions: int = 2) -> None:
        self.stage = stage or TinyDedup()
        self.rows = Rows() if rows is None else rows
        self.partitions = partitions
        self.offset = 0
        self.now = START
        self.timestamp: float | None = None
        self.restart()

    def restart(self) -> None:
        self.handler = DecideHandler(
            self.stage,
            self.rows,
            publish_unique,
            partitions=self.partitions,
            clock=Clock(now=lambda: 0.0, spent=lambda: 0.0),
        )

    def read(self, value: StoryMessage | bytes, **how) -> list:
        data = value if isinstance(value, bytes) else encode(value)
        how.setdefault("timestamp", self.now)
        read = message(self.offset, data, topic=STORY_MATCHES.name, **how)
        self.offset += 1
        return self._worked(lambda: list(self.handler(read)))

    def tick(self, after: float = 3.0) -> list:
        """Let so many seconds pass, and look at the clock."""
        self.now += after
        return self._worked(lambda: list(self.handler.tick(0, self.now)))

    def idle(self, seconds: float, every: float = 30.0) -> list:
        """Let time pass in which no record comes."""
        return [emit for _ in range(int(seconds / every)) for emit in self.tick(every)]

    def article(self, waits: Pending, **how) -> list:
        return self.read(StoryMessage(pending=waits), **how)

    def answer(self, waits: Pending, *shards: int, of: str | None = None, **how) -> list:
        return [
            out
            for shard in shards
            for out in self.read(StoryMessage(match=answer_to(waits, shard, of)), **how)
        ]

    def _worked(self, work) -> list:
        try:
            found = work()
        except BaseException:
            self.rows.undo()
            raise
        self.rows.step()
        return found


def articles(found: list) -> list[Output]:
    return [out for out in found if isinstance(out, Output) and out.topic is UNIQUE]


def raws(found: list) -> list[int]:
    """Return the raw offsets of what came out, in order."""
    return [out.value.facts.origin.offset for out in articles(found)]


def asked(found: list) -> list[tuple[str, int]]:
    """Return the questions that were sent: article and shard."""
    return [
        (out.item.article, out.partition)
        for out in found
        if isinstance(out, Shared) and out.topic is STORY_POSTINGS and out.item.story is None
    ]
