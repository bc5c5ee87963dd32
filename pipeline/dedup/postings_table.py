"""A compact multimap of 32-bit keys to document slots: eight bytes an entry."""

from __future__ import annotations

from array import array

import numpy as np
import numpy.typing as npt

_SMALLEST_BITS = 10
# Beyond this load linear probing slows down; growth doubles, so the mean load is about a half.
_FULLEST = 0.75
# Room behind the last home, so that a run of entries never wraps around.
_SLACK = 512
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
        self._bits = _SMALLEST_BITS
        self._words = array("Q", bytes(8 * ((1 << self._bits) + _SLACK)))
        self._count = 0

    def __len__(self) -> int:
        """Return the number of entries."""
        return self._count

    @property
    def nbytes(self) -> int:
        """Return the bytes that the entries and their free room take."""
        return len(self._words) * 8

    def slots(self, key: int) -> list[int]:
        """Return the slots kept under `key`, oldest first."""
        words = self._words
        position = key >> (32 - self._bits)
        found = []
        while word := words[position]:
            if word >> 32 == key:
                found.append(word & _MASK32)
            position += 1
        return found

    def add(self, key: int, slot: int) -> None:
        """Keep `slot` under `key`."""
        if self._count >= _FULLEST * (1 << self._bits):
            self._rebuild(np.frombuffer(self._words, dtype=np.uint64).copy(), self._bits + 1)
        words = self._words
        position = key >> (32 - self._bits)
        while words[position]:
            position += 1
        words[position] = key << 32 | slot
        self._count += 1
        if position >= len(words) - 2:
            grown = np.frombuffer(words, dtype=np.uint64).copy()
            self._rebuild(grown, self._bits + 1)

    def keep(self, moved: npt.NDArray[np.uint32]) -> None:
        """Drop and renumber: `moved[slot]` is the new slot, 0 for one that goes."""
        words = np.frombuffer(self._words, dtype=np.uint64)
        words = words[words != 0]
        slots = moved[(words & np.uint64(_MASK32)).astype(np.int64)].astype(np.uint64)
        words = (words & ~np.uint64(_MASK32) | slots)[slots != 0]
        bits = _SMALLEST_BITS
        while words.size >= _FULLEST * (1 << bits):
            bits += 1
        self._rebuild(words, bits)

    def _rebuild(self, words: npt.NDArray[np.uint64], bits: int) -> None:
        # In key order each entry stands at its home or right behind the one before it: a running
        # maximum, so that eight million entries move in a second instead of ten.
        words = words[words != 0]
        words = words[np.argsort(words >> np.uint64(32), kind="stable")]
        order = np.arange(words.size, dtype=np.int64)
        homes = (words >> np.uint64(64 - bits)).astype(np.int64)
        places = np.maximum.accumulate(homes - order) + order if words.size else homes
        last = int(places[-1]) if words.size else 0
        target = np.zeros(max((1 << bits), last + 1) + _SLACK, dtype=np.uint64)
        target[places] = words
        self._bits = bits
        self._words = array("Q", target.tobytes())
        self._count = int(words.size)
