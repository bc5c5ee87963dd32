"""The rejected record: bytes untouched, headers that say why and where; its one line of log."""

import logging

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stream.dead_letter import (
    log_rejected,
    raw_position,
    refuse,
    rejected_record,
)
from pipeline.stream.messages import Message
from pipeline.types.articles import Origin


def message(**how) -> Message:
    return Message(
        **{"topic": "news.raw.v1", "partition": 2, "offset": 7, "timestamp": 12.345, **how}
    )


@given(st.one_of(st.none(), st.binary()), st.one_of(st.none(), st.binary()))
def test_key_and_value_are_untouched(key: bytes | None, value: bytes | None) -> None:
    output = rejected_record(refuse("clean", "empty", "no"), message(key=key, value=value), now=0)
    assert (output.key, output.value) == (key, value)


@given(st.text())
def test_the_detail_is_one_short_line(detail: str) -> None:
    output = rejected_record(refuse("clean", "empty", detail), message(), now=0)
    line = dict(output.headers)["x-detail"].decode()
    assert len(line.splitlines()) <= 1
    assert len(line) <= 500


@pytest.mark.parametrize(
    ("detail", "line"),
    [
        ("字" * 500, "字" * 500),
        ("字" * 501, "字" * 499 + "…"),
        ("  two\n\tlines \u2028 and more ", "two lines and more"),
        ("a lone \ud800 surrogate", "a lone ? surrogate"),
    ],
)
def test_a_detail_is_cut_only_where_it_is_longer_than_500(detail: str, line: str) -> None:
    output = rejected_record(refuse("clean", "empty", detail), message(), now=0)
    assert dict(output.headers)["x-detail"].decode() == line


def test_headers_name_the_record_that_was_read() -> None:
    output = rejected_record(refuse("dedup", "bad-record", "no"), message(), now=1_700_000_000)
    assert dict(output.headers) == {
        "x-original-topic": b"news.raw.v1",
        "x-original-partition": b"2",
        "x-original-offset": b"7",
        "x-original-timestamp": b"12345",
        "x-raw-partition": b"2",
        "x-raw-offset": b"7",
        "x-stage": b"dedup",
        "x-reason": b"bad-record",
        "x-detail": b"no",
        "x-attempts": b"1",
        "x-first-failed-at": b"2023-11-14T22:13:20.000+00:00",
    }


def test_the_record_kept_is_the_one_that_was_refused() -> None:
    waited = message(topic="news.story-matches.v1", offset=3, key=b"article", value=b"waited")
    refusal = msgspec.structs.replace(refuse("dedup", "too-large", "no"), message=waited)
    output = rejected_record(refusal, message(key=b"other", value=b"an answer"), now=0)
    assert (output.key, output.value) == (b"article", b"waited")
    assert dict(output.headers)["x-original-offset"] == b"3"


def test_attempts_are_counted_and_the_first_failure_stays() -> None:
    first = rejected_record(refuse("clean", "empty", "a"), message(), now=5)
    again = rejected_record(refuse("clean", "empty", "b"), message(headers=first.headers), now=9)
    headers = dict(again.headers)
    assert headers["x-attempts"] == b"2"
    assert headers["x-first-failed-at"] == dict(first.headers)["x-first-failed-at"]
    assert [name for name, _ in again.headers].count("x-stage") == 1


def test_our_headers_are_written_anew_however_a_gateway_wrote_them() -> None:
    failed = message(headers=(("X-Attempts", b"4"), ("X-Stage", b"dedup"), ("Content-Type", b"a")))
    output = rejected_record(refuse("clean", "empty", ""), failed, now=0)
    assert dict(output.headers)["x-attempts"] == b"5"
    assert [name for name, _ in output.headers if name != name.lower()] == ["Content-Type"]


