"""Slots under 32-bit keys: bounded a key, in order, moved, swept, at any load."""

import numpy as np
import pytest

from pipeline.dedup.tables.postings_table import PostingsTable, key_of

TOP = 0xFFFFFFFF


def test_keys_have_32_bits_and_tell_small_numbers_apart():
    keys = [key_of(number) for number in range(50_000)]
    assert len(set(keys)) > 49_990
    assert 0 <= min(keys) < 1 << 20 < TOP - (1 << 20) < max(keys) <= TOP
    assert key_of(5 << 40) != key_of(0)


def test_slots_stand_under_their_keys_in_order():
    table = PostingsTable()
    table.add((7, 8), 3, most=9)
    table.add((8,), 1, most=9)
    assert (table.slots(7), table.slots(8), table.slots(9)) == ([3], [3, 1], [])
    assert table.slots_of((8, 9, 7)) == [[3, 1], [], [3]]


@pytest.mark.parametrize("most", [1, 3])
def test_at_most_so_many_stand_under_a_key(most):
    table = PostingsTable()
    for slot in range(1, 9):
        table.add((7,), slot, most=most)
        table.add((TOP, 7), slot + 20, most=most)
    assert len(table.slots(7)) == len(table.slots(TOP)) == most
    assert table.slots(7) == [1, 21, 2][:most]


def test_a_slot_takes_the_place_of_another():
    table = PostingsTable()
    for slot in (1, 2, 3):
        table.add((7,), slot, most=9)
    table.add((8,), 2, most=9)
    assert table.move((7, 8, 9), 2, 5) == [9]
    assert (table.slots(7), table.slots(8), table.slots(9)) == ([1, 5, 3], [5], [])
    assert table.move((7,), 2, 6) == [7]


def test_entries_that_go_make_room_and_the_others_have_their_new_slots():
    table = PostingsTable()
    for slot in (1, 2, 3, 4):
        table.add((7, TOP), slot, most=9)
    table.keep(np.array([0, 2, 0, 1, 0], dtype=np.uint32))
    assert table.slots(7) == table.slots(TOP) == [2, 1]
    table.keep(np.zeros(3, dtype=np.uint32))
    assert table.slots(7) == []
    table.add((7,), 1, most=9)
    assert table.slots(7) == [1]


@pytest.mark.parametrize("spread", ["even", "high", "one"])
def test_it_grows_and_forgets_nothing(spread):
    """Keys that all fall on the last homes run beyond them: there is room, or it is made."""
    keys = {
        "even": [key_of(n) for n in range(5000)],
        "high": [TOP - n for n in range(1300)],
        "one": [TOP] * 2000,
    }[spread]
    table = PostingsTable()
    for slot, key in enumerate(keys, start=1):
        table.add((key,), slot, most=1 << 32)
    if spread == "one":
        assert table.slots(TOP) == list(range(1, 2001))
    else:
        assert [table.slots(key) for key in keys] == [[slot] for slot in range(1, len(keys) + 1)]
    half = np.array([slot % 2 * slot for slot in range(len(keys) + 1)], dtype=np.uint32)
    table.keep(half)
    kept = [slot for key in dict.fromkeys(keys) for slot in table.slots(key)]
    assert kept == list(range(1, len(keys) + 1, 2))


def test_it_is_three_quarters_full_at_most_and_grows_by_a_quarter():
    table = PostingsTable()
    sizes = []
    for number in range(1, 2002):
        table.add((key_of(number),), number, most=1)
        sizes.append(table.nbytes // 8 - 512)
    grown = [n for n in range(1, len(sizes)) if sizes[n] != sizes[n - 1]]
    assert sizes[0] == 1024
    assert grown[:3] == [768, 960, 1200]
    assert [sizes[n] for n in grown[:3]] == [1280, 1600, 2000]


def test_a_day_has_room_after_a_sweep():
    table = PostingsTable()
    for number in range(1, 2001):
        table.add((key_of(number),), number, most=1)
    table.keep(np.arange(2001, dtype=np.uint32))
    room = table.nbytes
    assert room == 8 * (int(2000 / 0.75 * 1.25) + 512)
    for number in range(2001, 2400):
        table.add((key_of(number),), number, most=1)
    assert table.nbytes == room
    table.keep(np.zeros(2400, dtype=np.uint32))
    assert table.nbytes == 8 * (1024 + 512)
