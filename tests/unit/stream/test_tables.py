"""Tables inside a batch: undone with their record, written once a key, one partition at a time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.stream.messages import Message
from pipeline.stream.tables import Table
from tests.stream.memory import MemoryBackend


def message(partition: int = 0, offset: int = 0) -> Message:
    return Message(topic="t", partition=partition, offset=offset, timestamp=0.0)


def commit(table: Table) -> list[str]:
    changes = table.changes()
    table.commit([(change, 1) for change in changes])
    return [change.key for change in changes]


def test_a_record_that_fails_leaves_no_trace() -> None:
    table = Table("t", MemoryBackend())
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
    assert commit(table) == ["a"]


def test_a_key_is_written_once_a_batch_and_not_at_all_when_it_went_again() -> None:
    table = Table("t", MemoryBackend())
    for number in range(5):
        table.turn_to(message(offset=number))
        table["waiting"] = b"x"
        table["count"] = b"%d" % number
        table.keep()
    table.turn_to(message(offset=5))
    del table["waiting"]
    table.keep()
    assert commit(table) == ["count"]
    table.turn_to(message(offset=6))
    del table["count"]
    table.keep()
    assert commit(table) == ["count"]


def test_the_same_key_of_two_partitions_is_two_keys() -> None:
    table = Table("t", MemoryBackend())
    for partition in (0, 1):
        table.turn_to(message(partition))
        assert "k" not in table
        table["k"] = b"%d" % partition
        table.keep()
    commit(table)
    for partition in (0, 1):
        table.turn_to(message(partition))
        assert dict(table) == {"k": b"%d" % partition}


def test_nothing_is_stored_that_the_changelog_lacks() -> None:
    backend = MemoryBackend()
    table = Table("t", backend)
    table.turn_to(message())
    table["a"] = b"1"
    table["b"] = b"2"
    table.keep()
    logged = [(change, 3) for change in table.changes() if change.key == "a"]
    table.commit(logged)
    assert backend.data == {0: {b"a": b"1"}}


actions = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from("abc"),
        st.one_of(st.none(), st.binary(max_size=2)),
        st.booleans(),
        st.booleans(),
    ),
    max_size=40,
)


@given(actions)
def test_a_table_is_a_dict_a_partition(steps: list) -> None:
    """Whatever is kept, fails or is committed when: reads agree with plain dicts."""
    backend, plain = MemoryBackend(), {0: {}, 1: {}, 2: {}}
    table = Table("t", backend)
    for offset, (partition, key, value, fails, ends) in enumerate(steps):
        table.turn_to(message(partition, offset))
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value
        if not fails:
            table.keep()
            if value is None:
                plain[partition].pop(key, None)
            else:
                plain[partition][key] = value
        if ends:
            commit(table)
        for number, rows in plain.items():
            table.turn_to(message(number))
            assert dict(table) == rows
            table.keep()
    commit(table)
    stored = {p: {k.decode(): v for k, v in rows.items()} for p, rows in backend.data.items()}
    assert {p: stored.get(p, {}) for p in plain} == plain
