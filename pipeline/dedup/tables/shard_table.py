"""The rows of one shard in its table, for the next start: in the order they came."""

from __future__ import annotations

import struct
from collections.abc import Iterator, MutableMapping

from pipeline.dedup.tables.story_row import pack_keys, split
from pipeline.text.fingerprint import hash64, hex64

_PLACE = struct.Struct("<I")
_PLACES = 1 << 32


class ShardTable:
    """Rows by article id, each with its number in the shard and the keys that find it.

    Shape of the table: `{shard}|{hash of the article id, 16 hex digits}` to number, keys and row,
    see `pipeline.dedup.tables.story_row`.

    Args:
        table: A dict or a table of the stream; None keeps nothing.
        shard: The number of the shard.
    """

    def __init__(self, table: MutableMapping[str, bytes] | None, shard: int) -> None:
        self._table = table
        self._prefix = f"{shard}|"
        self._last = 0

    def put(self, article: str, keys: list[int], data: bytes) -> None:
        """Keep the row of an article that came now."""
        if self._table is not None:
            self._last = (self._last + 1) % _PLACES
            self._table[self._key(article)] = _PLACE.pack(self._last) + pack_keys(keys) + data

    def rewrite(self, article: str, data: bytes) -> None:
        """Put `data` in place of an article's row; its number and keys stay."""
        if self._table is not None:
            key = self._key(article)
            stored = self._table[key]
            self._table[key] = stored[: _PLACE.size + 1 + 4 * stored[_PLACE.size]] + data

    def drop(self, article: str) -> None:
        """Forget an article's row."""
        if self._table is not None:
            self._table.pop(self._key(article), None)

    def load(self) -> Iterator[tuple[tuple[int, ...], bytes]]:
        """Yield keys and row of each article as they came: a restart answers as if none were."""
        items = [] if self._table is None else list(self._table.items())
        mine = [
            (_PLACE.unpack_from(stored)[0], stored[_PLACE.size :])
            for key, stored in items
            if key.startswith(self._prefix)
        ]
        for self._last, stored in sorted(mine):
            yield split(stored)

    def _key(self, article: str) -> str:
        return self._prefix + hex64(hash64(article))
