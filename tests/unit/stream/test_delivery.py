"""From answers to records: too large is a rejection, said once; what a broker refused is known."""

from __future__ import annotations

import msgspec
import pytest

from pipeline.stream import delivery as module
from pipeline.stream.batches import Batch, ProducerRecord
from pipeline.stream.dead_letter import refuse
from pipeline.stream.delivery import LARGEST_ROW, Delivery, place_of
from pipeline.stream.messages import Output, Shared
from pipeline.stream.metrics import Stats
from pipeline.stream.stores import MemoryStore
from pipeline.stream.tables import Table
from pipeline.topology import AGENTS, CLEAN, ENRICHED, LINK_SEEN, LINKS, MIB, REJECTED, UNIQUE
from pipeline.types.articles import Origin
from pipeline.types.records import Alias
from tests.unit.stream.parts import message, topics

SMALL = msgspec.structs.replace(CLEAN, max_message_bytes=100)
DEDUP = AGENTS[1]


def output(topic=CLEAN, value=b"v", **how) -> Output:
    return Output(topic=topic, key=b"k", value=value, **how)


def batch_of(*emits, known=frozenset(), stats=None, tables=()) -> Batch:
    batch, way = Batch(), Delivery(DEDUP, stats or Stats(), known)
    for read, emit in emits:
        way.emit(batch, read, emit)
    way.add_rows(batch, tables)
    return batch


def refused(*emits) -> set[tuple]:
    """Return what is remembered when a broker refuses all that these become."""
    return {place_of(record) for record in batch_of(*emits).close()}


def rejected(batch: Batch) -> list[ProducerRecord]:
    return [record for record in batch.records if record.topic == REJECTED.name]


@pytest.mark.parametrize(("size", "topic"), [(100, CLEAN.name), (101, REJECTED.name)])
def test_a_topics_limit_is_the_largest_record_that_is_sent(size, topic) -> None:
    assert topics(batch_of((message(4), output(SMALL, b"x" * size)))) == [topic]


def test_a_null_value_is_sent_as_one() -> None:
    assert [record.value for record in batch_of((message(), output(LINKS, None))).close()] == [None]


def test_a_refusal_is_a_rejected_record() -> None:
    (record,) = rejected(batch_of((message(4, b"four"), refuse("clean", "bad-json", "no"))))
    assert (record.value, dict(record.headers)["x-original-offset"]) == (b"four", b"4")


def test_what_is_too_large_is_rejected_once_a_record() -> None:
    stats = Stats()
    reads = [message(4, b"four"), message(5, b"five"), message(4, b"other", partition=1)]
    emits = [(read, output(topic)) for read in reads for topic in (CLEAN, UNIQUE)]
    batch = batch_of(*emits, (message(6), output(ENRICHED)), known=refused(*emits), stats=stats)
    assert topics(batch) == [*[REJECTED.name] * 3, ENRICHED.name]
    assert [record.value for record in rejected(batch)] == [b"four", b"five", b"other"]
    assert stats.count("dedup", "too-large") == 6


@pytest.mark.parametrize(
    ("topic", "stage"),
    [(CLEAN, b"clean"), (UNIQUE, b"dedup"), (ENRICHED, b"extract"), (LINKS, b"dedup")],
)
def test_the_stage_that_made_it_too_large_is_named(topic, stage) -> None:
    origin = Origin(source_id="", topic="news.raw.v1", partition=5, offset=6)
    read = message(9, b"the article", topic="news.story-matches.v1")
    emit = (message(10, b"an answer"), output(topic, origin=origin, read=read))
    (record,) = batch_of(emit, known=refused(emit)).close()
    headers = dict(record.headers)
    assert headers["x-stage"] == stage
    assert headers["x-detail"].decode() == f"{topic.name} would be too large: 2 bytes"
    assert (headers["x-raw-partition"], headers["x-raw-offset"]) == (b"5", b"6")
    # The bytes are those of the article, not of the answer that was in hand.
    assert (record.value, headers["x-original-offset"]) == (b"the article", b"9")


def test_only_what_a_broker_refused_is_known() -> None:
    known = refused((message(1), output(CLEAN)))
    for other in (
        (message(2), output(CLEAN)),
        (message(1, partition=1), output(CLEAN)),
        (message(1), output(UNIQUE)),
        (message(1), Output(topic=CLEAN, key=b"other", value=b"v")),
    ):
        assert REJECTED.name not in topics(batch_of(other, known=known))
    assert topics(batch_of((message(1), output(CLEAN)), known=known)) == [REJECTED.name]


def item(topic=LINK_SEEN) -> Shared:
    return Shared(topic=topic, partition=2, item=Alias(kind="link", old="a", new="b"))


def dropped(stats: Stats) -> float | None:
    return stats.registry.get_sample_value("news_sightings_dropped_total", {"agent": "dedup"})


def test_an_item_that_no_record_holds_costs_no_article() -> None:
    stats = Stats()
    small = msgspec.structs.replace(LINK_SEEN, max_message_bytes=MIB)
    batch = batch_of((message(), item(small)), (message(), output()), stats=stats)
    assert topics(batch) == [CLEAN.name]
    assert dropped(stats) == 1


def test_a_shared_record_that_a_broker_refused_is_sent_an_item_at_a_time() -> None:
    emits = [(message(number), item()) for number in (1, 2)]
    known = refused(*emits)
    assert len(known) == 1, "one record had both"
    stats, batch = Stats(), batch_of(*emits, known=known)
    records = batch.close()
    assert [(r.topic, r.partition, r.value.count(b'"old"')) for r in records] == [
        (LINK_SEEN.name, 2, 1)
    ] * 2
    # One is never taken: it is given up, and costs no article.
    batch = batch_of(*emits, known=known | {place_of(records[0])}, stats=stats)
    assert [r.origins.message.offset for r in batch.close()] == [2]
    assert dropped(stats) == 1


def written(*keys: str, size: int = 1) -> Table:
    table = Table("t", MemoryStore())
    for number, key in enumerate(keys):
        table.turn_to(message(number))
        table[key] = b"v" * size
        table.keep()
    return table


def test_rows_come_with_the_record_that_wrote_them() -> None:
    batch = batch_of(tables=[written("a", "b")])
    assert [(r.table, r.key, r.value, r.origins.message.offset) for r in batch.records] == [
        ("t", b"a", b"v", 0),
        ("t", b"b", b"v", 1),
    ]


@pytest.mark.parametrize(("room", "kept"), [(0, True), (1, False)])
def test_a_row_that_is_too_large_rejects_its_record_and_is_not_written(
    monkeypatch, room, kept
) -> None:
    assert LARGEST_ROW == 24 * MIB
    monkeypatch.setattr(module, "LARGEST_ROW", 10)
    batch = batch_of(tables=[written("a", size=9 + room)])
    assert [record.table for record in batch.records] == (["t"] if kept else [None])
    assert bool(rejected(batch)) is not kept


def test_a_row_that_a_broker_refused_costs_itself_alone() -> None:
    table = written("a", "bad", "c")
    table.turn_to(message(1))
    table["beside"] = b"v"
    table.keep()
    known = {place_of(r) for r in batch_of(tables=[table]).records if r.key == b"bad"}
    batch = batch_of(tables=[table], known=known)
    (record,) = rejected(batch)
    headers = dict(record.headers)
    assert (headers["x-original-offset"], headers["x-stage"]) == (b"1", b"dedup")
    assert headers["x-detail"] == b"a table's changelog would be too large: 4 bytes"
    assert sorted(r.key for r in batch.records if r.table) == [b"a", b"beside", b"c"]
