"""What is in memory of the articles of one partition that wait: read back from its rows."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from pipeline.codec import decode
from pipeline.stream.handlers.patience import ASK_AGAIN, Watch
from pipeline.stream.handlers.waiting_rows import (
    ANSWERS,
    RECORDS,
    WATCHED,
    Answers,
    KeptCandidate,
    Since,
    WaitingRecord,
    answers_under,
    decode_earlier,
    earlier_under,
    kept,
    name_in,
    record_key,
    records_under,
    watch_key,
)
from pipeline.stream.messages import Message
from pipeline.stream.tables import Table
from pipeline.types.records import Pending, StoryMessage


@dataclass(slots=True, kw_only=True)
class WaitingArticle:
    """One article: nothing that its rows do not say.

    `records` are the keys of its records, in order; there are none while answers came first.
    """

    since: Since
    records: dict[str, None] = field(default_factory=dict)
    shards: tuple[int, ...] = ()
    answers: dict[int, tuple[KeptCandidate, ...]] = field(default_factory=dict)

    def missing(self) -> set[int]:
        """Return the shards that were asked and have not answered."""
        return set(self.shards).difference(self.answers)

    def is_complete(self) -> bool:
        """Return whether the article is there and every shard has answered."""
        return bool(self.records) and not self.missing()


@dataclass(slots=True, kw_only=True)
class Lane:
    """The articles of one partition, each mapping in the order of coming.

    `by_records` leaves out those of which the records' timestamps say nothing; `asking` says at
    which second of the watch an article is asked about again; `unclaimed` are answers without an
    article; `complete` are those of which the rows were complete when they were read back;
    `kept_watch` is what is written down of the watch.
    """

    watch: Watch
    kept_watch: float = 0.0
    entries: OrderedDict[str, WaitingArticle] = field(default_factory=OrderedDict)
    by_records: OrderedDict[str, None] = field(default_factory=OrderedDict)
    asking: OrderedDict[str, float] = field(default_factory=OrderedDict)
    unclaimed: OrderedDict[str, None] = field(default_factory=OrderedDict)
    complete: list[str] = field(default_factory=list)

    def since(self, message: Message) -> Since:
        """Return what says that something waits from `message` on."""
        return Since(timestamp=message.timestamp, offset=message.offset, watched=self.watch.seconds)

    def enter(self, name: str, entry: WaitingArticle) -> None:
        """Let an article, or answers to one, wait as the last one."""
        self.leave(name)
        self.entries[name] = entry
        self.by_records[name] = None
        if entry.records:
            self.asking[name] = entry.since.watched + ASK_AGAIN
        else:
            self.unclaimed[name] = None

    def leave(self, name: str) -> None:
        """Forget an article."""
        self.entries.pop(name, None)
        self.by_records.pop(name, None)
        self.asking.pop(name, None)
        self.unclaimed.pop(name, None)

    def watched_too_long(self) -> str | None:
        """Return the one that waits longest, if it was watched for too long."""
        name = next(iter(self.entries), None)
        return name if name and self.watch.is_overdue(self.entries[name].since) else None

    def asked(self, name: str) -> None:
        """Note that an article's questions are asked now."""
        self.asking[name] = self.watch.seconds + ASK_AGAIN
        self.asking.move_to_end(name)

    def ask_first(self, now: float) -> None:
        """Let those be asked about at once that have waited for minutes: an answer may be lost."""
        old = [
            name for name in self.asking if now - self.entries[name].since.timestamp >= ASK_AGAIN
        ]
        for name in reversed(old):
            self.asking[name] = self.watch.seconds
            self.asking.move_to_end(name, last=False)


def pending_of(message: Message) -> Pending:
    """Return the article of a record that waits."""
    pending = decode(message.value or b"", StoryMessage).pending
    assert pending is not None
    return pending


def read_back(table: Table, partition: int) -> Lane:
    """Return what the rows of a partition say; those of 0.2.0 are written again as today's."""
    _take_over(table, partition)
    rows = [(key, RECORDS.decode(table[key])) for key in table.under(records_under(partition))]
    rows.sort(key=lambda item: item[1].since.offset)
    found: dict[str, WaitingArticle] = {}
    for key, row in rows:
        name = name_in(key, partition)
        entry = found.setdefault(name, WaitingArticle(since=row.since, shards=row.shards))
        entry.records[key] = None
    for key in table.under(answers_under(partition)):
        name, answers = key.removeprefix(answers_under(partition)), ANSWERS.decode(table[key])
        entry = found.setdefault(name, WaitingArticle(since=answers.since))
        entry.answers = answers.by_shard
    stored = table.get(watch_key(partition))
    kept_watch = WATCHED.decode(stored).seconds if stored else 0.0
    watched = max([kept_watch, *(entry.since.watched for entry in found.values())])
    read = max([0, *(entry.since.offset for entry in found.values())])
    lane = Lane(watch=Watch(watched, read), kept_watch=kept_watch)
    for name, entry in sorted(found.items(), key=lambda item: item[1].since.offset):
        lane.enter(name, entry)
    lane.complete = [name for name, entry in lane.entries.items() if entry.is_complete()]
    return lane


def _take_over(table: Table, partition: int) -> None:
    """Write the rows of 0.2.0 as today's, beside what may be there already, and delete them."""
    for key in table.under(earlier_under(partition)):
        name = key.removeprefix(earlier_under(partition))
        earlier = decode_earlier(table[key])
        # Answers alone say nothing of their time: they stay until they were watched for too long.
        since = Since(timestamp=0.0, offset=0)
        for message in earlier.messages:
            since = Since(timestamp=message.timestamp, offset=message.offset)
            row = WaitingRecord(since=since, shards=earlier.shards, message=message)
            origin = pending_of(message).draft.facts.origin
            table.setdefault(record_key(partition, name, origin), RECORDS.encode(row))
        if earlier.matches:
            answers_key = answers_under(partition) + name
            stored = table.get(answers_key)
            by_shard = {match.shard: kept(match.candidates) for match in earlier.matches}
            if stored:
                by_shard |= ANSWERS.decode(stored).by_shard
            table[answers_key] = ANSWERS.encode(Answers(since=since, by_shard=by_shard))
        del table[key]
