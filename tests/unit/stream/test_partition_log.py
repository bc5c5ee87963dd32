"""One partition on Kafka: where reading goes on, what recovery applies, the order of opening."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace

import pytest
from aiokafka import TopicPartition

from pipeline.settings import Settings
from pipeline.stream.batches import record_of, row_of
from pipeline.stream.changelogs.segments import SEGMENT_FORMAT, segment_key
from pipeline.stream.messages import Output
from pipeline.stream.on_kafka import partition_log as module
from pipeline.stream.on_kafka.batch_slots import MOST
from pipeline.stream.on_kafka.partition_log import KafkaPartition, message_of
from pipeline.stream.on_kafka.positions import start_of
from pipeline.stream.on_kafka.recovery import recover, row_in
from pipeline.stream.stores import MemoryStore
from pipeline.stream.tables import Change
from pipeline.stream.topics import TopicNames
from pipeline.topology import AGENTS, CLEAN, CONTROL
from pipeline.topology import RAW as RAW_TOPIC
from tests.unit.stream.parts import message

RAW = TopicPartition("raw", 3)
LOG = TopicPartition("news-clean-t-changelog", 3)
OTHER = TopicPartition("news-clean-u-changelog", 3)


@pytest.mark.parametrize(
    ("committed", "first", "end", "start", "said"),
    [
        (None, 0, 9, 0, ""),
        (None, 4, 9, 4, ""),
        (7, 4, 9, 7, ""),
        (9, 4, 9, 9, ""),
        (4, 4, 9, 4, ""),
        (0, 0, 0, 0, ""),
        (10, 4, 9, 4, "raw/3 ends at 9, 10 were read of it: it was made again"),
        (3, 4, 9, 4, "raw/3: 1 records were deleted before they were read"),
    ],
)
def test_where_reading_goes_on(caplog, committed, first, end, start, said) -> None:
    with caplog.at_level(logging.DEBUG):
        assert start_of(RAW, committed, first, end) == start
    assert said in caplog.text
    assert bool(caplog.records) is bool(said)


def fetched(tp: TopicPartition, offset: int, key: bytes = b"k", value: bytes | None = b"v", **how):
    return SimpleNamespace(
        topic=tp.topic, partition=tp.partition, offset=offset, timestamp=1500, key=key, value=value,
        headers=how.get("headers", ()),
    )  # fmt: skip


def test_a_record_is_taken_as_it_is() -> None:
    read = message_of(fetched(RAW, 9, headers=(("a", b"1"), ("a", None))), "news.raw.v1")
    assert (read.topic, read.partition, read.offset) == ("news.raw.v1", 3, 9)
    assert read.timestamp == 1.5
    assert (read.key, read.value, read.headers) == (b"k", b"v", (("a", b"1"), ("a", b"")))


class Consumer:
    """Logs that hold offsets without records too: markers of transactions."""

    def __init__(self, noted: list, **logs) -> None:
        self.noted = noted
        self.logs = {}
        self.first, self.ends, self.records, self.at = {}, {}, {}, {}
        self.groups: dict[TopicPartition, int | None] = {}
        self.assigned: list[TopicPartition] = []
        self.paused: set[TopicPartition] = set()
        self._client = self

    def hold(self, tp: TopicPartition, first: int, end: int, *records) -> None:
        self.first[tp], self.ends[tp], self.records[tp] = first, end, list(records)

    async def start(self) -> None:
        self.noted.append("consumer")

    async def stop(self) -> None:
        self.noted.append("consumer stopped")

    async def __aenter__(self):
        return self

    async def __aexit__(self, *raised: object) -> None:
        self.noted.append("reader stopped")

    async def fetch_all_metadata(self):
        return self

    def partitions_for_topic(self, topic: str):
        return {tp.partition for tp in self.ends if tp.topic == topic}

    async def beginning_offsets(self, tps):
        return {tp: self.first[tp] for tp in tps}

    async def end_offsets(self, tps):
        return {tp: self.ends[tp] for tp in tps}

    async def committed(self, tp):
        return self.groups.get(tp)

    def assign(self, tps) -> None:
        self.assigned = list(tps)

    def assignment(self) -> set[TopicPartition]:
        return set(self.assigned)

    def pause(self, *tps) -> None:
        self.paused |= set(tps)

    def resume(self, *tps) -> None:
        self.paused -= set(tps)

    def seek(self, tp, offset) -> None:
        assert tp in self.assigned
        self.at[tp] = offset

    async def position(self, tp) -> int:
        return self.at[tp]

    async def getmany(self, *, timeout_ms, max_records):
        assert not self.paused & set(self.assigned)
        found = {}
        for tp in self.assigned:
            left = [r for r in self.records[tp] if r.offset >= self.at[tp]]
            if left[:2]:
                found[tp] = left[:2]
            # Over the markers behind the last record there is no record to see.
            self.at[tp] = left[1].offset + 1 if len(left) > 1 else self.ends[tp]
        self.noted.append({tp.topic: [r.offset for r in some] for tp, some in found.items()})
        return found


def table_rows(store: MemoryStore, table: str) -> dict[bytes, bytes | None]:
    return {key: store.read(table, key) for key in store.keys(table)}


def log_of(noted: list, *, end: int = 9, first: int = 0) -> Consumer:
    consumer = Consumer(noted)
    rows = [(0, b"a", b"1"), (1, b"b", b"1"), (3, b"a", b"2"), (5, b"b", None), (7, b"c", b"1")]
    consumer.hold(LOG, first, end, *[fetched(LOG, at, k, v) for at, k, v in rows if at >= first])
    return consumer


async def recovered(consumer: Consumer, store: MemoryStore, moved=lambda _: None) -> None:
    await recover(consumer, lambda: consumer, {LOG: "t"}, store, moved)


async def test_recovery_applies_what_the_store_lacks() -> None:
    noted, moved, store = [], [], MemoryStore()
    await recovered(log_of(noted), store, moved.append)
    assert table_rows(store, "t") == {b"a": b"2", b"c": b"1"}
    # Offset 8 is a marker's: the store reaches the end all the same.
    assert store.upto("t") == 9
    assert sum(moved) == 5
    noted.clear()
    store.apply({"t": {b"mine": b"1"}}, {"t": 5})
    await recovered(log_of(noted), store, moved.append)
    assert noted == [{LOG.topic: [5, 7]}, {}, "reader stopped"], "no more than it lacks"
    assert table_rows(store, "t") == {b"a": b"2", b"c": b"1", b"mine": b"1"}
    noted.clear()
    await recovered(log_of(noted), store, moved.append)
    assert noted == [], "nothing to read"


async def test_a_store_that_reaches_over_a_marker_reads_nothing_twice() -> None:
    noted, store = [], MemoryStore()
    store.apply({"t": {b"c": b"kept"}}, {"t": 8})
    await recovered(log_of(noted), store)
    assert (table_rows(store, "t"), store.upto("t")) == ({b"c": b"kept"}, 9)


@pytest.mark.parametrize(("at", "first", "anew"), [(10, 0, True), (2, 3, True), (3, 3, False)])
async def test_a_store_that_cannot_be_of_this_log_is_read_anew(caplog, at, first, anew) -> None:
    store = MemoryStore()
    store.apply({"t": {b"odd": b"1"}}, {"t": at})
    await recovered(log_of([], first=first), store)
    assert (b"odd" not in store.keys("t")) is anew
    assert ("read anew" in caplog.text) is anew
    assert store.upto("t") == 9


async def test_a_new_store_begins_where_its_log_does(caplog) -> None:
    noted, store = [], MemoryStore()
    await recovered(log_of(noted, first=3), store)
    assert noted[0] == {LOG.topic: [3, 5]}
    assert "anew" not in caplog.text


async def test_without_tables_nothing_is_asked() -> None:
    await recover(None, None, {}, MemoryStore(), lambda _: None)


class Transactions:
    def __init__(self, noted: list) -> None:
        self.noted = noted
        self.ends: dict[str, int] = {}

    async def open(self):
        self.noted.append("transactions")

    async def commit(self, records, offsets):
        self.noted.append((records, offsets))
        return self.ends

    async def close(self) -> None:
        self.noted.append("transactions closed")


@pytest.fixture
async def part(monkeypatch) -> KafkaPartition:
    noted: list = []
    made = KafkaPartition(
        Settings(broker="127.0.0.1:1", partitions=4, batch_size=7),
        group="news-clean",
        partition=3,
        topics=["raw", "gone"],
        tables=["t", "u"],
    )
    theirs = made._consumer
    assert theirs._isolation_level == "read_committed"
    assert theirs._enable_auto_commit is False
    # Its place is the group's; without one there it does not guess.
    assert (theirs._group_id, theirs._auto_offset_reset) == ("news-clean", "none")
    made._consumer = log_of(noted)
    monkeypatch.setattr(module, "_consumer", lambda *_: made._consumer)
    made._consumer.hold(OTHER, 0, 0)
    made._consumer.hold(RAW, 2, 6, fetched(RAW, 4))
    made._consumer.groups[RAW] = 4
    made._transactions = Transactions(noted)
    return made


async def test_it_shuts_out_who_had_it_before_it_looks_at_anything(part, caplog) -> None:
    store = MemoryStore()
    await part.open(store)
    noted = part._consumer.noted
    assert noted[:2] == ["transactions", "consumer"]
    assert table_rows(store, "t") == {b"a": b"2", b"c": b"1"}
    assert part.positions() == {"raw": 4}
    assert part._consumer.assigned == [RAW]
    assert part.progress == 2 + 5
    assert "gone has no partition 3" in caplog.text


async def test_a_topic_that_has_its_partition_again_is_opened_again(part) -> None:
    await part.open(MemoryStore())
    part._consumer.hold(TopicPartition("gone", 3), 0, 0)
    part._positions._next_look = float("inf")
    await part.read()
    part._positions._next_look = 0.0
    with pytest.raises(ConnectionError, match="gone has partition 3 again"):
        await part.read()


@pytest.mark.parametrize(("headers", "value"), [((), b"1"), ((("v", b"1"),), b"1")])
def test_a_row_without_a_format_is_of_0_2_0(headers, value) -> None:
    assert row_in(fetched(LOG, 0, value=value, headers=headers)) == value


def test_a_segment_says_that_it_is_one() -> None:
    read = fetched(LOG, 0, key=segment_key(7), value=b"1", headers=SEGMENT_FORMAT)
    assert row_in(read) == b"1"


@pytest.mark.parametrize("version", [b"2", b"3"])
def test_a_row_of_a_later_version_is_refused(version) -> None:
    with pytest.raises(ValueError, match="which a later version wrote"):
        row_in(fetched(LOG, 4, headers=(("v", version),)))


async def test_a_log_that_begins_where_it_ends_is_taken_up_there() -> None:
    """Its records were deleted: a segment of ours has a number that nothing before it had."""
    consumer, store = Consumer([]), MemoryStore()
    consumer.hold(LOG, 9, 9)
    await recovered(consumer, store)
    assert store.upto("t") == 9


async def test_what_is_read_and_where_it_stands_over_markers(part) -> None:
    await part.open(MemoryStore())
    found = await part.read()
    assert {topic: [m.offset for m in some] for topic, some in found.items()} == {"raw": [4]}
    assert part.positions() == {"raw": 6}, "offset 5 is a marker's"
    assert await part.read() == {}


def others_at_work(part: KafkaPartition) -> list[str]:
    others = [f"other {number}" for number in range(MOST)]
    part._slots._taken |= set(others)
    return others


async def test_nothing_is_fetched_ahead_of_a_batch_in_hand(part) -> None:
    await part.open(MemoryStore())
    await part.read()
    assert part._consumer.paused == {RAW}
    assert await part.read() == {}
    assert part._consumer.paused == set(), "what comes next is waited for"


async def test_in_an_idle_process_a_record_waits_for_no_other(part) -> None:
    await part.open(MemoryStore())
    part._consumer.hold(RAW, 2, 9, *[fetched(RAW, at) for at in (4, 5, 6)])
    found = await part.read()
    assert [m.offset for m in found["raw"]] == [4, 5], "as many as were there"


async def test_in_a_busy_one_it_waits_for_its_turn_and_takes_along_what_came(part) -> None:
    await part.open(MemoryStore())
    part._consumer.hold(RAW, 2, 9, *[fetched(RAW, at) for at in (4, 5, 6)])
    others = others_at_work(part)
    reading = asyncio.ensure_future(part.read())
    for _ in range(10):
        await asyncio.sleep(0)
    assert not reading.done()
    part._slots.give_back(others[0])
    found = await reading
    assert [m.offset for m in found["raw"]] == [4, 5, 6]
    assert part.positions() == {"raw": 9}


async def test_it_waits_no_longer_than_it_is_told(part) -> None:
    await part.open(MemoryStore())
    part._settings = part._settings.model_copy(update={"batch_within": 0.001})
    others_at_work(part)
    assert list(await part.read()) == ["raw"]


async def test_a_full_batch_waits_for_no_turn(part) -> None:
    await part.open(MemoryStore())
    part._settings = part._settings.model_copy(update={"batch_size": 2})
    part._consumer.hold(RAW, 2, 9, *[fetched(RAW, at) for at in (4, 5, 6)])
    others_at_work(part)
    assert [m.offset for m in (await part.read())["raw"]] == [4, 5]


@pytest.mark.parametrize("end", ["read", "close"])
async def test_a_turn_ends_with_the_batch(part, end) -> None:
    await part.open(MemoryStore())
    await part.read()
    assert part._slots._taken == {part}
    await getattr(part, end)()
    assert part._slots._taken == set()


async def test_a_commit_places_rows_and_offsets(part) -> None:
    spec = AGENTS[0]
    output = record_of(
        Output(topic=CLEAN, key=b"k", value=b"v"), spec=spec, message=message()
    )  # fmt: skip
    row = row_of(Change(table="t", key=b"a", value=b"1", message=message()), spec)
    part._transactions.ends = {LOG.topic: 12, CLEAN.name: 99}
    assert await part.commit([output, row], {"raw": 6}) == {"t": 12}
    (records, offsets) = part._consumer.noted[-1]
    assert [(r.topic, r.partition) for r in records] == [(CLEAN.name, None), (LOG.topic, 3)]
    assert offsets == {RAW: 6}
    await part.close()
    assert part._consumer.noted[-2:] == ["transactions closed", "consumer stopped"]


async def test_agents_know_a_replays_topics_by_the_pipelines_names(monkeypatch) -> None:
    names = TopicNames(own="replay-a")
    made = KafkaPartition(
        Settings(broker="127.0.0.1:1"),
        group="news-replay-a-clean",
        partition=3,
        topics=[RAW_TOPIC.name],
        tables=[],
        names=names,
    )
    own = TopicPartition("news.replay-a.raw.v1", 3)
    noted: list = []
    await made._consumer.stop()
    made._consumer = Consumer(noted)
    made._consumer.hold(own, 0, 5, fetched(own, 4))
    made._consumer.groups[own] = 4
    made._transactions = Transactions(noted)
    await made.open(MemoryStore())
    found = await made.read()
    assert {topic: [m.topic for m in some] for topic, some in found.items()} == {
        RAW_TOPIC.name: [RAW_TOPIC.name]
    }
    assert made.positions() == {own.topic: 5}
    outputs = [
        record_of(Output(topic=topic, key=b"k", value=b"v"), spec=AGENTS[0], message=message())
        for topic in (CLEAN, CONTROL)
    ]
    await made.commit(outputs, made.positions())
    records, offsets = noted[-1]
    assert [record.topic for record in records] == ["news.replay-a.clean.v1", CONTROL.name]
    assert offsets == {own: 5}
