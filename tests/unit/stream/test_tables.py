"""Tables inside a batch: undone with their record, written once a key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stream.messages import Message
from pipeline.stream.stores import MemoryStore
from pipeline.stream.tables import Table


def message(offset: int = 0) -> Message:
    return Message(topic="t", partition=0, offset=offset, timestamp=0.0)


def commit(table: Table, store: MemoryStore) -> list[str]:
    changes = table.changes()
    store.apply({"t": {change.key: change.value for change in changes}}, {})
    table.end_batch()
    return [change.key.decode() for change in changes]


def test_a_record_that_fails_leaves_no_trace() -> None:
    store = MemoryStore()
    table = Table("t", store)
    table.turn_to(message())
    table["a"] = b"1"
    table.keep()
    table.turn_to(message(offset=1))
    table["a"] = b"2"
    del table["a"]
    table["b"] = b"2"
    assert dict(table) == {"b": b"2"}
    table.turn_to(message(offset=2))
    assert dict(table) == {"a": b"1"}
    assert commit(table, store) == ["a"]


def test_a_key_is_written_once_a_batch_and_not_at_all_when_it_went_again() -> None:
    store = MemoryStore()
    table = Table("t", store)
    for number in range(5):
        table.turn_to(message(offset=number))
        table["waiting"] = b"x"
        table["count"] = b"%d" % number
        table.keep()
    table.turn_to(message(offset=5))
    del table["waiting"]
    table.keep()
    assert commit(table, store) == ["count"]
    table.turn_to(message(offset=6))
    del table["count"]
    table.keep()
    assert commit(table, store) == ["count"]


def test_a_change_has_the_record_that_wrote_it_last() -> None:
    table = Table("t", MemoryStore())
    for offset in (3, 4):
        table.turn_to(message(offset))
        table["a"] = b"%d" % offset
        table.keep()
    (change,) = table.changes()
    assert (change.table, change.key, change.value, change.message.offset) == ("t", b"a", b"4", 4)


def test_keys_are_found_by_their_prefix_wherever_they_are() -> None:
    store = MemoryStore()
    store.apply({"t": {b"a|1": b"", b"a|2": b"", b"b|1": b""}, "other": {b"a|9": b""}}, {})
    table = Table("t", store)
    table.turn_to(message())
    table["a|3"] = table["b|2"] = b""
    table.keep()
    table["a|4"] = b""
    del table["a|1"]
    assert sorted(table.under("a|")) == ["a|2", "a|3", "a|4"]
    assert len(table) == 5


def test_a_table_is_used_with_a_record_in_hand() -> None:
    table = Table("t", MemoryStore())
    for use in (lambda: table.get("a"), lambda: table.under(""), table.keep):
        with pytest.raises(RuntimeError, match="table t was used outside of a record"):
            use()
    table.turn_to(message())
    with pytest.raises(KeyError):
        del table["a"]


actions = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.one_of(st.none(), st.binary(max_size=2)),
        st.booleans(),
        st.booleans(),
    ),
    max_size=40,
)


@given(actions)
def test_a_table_is_a_dict(steps: list) -> None:
    """Whatever is kept, fails or is committed when: reads agree with a plain dict."""
    store, plain = MemoryStore(), {}
    table = Table("t", store)
    for offset, (key, value, fails, ends) in enumerate(steps):
        table.turn_to(message(offset))
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value
        if not fails:
            table.keep()
            if value is None:
                plain.pop(key, None)
            else:
                plain[key] = value
        if ends:
            commit(table, store)
        table.turn_to(message(offset))
        assert dict(table) == plain
        table.keep()
    commit(table, store)
    assert {key.decode(): store.read("t", key) for key in store.keys("t")} == plain
