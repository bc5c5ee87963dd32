"""A compact multimap of 32-bit keys to document slots: eight bytes an entry."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

# Homes from the start: 8 KB, for a shard that never sees more.
_SMALLEST = 1024
# Beyond this load linear probing slows down (eight steps for a miss). Small steps of growth keep
# the mean load at two thirds, where doubling gives a half: 84 bytes a document instead of 112.
_FULLEST = 0.75
_GROWTH = 1.25
# Room behind the last home, so that a run of entries never wraps around.
_SLACK = 512
# Golden ratio: spreads keys whose low bits are alike over the table.
_ODD = 0x9E3779B97F4A7C15
_MASK32 = 0xFFFFFFFF


def key_of(hash_value: int) -> int:
    """Return the table key, 32 bits, of a hash of any width."""
    return (hash_value * _ODD >> 16) & _MASK32


class PostingsTable:
    """Open addressing over one array of 64-bit words: key in the high half, slot in the low one.

    Slots are counted from 1; a word of 0 is empty. Entries are never removed one by one:
    `keep` drops many at once and moves the others together.
    """

    def __init__(self) -> None:
        self._homes = _SMALLEST
        self._words = array("Q", bytes(8 * (_SMALLEST + _SLACK)))
        self._room = int(_FULLEST * _SMALLEST)
        self._count = 0

    @property
    def nbytes(self) -> int:
        """Return the bytes that the entries and their free room take."""
        return len(self._words) * 8

    def slots(self, key: int) -> list[int]:
        """Return the slots kept under `key`, oldest first."""
        return self.slots_of((key,))[0]

    def slots_of(self, keys: Iterable[int]) -> list[list[int]]:
        """Return for each of `keys` the slots kept under it, oldest first."""
        words, homes = self._words, self._homes
        rows = []
        for key in keys:
            position = key * homes >> 32
            found = []
            while word := words[position]:
                if word >> 32 == key:
                    found.append(word & _MASK32)
                position += 1
            rows.append(found)
        return rows

    def add(self, keys: Iterable[int], slot: int, *, most: int) -> None:
        """Keep `slot` under each of `keys` under which fewer than `most` slots stand."""
        for key in keys:
            if self._count >= self._room:
                self._grow()
            words = self._words
            position = key * self._homes >> 32
            room = most
            while word := words[position]:
                room -= word >> 32 == key
                position += 1
            if room <= 0:
                continue
            words[position] = key << 32 | slot
            self._count += 1
            if position >= len(words) - 2:
                self._grow()

    def move(self, keys: Iterable[int], old: int, new: int) -> list[int]:
        """Put slot `new` in place of `old` under each of `keys`; return those where it was not."""
        words = self._words
        missing = []
        for key in keys:
            position = key * self._homes >> 32
            wanted = key << 32 | old
            while (word := words[position]) and word != wanted:
                position += 1
            if word:
                words[position] = key << 32 | new
            else:
                missing.append(key)
        return missing

    def keep(self, moved: npt.NDArray[np.uint32]) -> None:
        """Drop and renumber: `moved[slot]` is the new slot, 0 for one that goes."""
        words = _filled(self._words)
        slots = moved[(words & np.uint64(_MASK32)).astype(np.int64)].astype(np.uint64)
        words = (words & ~np.uint64(_MASK32) | slots)[slots != 0]
        # What a day adds has room, so that the next documents do not make it grow at once.
        self._rebuild(words, max(_SMALLEST, int(words.size / _FULLEST * _GROWTH)))

    def _grow(self) -> None:
        self._rebuild(_filled(self._words), int(self._homes * _GROWTH))

    def _rebuild(self, words: npt.NDArray[np.uint64], homes: int) -> None:
        # In key order each entry stands at its home or right behind the one before it: a running
        # maximum, so that eight million entries move in a second instead of ten.
        words = words[np.argsort(words >> np.uint64(32), kind="stable")]
        order = np.arange(words.size, dtype=np.int64)
        wanted = ((words >> np.uint64(32)) * np.uint64(homes) >> np.uint64(32)).astype(np.int64)
        places = np.maximum.accumulate(wanted - order) + order if words.size else wanted
        last = int(places[-1]) if words.size else 0
        target = np.zeros(max(homes, last + 1) + _SLACK, dtype=np.uint64)
        target[places] = words
        self._homes = homes
        self._words = array("Q", target.tobytes())
        self._count = int(words.size)
        self._room = int(_FULLEST * homes)


def _filled(words: array[int]) -> npt.NDArray[np.uint64]:
    """Return the entries without the empty words, in the order they stand."""
    entries = np.frombuffer(words, dtype=np.uint64)
    filled: npt.NDArray[np.uint64] = entries[entries != 0]
    return filled
