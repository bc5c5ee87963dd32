"""What stands around a line: its neighbours, its run, what the document holds before and after."""

from __future__ import annotations

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
_WIDTH: Final = len(_ASKED)
_PLACE_COUNT: Final = 16
CONTEXT_COUNT: Final = BASE_COUNT + _WIDTH * 9 + _PLACE_COUNT


class Runs(NamedTuple):
    """Maximal runs of lines with the same lead: the run of each line, each run's first and size."""

    of: Ints
    first: Ints
    size: Ints


def find_runs(signatures: Ints) -> Runs:
    """Return the runs of equal `signatures`."""
    first = np.flatnonzero(np.concatenate(([True], signatures[1:] != signatures[:-1])))
    size = np.diff(np.append(first, len(signatures)))
    return Runs(np.repeat(np.arange(len(first)), size), first, size)


def run_means(values: Floats, runs: Runs) -> Floats:
    """Return for each line the mean of `values` over its run, shape as given."""
    sums = np.add.reduceat(values, runs.first, axis=0)
    return (sums / runs.size[:, None])[runs.of]


def window_means(values: Floats, width: int) -> tuple[Floats, Floats]:
    """Return the means of up to `width` lines before and after each line, zeros where none are."""
    count, columns = values.shape
    sums = np.zeros((count + 1, columns), dtype=np.float64)
    np.cumsum(values, axis=0, out=sums[1:])
    index = np.arange(count)
    low = np.maximum(index - width, 0)
    high = np.minimum(index + 1 + width, count)
    before = (sums[index] - sums[low]) / np.maximum(index - low, 1)[:, None]
    after = (sums[high] - sums[index + 1]) / np.maximum(high - index - 1, 1)[:, None]
    return before.astype(np.float32), after.astype(np.float32)


def shifted(values: Floats, table: Floats, at: int, offsets: tuple[int, ...]) -> int:
    """Write `values` of the lines at each of `offsets` into `table` from column `at`.

    Returns the next free column. Where there is no such line the cells are left as they are.
    """
    count, columns = values.shape
    for offset in offsets:
        if offset < 0:
            table[-offset:, at : at + columns] = values[:offset]
        else:
            table[: max(count - offset, 0), at : at + columns] = values[offset:]
        at += columns
    return at


def places(base: Base, gaps: Ints, runs: Runs) -> Floats:
    """Return where each line stands, (lines, 16): in the document, in its run, beside blanks.

    Args:
        base: The lines' own features.
        gaps: Blank lines before each line.
        runs: Their runs.
    """
    count = len(gaps)
    table = np.empty((count, _PLACE_COUNT), dtype=np.float32)
    index = np.arange(count)
    core = base.core
    told = np.cumsum(np.where(core, base.lengths, 0))
    total = max(1, int(told[-1]))
    spaced = gaps > 0
    cores = np.cumsum(core)
    table[:, 0] = index / count
    table[:, 1] = 1 / (1 + index)
    table[:, 2] = 1 / (count - index)
    table[:, 3] = np.log1p(count) / 5
    table[:, 4] = told / total
    table[:, 5] = np.minimum(cores, 6) / 6
    table[:, 6] = np.minimum(cores[-1] - cores + core, 6) / 6
    table[:, 7] = np.log1p(total) / 8
    table[:, 8] = np.log1p(runs.size)[runs.of] / 4
    table[:, 9] = 1 / (1 + index - runs.first[runs.of])
    table[:, 10] = spaced
    table[:, 11] = np.append(spaced[1:], True)
    table[:, 12] = spaced.mean()
    table[:, 13] = runs.size[runs.of] / count
    table[:, 14] = _run_spread(base.table[:, 0], runs)
    table[:, 15] = core.mean()
    return table


def _run_spread(values: Floats, runs: Runs) -> Floats:
    """Return the standard deviation of `values` within each line's run."""
    mean = run_means(values[:, None], runs)
    spread: Floats = np.sqrt(run_means((values[:, None] - mean) ** 2, runs))[:, 0]
    return spread


def context_features(base: Base, place: Floats, runs: Runs) -> Floats:
    """Return the features of each line in its document, (lines, `CONTEXT_COUNT`)."""
    count = len(base.table)
    asked = base.table[:, _ASKED]
    table = np.zeros((count, CONTEXT_COUNT), dtype=np.float32)
    table[:, :BASE_COUNT] = base.table
    at = shifted(asked, table, BASE_COUNT, (-2, -1, 1, 2))
    for block in (
        *window_means(asked, 5),
        *window_means(asked, count),
        run_means(asked, runs),
        place,
    ):
        table[:, at : at + block.shape[1]] = block
        at += block.shape[1]
    return table


def opinion_features(base: Base, place: Floats, runs: Runs, opinions: Floats) -> Floats:
    """Return features of a second look: what a first look said of each line and those around it.

    Args:
        base: The lines' own features.
        place: Of `places`.
        runs: Of `find_runs`.
        opinions: Probabilities of the labels, (lines, labels).
    """
    count, labels = opinions.shape
    table = np.zeros((count, opinion_count(labels)), dtype=np.float32)
    table[:, :BASE_COUNT] = base.table
    at = shifted(opinions, table, BASE_COUNT, (-4, -3, -2, -1, 1, 2, 3, 4))
    best_before = np.zeros_like(opinions)
    best_before[1:] = np.maximum.accumulate(opinions, axis=0)[:-1]
    best_after = np.zeros_like(opinions)
    best_after[:-1] = np.maximum.accumulate(opinions[::-1], axis=0)[::-1][1:]
    for block in (
        opinions,
        *window_means(opinions, 4),
        *window_means(opinions, 12),
        *window_means(opinions, count),
        run_means(opinions, runs),
        best_before,
        best_after,
        place,
    ):
        table[:, at : at + block.shape[1]] = block
        at += block.shape[1]
    return table


def opinion_count(labels: int) -> int:
    """Return the columns of `opinion_features`."""
    return BASE_COUNT + labels * 18 + _PLACE_COUNT
