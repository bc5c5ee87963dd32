"""Where a partition's tables live: in memory and on disk they say the same."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.stream.on_kafka import rocks_store as module
from pipeline.stream.on_kafka.rocks_store import RocksStore
from pipeline.stream.stores import MemoryStore
from pipeline.stream.tables import Store


@pytest.fixture(params=["memory", "rocksdb"])
def store(request: pytest.FixtureRequest, tmp_path: Path):
    made = MemoryStore() if request.param == "memory" else RocksStore(tmp_path / "a" / "3")
    yield made
    made.close()


def test_a_new_store_is_empty(store: Store) -> None:
    assert (store.read("t", b"k"), store.keys("t"), store.upto("t")) == (None, [], 0)


def test_rows_are_written_changed_and_deleted(store: Store) -> None:
    store.apply({"t": {b"a": b"1", b"b": b"", b"gone": None}}, {"t": 3})
    store.apply({"t": {b"a": b"2", b"b": None}}, {"t": 5, "u": 1})
    assert (store.read("t", b"a"), store.read("t", b"b")) == (b"2", None)
    assert (store.keys("t"), store.upto("t"), store.upto("u")) == ([b"a"], 5, 1)
    store.apply({"t": {b"empty": b""}}, {})
    assert (store.read("t", b"empty"), store.upto("t")) == (b"", 5)


def test_keys_are_found_by_prefix_and_tables_are_apart(store: Store) -> None:
    names = (b"0?a", b"0?b", b"0|a", b"1?a", b"\xff\xff", b"")
    store.apply({"t": dict.fromkeys(names, b"t"), "tt": {b"0?c": b"tt"}, "s": {b"0?d": b"s"}}, {})
    assert sorted(store.keys("t", b"0?")) == [b"0?a", b"0?b"]
    assert sorted(store.keys("t")) == sorted(names)
    assert store.keys("t", b"2") == []
    assert (store.keys("tt", b"0?"), store.read("tt", b"0?a")) == ([b"0?c"], None)


def test_the_first_key_is_found_in_its_table(store: Store) -> None:
    store.apply({"t": {b"b": b"", b"c": b""}, "u": {b"a": b"", b"d": b""}}, {})
    assert [store.first_key("t", start) for start in (b"", b"b", b"bb", b"d")] == [
        b"b", b"b", b"c", None,
    ]  # fmt: skip
    store.apply({"t": {b"b": None}}, {})
    assert (store.first_key("t", b""), store.first_key("v", b"")) == (b"c", None)


def test_a_table_is_forgotten_alone(store: Store) -> None:
    store.apply({"t": {b"a": b"1"}, "u": {b"a": b"1"}}, {"t": 3, "u": 4})
    store.clear("t")
    assert (store.keys("t"), store.upto("t")) == ([], 0)
    assert (store.keys("u"), store.upto("u")) == ([b"a"], 4)


rows = st.dictionaries(st.binary(max_size=3), st.one_of(st.none(), st.binary(max_size=2)))
steps = st.lists(st.tuples(st.sampled_from(["t", "tt"]), rows, st.booleans()), max_size=6)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps, st.binary(max_size=2))
def test_disk_and_memory_say_the_same(tmp_path_factory, changes, prefix) -> None:
    memory, disk = MemoryStore(), RocksStore(tmp_path_factory.mktemp("stores") / "0")
    for number, (table, some, cleared) in enumerate(changes):
        for each in (memory, disk):
            if cleared:
                each.clear(table)
            each.apply({table: some}, {table: number})
    for table in ("t", "tt"):
        assert sorted(disk.keys(table, prefix)) == sorted(memory.keys(table, prefix))
        assert disk.upto(table) == memory.upto(table)
        for key in memory.keys(table):
            assert disk.read(table, key) == memory.read(table, key)
    disk.close()


def test_a_store_is_opened_again_with_what_it_has(tmp_path: Path) -> None:
    store = RocksStore(tmp_path / "3")
    store.apply({"t": {b"a": b"1"}}, {"t": 7})
    store.close()
    store = RocksStore(tmp_path / "3")
    assert (store.read("t", b"a"), store.upto("t")) == (b"1", 7)
    store.close()


def test_rows_and_the_offset_they_reach_are_one_write(tmp_path: Path, monkeypatch) -> None:
    store = RocksStore(tmp_path / "3")
    writes = []

    class Counted:
        def __init__(self, db) -> None:
            self.db = db

        def write(self, batch) -> None:
            writes.append(batch.len())
            self.db.write(batch)

        def __getattr__(self, name: str):
            assert name in {"get", "keys", "close"}, "written beside the batch"
            return getattr(self.db, name)

    monkeypatch.setattr(store, "_db", Counted(store._db))
    store.apply({"t": {b"a": b"1", b"b": None}}, {"t": 7})
    # Two rows, the offset, and when it was.
    assert writes == [4]
    store.close()


@pytest.mark.parametrize(("days", "kept"), [(1.9, True), (2.1, False)])
def test_a_store_that_may_have_missed_deletions_is_set_up_anew(
    tmp_path: Path, monkeypatch, days, kept
) -> None:
    store = RocksStore(tmp_path / "3")
    store.apply({"t": {b"a": b"1"}}, {"t": 7})
    store.close()
    later = time.time() + days * 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    again = RocksStore(tmp_path / "3")
    assert (again.read("t", b"a"), again.upto("t")) == ((b"1", 7) if kept else (None, 0))
    again.close()


@pytest.mark.parametrize("found", [b"1", None])
def test_a_store_of_another_format_is_set_up_anew(tmp_path: Path, caplog, found) -> None:
    store = RocksStore(tmp_path / "3")
    store.apply({"t": {b"a": b"1"}}, {"t": 7})
    if found is None:
        store._db.delete(module._FORMAT_KEY)
    else:
        store._db.put(module._FORMAT_KEY, found)
    store.close()
    for _ in range(2):
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            store = RocksStore(tmp_path / "3")
        assert (store.keys("t"), store.upto("t")) == ([], 0)
        store.close()
    assert caplog.records == [], "the second time it is ours"


@pytest.mark.parametrize("broken", ["CURRENT", "folder"])
def test_a_store_that_cannot_be_opened_is_set_up_anew(tmp_path: Path, caplog, broken) -> None:
    path = tmp_path / "3"
    store = RocksStore(path)
    store.apply({"t": {b"a": b"1"}}, {"t": 7})
    store.close()
    if broken == "CURRENT":
        (path / "CURRENT").write_text("nonsense\n")
    else:
        for each in path.iterdir():
            each.write_bytes(b"nonsense")
    with caplog.at_level(logging.WARNING):
        store = RocksStore(path)
    assert "read from the changelogs anew" in caplog.text
    assert (store.keys("t"), store.upto("t")) == ([], 0)
    store.apply({"t": {b"a": b"2"}}, {"t": 1})
    assert store.read("t", b"a") == b"2"
    store.close()


def test_a_store_that_is_open_elsewhere_is_left_alone(tmp_path: Path, caplog) -> None:
    store = RocksStore(tmp_path / "3")
    store.apply({"t": {b"a": b"1"}}, {"t": 7})
    with pytest.raises(Exception, match=r"(?i)lock"):
        RocksStore(tmp_path / "3")
    assert (tmp_path / "3" / "CURRENT").exists()
    assert "anew" not in caplog.text
    store.close()
    store = RocksStore(tmp_path / "3")
    assert (store.read("t", b"a"), store.upto("t")) == (b"1", 7)
    store.close()


def test_a_store_on_a_full_disk_is_kept_as_it_is(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "3"
    RocksStore(path).close()
    before = sorted(path.iterdir())

    def refuse(*_):
        raise Exception("IO error: No space left on device: While appending to file")  # noqa: TRY002 - as rocksdict

    monkeypatch.setattr(module, "Rdict", refuse)
    with pytest.raises(Exception, match="No space left"):
        RocksStore(path)
    assert sorted(path.iterdir()) == before


def test_the_stores_of_all_partitions_share_one_cache(tmp_path: Path) -> None:
    one, other = RocksStore(tmp_path / "3"), RocksStore(tmp_path / "4")

    def of_the_cache(what: str) -> list[int]:
        name = f"rocksdb.block-cache-{what}"
        return [store._db.property_int_value(name) for store in (one, other)]

    # RocksDB itself takes 32 MiB a store.
    assert of_the_cache("capacity") == [8 * 2**20] * 2
    before = of_the_cache("usage")
    one.apply({"t": {b"%d" % n: b"x" * 1000 for n in range(500)}}, {})
    one._db.flush()
    assert [one.read("t", b"%d" % n) for n in range(500)] == [b"x" * 1000] * 500
    after = of_the_cache("usage")
    assert after[0] == after[1] > before[1]
    one.close()
    other.close()
