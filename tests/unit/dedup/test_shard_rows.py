"""Articles of one shard: found by hash and id, swept with the window, read back as they came."""

import pytest

from pipeline.dedup.stories.shard_rows import ShardRows
from pipeline.dedup.tables.postings_table import key_of
from pipeline.dedup.tables.shard_table import ShardTable
from pipeline.dedup.tables.story_row import pack, read
from pipeline.text.fingerprint import hash64
from tests.unit.dedup.test_index import DAY, NOW, posting

ANCHOR = 1 << 28


def store(table=None, *, days=3, shard=0):
    return ShardRows(table, shard=shard, window_days=days)


def put(rows, name, *, time=NOW, old=0, version="v1", numbers=(1, 2, 3)):
    rows.insert(posting(name, *numbers, time=time, version=version), room=False, old=old)


def found(rows, anchor=ANCHOR):
    (slots,) = rows.under([anchor])
    return [read(data).article for _, data in rows.packed(slots)]


def test_rows_are_found_by_each_anchor_and_by_id():
    rows = store()
    put(rows, "a", numbers=(1, 2))
    put(rows, "b", numbers=(2, 3))
    assert rows.under([1 << 28, 2 << 28, 3 << 28, 4 << 28]) == [[1], [1, 2], [2], []]
    assert [rows.find(name) and rows.find(name)[0] for name in "abc"] == [1, 2, None]
    assert (len(rows), rows.window.newest, rows.window.oldest) == (2, int(NOW), int(NOW) - 3 * DAY)


def test_eight_articles_stand_under_a_hash():
    rows = store()
    for n in range(10):
        put(rows, f"a{n}")
    assert rows.under([ANCHOR]) == [[1, 2, 3, 4, 5, 6, 7, 8]]
    # Those that came too late for it are still found by id.
    assert all(rows.find(f"a{n}")[0] == n + 1 for n in range(10))


def test_two_ids_of_one_key_are_two_articles():
    one, other = "a-25786", "a-56315"
    assert key_of(hash64(one)) == key_of(hash64(other))
    rows = store({})
    put(rows, one)
    assert rows.find(other) is None
    put(rows, other)
    assert [read(rows.find(name)[1]).article for name in (one, other)] == [one, other]
    rows.forget(one)
    assert (rows.find(one), rows.find(other)[0]) == (None, 2)


def test_a_new_version_takes_the_place_of_the_one_before():
    rows = store()
    put(rows, "a", numbers=(1, 2))
    put(rows, "b", numbers=(1, 2))
    put(rows, "a", old=1, version="v2", numbers=(2, 3))
    assert (len(rows), rows.find("a")[0]) == (2, 3)
    # Under 2 it stands where it stood; under 1, where the old one was, it is found no more.
    assert rows.under([2 << 28, 3 << 28]) == [[3, 2], [3]]
    assert found(rows) == ["b"]


def test_a_row_that_is_written_anew_is_the_next_starts_too():
    table = {}
    rows = store(table)
    put(rows, "a")
    put(rows, "b")
    slot, data = rows.find("a")
    longer = pack(posting("a", 1, 2, 3, version="v1-longer"), room=True)
    rows.write(slot, "a", longer)
    assert rows.find("a") == (slot, longer) != (slot, data)
    assert store(table).find("a") == (slot, longer)
    assert store(table).under([ANCHOR]) == [[1, 2]]


def test_a_forgotten_article_leaves_its_table():
    table = {}
    rows = store(table)
    put(rows, "a")
    rows.forget("a")
    rows.forget("never seen")
    assert (rows.find("a"), found(rows), len(rows), table) == (None, [], 0, {})


@pytest.mark.parametrize(("age", "kept"), [(3 * DAY, True), (3 * DAY + 1, False)])
def test_the_last_second_of_the_window_is_in_it(age, kept):
    rows = store()
    put(rows, "old", time=NOW - age)
    put(rows, "new", numbers=(7,))
    assert found(rows) == (["old"] if kept else [])


def test_what_has_left_the_window_is_swept_once_a_day():
    table = {}
    rows = store(table)
    put(rows, "a", time=NOW)
    put(rows, "b", time=NOW + 3 * DAY, numbers=(7,))
    put(rows, "c", time=NOW + 4 * DAY - 1, numbers=(8,))
    assert (len(rows), rows.forgotten, len(table)) == (3, 0, 3)
    put(rows, "d", time=NOW + 4 * DAY, numbers=(9,))
    assert (len(rows), rows.forgotten, len(table)) == (3, 1, 3)
    assert rows.find("a") is None
    assert [rows.find(name)[0] for name in "bcd"] == [1, 2, 3]
    assert rows.under([ANCHOR, 7 << 28, 8 << 28, 9 << 28]) == [[], [1], [2], [3]]


