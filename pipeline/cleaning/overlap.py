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
    owner: npt.NDArray[np.int64],
    told: npt.NDArray[np.bool_],
    title: npt.NDArray[np.uint32],
) -> npt.NDArray[np.float32]:
    """Return shares in 0..1 by line, (lines, `OVERLAP_COUNT`).

    Columns: pairs found in the title, title pairs found in the line, pairs found in another of the
    body lines (`told`), pairs that occur once more anywhere, and how often they do.

    Args:
        codes: Code points of all lines, joined.
        kinds: Their classes.
        owner: The line of each code point, ascending.
        told: Which lines are running text.
        title: Code points of the title.
    """
    count = len(told)
    table = np.zeros((count, OVERLAP_COUNT), dtype=np.float32)
    word = _WORD[kinds]
    valid = np.flatnonzero(word[:-1] & word[1:] & (owner[:-1] == owner[1:]))
    if not valid.size:
        return table
    pairs = _hash(codes[valid], codes[valid + 1])
    of = owner[valid]
    totals = np.maximum(np.bincount(of, minlength=count), 1)
    named = np.zeros(_BUCKETS, dtype=bool)
    named[_hash(title[:-1], title[1:])] = True
    hits = np.bincount(of, weights=named[pairs], minlength=count)
    table[:, 0] = hits / totals
    table[:, 1] = np.minimum(hits / max(1, int(np.count_nonzero(named))), 1)
    inside = told[of]
    spoken = np.bincount(pairs[inside], minlength=_BUCKETS)
    # A body line's own pairs do not speak for it: one occurrence is taken off.
    table[:, 2] = np.bincount(of, weights=spoken[pairs] > inside, minlength=count) / totals
    again = np.bincount(pairs, minlength=_BUCKETS)[pairs] - 1
    table[:, 3] = np.bincount(of, weights=again > 0, minlength=count) / totals
    table[:, 4] = np.log1p(np.bincount(of, weights=again, minlength=count) / totals) / 3
    return table


def _hash(left: npt.NDArray[np.uint32], right: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """Return the bucket of each pair; Knuth's multiplicative hash, its upper 13 bits."""
    mixed = (left * np.uint32(31) + right) * np.uint32(2654435761)
    return (mixed >> np.uint32(19)).astype(np.int64)
