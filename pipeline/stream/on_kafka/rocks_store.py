"""A partition's tables on disk: one RocksDB a partition, rows and offsets written together."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

from rocksdict import BlockBasedOptions, Cache, Options, Rdict, WriteBatch

from pipeline.stream.disk import is_full
from pipeline.stream.tables import Rows
from pipeline.topology import MIB

log = logging.getLogger(__name__)

FORMAT = b"2"
"""Of keys and values in a store, also of what `pipeline.stream.changelogs` puts into them. A store
of another format is read from its changelogs anew."""

# Names of tables hold no NUL, so nothing of ours collides with a row.
_FORMAT_KEY = b"\0format"
_UPTO = b"\0upto\0"
_USED = b"\0used"

# Seconds after which a store is no longer believed: a compacted changelog keeps word of what was
# deleted for three days (`delete.retention.ms`), and a store that missed it would keep the row.
_BELIEVED = 2 * 86_400

# Enough for a partition's own rows, so that 32 of them fit beside each other. With 8 MiB and a
# cache of 32 a worker of eight partitions held 56 MB more, and was no faster.
_WRITE_BUFFER, _WRITE_BUFFERS, _OPEN_FILES = 2 * MIB, 2, 256
# One for all partitions of a process: what each may take would be as many times as much.
_BLOCK_CACHE = Cache(8 * MIB)
# RocksDB keeps a thousand logs of its own otherwise.
_LOG_FILES = 2


class RocksStore:
    """The tables of one partition.

    Shape: `{table} NUL {key}` to value; `NUL upto NUL {table}` to the changelog offset that the
    table's rows reach, in the same write: a process that is killed has both or neither.

    Args:
        path: Its folder, made when missing. What cannot be opened is set up anew: the changelogs
            have all of it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = _open(path)

    def read(self, table: str, key: bytes) -> bytes | None:
        """Return a stored value."""
        found: bytes | None = self._db.get(_prefix(table) + key)
        return found

    def keys(self, table: str, prefix: bytes = b"") -> list[bytes]:
        """Return the stored keys that begin with `prefix`."""
        # Sought, not filtered: beside a few articles that wait stand all that were decided.
        start = _prefix(table)
        wanted = start + prefix
        found: Any = self._db.keys(from_key=wanted)
        return [key[len(start) :] for key in takewhile(lambda key: key.startswith(wanted), found)]

    def first_key(self, table: str, start: bytes) -> bytes | None:
        """Return the first stored key from `start` on."""
        prefix = _prefix(table)
        found: Any = self._db.keys(from_key=prefix + start)
        key: bytes | None = next(iter(found), None)
        return key[len(prefix) :] if key is not None and key.startswith(prefix) else None

    def upto(self, table: str) -> int:
        """Return the first offset of the changelog that the table lacks."""
        return int(self._db.get(_UPTO + table.encode()) or 0)

    def apply(self, rows: Mapping[str, Rows], upto: Mapping[str, int]) -> None:
        """Write rows by table, together with the changelog offsets that they reach."""
        batch = WriteBatch(raw_mode=True)
        for table, changes in rows.items():
            start = _prefix(table)
            for key, value in changes.items():
                if value is None:
                    batch.delete(start + key)
                else:
                    batch.put(start + key, value)
        for table, offset in upto.items():
            batch.put(_UPTO + table.encode(), b"%d" % offset)
        batch.put(_USED, b"%d" % time.time())
        self._db.write(batch)

    def clear(self, table: str) -> None:
        """Forget all rows of a table."""
        batch = WriteBatch(raw_mode=True)
        start = _prefix(table)
        for key in self.keys(table):
            batch.delete(start + key)
        batch.delete(_UPTO + table.encode())
        self._db.write(batch)

    def close(self) -> None:
        """Give the files free: another process, or this one, may open them."""
        self._db.close()


def _prefix(table: str) -> bytes:
    return table.encode() + b"\0"


def _open(path: Path) -> Rdict:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        db = Rdict(str(path), _options())
        found = db.get(_FORMAT_KEY)
        if found == FORMAT and time.time() - int(db.get(_USED) or 0) < _BELIEVED:
            return db
        if found is None and next(iter(db.keys()), None) is None:
            return _begun(db)
        log.warning("%s is old, or of another format: it is read from the changelogs anew", path)
        db.close()
    except Exception as error:  # rocksdict raises plain ones
        # On a full disk it is whole, and a new one would have no room either.
        if "lock" in str(error).lower() or is_full(error):
            raise
        log.warning("%s cannot be opened (%s): it is read from the changelogs anew", path, error)
    shutil.rmtree(path, ignore_errors=True)
    return _begun(Rdict(str(path), _options()))


def _begun(db: Rdict) -> Rdict:
    batch = WriteBatch(raw_mode=True)
    batch.put(_FORMAT_KEY, FORMAT)
    batch.put(_USED, b"%d" % time.time())
    db.write(batch)
    return db


def _options() -> Options:
    options = Options(raw_mode=True)
    options.create_if_missing(True)  # noqa: FBT003 - rocksdict's signature
    options.set_write_buffer_size(_WRITE_BUFFER)
    options.set_max_write_buffer_number(_WRITE_BUFFERS)
    options.set_max_open_files(_OPEN_FILES)
    options.set_keep_log_file_num(_LOG_FILES)
    tables = BlockBasedOptions()
    tables.set_block_cache(_BLOCK_CACHE)
    options.set_block_based_table_factory(tables)
    return options