def test_an_old_article_that_comes_late_does_not_move_the_window_back():
    rows = store()
    put(rows, "a", time=NOW)
    put(rows, "b", time=NOW - 2 * DAY)
    assert (rows.window.newest, rows.window.oldest) == (int(NOW), int(NOW) - 3 * DAY)


@pytest.mark.parametrize(("others", "holes"), [(0, 256), (2056, 257)])
def test_holes_are_closed_when_there_are_more_than_256_or_an_eighth(others, holes):
    rows = store()
    for n in range(others):
        put(rows, f"o{n}", numbers=(9,))
    names = [f"a{n}" for n in range(holes)]
    for n, name in enumerate(names):
        put(rows, name, numbers=(100 + n,))
    for name in names:
        rows.forget(name)
    # So many are left as they are.
    put(rows, "b", numbers=(7,))
    assert rows.find("b")[0] == others + holes + 1
    rows.forget("b")
    put(rows, "c", numbers=(8,))
    assert rows.find("c")[0] == others + 1
    assert rows.under([7 << 28, 8 << 28, 100 << 28]) == [[], [others + 1], []]
    assert (len(rows), rows.forgotten) == (others + 1, 0)
    # And the count begins anew.
    rows.forget("c")
    put(rows, "d", numbers=(8,))
    assert rows.find("d")[0] == others + 2


def test_a_start_reads_its_own_shard_in_the_order_of_arrival():
    table = {}
    one, other = store(table, shard=1), store(table, shard=11)
    for n, name in enumerate("dcab"):
        put(one, name, time=NOW - n)
    put(other, "x")
    put(one, "c", old=2, version="v2")
    again = store(table, shard=1)
    assert found(again) == ["d", "a", "b", "c"]
    assert (again.window.newest, len(again), again.forgotten) == (int(NOW), 4, 0)
    # What comes next comes last.
    put(again, "e")
    assert found(store(table, shard=1)) == ["d", "a", "b", "c", "e"]


def test_a_start_lets_what_has_left_the_window_go():
    table = {}
    rows = store(table, days=9)
    put(rows, "a", time=NOW)
    put(rows, "b", time=NOW + 4 * DAY, numbers=(7,))
    again = store(table, days=3)
    again.see(NOW + 4 * DAY)
    assert (len(again), again.forgotten, len(table)) == (1, 1, 1)


FAR = 4_070_908_800  # 2099-01-01


def test_no_row_moves_the_window_more_than_a_day_past_the_clock():
    rows = store({})
    rows.see(NOW)
    put(rows, "a", time=NOW + 1)
    put(rows, "far", time=FAR)
    assert (rows.window.newest, rows.forgotten) == (int(NOW + 1), 0)
    put(rows, "b", time=NOW + DAY)
    assert rows.window.newest == int(NOW + DAY)
    put(rows, "c", time=NOW + DAY + 1)
    assert rows.window.newest == int(NOW + DAY)
    assert found(rows) == ["a", "far", "b", "c"]
    # With the next day goes what would never leave.
    rows.see(NOW + DAY)
    put(rows, "d", time=NOW + DAY + 1)
    assert (found(rows), rows.forgotten) == (["a", "b", "c", "d"], 1)


def test_a_shard_that_believed_a_wrong_clock_recovers_when_it_is_opened():
    table = {}
    before = store(table)
    put(before, "far", time=FAR)
    again = store(table)
    again.see(NOW)
    assert again.window.newest == 0
    put(again, "a", time=NOW)
    assert (found(again), again.window.newest, len(table)) == (["a"], int(NOW), 1)


@pytest.mark.parametrize("reopened", [False, True])
def test_a_window_ahead_is_taken_back_to_the_rows_that_are_left(reopened):
    table = {}
    rows = store(table, days=30)
    put(rows, "a", time=NOW)
    put(rows, "ahead", time=NOW + 9 * DAY)
    if reopened:
        rows = store(table, days=30)
    rows.see(NOW)
    # It is no whole window ahead: it stays, and counts for nothing until its day has come.
    assert (rows.window.newest, found(rows)) == (int(NOW), ["a", "ahead"])
    rows.see(NOW + 9 * DAY)
    put(rows, "b", time=NOW + 9 * DAY)
    assert rows.window.newest == int(NOW + 9 * DAY)


def test_what_is_kept_nowhere_is_kept_in_the_process():
    rows = store(None)
    put(rows, "a")
    rows.write(1, "a", rows.find("a")[1])
    rows.forget("a")
    assert len(rows) == 0
    assert list(ShardTable(None, 0).load()) == []


def test_bytes_are_those_of_rows_and_of_postings():
    rows = store()
    empty = rows.nbytes
    assert empty >= 8 * 1024
    for n in range(1000):
        put(rows, f"a{n}", numbers=(n,))
    assert rows.nbytes > empty + 1000 * 60
