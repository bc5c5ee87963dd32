"""The best row of labels is the best of all rows."""

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.text.viterbi import viterbi

# Quarters add up without rounding, and small ones make ties.
QUARTERS = st.integers(-8, 8).map(lambda number: number / 4)


@st.composite
def chains(draw):
    texts, places, labels = (
        draw(st.integers(1, 3)),
        draw(st.integers(1, 5)),
        draw(st.integers(1, 3)),
    )
    scores = draw(arrays(np.float32, (texts, places, labels), elements=QUARTERS))
    return scores, draw(arrays(np.float32, (labels, labels), elements=QUARTERS))


def worth(row, scores, moves):
    steps = sum(moves[before, after] for before, after in pairwise(row))
    return steps + sum(scores[place, label] for place, label in enumerate(row))


@given(chains())
def test_no_row_is_worth_more(chain):
    scores, moves = chain
    for text, found in zip(scores, viterbi(scores, moves), strict=True):
        rows = product(range(len(moves)), repeat=len(text))
        assert worth(found, text, moves) == max(worth(row, text, moves) for row in rows)


@given(chains())
def test_a_text_alone_reads_as_it_does_beside_others(chain):
    scores, moves = chain
    together = viterbi(scores, moves).tolist()
    assert [viterbi(text, moves).tolist() for text in scores] == together


def test_what_may_not_follow_does_not():
    scores = np.array([[1, 0], [0, 1], [0, 1]], dtype=np.float32)
    moves = np.zeros((2, 2), dtype=np.float32)
    assert viterbi(scores, moves).tolist() == [0, 1, 1]
    moves[0, 1] = -4
    assert viterbi(scores, moves).tolist() == [1, 1, 1]
