"""How far each line speaks of what title, body and other lines speak of: pairs of characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.text import chars

OVERLAP_COUNT: Final = 5
_BUCKETS: Final = 8192  # of character pairs; a page has about a thousand distinct ones
_PAIR: Final = re.compile("[\u3400-\u9fff]{2}")
_WORD: Final = np.isin(
    np.arange(chars.CLASS_COUNT), (chars.HAN, chars.DIGIT, chars.LATIN, chars.NUMERAL)
)


def overlaps(
    codes: npt.NDArray[np.uint32],
    kinds: npt.NDArray[np.uint8],
    sizes: npt.NDArray[np.int64],
    told: npt.NDArray[np.bool_],
    titles: Sequence[str],
    counts: npt.NDArray[np.int64],
) -> npt.NDArray[np.float32]:
    """Return shares in 0..1 by line, (lines, `OVERLAP_COUNT`); each page speaks for itself.

    Columns: pairs found in the title, title pairs found in the line, pairs found in another of the
    body lines (`told`), pairs that occur once more anywhere, and how often they do.

    Args:
        codes: Code points of all lines of all pages, joined.
        kinds: Their classes.
        sizes: How many of them each line has; none is empty.
        told: Which lines are running text.
        titles: What each page is about.
        counts: How many lines each page has; none is empty.
    """
    table = np.zeros((len(sizes), OVERLAP_COUNT), dtype=np.float32)
    if len(codes) < 2:
        return table
    ends = np.cumsum(sizes)
    word = _WORD.take(kinds)
    valid = np.zeros(len(codes), dtype=bool)
    np.logical_and(word[:-1], word[1:], out=valid[:-1])
    valid[ends - 1] = False  # a pair does not reach into the next line
    pairs = np.zeros(len(codes), dtype=np.int64)
    pairs[:-1] = _hash(codes[:-1], codes[1:])
    pairs[~valid] = _BUCKETS  # a bucket of their own
    # Pages do not know of each other: each has buckets of its own.
    share = _BUCKETS + 1
    every = len(counts) * share
    first = np.cumsum(counts) - counts
    pairs += np.repeat(np.arange(0, every, share), np.add.reduceat(sizes, first))
    named, known = _named(titles)
    inside = np.repeat(told, sizes)
    spoken = np.bincount(pairs[inside], minlength=every)
    anywhere = np.bincount(pairs, minlength=every)
    spoken[_BUCKETS::share], anywhere[_BUCKETS::share] = 0, 1
    again = anywhere.take(pairs)
    again -= 1
    rows = np.empty((5, len(codes)), dtype=np.float32)
    rows[0] = named.take(pairs)
    rows[1] = valid
    # A body line's own pairs do not speak for it: one occurrence is taken off.
    rows[2] = spoken.take(pairs) > inside
    rows[3] = again > 0
    rows[4] = again
    sums = np.add.reduceat(rows, ends - sizes, axis=1)
    part = 1 / np.maximum(sums[1], 1)
    table[:, 0] = sums[0] * part
    table[:, 1] = np.minimum(sums[0] / np.repeat(np.maximum(known, 1), counts), 1)
    table[:, 2:4] = (sums[2:4] * part).T
    table[:, 4] = np.log1p(sums[4] * part) / 3
    return table


def shared_pairs(line: str, text: str) -> int:
    """Return how many distinct pairs of Han characters of `line` stand in `text` too."""
    pairs = {line[at : at + 2] for at in range(len(line) - 1) if _PAIR.match(line, at)}
    return sum(pair in text for pair in pairs)


def _named(titles: Sequence[str]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float32]]:
    """Return by page and bucket whether the title has such a pair, and how many it has by page."""
    named = np.zeros((len(titles), _BUCKETS + 1), dtype=bool)
    codes = chars.code_points("".join(titles))
    page = np.repeat(np.arange(len(titles)), [len(title) for title in titles])
    # A pair does not reach into the next title.
    within = page[:-1] == page[1:]
    named[page[:-1][within], _hash(codes[:-1], codes[1:])[within]] = True
    return named.ravel(), np.count_nonzero(named, axis=1).astype(np.float32)


def _hash(left: npt.NDArray[np.uint32], right: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Return the bucket of each pair; Knuth's multiplicative hash, its upper 13 bits."""
    mixed = left * np.uint32(31)
    mixed += right
    mixed *= np.uint32(2654435761)
    mixed >>= np.uint32(19)
    return mixed