@pytest.mark.parametrize(
    "count", [b"x", b"", b"-3", None, b"9" * 10, b"9" * 4300, b"1_0", "١".encode()]
)
def test_a_count_that_is_none_counts_as_none(count: bytes) -> None:
    failed = message(headers=(("x-attempts", count),))
    headers = dict(rejected_record(refuse("clean", "empty", ""), failed, now=0).headers)
    assert headers["x-attempts"] == b"1"


@pytest.mark.parametrize("said", [b"", b"yesterday", b"\xff\xfe", None, "二〇二三".encode()])
def test_a_first_failure_that_is_no_time_is_now(said: bytes | None) -> None:
    failed = message(headers=(("x-first-failed-at", said),))
    headers = dict(rejected_record(refuse("clean", "empty", ""), failed, now=0).headers)
    assert headers["x-first-failed-at"] == b"1970-01-01T00:00:00.000+00:00"


def test_a_later_topic_names_the_raw_record_by_its_origin() -> None:
    origin = Origin(source_id="", topic="news.raw.v1", partition=5, offset=6)
    read = message(topic="news.unique.v1")
    headers = dict(
        rejected_record(refuse("extract", "empty", "", origin=origin), read, now=0).headers
    )
    assert (headers["x-raw-partition"], headers["x-raw-offset"]) == (b"5", b"6")
    assert headers["x-original-topic"] == b"news.unique.v1"
    unknown = dict(rejected_record(refuse("extract", "empty", ""), read, now=0).headers)
    assert "x-raw-offset" not in unknown


@pytest.mark.parametrize(
    ("header", "place"),
    [
        (b"1,3", (1, 3)),
        (b"9" * 9 + b"," + b"9" * 18, (10**9 - 1, 10**18 - 1)),
        (b"1", (2, 7)),
        (b"\xff", (2, 7)),
        (b"-1,3", (2, 7)),
        (b"1,3,5", (2, 7)),
        (b"9" * 10 + b",3", (2, 7)),
        (b"1," + b"9" * 19, (2, 7)),
        (b" 1,1_0", (2, 7)),
        (None, (2, 7)),
    ],
)
def test_a_rekeyed_record_stands_where_it_stood_first(header, place) -> None:
    headers = () if header is None else (("x-rekeyed", header),)
    assert raw_position(message(headers=headers)) == place


@pytest.mark.parametrize(
    ("value", "own", "shown"),
    [
        (b'{"id": "a-7"}', None, "a-7"),
        (b'{"id": 7}', None, "7"),
        (b'{"id": "two\\nlines"}', None, "two lines"),
        (b'{"id": ["a"]}', None, "?"),
        (b'["id"]', None, "?"),
        (b"{broken", None, "?"),
        (b'{"id": "a"}' + b" " * (1 << 20), None, "?"),
        (None, None, "?"),
        (b'{"id": "a-7"}', "news.raw.v1/2/7", "news.raw.v1/2/7"),
    ],
)
def test_a_rejection_is_one_line_with_id_reason_stage_and_place(caplog, value, own, shown) -> None:
    origin = None if own is None else Origin(source_id=own)
    refusal = refuse("clean", "bad-json", "not JSON", origin=origin)
    log_rejected(rejected_record(refusal, message(value=value), now=0))
    (line,) = caplog.records
    assert line.levelno == logging.WARNING
    assert line.getMessage() == (
        f"rejected {shown}: bad-json in clean at news.raw.v1/2@7: not JSON"
    )
    assert line.fields == {
        "id": shown, "reason": "bad-json", "stage": "clean", "topic": "news.raw.v1",
        "partition": 2, "offset": 7, "detail": "not JSON",
    }  # fmt: skip


def test_what_a_publisher_says_of_a_rejection_is_not_logged(caplog) -> None:
    theirs = (("x-reason", b"\xff"), ("X-Stage", b"theirs"), ("x-detail", b"theirs"))
    log_rejected(rejected_record(refuse("clean", "empty", "no"), message(headers=theirs), now=0))
    assert caplog.messages == ["rejected ?: empty in clean at news.raw.v1/2@7: no"]
