"""What was read and sent, in one SQLite file: nothing is lost and nothing sent twice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from pipeline.feeds.state_file import StateFile
from pipeline.types.articles import Struct

_TABLES = """
create table if not exists feeds (
    url text primary key, etag text, modified text, digest blob,
    not_before real not null, failures integer not null, gone integer not null,
    pages integer not null
) without rowid;
create table if not exists seen (
    id blob not null, version blob not null, primary key (id, version)
) without rowid;
create table if not exists tries (
    id blob not null, version blob not null, number integer not null, primary key (id, version)
) without rowid;
create table if not exists sending (
    digest blob primary key, id blob not null, version blob not null, item blob not null,
    key text not null, value blob not null, begun real not null
);
"""


class FeedState(Struct, frozen=True, kw_only=True):
    """What is known of a feed; its server wants no request before `not_before`, in Unix seconds.

    Validators and digest are of a reading with `pages`, or without.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    digest: bytes | None = None
    not_before: float = 0.0
    failures: int = 0
    gone: bool = False
    pages: bool = False


_SEEN = "insert or ignore into seen values (?, ?)"
_COLUMNS = ", ".join(FeedState.__struct_fields__)
_MARKS = ", ".join("?" * len(FeedState.__struct_fields__))


class Sending(Struct, frozen=True, kw_only=True):
    """A record on its way. `item` is the version of the item, which its page may not have.

    `where` says where it came from, for a person.
    """

    id: str
    version: str
    item: str
    key: str
    value: bytes
    where: str = ""

    @property
    def digest(self) -> bytes:
        """The SHA-256 of its bytes, by which it is found on the topic."""
        return hashlib.sha256(self.value).digest()


class FeedMemory:
    """The file. One process has it at a time; every change is on the disk when the call returns.

    An item goes to `sending` before it is sent, whole, and to `seen` when the broker has it. What
    a kill leaves in `sending` may be on the topic or not: the next start looks.

    Args:
        path: Where it lies.

    Raises:
        UnreadableInputError: It cannot be written, is no such file, or is in use.
    """

    def __init__(self, path: Path) -> None:
        self._file = StateFile(path, _TABLES)

    def close(self) -> None:
        """Close it."""
        self._file.close()

    def feed(self, url: str) -> FeedState:
        """Return what is known of a feed."""
        question = f"select {_COLUMNS} from feeds where url = ?"  # noqa: S608 - our own names
        rows = self._file.rows(question, (url,))
        return _feed_of(rows[0]) if rows else FeedState(url=url)

    def note(self, feed: FeedState) -> None:
        """Remember a feed."""
        values = [getattr(feed, name) for name in FeedState.__struct_fields__]
        statement = f"insert or replace into feeds values ({_MARKS})"  # noqa: S608 - marks alone
        self._file.change((statement, [values]))

    def has(self, name: str, version: str) -> bool:
        """Tell whether this version of an article was sent."""
        question = "select 1 from seen where id = ? and version = ?"
        return bool(self._file.rows(question, _key(name, version)))

    def begin(self, records: Sequence[Sending], now: float) -> None:
        """Note records before they are sent."""
        rows = [
            (r.digest, *_key(r.id, r.version), bytes.fromhex(r.item), r.key, r.value, now)
            for r in records
        ]
        self._file.change(("insert or replace into sending values (?, ?, ?, ?, ?, ?, ?)", rows))

    def sent(self, records: Sequence[Sending]) -> None:
        """Note that the broker has these records."""
        seen = [_key(r.id, version) for r in records for version in {r.version, r.item}]
        self._file.change(
            (_SEEN, seen),
            ("delete from tries where id = ? and version = ?", seen),
            ("delete from sending where digest = ?", [(r.digest,) for r in records]),
        )

    def saw(self, name: str, version: str) -> None:
        """Note a version of an article that need not be sent."""
        self._file.change((_SEEN, [_key(name, version)]))

    def left(self) -> tuple[list[Sending], float, float]:
        """Return what a run before may have sent or not, and from when to when it began with it."""
        rows = self._file.rows(
            "select id, version, item, key, value, begun from sending order by rowid"
        )
        found = [
            Sending(
                id=str(UUID(bytes=name)),
                version=version.hex(),
                item=item.hex(),
                key=key,
                value=value,
            )
            for name, version, item, key, value, _ in rows
        ]
        begun = [row[-1] for row in rows] or [0.0]
        return found, min(begun), max(begun)

    def tried(self, name: str, version: str) -> int:
        """Count a page that was not to be had; return how often that was."""
        count = "insert into tries values (?, ?, 1) on conflict do update set number = number + 1"
        self._file.change((count, [_key(name, version)]))
        question = "select number from tries where id = ? and version = ?"
        return int(self._file.rows(question, _key(name, version))[0][0])


def _feed_of(row: tuple[Any, ...]) -> FeedState:
    values = dict(zip(FeedState.__struct_fields__, row, strict=True))
    return FeedState(**values | {"gone": bool(values["gone"]), "pages": bool(values["pages"])})


def _key(name: str, version: str) -> tuple[bytes, bytes]:
    return UUID(name).bytes, bytes.fromhex(version)
