"""Values forgotten a window of days after they were written: the edges, and what is listed."""

import math

import pytest

from pipeline.dedup.tables.day_window import DayWindow
from pipeline.text.times.believed import DAY


def window(table=None, *, days=3, scope="0", time_of=None, now=math.inf):
    kept = {} if table is None else table
    return DayWindow(kept, scope=scope, days=days, time_of=time_of, now=now)


def put(kept, key, day, value=b"v"):
    return kept.put(key, value, time=day * DAY)


def test_a_value_stays_until_the_window_has_passed_its_day():
    kept = window()
    put(kept, "a", 100)
    put(kept, "b", 100.99)
    assert put(kept, "c", 102.99) == ()
    assert kept.get("a") == b"v"
    assert put(kept, "d", 103) == ("a", "b")
    assert [kept.get(key) for key in "abcd"] == [None, None, b"v", b"v"]


def test_days_go_one_by_one():
    kept = window()
    gone = [put(kept, str(day), day) for day in range(100, 108)]
    assert gone == [(), (), (), ("100",), ("101",), ("102",), ("103",), ("104",)]


def test_a_days_keys_are_all_forgotten_and_its_lists_too():
    table = {}
    kept = window(table)
    names = [f"{n:016x}" for n in range(15)] + [
        "名",
        "n1",
        f"{9:017x}",
        f"{9:015x}G",
        "ABCDEF0123456789",
    ]
    for name in names:
        put(kept, name, 100)
    lists = {key: value for key, value in table.items() if key.startswith("0#100#")}
    assert sorted(lists) == ["0#100#0", "0#100#1"]
    assert len(lists["0#100#0"]) == 15 * 9 + 4
    assert table["0#100"] == b"20"
    assert put(kept, "new", 200) == tuple(names)
    assert sorted(table) == ["0#", "0#200", "0#200#0", "0|new"]


@pytest.mark.parametrize(("count", "rows"), [(16, 1), (17, 2), (32, 2), (33, 3)])
def test_sixteen_keys_a_list(count, rows):
    table = {}
    kept = window(table)
    for number in range(count):
        put(kept, f"{number:016x}", 100)
    assert sum(key.startswith("0#100#") for key in table) == rows
    assert len(put(kept, "new", 103)) == count


def test_a_value_written_again_is_listed_once():
    table = {}
    kept = window(table)
    put(kept, "a", 100)
    lists = {key: value for key, value in table.items() if "#" in key}
    assert put(kept, "a", 109, b"w") == ()
    assert kept.get("a") == b"w"
    assert {key: value for key, value in table.items() if "#" in key} == lists


def test_a_value_that_was_used_since_is_kept_as_long_again():
    kept = window(time_of=lambda value: float(value) * DAY)
    put(kept, "a", 100, b"100")
    put(kept, "a", 101, b"101.5")
    put(kept, "b", 100, b"100")
    assert put(kept, "c", 103, b"103") == ("b",)
    assert kept.get("a") == b"101.5"
    assert put(kept, "d", 104, b"104") == ("a",)


@pytest.mark.parametrize(("used", "kept"), [(b"100", False), (b"101", True)])
def test_the_oldest_day_of_the_window_is_in_it(used, kept):
    rows = window(time_of=lambda value: float(value) * DAY)
    put(rows, "a", 100, used)
    put(rows, "new", 103, b"103")
    assert (rows.get("a") is not None) == kept


def test_what_comes_late_goes_with_its_own_day():
    kept = window()
    put(kept, "a", 102)
    put(kept, "late", 100)
    assert put(kept, "c", 103) == ("late",)
    assert kept.get("a") == b"v"


def test_what_is_older_than_the_window_goes_with_its_oldest_day():
    kept = window()
    put(kept, "a", 102)
    assert put(kept, "older", 50) == ()
    assert kept.get("older") == b"v"
    assert put(kept, "c", 102) == ()
    assert put(kept, "d", 103) == ("older",)
    assert put(kept, "e", 105) == ("a", "c")


