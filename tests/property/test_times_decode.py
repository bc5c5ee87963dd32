"""Any bytes decode, any text is searched for times: no exception, exact spans, at any size."""

from __future__ import annotations

import itertools
from datetime import datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.text.decode import decode, has_mojibake, looks_binary
from pipeline.text.times.calendar import CHINA
from pipeline.text.times.find import find_times, parse_timestamp, resolve

# Characters that dates are made of: what they add up to is dense in near misses.
DATED = st.text(
    alphabet="0123456789年月日时点分秒:：-/. 上下午昨今本去周一二十〇前后半TZ+季度世纪，",
    max_size=60,
)


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, "gbk", "utf-8", "big5", "utf-16", "x", ""]))
@example(b"\xff\xfe\x00\xd8", None)
@example(b"\x80" * 50, "gbk")
def test_any_bytes_become_text(data, declared):
    found = decode(data, declared=declared)
    assert 0.0 <= found.confidence <= 1.0
    found.text.encode("utf-8", "surrogatepass")
    if found.how == "utf-8" and not found.damaged:
        assert found.text.encode() == data
    looks_binary(data)
    has_mojibake(found.text)


@settings(deadline=None)
@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_what_is_declared_rightly_comes_back(text, encoding):
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return
    if encoding == "gb18030":
        try:
            utf8 = data.decode("utf-8") != text
        except UnicodeDecodeError:
            utf8 = False
        # Bytes that are valid in both are read as UTF-8 when they are surely so.
        if utf8:
            return
    if text.startswith("\ufeff") or (
        encoding == "gb18030" and data[:2] in (b"\xff\xfe", b"\xfe\xff")
    ):
        return
    if data.startswith(b"\xff\xfe\0\0"):  # also the mark of UTF-32
        return
    assert decode(data, declared=encoding).text == text


@settings(deadline=None)
@given(st.one_of(st.text(max_size=200), DATED))
def test_spans_are_in_order_and_within_the_text(text):
    spans = find_times(text)
    position = 0
    for span in spans:
        assert position <= span.start < span.end <= len(text)
        assert span.clock is None or span.start <= span.clock < span.end
        position = span.end


@settings(deadline=None)
@given(DATED, st.datetimes())
def test_every_span_resolves_without_an_exception(text, reference):
    for span in find_times(text):
        for past in (False, True):
            found = resolve(span, reference, past=past)
            if found is not None and found.instant is not None:
                assert datetime.fromisoformat(found.instant).tzinfo is not None
        resolve(span)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=40), DATED, st.floats(), st.integers(), st.none(), st.booleans()))
def test_any_timestamp_is_read_or_refused(value):
    found = parse_timestamp(value)
    assert found is None or found == found  # noqa: PLR0124 - nan is the one that differs from itself


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=4_000_000_000))
def test_unix_seconds_come_back(seconds):
    point = datetime.fromtimestamp(seconds, CHINA)
    assert parse_timestamp(point.isoformat()) == seconds
    # Eight digits are a day (20230503) where they can be one.
    assert len(str(seconds)) == 8 or parse_timestamp(str(seconds)) == seconds


@pytest.mark.parametrize(
    ("piece", "most"),
    [
        ("2023年5月3日上午9时30分", 16_000),
        ("12:30", 16_000),
        ("一二三四", 0),
        ("0", 0),
        ("二〇", 0),
        ("昨", 0),
        ("2023-05-", 16_000),
        ("(" * 20, 0),
    ],
)
def test_a_large_text_of_one_piece_is_searched(piece, most):
    # A step quadratic in the text would run into the time that a test may last.
    spans = find_times(piece * 16_000)
    assert len(spans) <= most
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
