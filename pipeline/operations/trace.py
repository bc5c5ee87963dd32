"""One article through every topic: each of its records, in order, with what it says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

from pipeline.codec import decode_json
from pipeline.errors import CodecError
from pipeline.kafka.consumer import Consumer
from pipeline.kafka.held import Tell
from pipeline.kafka.records import Place, Record
from pipeline.operations.article_names import Sought, is_id, raw_names
from pipeline.operations.rejected import read_rejected
from pipeline.operations.said import Happened, raw_said, rejected_said, said, sightings
from pipeline.settings import BrokerSettings
from pipeline.topology import (
    ALIASES,
    CLEAN,
    ENRICHED,
    LINK_SEEN,
    RAW,
    REJECTED,
    STORY_MATCHES,
    STORY_POSTINGS,
    UNIQUE,
    Topic,
)
from pipeline.types.articles import Struct

# Of records of one millisecond: the order of the pipeline.
_ORDER = (
    RAW, CLEAN, LINK_SEEN, STORY_POSTINGS, STORY_MATCHES, UNIQUE, ENRICHED, ALIASES, REJECTED,
)  # fmt: skip
_RANK = {topic.name: rank for rank, topic in enumerate(_ORDER)}
_BY_ARTICLE = (UNIQUE, ENRICHED)
_ENDS = ("enriched", "canceled", "withheld", "rejected")


class Traced(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One record of the article. `time` is the record's, in Unix seconds."""

    time: float
    topic: str
    partition: int
    offset: int
    key: str
    what: str
    detail: str = ""
    stage: str | None = None
    reason: str | None = None
    ce_id: str | None = None


class Trace(Struct, frozen=True, kw_only=True):
    """Every record of one article, in order. `ids` are those it is known by.

    `open`: its last raw record has come to nothing yet.
    """

    ids: tuple[str, ...]
    rows: tuple[Traced, ...]
    open: bool


async def trace(
    settings: BrokerSettings,
    article: Sought,
    *,
    since: float | None,
    tell: Tell,
    count: Callable[[], None],
) -> Trace:
    """Return the records of `article` on every topic, up to now.

    The topics whose key is the article's id are read in one partition, the others whole.

    Args:
        settings: Where the broker is.
        article: What was asked for.
        since: Unix seconds of the oldest record that is read; None for all.
        tell: Takes a line where a transaction holds records back.
        count: Called for each record that is read.

    Raises:
        BrokerError: No broker answers, it refused us, or a topic is missing.
    """
    return await _Tracer(settings, article, since=since, tell=tell, count=count).run()


