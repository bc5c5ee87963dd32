"""What stands around a line: its neighbours, its run, what the document holds before and after."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.lines.features import BASE_COUNT, MARK_AT, PHRASE_AT, Base, Floats, Ints
from pipeline.cleaning.lines.line_starts import START_COUNT
from pipeline.cleaning.lines.overlap import OVERLAP_COUNT

_START_AT: Final = MARK_AT - START_COUNT
_OVERLAP_AT: Final = _START_AT - OVERLAP_COUNT

# The columns of the base that neighbours are asked for: length, share of digits and commas, stops,
# commas, spaces, bars, ends, core, closed, overlaps, starts, dates, affixes, function words.
_ASKED: Final = np.array(
    [
        *(0, 3, 5, 7, 8, 12, 17, 18, 20, 21, 26, 27, 29, 30, 31, 33, 34, 35),
        *range(_OVERLAP_AT - 2, _START_AT + 6),
        _START_AT + 8,
        *(MARK_AT, MARK_AT + 2, MARK_AT + 3, MARK_AT + 4, MARK_AT + 5),
        *range(PHRASE_AT, PHRASE_AT + 5),
    ]
)
# Columns of where a line stands, filled one by one below.
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
    """Maximal runs of lines that start alike: the run of each line, each run's first and size."""

    of: Ints
    first: Ints
    size: Ints


def find_runs(signatures: Ints, pages: Ints | None = None) -> Runs:
    """Return the runs of equal `signatures`; none reaches from one page to another.

    `pages` says how many lines each page has; without it all are of one.
    """
    opens = np.ones(len(signatures), dtype=bool)
    np.not_equal(signatures[1:], signatures[:-1], out=opens[1:])
    if pages is not None:
        opens[np.cumsum(pages) - pages] = True
    first = np.flatnonzero(opens)
    return Runs(np.cumsum(opens) - 1, first, np.diff(first, append=len(signatures)))


def run_means(values: Floats, runs: Runs) -> Floats:
    """Return for each line the mean of `values` over its run, shape as given."""
    sums = np.add.reduceat(values, runs.first, axis=0)
    sums /= runs.size[:, None]
    means: Floats = sums[runs.of]
    return means


def surroundings(
    values: Floats, offsets: tuple[int, ...], widths: tuple[int, ...], pages: Ints | None = None
) -> list[Floats]:
    """Return `values` of the lines at each of `offsets`, then means before and after by width.

    Each is of the shape of `values`, zero where a page (`pages` are their sizes) has no such lines.
    """
    sizes = np.array([len(values)]) if pages is None else pages
    page = np.repeat(np.arange(len(sizes)), sizes)
    found = np.empty((len(offsets) + 2 * len(widths), *values.shape), dtype=np.float32)
    for part, offset in zip(found, offsets, strict=False):
        far = abs(offset)
        to, of = (slice(far, None), slice(-far)) if offset < 0 else (slice(-far), slice(far, None))
        part[slice(far) if offset < 0 else slice(-far, None)] = 0
        part[to] = values[of]
        part[to][page[to] != page[of]] = 0
    at = 0
    for size in sizes.tolist():
        _means(values[at : at + size], widths, found[len(offsets) :, at : at + size])
        at += size
    return list(found)


def _means(values: Floats, widths: tuple[int, ...], out: Floats) -> None:
    """Fill `out`, (twice the widths, lines, columns), with the means before and after each line."""
    count, columns = values.shape
    if count <= _SMALL:
        np.matmul(_mixing(count, widths), values, out=out)
        return
    sums = np.zeros((count + 1, columns), dtype=np.float64)
    np.cumsum(values, axis=0, out=sums[1:])
    index = np.arange(count)
    for number, width in enumerate(widths):
        low = np.maximum(index - width, 0)
        high = np.minimum(index + 1 + width, count)
        before = (sums[index] - sums[low]) / np.maximum(index - low, 1)[:, None]
        after = (sums[high] - sums[index + 1]) / np.maximum(high - index - 1, 1)[:, None]
        out[2 * number], out[2 * number + 1] = before, after