def test_a_jump_of_years_ends_and_forgets_all():
    table = {}
    kept = window(table)
    for day in (100, 101, 102):
        put(kept, str(day), day)
    assert put(kept, "far", 10**9) == ("100", "101", "102")
    assert sorted(table) == ["0#", f"0#{10**9}", f"0#{10**9}#0", "0|far"]
    assert put(kept, "back", 101) == ()
    assert put(kept, "next", 10**9 + 1) == ("back",)


def test_a_dropped_value_is_gone_and_not_named_when_its_day_goes():
    kept = window()
    put(kept, "a", 100)
    put(kept, "b", 100)
    kept.drop("a")
    kept.drop("never there")
    assert kept.get("a") is None
    assert put(kept, "c", 103) == ("b",)


def test_scopes_do_not_see_each_other():
    table = {}
    one, other = window(table, scope="1"), window(table, scope="11")
    put(one, "a", 100)
    put(other, "a", 100, b"w")
    assert put(one, "b", 200) == ("a",)
    assert (one.get("a"), other.get("a")) == (None, b"w")


def test_the_window_is_read_back_from_its_table():
    table = {}
    put(window(table), "a", 100)
    put(window(table), "b", 102)
    assert table["0#"] == b"100 102"
    assert put(window(table), "c", 103) == ("a",)
    assert table["0#"] == b"101 103"


def test_a_window_of_one_day():
    kept = window(days=1)
    put(kept, "a", 100.1)
    assert put(kept, "b", 100.9) == ()
    assert put(kept, "c", 101) == ("a", "b")


TODAY = 20_000
FAR = 47_482  # 2099-12-31


def at(table, day, **how):
    return window(table, now=day * DAY, **how)


def test_the_window_moves_no_further_than_a_day_past_the_clock():
    table = {}
    put(at(table, TODAY), "a", TODAY)
    assert put(at(table, TODAY), "far", FAR) == ()
    assert table["0#"] == b"%d %d" % (TODAY, TODAY + 1)
    # It goes with tomorrow, which it was listed under.
    assert put(at(table, TODAY + 3), "b", TODAY + 3) == ("a",)
    assert put(at(table, TODAY + 4), "c", TODAY + 4) == ("far",)


@pytest.mark.parametrize("day", [FAR, TODAY + 2])
def test_a_window_that_stands_ahead_is_taken_back_and_forgets_nothing(day):
    table = {}
    old = window(table)
    put(old, "ahead", day)
    for number in range(40):
        put(old, f"{number:016x}", TODAY)
    assert put(at(table, TODAY), "new", TODAY) == ()
    assert table["0#"] == b"%d %d" % (TODAY, TODAY + 1)
    assert [key for key in table if key.startswith((f"0#{FAR}", f"0#{TODAY + 2}"))] == []
    assert all(window(table).get(f"{number:016x}") == b"v" for number in range(40))
    late = [put(at(table, each), f"n{each}", each) for each in range(TODAY + 2, TODAY + 6)]
    gone = [key for keys in late for key in keys]
    assert set(gone) == {"ahead", "new", f"n{TODAY + 2}", *(f"{n:016x}" for n in range(40))}


def test_what_is_used_on_a_day_to_come_goes_all_the_same():
    table = {}
    kept = at(table, TODAY, time_of=lambda value: float(value) * DAY)
    put(kept, "a", TODAY, b"%d" % FAR)
    later = at(table, TODAY + 3, time_of=lambda value: float(value) * DAY)
    assert put(later, "b", TODAY + 3, b"%d" % (TODAY + 3)) == ("a",)


def test_a_lost_clock_bounds_nothing():
    table = {}
    put(at(table, 1), "a", TODAY)
    assert table["0#"] == b"%d %d" % (TODAY, TODAY)
