"""What a record says of an article; what is not about it, or is a foreign writer's, says nothing."""

import json

import pytest

from pipeline.kafka.records import Record
from pipeline.operations.said import raw_said, said, sightings
from pipeline.operations.trace import Traced, _is_open

IDS = frozenset({"a1"})


def raw(headers=(), **fields):
    value = json.dumps(fields).encode()
    return Record(
        topic="news.raw.v1", partition=0, offset=3, timestamp=0.0, key=None, value=value,
        headers=headers,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("record", "what", "detail"),
    [
        (raw(text="桥", site="river.example"), "published", "river.example, "),
        (raw((("x-retry-of", b"1,5"),), text="桥"), "retried", "of rejected 1/5"),
        (raw((("x-rekeyed", b"1,5"),), text="桥"), "rekeyed", "first at 1/5"),
        (raw(url="https://river.example/1", pub_status="canceled"), "withdrawn", "bytes"),
        (raw(text=5), "published", "bytes"),
    ],
)
def test_what_a_raw_record_is(record, what, detail):
    found = raw_said(record)
    assert found.what == what
    assert detail in found.detail


@pytest.mark.parametrize(
    ("topic", "value", "told"),
    [
        (
            "news.clean.v1",
            {"facts": {"id": "a1", "version": "v", "flags": ["noYear"]}},
            ["cleaned"],
        ),
        ("news.clean.v1", {"facts": {"id": "a2"}}, []),
        ("news.unique.v1", {"facts": {"id": "a1"}, "duplicate": {"status": "near"}}, ["decided"]),
        ("news.enriched.v1", {"uri": "urn:uuid:a1"}, ["enriched"]),
        ("news.enriched.v1", {"uri": "urn:uuid:a1", "pubStatus": "canceled"}, ["canceled"]),
        ("news.enriched.v1", {"uri": "urn:uuid:a2"}, []),
        (
            "news.story-matches.v1",
            {"pending": {"draft": {"facts": {"id": "a1"}}, "shards": [1, 2]}},
            ["waits"],
        ),
        ("news.story-matches.v1", {"match": {"article": "a1", "shard": 1}}, ["answered"]),
        ("news.story-matches.v1", {"match": {"article": "a2", "shard": 1}}, []),
        ("news.story-matches.v1", {"alias": {"old": "a1", "new": "a2"}}, ["joined"]),
        (
            "news.story-matches.v1",
            {
                "items": [
                    {"match": {"article": "a1", "shard": 1}},
                    {"match": {"article": "a2", "shard": 1}},
                    {"alias": {"old": "a2", "new": "a1"}},
                ]
            },
            ["answered", "joined"],
        ),
        (
            "news.story-postings.v1",
            {
                "items": [
                    {"article": "a1", "shard": 1},
                    {"article": "a2", "shard": 4},
                    {"article": "a1", "shard": 2, "story": "s"},
                    {"article": "a1", "shard": 3, "withdrawn": True},
                ]
            },
            ["asked", "noted", "forgotten"],
        ),
        ("news.links.v1", {"id": "a1"}, []),
        ("news.story-postings.v1", {"id": "a1"}, []),
        ("news.clean.v1", ["a1"], []),
    ],
)
def test_what_a_record_of_ours_says(topic, value, told):
    assert [each.what for each in said(topic, value, IDS)] == told


def test_sightings_are_of_the_record_that_was_read():
    value = {"items": [{"partition": 1, "offset": 5}, {"partition": 5, "offset": 1}]}
    assert sightings(value, frozenset({(1, 5), (9, 9)})).detail == "1 links"
    assert sightings(value, frozenset({(1, 6)})) is None
    assert sightings([], frozenset({(1, 5)})) is None


def row(topic, what, offset=0):
    return Traced(time=0.0, topic=topic, partition=0, offset=offset, key="", what=what)


@pytest.mark.parametrize(
    ("rows", "ended", "waits"),
    [
        ([], [], False),
        ([("news.raw.v1", "published")], [], True),
        ([("news.raw.v1", "published")], [(0, 0)], False),
        ([("news.raw.v1", "published"), ("news.rejected.v1", "rejected")], [], False),
        ([("news.raw.v1", "published"), ("news.clean.v1", "cleaned")], [], True),
        ([("news.raw.v1", "published"), ("news.enriched.v1", "enriched")], [], False),
        (
            [
                ("news.raw.v1", "published"),
                ("news.enriched.v1", "enriched"),
                ("news.raw.v1", "retried"),
            ],
            [],
            True,
        ),
        ([("news.enriched.v1", "enriched"), ("news.raw.v1", "rekeyed")], [], False),
    ],
)
def test_an_article_is_open_while_its_last_raw_record_came_to_nothing(rows, ended, waits):
    assert _is_open([row(*each) for each in rows], set(ended)) is waits
