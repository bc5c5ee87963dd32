"""The best set of spans is what Viterbi finds."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.entities.tagging import decoding
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


def scores_of(*rows: dict[int, int]) -> np.ndarray:
    made = np.zeros((len(rows), LABELS), dtype=np.int16)
    for place, row in enumerate(rows):
        for label, score in row.items():
            made[place, label] = score
    return made


def person(*rows: dict[int, int]) -> np.ndarray:
    """Return scores that forbid what `rows` do not name."""
    return scores_of(*[{1: -5000, 2: -5000, 3: -5000, 4: -5000} | row for row in rows])


def best(scores: np.ndarray, *, hope: int = 100, inner: np.ndarray | None = None) -> list:
    pairs = np.zeros((TYPES, INNER), dtype=np.int16) if inner is None else inner
    return best_spans(scores, pairs, np.zeros(len(scores), dtype=bool), hope)


@pytest.mark.parametrize("length", [1, 2, 6, 7, 31, 32, 33])
def test_a_name_has_at_most_32_characters(length: int) -> None:
    rows = [{1: 40}, *[{2: 1}] * (length - 2), {3: 40}] if length > 1 else [{4: 40}]
    assert [s[:3] for s in best(person(*rows))] == ([(0, length, 0)] if length <= 32 else [])


@pytest.mark.parametrize("length", [2, 3, 6, 7, 8, 20, 32])
def test_pairs_inside_a_name_are_all_counted(length: int) -> None:
    inner = np.zeros((TYPES, INNER), dtype=np.int16)
    inner[1] = 3, 5, 7, 11
    rows = [{5: 100}, *[{6: 10}] * (length - 2), {7: 100}]
    pairs = 5 if length == 2 else 3 + 7 * (length - 3) + 11
    assert best(scores_of(*rows), inner=inner) == [(0, length, 1, 200 + 10 * (length - 2) + pairs)]


@pytest.mark.parametrize(("behind", "names"), [(9, 1), (10, 0)])
@pytest.mark.parametrize("length", [2, 7])
def test_a_beginning_too_far_behind_is_not_followed(length: int, behind: int, names: int) -> None:
    rows = [{1: -behind}, *[{2: 0}] * (length - 2), {3: 40}]
    assert len(best(person(*rows), hope=10)) == names


@pytest.mark.parametrize(("behind", "names"), [(9, 1), (10, 0)])
def test_a_long_name_is_not_followed_when_its_first_six_are_too_far_behind(
    behind: int, names: int
) -> None:
    # Of six characters the last may still make up for it, of seven it is given up.
    rows = [{1: 0}, {2: -behind}, {2: 0}, {2: 0}, {2: 0}, {2: 0}, {3: 40}]
    assert len(best(person(*rows), hope=10)) == names
    assert len(best(person(*rows[:-2], {3: 40}), hope=10)) == 1


def test_a_name_is_worth_more_than_none() -> None:
    assert best(scores_of({4: 1})) == [(0, 1, 0, 1)]
    assert best(scores_of({4: 0})) == []
    assert best(scores_of({0: 1, 4: 1})) == []
    assert best(scores_of()) == []


def test_of_two_types_the_better_stands() -> None:
    assert best(scores_of({4: 5, 8: 6, 12: 4})) == [(0, 1, 1, 6)]
    assert best(scores_of({4: 5, 8: 5})) == [(0, 1, 0, 5)]


def test_names_may_touch_and_a_better_sum_wins() -> None:
    two = scores_of({4: 5, 1: 4}, {4: 5, 3: 4})
    assert [s[:2] for s in best(two)] == [(0, 1), (1, 2)]
    one = scores_of({4: 5, 1: 6}, {4: 5, 3: 6})
    assert [s[:2] for s in best(one)] == [(0, 2)]


def test_a_break_ends_the_names_around_it() -> None:
    scores = scores_of({4: 9, 1: 40}, {4: 9, 2: 40}, {4: 9, 3: 40})
    inner = np.zeros((TYPES, INNER), dtype=np.int16)
    found = best_spans(scores, inner, np.array([False, True, False]), 100)
    assert [s[:2] for s in found] == [(0, 1), (2, 3)]


def test_a_long_text_is_read_as_a_short_one() -> None:
    row = scores_of({1: 30000}, {2: 30000}, {3: 30000}, {0: 30000})
    found = best(np.tile(row, (20_000, 1)))
    assert [s[:2] for s in found] == [(4 * n, 4 * n + 3) for n in range(20_000)]


@given(st.integers(0, 2**32), st.integers(1, 40))
@settings(max_examples=30, deadline=None)
def test_a_long_text_read_in_parts_has_the_spans_of_the_whole(seed: int, part: int) -> None:
    draw = np.random.default_rng(seed)
    scores = draw.integers(-40, 40, (200, LABELS)).astype(np.int16)
    breaks = draw.random(200) < 0.05
    whole = best_spans(scores, INNER_SCORES, breaks, 1000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "_PART", part)
        assert best_spans(scores, INNER_SCORES, breaks, 1000) == whole
