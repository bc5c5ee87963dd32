"""The best set of spans is what Viterbi finds."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.entities.tagging.decoding import INNER, LABELS, TYPES, best_spans

INNER_SCORES = np.array([[1, -2, 0, 1], [0, 1, -1, 2], [2, 0, 1, 0]], dtype=np.int16)


def best_by_search(scores: np.ndarray) -> int:
    """Return the greatest sum of any set of disjoint spans, by trying them all."""
    n = len(scores)
    named = (scores[:, 1:].astype(int) - scores[:, :1]).reshape(n, TYPES, 4)
    best = [0] * (n + 1)
    for end in range(1, n + 1):
        best[end] = best[end - 1]
        for start, kind in itertools.product(range(end), range(TYPES)):
            row = named[start:end, kind]
            begin_inside, begin_end, inside, inside_end = INNER_SCORES[kind].astype(int)
            if end - start == 1:
                value = row[0, 3]
            elif end - start == 2:
                value = row[0, 0] + row[1, 2] + begin_end
            else:
                value = row[0, 0] + row[1:-1, 1].sum() + row[-1, 2] + begin_inside + inside_end
                value += inside * (end - start - 3)
            best[end] = max(best[end], best[start] + int(value))
    return best[n]


@given(
    st.integers(0, 12).flatmap(
        lambda n: st.lists(
            st.lists(st.integers(-9, 9), min_size=LABELS, max_size=LABELS), min_size=n, max_size=n
        )
    )
)
def test_the_sum_is_the_greatest_there_is(rows: list[list[int]]) -> None:
    scores = np.array(rows, dtype=np.int16).reshape(-1, LABELS)
    found = best_spans(scores, INNER_SCORES, np.zeros(len(scores), dtype=bool), 1000)
    assert sum(value for *_, value in found) == best_by_search(scores)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))


def test_no_span_holds_a_break() -> None:
    scores = np.zeros((3, LABELS), dtype=np.int16)
    scores[0, 1] = scores[1, 2] = scores[2, 3] = 50
    inner = np.zeros((TYPES, INNER), dtype=np.int16)
    free = np.zeros(3, dtype=bool)
    assert [s[:3] for s in best_spans(scores, inner, free, 100)] == [(0, 3, 0)]
    assert best_spans(scores, inner, np.array([False, True, False]), 100) == []
