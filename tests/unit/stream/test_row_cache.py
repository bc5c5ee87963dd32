"""A bounded copy of rows: it says what is stored, and what was asked for lately stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stream.changelogs import row_cache as module
from pipeline.stream.changelogs.row_cache import LARGEST_CACHE, RowCache


class Stored(dict):
    """What is stored, and how often it was asked."""

    asked = 0

    def read(self, key: bytes) -> bytes | None:
        self.asked += 1
        return self.get(key)


@pytest.fixture(autouse=True)
def small(monkeypatch) -> None:
    assert LARGEST_CACHE == 1 << 20
    monkeypatch.setattr(module, "LARGEST_CACHE", 1000)


def test_a_row_is_read_once_also_one_that_is_not_there() -> None:
    stored = Stored({b"a": b"1"})
    cache = RowCache(stored.read)
    assert [cache.get(key) for key in (b"a", b"b", b"a", b"b")] == [b"1", None, b"1", None]
    assert stored.asked == 2


def test_what_is_asked_for_stays_and_the_rest_goes() -> None:
    stored = Stored()
    cache = RowCache(stored.read)
    for number in range(100):
        cache.get(b"%d" % number)
        cache.get(b"hot")
    assert stored.asked == 101
    assert len(cache._young) + len(cache._old) <= 2 * 1000 / module._BESIDE
    cache.get(b"0")
    assert stored.asked == 102


def test_a_large_row_is_left_where_it_is() -> None:
    stored = Stored({b"a": b"1" * 250})
    cache = RowCache(stored.read)
    assert cache.get(b"a") == cache.get(b"a")
    assert stored.asked == 2


keys = st.sampled_from([b"%d" % number for number in range(20)])
values = st.one_of(st.none(), st.binary(max_size=300))


@given(st.lists(st.tuples(keys, st.booleans(), values), max_size=60))
def test_it_says_what_is_stored(steps) -> None:
    stored = Stored()
    cache = RowCache(stored.read)
    for key, writes, value in steps:
        if writes:
            stored[key] = value
            cache.put_all({key: value})
        assert cache.get(key) == stored.get(key)
        assert cache._size <= 1000


def test_what_was_stored_later_is_said_also_where_it_is_too_large_to_keep() -> None:
    stored = Stored({b"a": b"1"})
    cache = RowCache(stored.read)
    cache.get(b"a")
    for number in range(7):
        cache.get(b"%d" % number)
    assert b"a" in cache._old
    stored[b"a"] = b"2" * 250
    cache.put_all({b"a": stored[b"a"]})
    assert cache.get(b"a") == stored[b"a"]
