"""What a batch shares is cut at a megabyte; of a compacted topic only the last word is sent."""

from __future__ import annotations

import msgspec
import pytest

from pipeline.codec import encode
from pipeline.stream.batches import Batch, ProducerRecord, _chunks, record_of, row_of
from pipeline.stream.messages import Output, Shared
from pipeline.stream.tables import Change
from pipeline.topology import (
    AGENTS,
    ALIASES,
    CLEAN,
    ENRICHED,
    LINK_SEEN,
    LINKS,
    REJECTED,
    STORY_POSTINGS,
)
from pipeline.types.records import Alias
from tests.unit.stream.parts import message

HALF = 1 << 19
SPEC = AGENTS[1]


def made(output: Output, offset: int = 0) -> ProducerRecord:
    return record_of(output, spec=SPEC, message=message(offset))


@pytest.mark.parametrize(
    ("sizes", "chunks"),
    [
        ([HALF, HALF], [2]),
        ([HALF, HALF + 1], [1, 1]),
        ([HALF, HALF, 1, 1], [2, 2]),
        ([3 * HALF, 1], [1, 1]),
        ([], []),
    ],
)
def test_a_shared_record_is_cut_at_a_megabyte(sizes, chunks) -> None:
    items = [b"x" * size for size in sizes]
    cut = list(_chunks(items))
    assert [len(chunk) for chunk in cut] == chunks
    assert [item for chunk in cut for item in chunk] == items


def shared(topic, partition: int, old: str) -> Shared:
    return Shared(topic=topic, partition=partition, item=Alias(kind="link", old=old, new="b"))


def test_items_go_to_their_topic_and_partition() -> None:
    batch = Batch()
    for topic, partition, old in (
        (LINK_SEEN, 1, "a"),
        (LINK_SEEN, 0, "c"),
        (LINK_SEEN, 1, "d"),
        (STORY_POSTINGS, 1, "e"),
    ):
        assert batch.share(shared(topic, partition, old), SPEC)
    assert batch
    records = batch.close()
    assert [(r.topic, r.partition, r.key, r.value.count(b'"old"')) for r in records] == [
        (LINK_SEEN.name, 1, b"1", 2),
        (LINK_SEEN.name, 0, b"0", 1),
        (STORY_POSTINGS.name, 1, b"1", 1),
    ]
    assert records[0].value.index(b'"a"') < records[0].value.index(b'"d"')
    assert [record.origins.message for record in records] == [None] * 3
    assert len(batch.close()) == 3, "nothing is sent twice"


@pytest.mark.parametrize(("room", "fits"), [(0, True), (1, False)])
def test_an_item_that_no_record_holds_is_not_shared(room, fits) -> None:
    item = shared(LINK_SEEN, 0, "a")
    limit = len(encode(item.item)) + (1 << 20) - room
    small = msgspec.structs.replace(LINK_SEEN, max_message_bytes=limit)
    batch = Batch()
    assert batch.share(msgspec.structs.replace(item, topic=small), SPEC) is fits
    assert bool(batch) is fits


def test_the_last_of_a_key_stands_where_a_topic_is_compacted() -> None:
    batch = Batch()
    for number, (topic, key) in enumerate(
        [(LINKS, b"a"), (LINKS, b"b"), (LINKS, b"a"), (ALIASES, b"a")]
    ):
        batch.keep_latest(made(Output(topic=topic, key=key, value=b"%d" % number), number))
    assert batch
    found = [(r.topic, r.key, r.value, r.origins.message.offset) for r in batch.close()]
    assert sorted(found) == [
        (ALIASES.name, b"a", b"3", 3),
        (LINKS.name, b"a", b"2", 2),
        (LINKS.name, b"b", b"1", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("topic", "only"), [(LINKS, True), (ALIASES, True), (CLEAN, False), (ENRICHED, False)]
)
def test_an_event_is_never_left_out_for_a_later_one(topic, only) -> None:
    """`news.enriched.v1` is compacted and yet every raw record has its event there."""
    assert Batch().is_latest_only(Output(topic=topic, key=b"k", value=b"v")) is only


def test_a_record_has_what_its_output_says() -> None:
    read = message(4)
    headers = (("h", b"1"),)
    record = record_of(
        Output(topic=CLEAN, key=b"k", value=None, partition=3, headers=headers, timestamp=1.5),
        spec=SPEC,
        message=read,
    )
    assert (record.topic, record.key, record.value, record.partition) == (CLEAN.name, b"k", None, 3)
    assert (record.headers, record.timestamp, record.table) == (headers, 1.5, None)
    assert (record.origins.message, record.origins.spec) == (read, SPEC)
    alias = Alias(kind="link", old="a", new="b")
    assert made(Output(topic=CLEAN, key=b"k", value=alias)).value == encode(alias)


def test_what_is_sent_has_a_name_and_a_size() -> None:
    rejected = made(Output(topic=REJECTED, key=None, value=b""))
    clean = made(Output(topic=CLEAN, key=b"key", value=b"value"))
    change = row_of(Change(table="t", key=b"k", value=None, message=message()), SPEC)
    records = (rejected, clean, change)
    assert [each.origins.is_rejection() for each in records] == [True, False, False]
    assert [each.origins.name() for each in records] == [
        REJECTED.name, CLEAN.name, "a table's changelog",
    ]  # fmt: skip
    assert [each.size for each in records] == [0, 8, 1]
    assert (change.table, change.key, change.value) == ("t", b"k", None)
