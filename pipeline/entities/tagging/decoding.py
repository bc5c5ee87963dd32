"""From scores of labels at each character to the best spans: BIES labels of three types.

The model is a chain in which every label outside a name is alike. So a name's score does not
depend on its neighbours, and the best row of labels is the best set of disjoint spans: the same
answer as Viterbi's, with array operations over the few places where a name may begin.
"""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

Scores = npt.NDArray[np.int16]
_Ints = npt.NDArray[np.int32]
# Start, end, type, score.
_Span = tuple[int, int, int, int]
# The same of many, each in one number (see `_keys`).
_Keys = npt.NDArray[np.int64]

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
# How many more lengths there are.
_LONG = LONGEST - _SHORT
# Characters whose names are looked for at one time: twelve numbers each, several times over.
_PART = 1 << 16
# Below what 32 characters may gain, and 32 of them inside 32 bits.
_NEVER = -(10**7)
# Bits of a key: type, what the score is short of the greatest (32 differences of int16 and what
# stands between them have 22 bits), characters.
_TYPE_BITS, _SCORE_BITS, _SIZE_BITS = 2, 24, 6
_MOST = (1 << _SCORE_BITS) - 1
_START = _TYPE_BITS + _SCORE_BITS + _SIZE_BITS


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
    found = []
    for begin in range(0, len(scores), _PART):
        # With what a name that begins at the last of them may reach.
        part = slice(begin, begin + _PART + LONGEST)
        keys = _candidates(scores[part], inner, breaks[part], hope)
        found.append(keys[keys >> _START < _PART] + (begin << _START))
    return _best_set(np.concatenate(found)) if found else []


def _candidates(
    scores: Scores, inner: npt.NDArray[np.int16], breaks: npt.NDArray[np.bool_], hope: int
) -> _Keys:
    """Return the spans that beat "outside"."""
    n = len(scores)
    # Relative to "outside", so that a span is worth having when its sum is above zero. A row each
    # label: numpy's loops run along the text, not over the three types.
    named = np.empty((LABELS - 1, n), dtype=np.int32)
    labels = scores.T.astype(np.int32, order="C")
    np.subtract(labels[1:], labels[0], out=named)
    named[:, breaks] = _NEVER
    by_type = named.reshape(TYPES, 4, n)
    found = [_spans(by_type[:, SINGLE], 1), *_longer(by_type, inner.astype(np.int32), hope)]
    return np.concatenate(found)


def _longer(named: _Ints, inner: _Ints, hope: int) -> list[_Keys]:
    """Return the spans of two characters and more that beat "outside".

    Long ones are tried only where the characters so far have not already ruled a name out.
    """
    n = named.shape[2]
    # Sums run over the whole text and may wrap around; their differences, which alone are used,
    # are of at most 32 characters and come out right.
    insides = np.empty((TYPES, n + LONGEST + 1), dtype=np.int32)
    insides[:, 0] = 0
    np.cumsum(named[:, INSIDE], axis=1, out=insides[:, 1 : n + 1])
    insides[:, n + 1 :] = insides[:, n : n + 1]
    # Padded so that a span may be tried beyond the end: there it is worth nothing.
    ends = np.full((TYPES, n + LONGEST), _NEVER, dtype=np.int32)
    ends[:, :n] = named[:, END]
    ends += insides[:, :-1]
    begins = named[:, BEGIN]
    base = np.where(begins > -hope, begins, _NEVER)
    base -= insides[:, 1 : n + 1]
    pairs = _inner_sums(inner)
    found: list[_Keys] = []
    for size in range(2, _SHORT + 1):
        total = base + ends[:, size - 1 : size - 1 + n]
        total += pairs[:, size - 2, None]
        found.append(_spans(total, size))
    so_far = base + insides[:, _SHORT : _SHORT + n]
    so_far += pairs[:, _SHORT - 1, None]
    hopeful = np.flatnonzero(so_far > -hope)
    if len(hopeful):
        kinds, first = np.divmod(hopeful, n)
        total = sliding_window_view(ends, _LONG, axis=1)[kinds, first + _SHORT]
        total += base.ravel().take(hopeful)[:, None]
        total += pairs[:, _SHORT - 1 :].take(kinds, axis=0)
        worth = np.flatnonzero(total > 0)
        rows, longer = np.divmod(worth, _LONG)
        sizes = longer + (_SHORT + 1)
        found.append(_keys(first[rows], sizes, kinds[rows], total.ravel().take(worth)))
    return found


def _spans(totals: _Ints, size: int) -> _Keys:
    """Return the spans of `size` characters that are worth having, of totals by type and place."""
    worth = np.flatnonzero(totals > 0)
    kinds, starts = np.divmod(worth, totals.shape[1])
    return _keys(starts, size, kinds, totals.ravel().take(worth))


def _keys(
    starts: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64] | int, kinds: _Keys, values: _Ints
) -> _Keys:
    """Return spans as numbers whose order is that of starts, then of sizes, the most worth first.

    Of one place and worth the first type comes first.
    """
    keys = (starts << _SIZE_BITS) + sizes
    keys <<= _SCORE_BITS
    keys += _MOST - values
    keys <<= _TYPE_BITS
    keys += kinds
    return keys


def _inner_sums(inner: _Ints) -> _Ints:
    """Return what the pairs of labels add to spans of 2..LONGEST characters, by type."""
    sums = np.empty((TYPES, LONGEST - 1), dtype=np.int32)
    sums[:, 0] = inner[:, 1]
    middle = np.arange(LONGEST - 2, dtype=np.int32)
    sums[:, 1:] = inner[:, :1] + inner[:, 3:] + middle[None, :] * inner[:, 2:3]
    return sums


def _best_set(keys: _Keys) -> list[_Span]:
    """Return the disjoint candidates of the greatest sum, in order."""
    keys.sort()
    values = _MOST - (keys >> _TYPE_BITS & _MOST)
    places = keys >> (_TYPE_BITS + _SCORE_BITS)
    starts = places >> _SIZE_BITS
    # Of two from one start, the longer one is never chosen unless it is worth more: half go.
    worth = (starts << _SCORE_BITS) + values
    better = np.ones(len(keys), dtype=bool)
    np.greater(worth[1:], np.maximum.accumulate(worth)[:-1], out=better[1:])
    stops = starts + (places & ((1 << _SIZE_BITS) - 1))
    # By end, then start.
    order = np.flatnonzero(better)
    order = order[np.lexsort((starts[order], stops[order]))]
    kinds = keys & ((1 << _TYPE_BITS) - 1)
    # Best sums at the ends of candidates so far; strictly growing, for only gains are kept.
    ends, sums, most = [0], [0], 0
    chosen: list[tuple[_Span | None, int]] = [(None, -1)]
    for candidate in zip(*np.array((starts, stops, kinds, values))[:, order].tolist(), strict=True):
        start, end, _, value = candidate
        before = bisect_right(ends, start) - 1
        total = sums[before] + value
        if total > most:
            most = total
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
