"""Articles that wait for their shards' answers: in a table, and not for ever."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

import msgspec

from pipeline.stream.messages import Message
from pipeline.stream.tables import Table
from pipeline.types.articles import Struct
from pipeline.types.records import StoryMatch

LONGEST_WAIT = 6 * 3600.0
"""Seconds after which an article waits no longer, and so many records of its partition:"""

MOST_RECORDS_WAITED = 10_000
"""After a night in which nothing ran, answers are a few hundred records behind their article; in a
replay they may be many records behind it, and are minutes."""

# Decided with one record, so that a partition full of them does not stall its batch.
_AT_ONCE = 16


class Waiting(Struct, frozen=True, kw_only=True):
    """What is there of an article so far: its records as they were read, and the shards' answers.

    An article that was sent twice waits twice, and comes out twice: each raw record has its event.
    """

    messages: tuple[Message, ...] = ()
    shards: tuple[int, ...] = ()
    matches: tuple[StoryMatch, ...] = ()

    def is_complete(self) -> bool:
        """Return whether every shard has answered."""
        return {match.shard for match in self.matches}.issuperset(self.shards)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Waiting).decode
_Since = OrderedDict[str, tuple[float, int]]


class WaitingRoom:
    """The articles that wait, in the order in which they came.

    Whether one has waited too long is asked of the records alone, their timestamps and offsets:
    the same records give the same answer, whenever they are read.

    Args:
        table: The table `story-decisions`: a waiting article stands under
            `{partition}?{article}|{version}`.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        # By partition: since which timestamp and offset each article waits.
        self._since: dict[int, _Since] = {}

    def forget(self) -> None:
        """Drop what is in memory: another process may have had the partitions meanwhile."""
        self._since = {}

    def key(self, message: Message, article: str, version: str) -> str:
        """Return the key under which an article waits."""
        return f"{message.partition}?{article}|{version}"

    def get(self, key: str) -> Waiting:
        """Return what is there of an article: nothing yet, for a new one."""
        data = self._table.get(key)
        return Waiting() if data is None else _decode(data)

    def put(self, key: str, waiting: Waiting) -> None:
        """Let an article wait on."""
        self._table[key] = _encode(waiting)
        if waiting.messages:
            first = waiting.messages[0]
            self._of(first.partition).setdefault(key, (first.timestamp, first.offset))

    def pop(self, key: str, partition: int) -> None:
        """Take an article out that waits no longer."""
        self._table.pop(key, None)
        self._of(partition).pop(key, None)

    def overdue(self, message: Message) -> Iterator[tuple[str, Waiting]]:
        """Yield the articles that have waited too long when `message` is read, longest first."""
        waits = self._of(message.partition)
        for _ in range(_AT_ONCE):
            key, (timestamp, offset) = next(iter(waits.items()), ("", (message.timestamp, 0)))
            if message.timestamp - timestamp < LONGEST_WAIT:
                return
            if message.offset - offset < MOST_RECORDS_WAITED:
                return
            if (waiting := self.get(key)).messages:
                yield key, waiting
            waits.pop(key, None)

    def _of(self, partition: int) -> _Since:
        found = self._since.get(partition)
        if found is None:
            # Read back after a start, once a partition.
            waits = [(key, self.get(key)) for key in self._table.under(f"{partition}?")]
            firsts = [(key, waiting.messages[0]) for key, waiting in waits if waiting.messages]
            firsts.sort(key=lambda each: each[1].offset)
            found = OrderedDict((key, (first.timestamp, first.offset)) for key, first in firsts)
            self._since[partition] = found
        return found
