"""From scores of labels at each character to the best spans: BIES labels of three types.

The model is a chain in which every label outside a name is alike. So a name's score does not
depend on its neighbours, and the best row of labels is the best set of disjoint spans: the same
answer as Viterbi's, with array operations over the few places where a name may begin.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.int16]
_Ints = npt.NDArray[np.int32]

# Label 0 is "outside"; type t has 1 + 4t (begin), + 1 (inside), + 2 (end), + 3 (single).
TYPES = 3
LABELS = 1 + 4 * TYPES
BEGIN, INSIDE, END, SINGLE = range(4)
# Inside a name: begin-inside, begin-end, inside-inside, inside-end.
INNER = 4
# The longest names of organisations in news have about thirty characters.
LONGEST = 32
# Most names have at most so many characters.
_SHORT = 6
_NEVER = -(10**6)


def best_spans(
    scores: Scores, inner: npt.NDArray[np.int16], breaks: npt.NDArray[np.bool_], hope: int
) -> list[tuple[int, int, int, int]]:
    """Return the best disjoint spans as (start, end, type, score), in order.

    Args:
        scores: Score of each label at each character, shape (n, LABELS).
        inner: Score of each pair of labels inside a name, shape (TYPES, INNER).
        breaks: Characters that no name may hold, shape (n,).
        hope: A name that begins this much below "outside" is not followed up.
    """
    n = len(scores)
    if not n:
        return []
    # Relative to "outside", so that a span is worth having when its sum is above zero.
    named = (scores[:, 1:].astype(np.int32) - scores[:, :1]).reshape(n, TYPES, 4)
    named[breaks] = _NEVER
    short, long = _longer(named, inner.astype(np.int32), hope)
    return _best_set(_singles(named) + short + long)


def _singles(named: _Ints) -> list[tuple[int, int, int, int]]:
    places, types = np.nonzero(named[:, :, SINGLE] > 0)
    values = named[places, types, SINGLE]
    return [
        (place, place + 1, kind, value)
        for place, kind, value in zip(places.tolist(), types.tolist(), values.tolist(), strict=True)
    ]


def _longer(
    named: _Ints, inner: _Ints, hope: int
) -> tuple[list[tuple[int, int, int, int]], list[tuple[int, int, int, int]]]:
    """Return spans of two characters and more that beat "outside": the short ones, the long ones.

    Long ones are tried only where the characters so far have not already ruled a name out.
    """
    n = len(named)
    starts, types = np.nonzero(named[:, :, BEGIN] > -hope)
    if not len(starts):
        return [], []
    # Padded so that a span may be tried beyond the end: there it is worth nothing.
    ends = np.full((n + LONGEST, TYPES), _NEVER, dtype=np.int32)
    ends[:n] = named[:, :, END]
    insides = np.zeros((n + LONGEST + 1, TYPES), dtype=np.int64)
    insides[1 : n + 1] = np.cumsum(named[:, :, INSIDE], axis=0, dtype=np.int64)
    insides[n + 1 :] = insides[n]
    pairs = _inner_sums(inner)
    base = named[starts, types, BEGIN] - insides[starts + 1, types]

    def tried(which: npt.NDArray[np.int64], low: int, high: int) -> list[tuple[int, int, int, int]]:
        """Return the spans of `low` to `high` characters from some of the starts."""
        first, kinds = starts[which], types[which][:, None]
        last = first[:, None] + np.arange(low - 1, high)[None, :]
        total = insides[last, kinds] + ends[last, kinds] + base[which][:, None]
        total += pairs[types[which], low - 2 : high - 1]
        rows, columns = np.nonzero(total > 0)
        return list(
            zip(
                first[rows].tolist(),
                (last[rows, columns] + 1).tolist(),
                types[which][rows].tolist(),
                total[rows, columns].tolist(),
                strict=True,
            )
        )

    short = tried(np.arange(len(starts)), 2, _SHORT)
    so_far = base + insides[starts + _SHORT, types] + pairs[types, _SHORT - 1]
    return short, tried(np.flatnonzero(so_far > -hope), _SHORT + 1, LONGEST)


def _inner_sums(inner: _Ints) -> npt.NDArray[np.int64]:
    """Return what the pairs of labels add to spans of 2..LONGEST characters, by type."""
    sums = np.empty((TYPES, LONGEST - 1), dtype=np.int64)
    sums[:, 0] = inner[:, 1]
    middle = np.arange(LONGEST - 2)
    sums[:, 1:] = inner[:, :1] + inner[:, 3:] + middle[None, :] * inner[:, 2:3]
    return sums


def _best_set(candidates: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Return the disjoint candidates of the greatest sum, in order."""
    if not candidates:
        return []
    best: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for candidate in candidates:
        known = best.get(candidate[:2])
        if known is None or candidate[3] > known[3]:
            best[candidate[:2]] = candidate
    ordered = sorted(best.values(), key=itemgetter(1, 0))
    # Best sums at the ends of candidates so far; strictly growing, for only gains are kept.
    ends, sums = [0], [0]
    chosen: list[tuple[tuple[int, int, int, int] | None, int]] = [(None, -1)]
    for candidate in ordered:
        start, end, _, value = candidate
        before = bisect_right(ends, start) - 1
        total = sums[before] + value
        if total > sums[-1]:
            if ends[-1] == end:
                sums[-1], chosen[-1] = total, (candidate, before)
            else:
                ends.append(end)
                sums.append(total)
                chosen.append((candidate, before))
    found = []
    place = len(chosen) - 1
    while place > 0:
        span, place = chosen[place]
        if span is not None:
            found.append(span)
    return found[::-1]