@lru_cache(maxsize=2 * _SMALL)
def _mixing(count: int, widths: tuple[int, ...]) -> Floats:
    """Return the matrices, (twice the widths, lines, lines), whose products are the means around.

    Several of them, since one product of all would be large enough for OpenBLAS to use threads.
    """
    parts: list[npt.NDArray[np.float64]] = []
    index = np.arange(count)
    distance = index[None, :] - index[:, None]
    for width in widths:
        sides = ((distance < 0) & (distance >= -width), (distance > 0) & (distance <= width))
        parts.extend(side / np.maximum(side.sum(axis=1), 1)[:, None] for side in sides)
    return np.array(parts, dtype=np.float32)


def places(base: Base, gaps: Ints, runs: Runs) -> Floats:
    """Return where each line stands, (lines, 16): in the document, in its run, beside blanks.

    Args:
        base: The lines' own features.
        gaps: Blank lines before each line.
        runs: Their runs.
    """
    pages = base.pages
    last = np.cumsum(pages) - 1
    opens = last - pages + 1
    of = np.repeat(np.arange(len(pages)), pages)
    count = pages[of]
    line = np.arange(len(gaps))
    index = line - opens[of]
    table = np.empty((len(gaps), _PLACE_COUNT), dtype=np.float32)
    core = base.core
    told, total = _counted_up(base.lengths * core, opens, last, of)
    np.maximum(total, 1, out=total)
    cores, all_cores = _counted_up(core.astype(np.int64), opens, last, of)
    spaced = gaps > 0
    table[:, 0] = index / count
    table[:, 1] = 1 / (1 + index)
    table[:, 2] = 1 / (count - index)
    table[:, 3] = (np.log1p(pages) / 5)[of]
    table[:, 4] = told / total[of]
    table[:, 5] = np.minimum(cores, 6) / 6
    table[:, 6] = np.minimum(all_cores[of] - cores + core, 6) / 6
    table[:, 7] = (np.log1p(total) / 8)[of]
    size = runs.size[runs.of]
    table[:, 8] = np.log1p(size) / 4
    table[:, 9] = 1 / (1 + line - runs.first[runs.of])
    table[:, 10] = spaced
    table[:-1, 11] = spaced[1:]
    table[last, 11] = 1
    table[:, 12] = (np.add.reduceat(spaced.astype(np.int64), opens) / pages)[of]
    table[:, 13] = size / count
    table[:, 14] = (all_cores / pages)[of]
    table[:, 15] = _run_spread(base.table[:, 0], runs)
    return table


def _counted_up(values: Ints, opens: Ints, last: Ints, of: Ints) -> tuple[Ints, Ints]:
    """Return the sum of `values` from the opening of its page on by line, and the sums by page."""
    sums = np.cumsum(values)
    before = sums[opens] - values[opens]
    return sums - before[of], sums[last] - before


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
    around = surroundings(asked, *_NEAR, base.pages)
    return np.concatenate([base.table, *around, run_means(asked, runs), place], axis=1)


def opinion_features(base: Base, place: Floats, runs: Runs, opinions: Floats) -> Floats:
    """Return features of a second look: what a first look said of each line and those around it.

    Args:
        base: The lines' own features.
        place: Of `places`.
        runs: Of `find_runs`.
        opinions: Probabilities of the labels, (lines, labels).
    """
    around = surroundings(opinions, *_WIDE, base.pages)
    before, after = np.zeros_like(opinions), np.zeros_like(opinions)
    at = 0
    for size in base.pages.tolist():
        said, first, last = opinions[at : at + size], before[at : at + size], after[at : at + size]
        np.maximum.accumulate(said[:-1], axis=0, out=first[1:])
        np.maximum.accumulate(said[:0:-1], axis=0, out=last[-2::-1])
        at += size
    means = run_means(opinions, runs)
    return np.concatenate([base.table, *around, opinions, means, before, after, place], axis=1)


def opinion_count(labels: int) -> int:
    """Return the columns of `opinion_features`."""
    return BASE_COUNT + labels * (len(_WIDE[0]) + 2 * len(_WIDE[1]) + 4) + _PLACE_COUNT
