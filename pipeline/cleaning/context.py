"""What stands around a line: its neighbours, its run, what the document holds before and after."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from pipeline.cleaning.features import BASE_COUNT, PHRASE_AT, TAIL_AT, Base, Floats, Ints
from pipeline.cleaning.leads import LEAD_COUNT
from pipeline.cleaning.overlap import OVERLAP_COUNT

_LEAD_AT: Final = TAIL_AT - LEAD_COUNT
_OVERLAP_AT: Final = _LEAD_AT - OVERLAP_COUNT

# The columns of the base that neighbours are asked for: length, share of digits and commas, stops,
# commas, spaces, bars, ends, core, closed, overlaps, leads, dates, affixes, function words.
_ASKED: Final = np.array(
    [
        *(0, 3, 5, 7, 8, 12, 17, 18, 20, 21, 26, 27, 29, 30, 31, 33, 34, 35),
        *range(_OVERLAP_AT - 2, _LEAD_AT + 6),
        _LEAD_AT + 8,
        *(TAIL_AT, TAIL_AT + 2, TAIL_AT + 3, TAIL_AT + 4, TAIL_AT + 5),
        *range(PHRASE_AT, PHRASE_AT + 5),
    ]
)
_PLACE_COUNT: Final = 16
_ALL: Final = 1 << 30
# What each network is told of the lines around a line: single lines at these distances, and the
# means of up to so many lines before and of as many after.
_NEAR: Final = ((-2, -1, 1, 2), (5, _ALL))
_WIDE: Final = ((-4, -3, -2, -1, 1, 2, 3, 4), (4, 12, _ALL))
CONTEXT_COUNT: Final = BASE_COUNT + len(_ASKED) * 9 + _PLACE_COUNT
# Up to this many lines sums are one product with a small matrix: numpy's cumulative sums along
# the first axis cost five times as much on pages of ordinary size.
_SMALL: Final = 96


class Runs(NamedTuple):
    """Maximal runs of lines with the same lead: the run of each line, each run's first and size."""

    of: Ints
    first: Ints
    size: Ints


def find_runs(signatures: Ints) -> Runs:
    """Return the runs of equal `signatures`."""
    of, first = [], []
    previous = -1
    for number, signature in enumerate(signatures.tolist()):
        if signature != previous:
            first.append(number)
            previous = signature
        of.append(len(first) - 1)
    starts = np.array([*first, len(of)], dtype=np.int64)
    return Runs(np.array(of, dtype=np.int64), starts[:-1], starts[1:] - starts[:-1])


def run_means(values: Floats, runs: Runs) -> Floats:
    """Return for each line the mean of `values` over its run, shape as given."""
    sums = np.add.reduceat(values, runs.first, axis=0)
    sums /= runs.size[:, None]
    means: Floats = sums[runs.of]
    return means


def surroundings(values: Floats, offsets: tuple[int, ...], widths: tuple[int, ...]) -> list[Floats]:
    """Return `values` of the lines at each of `offsets`, then means before and after by width.

    Each is of the shape of `values`, zero where there are no such lines.
    """
    count, columns = values.shape
    if count <= _SMALL:
        both = _mixing(count, offsets, widths) @ values
        return list(both.reshape(-1, count, columns))
    found = []
    for offset in offsets:
        moved = np.zeros_like(values)
        if offset < 0:
            moved[-offset:] = values[:offset]
        else:
            moved[:-offset] = values[offset:]
        found.append(moved)
    sums = np.zeros((count + 1, columns), dtype=np.float64)
    np.cumsum(values, axis=0, out=sums[1:])
    index = np.arange(count)
    for width in widths:
        low = np.maximum(index - width, 0)
        high = np.minimum(index + 1 + width, count)
        before = (sums[index] - sums[low]) / np.maximum(index - low, 1)[:, None]
        after = (sums[high] - sums[index + 1]) / np.maximum(high - index - 1, 1)[:, None]
        found.extend((before.astype(np.float32), after.astype(np.float32)))
    return found


