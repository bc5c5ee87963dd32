"""Bounded tables of entries: which one makes room, and that none is taken for another."""

import pytest

from pipeline.dedup.tables import entry_table
from pipeline.dedup.tables.entry_table import EntryTable


def entries(table=None, *, payload=2, size=(4, 3), scope="0", kind="t"):
    table = {} if table is None else table
    return EntryTable(table, scope=scope, kind=kind, payload=payload, size=size)


def key(number, bucket=0):
    return bucket << 48 | number


def test_an_entry_is_kept_under_its_key_until_another_takes_its_place():
    kept = entries()
    assert kept.get(key(1)) is None
    kept.put(key(1), b"aa", day=5)
    kept.put(key(2), b"bb", day=5)
    kept.put(key(1), b"cc", day=5)
    assert (kept.get(key(1)), kept.get(key(2)), kept.get(key(3))) == (b"cc", b"bb", None)
    assert kept.forgotten == 0


def test_what_was_used_longest_ago_makes_room():
    kept = entries()
    for number in (1, 2, 3):
        kept.put(key(number), b"aa", day=5)
    kept.put(key(1), b"bb", day=5)
    kept.put(key(4), b"aa", day=5)
    assert [kept.get(key(n)) for n in (1, 2, 3, 4)] == [b"bb", None, b"aa", b"aa"]
    kept.put(key(5), b"aa", day=5)
    assert [kept.get(key(n)) for n in (1, 3, 4, 5)] == [b"bb", None, b"aa", b"aa"]
    assert kept.forgotten == 2


def test_a_row_has_so_many_entries_and_a_table_so_many_rows():
    table = {}
    kept = entries(table, size=(4, 3))
    for number in range(100):
        kept.put(key(number, bucket=number), b"aa", day=5)
    assert sorted(table) == ["0|t0", "0|t1", "0|t2", "0|t3"]
    assert {len(row) for row in table.values()} == {3 * (6 + 2 + 2)}
    assert kept.forgotten == 100 - 12
    assert [kept.get(key(n, bucket=n)) for n in (87, 88, 99)] == [None, b"aa", b"aa"]


def test_keys_of_one_row_are_told_apart_by_48_bits():
    kept = entries(size=(1, 9))
    kept.put(key(1), b"aa", day=5)
    kept.put(key(1 << 47), b"bb", day=5)
    kept.put(key(1, bucket=3), b"cc", day=5)
    assert (kept.get(key(1)), kept.get(key(1 << 47))) == (b"cc", b"bb")


def test_bytes_of_a_payload_are_no_key():
    kept = entries(payload=8, size=(1, 9))
    tag = (0x010203040506).to_bytes(6, "big")
    kept.put(key(7), b"\0" + tag + b"\0", day=5)
    assert kept.get(key(0x010203040506)) is None
    kept.put(key(0x010203040506), b"12345678", day=5)
    assert kept.get(key(0x010203040506)) == b"12345678"
    assert kept.get(key(7)) == b"\0" + tag + b"\0"


def test_bytes_of_a_payload_are_none_of_several_either():
    kept = entries(payload=8, size=(1, 9))
    tag = (0x010203040506).to_bytes(6, "big")
    kept.add(key(7), b"\0" + tag + b"\0", day=5)
    assert list(kept.all(key(0x010203040506))) == []
    kept.add(key(0x010203040506), b"12345678", day=5)
    kept.add(key(0x010203040506), b"12345678", day=6)
    assert list(kept.all(key(0x010203040506))) == [b"12345678"]
    assert list(kept.all(key(7))) == [b"\0" + tag + b"\0"]


def test_few_days_are_kept_as_bytes():
    for day in range(50):
        entries().put(key(1), b"aa", day=day)
    assert entry_table._day.cache_info().currsize == 8


def test_several_under_one_key_come_oldest_first_and_each_once():
    kept = entries(size=(1, 4))
    for payload in (b"aa", b"bb", b"aa"):
        kept.add(key(1), payload, day=5)
    kept.add(key(2), b"aa", day=5)
    assert (list(kept.all(key(1))), list(kept.all(key(2)))) == ([b"aa", b"bb"], [b"aa"])
    assert list(kept.all(key(1, bucket=3))) == [b"aa", b"bb"]
    kept.add(key(1), b"cc", day=5)
    kept.add(key(1), b"dd", day=5)
    assert (list(kept.all(key(1))), kept.forgotten) == ([b"bb", b"cc", b"dd"], 1)
    assert list(kept.all(key(3))) == []


@pytest.mark.parametrize(
    ("day", "kept"), [(-1, 0), (0, 0), (258, 258), (0xFFFF, 0xFFFF), (1 << 16, 0xFFFF)]
)
def test_an_entry_is_key_day_and_payload(day, kept):
    table = {}
    entries(table).put(key(0x010203040506), b"aa", day=day)
    entries(table, kind="p").add(key(0x010203040506), b"aa", day=day)
    entry = bytes((1, 2, 3, 4, 5, 6)) + kept.to_bytes(2, "big") + b"aa"
    assert table == {"0|t0": entry, "0|p0": entry}


def test_kinds_and_scopes_share_a_table_and_nothing_else():
    table = {}
    kept = [entries(table), entries(table, kind="a"), entries(table, scope="1")]
    for number, one in enumerate(kept):
        one.put(key(1), bytes((65, 65 + number)), day=5)
    assert [one.get(key(1)) for one in kept] == [b"AA", b"AB", b"AC"]
