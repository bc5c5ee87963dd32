"""What a batch shares is cut at a megabyte; of a compacted topic only the last word is sent."""

from __future__ import annotations

import pytest

from pipeline.stream.batches import Batch, Sent, _chunks
from pipeline.stream.messages import Output, Shared
from pipeline.topology import ALIASES, CLEAN, ENRICHED, LINK_SEEN, LINKS, REJECTED, STORY_POSTINGS
from pipeline.types.records import Alias
from tests.unit.stream.parts import message

HALF = 1 << 19


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
        batch.share(shared(topic, partition, old))
    outputs = [output for _, output in batch.outputs()]
    assert [(o.topic, o.partition, o.key, o.value.count(b'"old"')) for o in outputs] == [
        (LINK_SEEN, 1, b"1", 2),
        (LINK_SEEN, 0, b"0", 1),
        (STORY_POSTINGS, 1, b"1", 1),
    ]
    assert outputs[0].value.index(b'"a"') < outputs[0].value.index(b'"d"')
    assert [read for read, _ in batch.outputs()] == [None] * 3


def test_the_last_of_a_key_stands_where_a_topic_is_compacted() -> None:
    batch = Batch()
    for number, (topic, key) in enumerate(
        [(LINKS, b"a"), (LINKS, b"b"), (LINKS, b"a"), (ALIASES, b"a")]
    ):
        batch.keep_latest(Output(topic=topic, key=key, value=b"%d" % number), message(number))
    found = [(o.topic.name, o.key, o.value, read.offset) for read, o in batch.outputs()]
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


def test_what_was_sent_has_a_name() -> None:
    rejected = Sent(message=None, output=Output(topic=REJECTED, key=None, value=b""))
    clean = Sent(message=None, output=Output(topic=CLEAN, key=None, value=b""))
    change = Sent(message=message(), output=None)
    assert [each.is_rejection() for each in (rejected, clean, change)] == [True, False, False]
    assert (clean.name(), change.name()) == ("news.clean.v1", "a table's changelog")
