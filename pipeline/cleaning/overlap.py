"""How far each line speaks of what title, body and other lines speak of: pairs of characters."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.text import chars

OVERLAP_COUNT: Final = 5
_BUCKETS: Final = 8192  # of character pairs; a page has about a thousand distinct ones
_WORD: Final = np.isin(
    np.arange(chars.CLASS_COUNT), (chars.HAN, chars.DIGIT, chars.LATIN, chars.NUMERAL)
)


def overlaps(
    codes: npt.NDArray[np.uint32],
    kinds: npt.NDArray[np.uint8],
    sizes: npt.NDArray[np.int64],
    told: npt.NDArray[np.bool_],
    title: npt.NDArray[np.uint32],
) -> npt.NDArray[np.float32]:
    """Return shares in 0..1 by line, (lines, `OVERLAP_COUNT`).

    Columns: pairs found in the title, title pairs found in the line, pairs found in another of the
    body lines (`told`), pairs that occur once more anywhere, and how often they do.

    Args:
        codes: Code points of all lines, joined.
        kinds: Their classes.
        sizes: How many of them each line has; none is empty.
        told: Which lines are running text.
        title: Code points of the title.
    """
    table = np.zeros((len(sizes), OVERLAP_COUNT), dtype=np.float32)
    if len(codes) < 2:
        return table
    ends = np.cumsum(sizes)
    word = _WORD[kinds]
    valid = np.zeros(len(codes), dtype=bool)
    np.logical_and(word[:-1], word[1:], out=valid[:-1])
    valid[ends - 1] = False  # a pair does not reach into the next line
    pairs = np.zeros(len(codes), dtype=np.int64)
    pairs[:-1] = _hash(codes[:-1], codes[1:])
    pairs[~valid] = _BUCKETS  # a bucket of their own
    named = np.zeros(_BUCKETS + 1, dtype=bool)
    named[_hash(title[:-1], title[1:])] = True
    inside = np.repeat(told, sizes)
    spoken = np.bincount(pairs[inside], minlength=_BUCKETS + 1)
    anywhere = np.bincount(pairs, minlength=_BUCKETS + 1)
    spoken[_BUCKETS], anywhere[_BUCKETS] = 0, 1
    again = anywhere[pairs]
    again -= 1
    rows = np.empty((5, len(codes)), dtype=np.float32)
    rows[0] = named[pairs]
    rows[1] = valid
    # A body line's own pairs do not speak for it: one occurrence is taken off.
    rows[2] = spoken[pairs] > inside
    rows[3] = again > 0
    rows[4] = again
    sums = np.add.reduceat(rows, ends - sizes, axis=1)
    share = 1 / np.maximum(sums[1], 1)
    table[:, 0] = sums[0] * share
    table[:, 1] = np.minimum(sums[0] / max(1, int(np.count_nonzero(named))), 1)
    table[:, 2:4] = (sums[2:4] * share).T
    table[:, 4] = np.log1p(sums[4] * share) / 3
    return table


def _hash(left: npt.NDArray[np.uint32], right: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Return the bucket of each pair; Knuth's multiplicative hash, its upper 13 bits."""
    mixed = left * np.uint32(31)
    mixed += right
    mixed *= np.uint32(2654435761)
    mixed >>= np.uint32(19)
    return mixed
