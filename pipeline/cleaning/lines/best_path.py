"""The likeliest path through the opinions of the judge: which label follows which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np

from pipeline.cleaning.lines.features import Floats, Ints
from pipeline.text.viterbi import viterbi


def best_paths(opinions: Floats, steps: Floats, pages: Ints, opening: Sequence[bool]) -> list[int]:
    """Return the labels of the likeliest path through each of several pages, one below another.

    A path is worth its opinions' logarithms less the cost of its steps.

    Args:
        opinions: Probabilities of all lines, (lines, labels).
        steps: The cost of one label following another, its last row that of opening a document.
        pages: How many lines each page has.
        opening: Whether the document begins with it.
    """
    scores = np.log(opinions + np.float32(1e-7))
    last = np.cumsum(pages) - 1
    first = last - pages + 1
    scores[first[np.array(opening)]] -= steps[-1]
    cost = steps[:-1]
    # The row maxima are the best path wherever none of their steps costs anything.
    best = scores.argmax(axis=1)
    paid = cost[best[:-1], best[1:]]
    paid[last[:-1]] = 0
    for low, high in _doubted(scores, float(cost.max()), np.flatnonzero(paid), last):
        best[low : high + 1] = viterbi(scores[low : high + 1], -cost)
    return cast("list[int]", best.tolist())


def _doubted(scores: Floats, dearest: float, steps: Ints, last: Ints) -> Iterator[tuple[int, int]]:
    """Yield the stretches, last line included, that hold all of `steps` and end in sure lines.

    Where a label leads by more than the two dearest steps cost, no path does better without it, so
    the lines between two such can be settled by themselves: most stretches are of a few lines.
    """
    if not len(steps):
        return
    top = np.partition(scores, -2, axis=1)[:, -2:]
    sure = top[:, 1] - top[:, 0] > 2 * dearest + 1e-3
    ends = sure.copy()
    ends[last] = True
    sure[0] = True
    sure[last[:-1] + 1] = True
    lows, highs = np.flatnonzero(sure), np.flatnonzero(ends)
    low_of = lows[np.searchsorted(lows, steps, side="right") - 1].tolist()
    high_of = highs[np.searchsorted(highs, steps, side="right")].tolist()
    yield from dict.fromkeys(zip(low_of, high_of, strict=True))
