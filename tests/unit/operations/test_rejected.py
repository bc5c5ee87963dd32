"""Rejected records: what their headers say, which are meant, what is sent again and what not."""

import json

import pytest

from pipeline.kafka.records import Record, raw_id
from pipeline.operations.article_names import names_in, sought
from pipeline.operations.rejected import Wanted, again, read_rejected, retried_place
from pipeline.operations.retry import due, standing
from pipeline.stream.dead_letter import refuse, rejected_record
from pipeline.stream.messages import Message
from pipeline.topology import RAW, REJECTED
from pipeline.types.articles import Origin, RawArticle

URL = "https://gate.example/7"
BODY = json.dumps({"id": "gate-7", "url": URL, "text": "石桥昨天通车。"}).encode()


def rejected(place=(1, 118), *, origin=None, now=1000.0, reason="no-article", **how):
    """Return what a worker of ours writes of such a message, as it is read again."""
    given = {"topic": RAW.name, "partition": 2, "offset": 7, "timestamp": 12.345, "value": BODY}
    message = Message(**given | {"key": b"gate.example"} | how)
    output = rejected_record(refuse("clean", reason, "no", origin=origin), message, now=now)
    return read_rejected(
        Record(
            topic=REJECTED.name,
            partition=place[0],
            offset=place[1],
            timestamp=now,
            key=output.key,
            value=output.value,
            headers=output.headers,
        )
    )


def test_the_headers_that_a_worker_writes_are_read():
    found = rejected()
    assert (found.stage, found.reason, found.detail) == ("clean", "no-article", "no")
    assert (found.read_from, found.read_at, found.raw) == (RAW.name, (2, 7), (2, 7))
    assert (found.attempts, found.place) == (1, (1, 118))
    assert found.first_failed == "1970-01-01T00:16:40.000+00:00"


def test_foreign_headers_are_no_fault():
    headers = (
        ("x-attempts", b"-1"),
        ("x-raw-partition", b"\xff"),
        ("x-original-offset", b"9" * 40),
    )
    found = read_rejected(
        Record(
            topic="t", partition=0, offset=0, timestamp=0.0, key=None, value=None, headers=headers
        )
    )
    assert (found.attempts, found.raw, found.read_at, found.read_from) == (1, None, None, "")
    assert found.names() == frozenset()
    assert again(found, None) is None


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ({}, True),
        ({"reasons": {"no-article", "empty"}}, True),
        ({"reasons": {"empty"}}, False),
        ({"stages": {"clean"}}, True),
        ({"stages": {"dedup"}}, False),
        ({"places": {(1, 118)}}, True),
        ({"places": {(118, 1)}}, False),
        ({"since": 1000.0, "until": 1000.1}, True),
        ({"since": 1000.1}, False),
        ({"until": 1000.0}, False),
        ({"article": "gate-7"}, True),
        ({"article": "https://www.gate.example/7#top"}, True),
        ({"article": "gate"}, False),
    ],
)
def test_which_are_meant(asked, meant):
    how = {k: frozenset(v) if isinstance(v, set) else v for k, v in asked.items()}
    if "article" in how:
        how["article"] = sought(how["article"])
    assert Wanted(**how).takes(rejected()) is meant


def test_an_article_is_found_by_each_of_its_names():
    identifier = raw_id(RawArticle(origin=Origin(source_id=""), url=URL))
    for word in (identifier, identifier.upper(), f"urn:uuid:{identifier}", URL, "gate-7"):
        assert sought(word).is_named(rejected().names())
    clean = json.dumps({"facts": {"id": identifier, "url": URL}}).encode()
    waiting = json.dumps({"pending": {"draft": {"facts": {"id": identifier}}}}).encode()
    asked = json.dumps({"items": [{"article": "a"}, {"article": identifier}, 5]}).encode()
    for value in (clean, waiting, asked):
        record = Record(topic="t", partition=0, offset=0, timestamp=0.0, key=None, value=value)
        assert sought(identifier).is_named(names_in(record, "news.clean.v1"))


def test_what_is_sent_again_has_its_bytes_and_headers_and_says_of_what():
    headers = (("Content-Type", b"text/plain"), ("traceparent", b"00"), ("x-own", b"1"))
    found = rejected(headers=(*headers, ("X-Attempts", b"1")))
    record = again(found, None)
    assert (record.topic, record.key, record.value) == (RAW.name, b"gate.example", BODY)
    assert record.headers[:2] == headers[:2]
    assert dict(record.headers[2:]) == {
        "x-retry-of": b"1,118",
        "x-attempts": b"2",
        "x-first-failed-at": found.first_failed.encode(),
    }
    assert retried_place(record) == (1, 118)


def test_a_header_without_a_value_stays_without_one():
    raw = Record(
        topic=RAW.name, partition=2, offset=7, timestamp=0.0, key=b"k", value=BODY,
        headers=(("X-Own", b""), ("desk", b""), ("empty", b"")), bare=(0, 1),
    )  # fmt: skip
    record = again(rejected(topic="news.unique.v1"), raw)
    assert record.headers[:2] == (("desk", b""), ("empty", b""))
    assert record.bare == (0,)


def test_what_a_later_stage_read_is_sent_again_from_its_raw_record_or_not_at_all():
    origin = Origin(source_id="", partition=5, offset=50)
    found = rejected(topic="news.unique.v1", value=b"{}", origin=origin)
    assert found.raw == (5, 50)
    assert again(found, None) is None
    raw = Record(topic=RAW.name, partition=5, offset=50, timestamp=0.0, key=b"k", value=BODY)
    assert (again(found, raw).value, again(found, raw).key) == (BODY, b"k")


def test_a_retry_that_fails_counts_on_and_keeps_its_first_time():
    first = rejected(now=1000.0)
    sent = again(first, None)
    second = rejected((1, 119), headers=sent.headers, offset=8, now=2000.0)
    assert second.attempts == 2
    assert second.first_failed == first.first_failed
    assert retried_place(again(second, None)) == (1, 119)


def test_each_is_sent_once_and_its_last_failure_alone_when_told_to():
    first, other = rejected((1, 118)), rejected((0, 4), offset=70)
    second = rejected((1, 119), offset=8, headers=again(first, None).headers)
    every, retries = [first, other, second], {(1, 118): [(2, 8)]}
    assert [standing(each, retries) for each in every] == ["retried", "open", "failed-again"]
    assert due(every, retries, anyhow=False) == [other]
    assert due(every, retries, anyhow=True) == [other, second]
    # What came of the retry is not known, or not meant.
    assert due([first, other], retries, anyhow=True) == [first, other]


@pytest.mark.parametrize("value", [b"", b"1", b"1,", b"1,2,3", b"-1,2", b"1,2 ", b"a,b"])
def test_a_publishers_own_header_of_that_name_is_no_retry(value):
    record = Record(
        topic=RAW.name, partition=0, offset=0, timestamp=0.0, key=None, value=b"",
        headers=(("x-retry-of", value),),
    )  # fmt: skip
    assert retried_place(record) is None