class _Tracer:
    def __init__(
        self,
        settings: BrokerSettings,
        article: Sought,
        *,
        since: float | None,
        tell: Tell,
        count: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._article = article
        self._since = since
        self._tell = tell
        self._count = count
        self._ids = set(article.ids)
        self._rows: list[Traced] = []
        # Where its records stood that the dedup stage read.
        self._read_at: dict[str, set[Place]] = {RAW.name: set(), CLEAN.name: set()}
        self._stories: set[str] = set()
        self._ended: set[Place] = set()

    async def run(self) -> Trace:
        await self._raw()
        await self._rejected()
        for topic in (CLEAN, STORY_POSTINGS, STORY_MATCHES):
            async for record in self._records(topic):
                self._take(record)
        for topic in _BY_ARTICLE:
            for key in sorted(self._ids):
                async for record in self._records(topic, key=key):
                    self._take(record)
        await self._links()
        await self._joined()
        rows = tuple(sorted(self._rows, key=_place))
        return Trace(ids=tuple(sorted(self._ids)), rows=rows, open=_is_open(rows, self._ended))

    async def _raw(self) -> None:
        async for record in self._records(RAW):
            names = raw_names(record)
            if not self._article.is_named(names):
                continue
            self._learn(names)
            self._read_at[RAW.name].add((record.partition, record.offset))
            self._add(record, [raw_said(record)])

    async def _rejected(self) -> None:
        async for record in self._records(REJECTED):
            rejected = read_rejected(record)
            names = rejected.names()
            known = rejected.raw in self._read_at[RAW.name]
            if not known and not self._article.is_named(names) and names.isdisjoint(self._ids):
                continue
            self._learn(names)
            if rejected.raw is not None:
                self._ended.add(rejected.raw)
            self._add(record, [rejected_said(record)])

    async def _links(self) -> None:
        """Take the sightings of its links: they name the record that the dedup stage had read."""
        places = frozenset(self._read_at[CLEAN.name] or self._read_at[RAW.name])
        if not places:
            return
        async for record in self._records(LINK_SEEN):
            found = sightings(_json(record), places)
            self._add(record, [found] if found else [])

    async def _joined(self) -> None:
        """Take what became of the stories that it was told to be of."""
        if not self._stories:
            return
        async for record in self._records(ALIASES):
            if (record.key or b"").decode("utf-8", "replace") in self._stories:
                alias = _json(record) or {}
                detail = f"story {alias.get('old')} is {alias.get('new')}"
                self._add(record, [Happened(what="joined", detail=detail)])

    def _take(self, record: Record) -> None:
        """Take a record of ours where it is about the article."""
        value = record.value or b""
        if not any(each.encode() in value for each in self._ids):
            return
        facts = _json(record)
        try:
            found = said(record.topic, facts, frozenset(self._ids))
            if found and record.topic in (UNIQUE.name, ENRICHED.name):
                self._note(record.topic, facts)
        except (KeyError, TypeError, AttributeError):
            return  # a foreign writer's: `bad-record` is said of it where it was read
        if found and record.topic == CLEAN.name:
            self._read_at[CLEAN.name].add((record.partition, record.offset))
        self._add(record, found)

    def _note(self, topic: str, facts: dict[str, Any]) -> None:
        ours = facts if topic == UNIQUE.name else facts.get("enrichment") or {}
        self._stories.add(str(ours["duplicate"]["story"]))
        if topic == ENRICHED.name:
            source = ours["source"]
            self._ended.add((source["partition"], source["offset"]))

    def _learn(self, names: Iterable[str]) -> None:
        """Take the ids that come with a name that was asked for."""
        self._ids |= {name for name in names if is_id(name)}

    def _add(self, record: Record, found: Iterable[Happened]) -> None:
        self._rows += [_row(record, each) for each in found]

    async def _records(self, topic: Topic, *, key: str | None = None) -> AsyncIterator[Record]:
        # What is compacted is small, and an alias is older than what it is asked for.
        since = None if topic.name == ALIASES.name else self._since
        reading = Consumer(self._settings, topic=topic, key=key, since=since, tell=self._tell)
        async with reading as consumer:
            async for record in consumer:
                self._count()
                yield record


def _row(record: Record, happened: Happened) -> Traced:
    ce_id = record.header("ce_id")
    return Traced(
        time=record.timestamp,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=(record.key or b"").decode("utf-8", "replace"),
        what=happened.what,
        detail=happened.detail,
        stage=happened.stage,
        reason=happened.reason,
        ce_id=None if ce_id is None else ce_id.decode("utf-8", "replace"),
    )


def _json(record: Record) -> Any:  # noqa: ANN401 - JSON can be anything
    try:
        return decode_json(record.value or b"")
    except CodecError:
        return None


def _place(row: Traced) -> tuple[float, int, int, int]:
    return row.time, _RANK[row.topic], row.partition, row.offset


def _is_open(rows: Iterable[Traced], ended: set[Place]) -> bool:
    """Tell whether nothing has come of the last raw record: neither after it nor by its place."""
    waiting = False
    for row in rows:
        if row.topic == RAW.name and row.what != "rekeyed":
            waiting = (row.partition, row.offset) not in ended
        elif row.what in _ENDS:
            waiting = False
    return waiting
