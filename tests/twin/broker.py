"""Kafka as far as the stream can see it: logs, transactions and their fencing, group offsets.

Nothing here waits or chooses: who asks when, and what is answered, is the schedule's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.stream.messages import Headers, Message
from pipeline.stream.stream_task import FencedError
from pipeline.text.fingerprint import murmur2
from tests.stream.changelogs import rows_in

Place = tuple[str, int]
NOW = 1_700_000_000.0


@dataclass(eq=False)
class Transaction:
    """What one producer writes until it is committed or aborted.

    `state` is decided at once; each log shows it when its marker is written, one after another.
    """

    name: str
    state: str = "open"
    unmarked: list[Place] = field(default_factory=list)
    offsets: dict[tuple[str, str, int], int] = field(default_factory=dict)


class Entry(NamedTuple):
    """One offset of a log: a record, or a marker or what was compacted away (no message)."""

    message: Message | None
    transaction: Transaction | None


GAP = Entry(None, None)


@dataclass(eq=False)
class Log:
    """One partition of one topic."""

    entries: list[Entry] = field(default_factory=list)
    pending: dict[Transaction, int] = field(default_factory=dict)
    compacted: dict[int, Entry] = field(default_factory=dict)
    """What was there before, for whoever checks in the end."""

    def end(self) -> int:
        """Return the last stable offset: up to there everything is decided."""
        return min(self.pending.values()) if self.pending else len(self.entries)

    def read(self, at: int, most: int) -> tuple[list[Message], int]:
        """Return committed records from `at` on, and the offset after the last one looked at."""
        found: list[Message] = []
        end = self.end()
        while at < end and len(found) < most:
            message, transaction = self.entries[at]
            at += 1
            if message is not None and (transaction is None or transaction.state == "committed"):
                found.append(message)
        return found, at

    def committed(self) -> list[Message]:
        return self.read(0, len(self.entries))[0]


@dataclass(eq=False)
class Producer:
    """Whoever opened a transactional id last may write under it; `epoch` tells."""

    name: str
    epoch: int
    transaction: Transaction | None = None


class Broker:
    """Logs of `partitions` partitions a topic.

    Args:
        partitions: Of every topic.
        fenced: False: a producer that was shut out may go on (a broken broker, for the tests of
            the twin itself).
        limits: The largest value in bytes, by topic.
    """

    def __init__(
        self, partitions: int, *, fenced: bool = True, limits: Mapping[str, int] | None = None
    ) -> None:
        self.partitions = partitions
        self.fenced = fenced
        self.limits = limits or {}
        self.now = NOW
        self.logs: dict[Place, Log] = {}
        self.offsets: dict[tuple[str, str, int], int] = {}
        self.unmarked: list[Transaction] = []
        self._epochs: dict[str, int] = {}
        self._open: dict[str, list[Transaction]] = {}

    def log(self, place: Place) -> Log:
        found = self.logs.get(place)
        if found is None:
            found = self.logs[place] = Log()
        return found

    def append(
        self,
        place: Place,
        *,
        key: bytes | None,
        value: bytes | None,
        headers: Headers = (),
        timestamp: float | None = None,
        transaction: Transaction | None = None,
    ) -> Message:
        log = self.log(place)
        message = Message(
            topic=place[0],
            partition=place[1],
            offset=len(log.entries),
            timestamp=self.now if timestamp is None else timestamp,
            key=key,
            value=value,
            headers=headers,
        )
        log.entries.append(Entry(message, transaction))
        if transaction is not None and transaction not in log.pending:
            log.pending[transaction] = message.offset
            transaction.unmarked.append(place)
        return message

    def partition_of(self, key: bytes | None, otherwise: int) -> int:
        return otherwise if key is None else murmur2(key) % self.partitions

    def init(self, name: str) -> Producer:
        """Shut out whoever had the id; what it had begun is aborted, what it had ended stands."""
        for transaction in list(self._open.get(name, ())):
            if transaction.state == "committed":
                self.mark_all(transaction)
            elif self.fenced:
                self.abort(transaction)
        epoch = self._epochs[name] = self._epochs.get(name, 0) + 1
        return Producer(name, epoch)

    def begin(self, producer: Producer) -> Transaction:
        self._check(producer)
        for transaction in list(self._open.get(producer.name, ())):
            if transaction.state == "committed":
                self.mark_all(transaction)
        producer.transaction = transaction = Transaction(producer.name)
        self._open.setdefault(producer.name, []).append(transaction)
        return transaction

    def produce(self, producer: Producer, place: Place, records: Iterable) -> int:
        """Append to one log; return the offset after the last."""
        transaction = self._going_on(producer)
        for record in records:
            self.append(
                place,
                key=record.key,
                value=record.value,
                headers=record.headers,
                timestamp=record.timestamp,
                transaction=transaction,
            )
        return len(self.log(place).entries)

    def add_offsets(
        self, producer: Producer, group: str, partition: int, offsets: Mapping[str, int]
    ) -> None:
        transaction = self._going_on(producer)
        transaction.offsets |= {(group, name, partition): at for name, at in offsets.items()}

    def end(self, producer: Producer) -> None:
        """Decide to commit; it is shown log by log."""
        transaction = self._going_on(producer)
        transaction.state = "committed"
        producer.transaction = None
        self.unmarked.append(transaction)
        if not transaction.unmarked:
            self.mark_all(transaction)

    def mark(self, transaction: Transaction, which: int) -> None:
        """Write one of the markers; the offsets come to stand with the last."""
        place = transaction.unmarked.pop(which)
        log = self.logs[place]
        del log.pending[transaction]
        log.entries.append(GAP)
        if not transaction.unmarked:
            self._settle(transaction)

    def mark_all(self, transaction: Transaction) -> None:
        while transaction.unmarked:
            self.mark(transaction, 0)
        self._settle(transaction)

    def abort(self, transaction: Transaction) -> None:
        transaction.state = "aborted"
        transaction.offsets = {}
        self.mark_all(transaction)

    def give_up(self, producer: Producer) -> None:
        transaction = producer.transaction
        if transaction is not None and transaction.state == "open":
            self.abort(transaction)

    def expire(self, name: str) -> bool:
        """Abort what an id has begun, and shut it out: its transaction took too long."""
        going = [one for one in self._open.get(name, ()) if one.state == "open"]
        for transaction in going:
            self.abort(transaction)
        if going:
            self._epochs[name] += 1
        return bool(going)

    def is_shut_out(self, producer: Producer | None) -> bool:
        return producer is None or self._epochs[producer.name] != producer.epoch

    def going(self) -> list[str]:
        """Return the ids that have a transaction which is not decided."""
        return sorted(
            name for name, some in self._open.items() if any(one.state == "open" for one in some)
        )

    def compact(self, place: Place, upto: int, *, deletions: bool = False) -> None:
        """Take out the rows below `upto` that a later row of their key stands for.

        `deletions` goes with them, as after a topic's `delete.retention.ms`.
        """
        log = self.log(place)
        upto = min(upto, log.end())
        latest: set[bytes | None] = set()
        for at in range(upto - 1, -1, -1):
            message, transaction = log.entries[at]
            if message is None:
                continue
            gone = deletions and message.value is None
            aborted = transaction is not None and transaction.state == "aborted"
            if gone and not aborted:
                latest.add(message.key)
            if message.key in latest or aborted:
                log.compacted[at] = log.entries[at]
                log.entries[at] = GAP
            else:
                latest.add(message.key)

    def read(self, topic: str) -> list[Message]:
        """Return all committed records of a topic."""
        found: list[Message] = []
        for partition in range(self.partitions):
            if log := self.logs.get((topic, partition)):
                found += log.committed()
        return found

    def rows(
        self, place: Place, upto: int | None = None, *, compacted: bool = False
    ) -> dict[bytes, bytes]:
        """Return what a changelog said up to an offset, before it was compacted or after."""
        log = self.log(place)
        found: list[tuple[bytes, bytes | None]] = []
        for at in range(log.end() if upto is None else min(upto, log.end())):
            message, transaction = log.entries[at]
            if not compacted and at in log.compacted:
                message, transaction = log.compacted[at]
            if message is None or (transaction and transaction.state != "committed"):
                continue
            found.append((message.key or b"", message.value))
        return rows_in(found)

    def _settle(self, transaction: Transaction) -> None:
        self.offsets |= transaction.offsets
        transaction.offsets = {}
        if transaction in (going := self._open[transaction.name]):
            going.remove(transaction)
        if transaction in self.unmarked:
            self.unmarked.remove(transaction)

    def _check(self, producer: Producer) -> None:
        if self.fenced and self._epochs[producer.name] != producer.epoch:
            raise FencedError(f"{producer.name} is at epoch {self._epochs[producer.name]}")

    def _going_on(self, producer: Producer) -> Transaction:
        self._check(producer)
        transaction = producer.transaction
        if transaction is None or transaction.state != "open":
            raise FencedError(f"{producer.name} has no transaction")
        return transaction

    def foreign(self, name: str) -> Producer:
        """Return somebody else's transaction, begun."""
        producer = self.init(name)
        self.begin(producer)
        return producer


def by_place(
    broker: Broker, records: Sequence, partition: int, changelog: Mapping[str, str]
) -> dict[Place, list]:
    """Return records by the log they go to: a row to its changelog, without a key to `partition`."""
    found: dict[Place, list] = {}
    for record in records:
        if record.table is not None:
            place = (changelog[record.table], partition)
        elif record.partition is not None:
            place = (record.topic, record.partition)
        else:
            place = (record.topic, broker.partition_of(record.key, partition))
        found.setdefault(place, []).append(record)
    return found
