"""From scores of labels at each character to the best spans: BIES labels of three types.

The model is a chain in which every label outside a name is alike. So a name's score does not
depend on its neighbours, and the best row of labels is the best set of disjoint spans: the same
answer as Viterbi's, with array operations over the few places where a name may begin.
"""

from __future__ import annotations

from bisect import bisect_right

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
    named[breaks] = -(10**6)
    candidates = _singles(named) + _longer(named, inner.astype(np.int32), hope)
    return _best_set(candidates)


def _singles(named: _Ints) -> list[tuple[int, int, int, int]]:
    places, types = np.nonzero(named[:, :, SINGLE] > 0)
    values = named[places, types, SINGLE]
    return [
        (place, place + 1, kind, value)
        for place, kind, value in zip(places.tolist(), types.tolist(), values.tolist(), strict=True)
    ]


def _longer(named: _Ints, inner: _Ints, hope: int) -> list[tuple[int, int, int, int]]:
    """Return spans of two characters and more that beat "outside"."""
    n = len(named)
    starts, types = np.nonzero(named[:, :, BEGIN] > -hope)
    if not len(starts):
        return []
    # Padded so that a span may be tried beyond the end: there it is worth nothing.
    width = LONGEST - 1
    ends = np.full((n + width, TYPES), -(10**6), dtype=np.int32)
    ends[:n] = named[:, :, END]
    insides = np.zeros((n + width + 1, TYPES), dtype=np.int64)
    insides[1 : n + 1] = np.cumsum(named[:, :, INSIDE], axis=0, dtype=np.int64)
    insides[n + 1 :] = insides[n]
    more = np.arange(1, LONGEST)
    last = starts[:, None] + more[None, :]
    kinds = types[:, None]
    total = insides[last, kinds] - insides[starts + 1, types][:, None] + ends[last, kinds]
    total += _inner_sums(inner)[types] + named[starts, types, BEGIN][:, None]
    rows, lengths = np.nonzero(total > 0)
    return [
        (start, start + length + 2, kind, value)
        for start, length, kind, value in zip(
            starts[rows].tolist(),
            lengths.tolist(),
            types[rows].tolist(),
            total[rows, lengths].tolist(),
            strict=True,
        )
    ]


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
    ordered = sorted(best.values(), key=lambda c: (c[1], c[0]))
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
