"""From stage to stage: keys, headers, and a skipped topic's limit."""

from __future__ import annotations

import msgspec
import pytest

from pipeline.codec import encode
from pipeline.stream.handlers.flow import publish_clean, publish_unique, site_key, skip
from pipeline.topology import CLEAN, UNIQUE
from tests.unit.stream.parts import message
from tests.unit.stream.test_stories_handlers import pending

DRAFT = pending().draft
MIB2 = 2 << 20


def test_a_clean_article_goes_by_site_and_without_one_by_id() -> None:
    facts = msgspec.structs.replace(DRAFT.facts, site="")
    assert site_key(DRAFT.facts) == "a.example"
    assert site_key(facts) == DRAFT.facts.id
    trace = (("traceparent", b"1"), ("tracestate", b"2"))
    read = message(3, headers=(*trace, ("content-type", b"text/html"), ("x-rekeyed", b"0,1")))
    (clean,) = publish_clean(DRAFT, read)
    assert (clean.topic, clean.key, clean.headers) == (CLEAN, b"a.example", trace)
    assert (clean.origin, clean.read) == (DRAFT.facts.origin, None)
    (unique,) = publish_unique(DRAFT, read)
    assert (unique.topic, unique.key, unique.headers) == (UNIQUE, DRAFT.facts.id.encode(), trace)
    assert (unique.origin, unique.read) == (DRAFT.facts.origin, read)


def test_trace_headers_are_known_in_any_case_and_written_in_small_letters() -> None:
    read = message(3, headers=(("Traceparent", b"1"), ("TraceState", b"2"), ("Trace", b"3")))
    (clean,) = publish_clean(DRAFT, read)
    assert clean.headers == (("traceparent", b"1"), ("tracestate", b"2"))


@pytest.mark.parametrize(
    ("over", "read", "taken"), [(0, MIB2 + 1, True), (1, MIB2 + 1, False), (1, MIB2, True)]
)
def test_a_topic_that_is_skipped_has_its_limit_all_the_same(over, read, taken) -> None:
    small = msgspec.structs.replace(CLEAN, max_message_bytes=len(encode(DRAFT)) - over)
    direct = skip(small, "clean", lambda article, _: (article,))
    (found,) = direct(DRAFT, message(0, b"x" * read))
    if taken:
        assert found is DRAFT
        return
    rejection = found.rejection
    assert (rejection.stage, rejection.reason) == ("clean", "too-large")
    assert rejection.detail == f"{CLEAN.name} would be too large: {len(encode(DRAFT))} bytes"
    assert found.origin == DRAFT.facts.origin
