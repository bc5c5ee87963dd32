"""Articles that wait for their shards' answers: in a table, and not for ever."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stream.handlers.patience import overdue_by_records
from pipeline.stream.handlers.waiting_lane import Lane, WaitingArticle, read_back
from pipeline.stream.handlers.waiting_rows import (
    ANSWERS,
    RECORDS,
    WATCHED,
    Answers,
    KeptCandidate,
    WaitingRecord,
    Watched,
    answers_under,
    candidates_of,
    kept,
    record_key,
    watch_key,
)
from pipeline.stream.messages import Message
from pipeline.stream.tables import Table
from pipeline.types.articles import Origin, Struct
from pipeline.types.records import StoryMatch

MOST_UNCLAIMED = 4096
"""Articles of a partition of which answers are kept without the article. It stands before them in
the topic, so these are of one that was too large to send, or was withdrawn: nobody misses them."""

# Answers of more shards than a topic may sensibly have partitions are a foreign writer's.
_MOST_SHARDS = 1024
# Decided, or asked about again, at once: a partition full of them must not stall its batch.
_AT_ONCE = 16
# Seconds of a wait after which the watch is written down, and again: what a takeover adds to it.
_WATCH_KEPT = 60.0


class Waiting(Struct, frozen=True, kw_only=True):
    """What there is of an article: its records as they were read, and the shards' answers.

    An article that was sent twice waits twice, and comes out twice: each raw record has its event.
    """

    messages: tuple[Message, ...] = ()
    matches: tuple[StoryMatch, ...] = ()


def name_of(article: str, version: str) -> str:
    """Return what one version of an article is called in the room."""
    return f"{article}|{version}"


class WaitingRoom:
    """The articles that wait, in the order in which they came.

    A raw record is written once, when it comes; the answers so far with every answer that is new.
    Both go when the article does.

    Args:
        table: The table `story-decisions`, see `pipeline.stream.handlers.waiting_rows`.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._lanes: dict[int, Lane] = {}

    def forget(self) -> None:
        """Drop what is in memory: its rows have changed, or what was done to them is undone."""
        self._lanes = {}

    def read(self, message: Message) -> None:
        """Note that a record of its partition is in hand."""
        self._lane(message.partition).watch.read(message)

    def waits(self, name: str, partition: int) -> bool:
        """Return whether a record of the article waits; answers alone do not."""
        return bool((entry := self._lane(partition).entries.get(name)) and entry.records)

    def is_complete(self, name: str, partition: int) -> bool:
        """Return whether every shard that was asked about the article has answered."""
        return bool((entry := self._lane(partition).entries.get(name)) and entry.is_complete())

    def come(self, name: str, message: Message, origin: Origin, shards: tuple[int, ...]) -> None:
        """Let a record of an article wait. The same raw record, read again, waits once.

        The shards are those of the article's first record: their answers are about all of them.
        """
        lane = self._lane(message.partition)
        key = record_key(message.partition, name, origin)
        since = lane.since(message)
        entry = lane.entries.get(name)
        if entry is None or not entry.records:
            answers = entry.answers if entry else {}
            entry = WaitingArticle(since=since, records={key: None}, shards=shards, answers=answers)
            lane.enter(name, entry)
        elif key in entry.records:
            return
        entry.records[key] = None
        row = WaitingRecord(since=since, shards=shards, message=message)
        self._table[key] = RECORDS.encode(row)

    def answer(self, name: str, match: StoryMatch, message: Message) -> None:
        """Keep a shard's answer. Repeated it changes nothing; of two the later one stands."""
        lane = self._lane(message.partition)
        entry = lane.entries.get(name)
        if entry is None:
            entry = WaitingArticle(since=lane.since(message))
            lane.enter(name, entry)
            if len(lane.unclaimed) > MOST_UNCLAIMED:
                _drop(self._table, lane, next(iter(lane.unclaimed)), message.partition)
        candidates = kept(match.candidates)
        foreign = match.shard not in entry.shards if entry.records else _is_full(entry, match.shard)
        if foreign or entry.answers.get(match.shard) == candidates:
            return
        entry.answers[match.shard] = candidates
        _write_answers(self._table, answers_under(message.partition) + name, entry)

    def take(self, name: str, partition: int) -> Waiting:
        """Take an article out, if it is there; its rows go."""
        lane = self._lane(partition)
        if (entry := lane.entries.get(name)) is None:
            return Waiting()
        messages = tuple([RECORDS.decode(self._table[key]).message for key in entry.records])
        matches = tuple([_match(name, *answer) for answer in entry.answers.items()])
        _drop(self._table, lane, name, partition)
        return Waiting(messages=messages, matches=matches)

    def complete(self, partition: int) -> Iterator[str]:
        """Yield what the rows of 0.2.0 and today's have together, and neither had alone."""
        lane = self._lane(partition)
        while lane.complete:
            yield lane.complete.pop(0)

    def overdue(self, message: Message) -> Iterator[str]:
        """Yield the articles that have waited too long when `message` is read, longest first.

        Whoever asks takes each one out before the next.
        """
        lane = self._lane(message.partition)
        for _ in range(_AT_ONCE):
            name = next(iter(lane.by_records), None)
            if name is None:
                return
            overdue = overdue_by_records(lane.entries[name].since, message)
            if overdue is False:
                return
            lane.by_records.pop(name)
            if overdue and _is_article(self._table, lane, name, message.partition):
                yield name

    def look(self, partition: int, now: float) -> Iterator[str]:
        """Look at the clock (Unix seconds); yield the articles that were watched for too long."""
        lane = self._lane(partition)
        if lane.watch.look(now):
            lane.ask_first(now)
        for _ in range(_AT_ONCE):
            name = lane.watched_too_long()
            if name is not None and _is_article(self._table, lane, name, partition):
                yield name
        _keep_watch(self._table, lane, partition)

    def to_ask(self, partition: int) -> Iterator[tuple[Message, set[int]]]:
        """Return a record of each article to ask about again, and the shards that are missing."""
        return _to_ask(self._table, self._lane(partition))

    def _lane(self, partition: int) -> Lane:
        lane = self._lanes.get(partition)
        if lane is None:
            # Read back after a start, once a partition.
            lane = self._lanes[partition] = read_back(self._table, partition)
        return lane


