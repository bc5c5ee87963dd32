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
# Start, end, type, score.
_Span = tuple[int, int, int, int]
# The same of many, shape (4, spans).
_Rows = npt.NDArray[np.int64]

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
# Below what 32 characters may gain, and 32 of them inside 32 bits.
_NEVER = -(10**7)


def best_spans(
    scores: Scores, inner: npt.NDArray[np.int16], breaks: npt.NDArray[np.bool_], hope: int
) -> list[_Span]:
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
    wide = scores.astype(np.int32)
    named = (wide[:, 1:] - wide[:, :1]).reshape(n, TYPES, 4)
    named[breaks] = _NEVER
    found = [_spans(named[:, :, SINGLE].ravel(), 1)]
    found += _longer(named, inner.astype(np.int32), hope)
    return _best_set(np.concatenate(found, axis=1))


def _longer(named: _Ints, inner: _Ints, hope: int) -> list[_Rows]:
    """Return the spans of two characters and more that beat "outside".

    Long ones are tried only where the characters so far have not already ruled a name out.
    """
    n = len(named)
    # Sums run over the whole text and may wrap around; their differences, which alone are used,
    # are of at most 32 characters and come out right.
    insides = np.empty((n + LONGEST + 1, TYPES), dtype=np.int32)
    insides[0] = 0
    np.cumsum(named[:, :, INSIDE], axis=0, out=insides[1 : n + 1])
    insides[n + 1 :] = insides[n]
    # Padded so that a span may be tried beyond the end: there it is worth nothing.
    ends = np.full((n + LONGEST, TYPES), _NEVER, dtype=np.int32)
    ends[:n] = named[:, :, END]
    ends += insides[:-1]
    begins = named[:, :, BEGIN]
    base = np.where(begins > -hope, begins, _NEVER) - insides[1 : n + 1]
    pairs = _inner_sums(inner)
    found: list[_Rows] = []
    for size in range(2, _SHORT + 1):
        total = base + ends[size - 1 : size - 1 + n]
        total += pairs[:, size - 2]
        found.append(_spans(total.ravel(), size))
    so_far = base + insides[_SHORT : _SHORT + n]
    so_far += pairs[:, _SHORT - 1]
    first, kinds = np.nonzero(so_far > -hope)
    if len(first):
        last = first[:, None] + np.arange(_SHORT, LONGEST)
        total = (
            ends[last, kinds[:, None]] + base[first, kinds][:, None] + pairs[kinds, _SHORT - 1 :]
        )
        rows, columns = np.nonzero(total > 0)
        starts = first[rows]
        found.append(
            np.array((starts, starts + columns + (_SHORT + 1), kinds[rows], total[rows, columns]))
        )
    return found


def _spans(totals: _Ints, size: int) -> _Rows:
    """Return the spans of `size` characters that are worth having, by place and type."""
    worth = np.flatnonzero(totals > 0)
    starts = worth // TYPES
    return np.array((starts, starts + size, worth - starts * TYPES, totals.take(worth)))


def _inner_sums(inner: _Ints) -> _Ints:
    """Return what the pairs of labels add to spans of 2..LONGEST characters, by type."""
    sums = np.empty((TYPES, LONGEST - 1), dtype=np.int32)
    sums[:, 0] = inner[:, 1]
    middle = np.arange(LONGEST - 2, dtype=np.int32)
    sums[:, 1:] = inner[:, :1] + inner[:, 3:] + middle[None, :] * inner[:, 2:3]
    return sums


def _best_set(rows: _Rows) -> list[_Span]:
    """Return the disjoint candidates of the greatest sum, in order."""
    starts, stops, kinds, values = rows
    # By end, then start; of one place the most worth first, and of that the first type.
    ordered = rows[:, np.lexsort((kinds, -values, starts, stops))]
    again = np.zeros(ordered.shape[1], dtype=bool)
    np.all(ordered[:2, 1:] == ordered[:2, :-1], axis=0, out=again[1:])
    ordered = ordered[:, ~again]
    # Best sums at the ends of candidates so far; strictly growing, for only gains are kept.
    ends, sums = [0], [0]
    chosen: list[tuple[_Span | None, int]] = [(None, -1)]
    for candidate in zip(*ordered.tolist(), strict=True):
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
