"""How long a partition stood still: told from when records went in and came out."""

from __future__ import annotations

import pytest

from tools.chaos.timing import Silence, silences, stops


def test_a_silence_lasts_from_one_output_to_the_next():
    rows = silences({(0, 0): 0.0, (0, 1): 0.0}, {(0, 0): 1.0, (0, 1): 9.0})
    assert rows == {0: [Silence(start=0.0, end=1.0), Silence(start=1.0, end=9.0)]}
    assert [row.seconds() for row in rows[0]] == [1.0, 8.0]


def test_nothing_is_silent_while_there_is_nothing_to_say():
    rows = silences({(0, 0): 0.0, (0, 1): 8.5}, {(0, 0): 1.0, (0, 1): 9.0})
    assert rows[0][1] == Silence(start=8.5, end=9.0)
    # One that waits behind, and is overtaken.
    sent = {(0, 0): 0.0, (0, 1): 8.5, (0, 2): 2.0}
    rows = silences(sent, {(0, 0): 1.0, (0, 1): 9.0, (0, 2): 9.5})
    assert rows[0][1] == Silence(start=2.0, end=9.0)


def test_an_affected_partition_s_first_output_ends_its_longest_silence():
    rows = silences(
        {(p, n): 0.0 for p in (0, 1) for n in range(4)},
        {(0, 0): 9.9, (0, 1): 10.2, (0, 2): 22.0, (0, 3): 22.1}
        | {(1, 0): 9.9, (1, 1): 10.2, (1, 2): 13.2, (1, 3): 13.3},
    )
    told = stops([(10.0, frozenset({0}))], rows)
    assert told.affected == pytest.approx((12.0,))
    assert told.others == pytest.approx(3.0)
    # One that never stopped had its first output at once.
    quick = {0: [Silence(start=9.9, end=10.2), Silence(start=10.2, end=10.5)]}
    assert stops([(10.0, frozenset({0}))], quick).affected == pytest.approx((0.2,))
    assert stops([(10.0, frozenset({0}))], {0: []}).affected == ()