def _to_ask(table: Table, lane: Lane) -> Iterator[tuple[Message, set[int]]]:
    for _ in range(_AT_ONCE):
        name = next(iter(lane.asking), None)
        if name is None or lane.watch.seconds < lane.asking[name]:
            return
        lane.asked(name)
        entry = lane.entries[name]
        first = next(iter(entry.records))
        yield RECORDS.decode(table[first]).message, entry.missing()


def _write_answers(table: Table, key: str, entry: WaitingArticle) -> None:
    table[key] = ANSWERS.encode(Answers(since=entry.since, by_shard=entry.answers))


def _is_article(table: Table, lane: Lane, name: str, partition: int) -> bool:
    """Return whether it is an article; answers that nobody came for are dropped."""
    if not lane.entries[name].records:
        _drop(table, lane, name, partition)
        return False
    return True


def _drop(table: Table, lane: Lane, name: str, partition: int) -> None:
    for key in lane.entries[name].records:
        table.pop(key, None)
    table.pop(answers_under(partition) + name, None)
    lane.leave(name)
    if not lane.entries and lane.kept_watch:
        table.pop(watch_key(partition), None)
        lane.kept_watch = 0.0


def _keep_watch(table: Table, lane: Lane, partition: int) -> None:
    """Write down for how long the partition was watched, while something waits for it."""
    first = next(iter(lane.entries.values()), None)
    if first is None:
        return
    kept_until = max(lane.kept_watch, first.since.watched)
    if lane.watch.seconds >= kept_until + _WATCH_KEPT:
        table[watch_key(partition)] = WATCHED.encode(Watched(seconds=lane.watch.seconds))
        lane.kept_watch = lane.watch.seconds


def _is_full(entry: WaitingArticle, shard: int) -> bool:
    return shard not in entry.answers and len(entry.answers) >= _MOST_SHARDS


def _match(name: str, shard: int, found: tuple[KeptCandidate, ...]) -> StoryMatch:
    article, _, version = name.rpartition("|")
    return StoryMatch(
        article=article,
        version=version,
        shard=shard,
        partition=0,
        offset=0,
        candidates=candidates_of(found),
    )
