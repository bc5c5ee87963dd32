"""Spans of a worker: what they say, of which records there are any, and what happens without."""

from __future__ import annotations

import sys
import time

import pytest

from pipeline.cli.main import main
from pipeline.errors import ExtraMissingError
from pipeline.settings import Settings
from pipeline.stream.messages import Message
from pipeline.topology import AGENTS
from pipeline.worker.tracing import exported_spans, require_tracing
from tests.otlp_receiver import receiver, told

CLEAN = AGENTS[0]
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
TRACED = Settings(tracing=True)


def message(*headers: tuple[str, bytes]) -> Message:
    return Message(
        topic="news.raw.v1", partition=3, offset=17, timestamp=1.0, value=b"{}", headers=headers
    )


def traceparent(flags: str = "01", *, name: str = "traceparent") -> tuple[str, bytes]:
    return name, f"00-{TRACE}-{PARENT}-{flags}".encode()


@pytest.fixture
def received(monkeypatch):
    with receiver() as found:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", found.address)
        yield found


def test_a_span_is_a_child_of_the_publisher_s_and_says_which_record(received):
    before = time.time_ns()
    with exported_spans(TRACED, "news-clean") as spans:
        spans.worked(CLEAN, message(traceparent()), "ok", 0.25)
    (span,) = received.spans
    assert (span.trace_id.hex(), span.parent_span_id.hex()) == (TRACE, PARENT)
    assert (span.name, span.kind) == ("clean", span.SPAN_KIND_CONSUMER)
    assert span.end_time_unix_nano - span.start_time_unix_nano == 250_000_000
    assert before <= span.end_time_unix_nano <= time.time_ns()
    assert told(span) == {
        "messaging.system": "kafka",
        "messaging.operation.name": "clean",
        "messaging.operation.type": "process",
        "messaging.consumer.group.name": "news-clean",
        "messaging.destination.name": "news.raw.v1",
        "messaging.destination.partition.id": "3",
        "messaging.kafka.offset": 17,
        "news.outcome": "ok",
    }
    assert span.status.code == span.status.STATUS_CODE_UNSET
    assert received.services == {"news-pipeline"}


def test_a_rejection_is_an_error_with_its_reason(received):
    with exported_spans(TRACED, "news-clean") as spans:
        spans.worked(CLEAN, message(traceparent(name="TraceParent")), "bad-json", 0.0)
    (span,) = received.spans
    assert (span.status.code, span.status.message) == (span.status.STATUS_CODE_ERROR, "bad-json")


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("tracestate", b"a=b"),),
        (traceparent("00"),),
        (("traceparent", b"00-1-2-01"),),
        (("traceparent", b"\xff\xfe"),),
        (("traceparent", b""),),
    ],
    ids=["none", "state alone", "not sampled", "no ids", "no text", "empty"],
)
def test_of_what_nobody_traces_there_is_no_span(received, headers):
    with exported_spans(TRACED, "news-clean") as spans:
        spans.worked(CLEAN, message(*headers), "ok", 0.0)
    assert received.spans == []


def test_opentelemetry_s_own_variables_hold(received, monkeypatch):
    monkeypatch.setenv("OTEL_SERVICE_NAME", "desk")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20x")
    with exported_spans(TRACED, "news-clean") as spans:
        spans.worked(CLEAN, message(traceparent()), "ok", 0.0)
    assert received.services == {"desk"}
    assert received.headers[0]["authorization"] == "Bearer x"


def test_where_nobody_takes_them_nothing_is_waited_for_and_nothing_raised(monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "1")
    with exported_spans(TRACED, "news-clean") as spans:
        started = time.monotonic()
        for _ in range(5000):  # more than the exporter's queue holds
            spans.worked(CLEAN, message(traceparent()), "ok", 0.0)
        worked = time.monotonic() - started
        started = time.monotonic()
    assert worked < 5
    # A worker has 45 s in all to end in order.
    assert time.monotonic() - started < 20


def test_without_the_setting_nothing_of_it_is_loaded():
    with exported_spans(Settings(), "news-clean") as spans:
        assert spans is None
    require_tracing(Settings())


def test_without_the_extra_one_line_names_it(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter", None)
    for name in [each for each in sys.modules if each.startswith("opentelemetry.exporter.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(
        ExtraMissingError, match=r"NEWS_TRACING needs opentelemetry.exporter, .*\[otel\]"
    ):
        require_tracing(TRACED)
    require_tracing(Settings())
    monkeypatch.setenv("NEWS_TRACING", "true")
    monkeypatch.setenv("NEWS_BROKER", "127.0.0.1:1")
    assert main(["run"]) != 0
    assert "[otel]" in capsys.readouterr().err


def test_with_the_extra_nothing_is_said():
    require_tracing(TRACED)