@lru_cache(maxsize=2 * _SMALL)
def _mixing(count: int, offsets: tuple[int, ...], widths: tuple[int, ...]) -> Floats:
    """Return the matrix, (parts times lines, lines), whose product is what lies around."""
    parts = [np.eye(count, k=offset) for offset in offsets]
    index = np.arange(count)
    distance = index[None, :] - index[:, None]
    for width in widths:
        sides = ((distance < 0) & (distance >= -width), (distance > 0) & (distance <= width))
        parts.extend(side / np.maximum(side.sum(axis=1), 1)[:, None] for side in sides)
    return np.concatenate(parts).astype(np.float32)


@lru_cache(maxsize=512)
def _page_places(count: int) -> Floats:
    """Return the columns of `places` that depend on the number of lines only."""
    index = np.arange(count)
    return np.column_stack(
        [index / count, 1 / (1 + index), 1 / (count - index), np.full(count, np.log1p(count) / 5)]
    ).astype(np.float32)


def places(base: Base, gaps: Ints, runs: Runs) -> Floats:
    """Return where each line stands, (lines, 16): in the document, in its run, beside blanks.

    Args:
        base: The lines' own features.
        gaps: Blank lines before each line.
        runs: Their runs.
    """
    count = len(gaps)
    table = np.empty((count, _PLACE_COUNT), dtype=np.float32)
    core = base.core
    told = np.cumsum(base.lengths * core)
    total = max(1, int(told[-1]))
    cores = np.cumsum(core)
    spaced = gaps > 0
    table[:, :4] = _page_places(count)
    table[:, 4] = told / total
    table[:, 5] = np.minimum(cores, 6) / 6
    table[:, 6] = np.minimum(cores[-1] - cores + core, 6) / 6
    table[:, 7] = np.log1p(total) / 8
    size = runs.size[runs.of]
    table[:, 8] = np.log1p(size) / 4
    table[:, 9] = 1 / (1 + np.arange(count) - runs.first[runs.of])
    table[:, 10] = spaced
    table[:-1, 11] = spaced[1:]
    table[-1, 11] = 1
    table[:, 12] = np.count_nonzero(spaced) / count
    table[:, 13] = size / count
    table[:, 14] = cores[-1] / count
    table[:, 15] = _run_spread(base.table[:, 0], runs)
    return table


def _run_spread(values: Floats, runs: Runs) -> Floats:
    """Return the standard deviation of `values` within each line's run."""
    both = np.empty((len(values), 2), dtype=np.float32)
    both[:, 0] = values
    np.multiply(values, values, out=both[:, 1])
    means = np.add.reduceat(both, runs.first, axis=0) / runs.size[:, None]
    spread: Floats = np.sqrt(np.maximum(means[:, 1] - means[:, 0] ** 2, 0))[runs.of]
    return spread


def context_features(base: Base, place: Floats, runs: Runs) -> Floats:
    """Return the features of each line in its document, (lines, `CONTEXT_COUNT`)."""
    asked = base.table[:, _ASKED]
    around = surroundings(asked, *_NEAR)
    return np.concatenate([base.table, *around, run_means(asked, runs), place], axis=1)


def opinion_features(base: Base, place: Floats, runs: Runs, opinions: Floats) -> Floats:
    """Return features of a second look: what a first look said of each line and those around it.

    Args:
        base: The lines' own features.
        place: Of `places`.
        runs: Of `find_runs`.
        opinions: Probabilities of the labels, (lines, labels).
    """
    around = surroundings(opinions, *_WIDE)
    before = np.zeros_like(opinions)
    np.maximum.accumulate(opinions[:-1], axis=0, out=before[1:])
    after = np.zeros_like(opinions)
    np.maximum.accumulate(opinions[:0:-1], axis=0, out=after[-2::-1])
    means = run_means(opinions, runs)
    return np.concatenate([base.table, *around, opinions, means, before, after, place], axis=1)


def opinion_count(labels: int) -> int:
    """Return the columns of `opinion_features`."""
    return BASE_COUNT + labels * (len(_WIDE[0]) + 2 * len(_WIDE[1]) + 4) + _PLACE_COUNT
