"""Which window owns which row of the weight table: the most frequent of those that fall on it.

A plain hashing trick lets all windows share rows; of 60 million distinct ones in the training texts
most occur once, and their noise cost half a point of F1. So a row belongs to one window, the table
stores check bits of its hash, and every other window has no weights.
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from pipeline.entities.tagging.features import CHECK_BITS, TABLE_BITS

Hashes = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]

EMPTY = 1 << TABLE_BITS
_CHECK = (1 << CHECK_BITS) - 1


def own_rows(hashes: Hashes, rarest: int) -> Bytes:
    """Overwrite `hashes` with table rows, `EMPTY` for windows that own none; return the checks.

    Args:
        hashes: Hashes of TABLE_BITS + CHECK_BITS bits, shape (characters, features).
        rarest: Windows seen less often own nothing.
    """
    counts = np.zeros(1 << (TABLE_BITS + CHECK_BITS), dtype=np.uint8)
    _count(hashes, counts)
    most = np.zeros(EMPTY, dtype=np.uint8)
    checks = np.zeros(EMPTY, dtype=np.uint8)
    _choose(hashes, counts, most, checks, rarest)
    _to_rows(hashes, counts, most, checks, rarest)
    return checks


@numba.njit(cache=True)
def _count(hashes: Hashes, counts: Bytes) -> None:
    for i in range(hashes.shape[0]):
        for f in range(hashes.shape[1]):
            if counts[hashes[i, f]] < 255:
                counts[hashes[i, f]] += 1


@numba.njit(cache=True)
def _choose(hashes: Hashes, counts: Bytes, most: Bytes, checks: Bytes, rarest: int) -> None:
    for i in range(hashes.shape[0]):
        for f in range(hashes.shape[1]):
            code = hashes[i, f]
            row = code >> CHECK_BITS
            if counts[code] >= rarest and counts[code] > most[row]:
                most[row] = counts[code]
                checks[row] = code & _CHECK


@numba.njit(cache=True)
def _to_rows(hashes: Hashes, counts: Bytes, most: Bytes, checks: Bytes, rarest: int) -> None:
    for i in range(hashes.shape[0]):
        for f in range(hashes.shape[1]):
            code = hashes[i, f]
            row = code >> CHECK_BITS
            owned = most[row] > 0 and counts[code] >= rarest and checks[row] == code & _CHECK
            hashes[i, f] = row if owned else EMPTY
