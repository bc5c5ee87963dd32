"""The rows of what waits for a decision, in the table `story-decisions`: each kind is written here.

Keys begin with their partition, as all keys of the table do:

- `{partition}!{article}|{version}|{raw record}`: one raw record of an article, once;
- `{partition}={article}|{version}`: the answers there are, beside it and with or without it;
- `{partition}~`: for how long this partition has been watched.

A row begins with the number of its format. 0.2.0 had none, and one kind of row for all of it, under
`{partition}?{article}|{version}`: article and answers together, written again for every answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, Protocol, TypeVar

import msgspec

from pipeline.stream.messages import Message
from pipeline.text.fingerprint import hash64, hex64
from pipeline.types.articles import Origin, Struct
from pipeline.types.records import Candidate, StoryMatch

T = TypeVar("T")


class Since(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """Since when something waits: timestamp and offset of its record, the watch of its partition.

    The last counts seconds in which a worker looked after the partition, see `Watch`.
    """

    timestamp: float
    offset: int
    watched: float = 0.0


class WaitingRecord(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One raw record of an article that waits: as it was read, and who was asked about it."""

    since: Since
    shards: tuple[int, ...]
    message: Message


class KeptCandidate(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A `Candidate` without the names of its fields, which are half of it."""

    article: str
    version: str
    event_time: float
    similarity: float
    exact: bool
    story: str | None = None
    story_time: float = 0.0


class Answers(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What the shards have said of an article, each of them once, in the order of coming."""

    since: Since
    by_shard: dict[int, tuple[KeptCandidate, ...]]


class Watched(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """For how many seconds a partition has been watched."""

    seconds: float


class EarlierWaiting(Struct, frozen=True, kw_only=True):
    """The row of 0.2.0: an article's records as they were read, and the shards' answers."""

    messages: tuple[Message, ...] = ()
    shards: tuple[int, ...] = ()
    matches: tuple[StoryMatch, ...] = ()


class RowKind(Protocol[T]):
    """One kind of row: how it is written today, and how whatever was written is read."""

    def encode(self, row: T) -> bytes:
        """Return the row in bytes, in today's format."""

    def decode(self, data: bytes) -> T:
        """Return the row, whichever version wrote it.

        Raises:
            ValueError: A later version did, or it is no row of this kind.
        """


class Numbered(Generic[T]):
    """Rows that begin with the number of their format, each number with what reads it.

    Args:
        name: What the row is, for a person.
        today: The number that is written; 0x80 and more begin a row of 0.2.0.
        write: Returns the bytes behind the number.
        read: By number, what reads such bytes as a row of today.
    """

    def __init__(
        self,
        name: str,
        *,
        today: int,
        write: Callable[[T], bytes],
        read: Mapping[int, Callable[[bytes], T]],
    ) -> None:
        self._name = name
        self._number = bytes((today,))
        self._write = write
        self._read = read

    def encode(self, row: T) -> bytes:
        """Return the row in bytes, in today's format."""
        return self._number + self._write(row)

    def decode(self, data: bytes) -> T:
        """Return the row, whichever version wrote it.

        Raises:
            ValueError: A later version did, or it is no row of this kind.
        """
        read = self._read.get(data[0]) if data else None
        if read is None:
            raise ValueError(
                f"a row of {self._name} is of format {data[0] if data else 'nothing'}, "
                f"and this version reads {', '.join(map(str, self._read))}"
            )
        return read(data[1:])


_msgpack = msgspec.msgpack.Encoder().encode

RECORDS: RowKind[WaitingRecord] = Numbered(
    "a record that waits",
    today=1,
    write=_msgpack,
    read={1: msgspec.msgpack.Decoder(WaitingRecord).decode},
)
ANSWERS: RowKind[Answers] = Numbered(
    "answers", today=1, write=_msgpack, read={1: msgspec.msgpack.Decoder(Answers).decode}
)
WATCHED: RowKind[Watched] = Numbered(
    "a partition's watch",
    today=1,
    write=_msgpack,
    read={1: msgspec.msgpack.Decoder(Watched).decode},
)

decode_earlier = msgspec.msgpack.Decoder(EarlierWaiting).decode
"""Reads a row of 0.2.0. Nothing writes one any more."""


def records_under(partition: int) -> str:
    """Return what the keys of a partition's records begin with."""
    return f"{partition}!"


def record_key(partition: int, name: str, origin: Origin) -> str:
    """Return the key of one raw record of the article `name`: the same, however often it is read.

    The raw topic may be made anew and begin at offset 0: its time tells the two apart.
    """
    place = f"{origin.topic}|{origin.partition}|{origin.offset}|{origin.timestamp}"
    return f"{partition}!{name}|{hex64(hash64(place, 1))}"


def name_in(key: str, partition: int) -> str:
    """Return the article and version that a record's key names."""
    return key[len(f"{partition}!") :].rsplit("|", 1)[0]


def answers_under(partition: int) -> str:
    """Return what the keys of a partition's answers begin with; the name follows."""
    return f"{partition}="


def watch_key(partition: int) -> str:
    """Return the key of a partition's watch."""
    return f"{partition}~"


def earlier_under(partition: int) -> str:
    """Return what the keys of 0.2.0 begin with; the name follows."""
    return f"{partition}?"


def kept(candidates: tuple[Candidate, ...]) -> tuple[KeptCandidate, ...]:
    """Return an answer's candidates as they are kept."""
    return tuple([KeptCandidate(**msgspec.structs.asdict(each)) for each in candidates])


def candidates_of(kept: tuple[KeptCandidate, ...]) -> tuple[Candidate, ...]:
    """Return the candidates that were kept so."""
    return tuple([Candidate(**msgspec.structs.asdict(each)) for each in kept])
