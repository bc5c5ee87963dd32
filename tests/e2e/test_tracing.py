"""A publisher's trace through a real Kafka: the same to the event, and a span of each stage."""

from __future__ import annotations

import json
import time

import confluent_kafka
import pytest

from pipeline.topology import ENRICHED, RAW, REJECTED
from tests.e2e.running import read_topic, running
from tests.otlp_receiver import receiver, told

pytestmark = pytest.mark.kafka

PARENT = "b7ad6b7169203331"
STATE = "desk=1"
TRACED, UNSAMPLED, BROKEN = (f"{number:032x}" for number in (0xA1, 0xA2, 0xA3))
STAGES = ["clean", "dedup", "decide", "extract"]


def publish(producer, value: bytes, trace: str | None, flags: str = "01") -> None:
    headers = [("traceparent", f"00-{trace}-{PARENT}-{flags}"), ("tracestate", STATE)]
    producer.produce(RAW.name, value, key=b"daily.example", headers=headers if trace else None)


def article(text: str) -> bytes:
    return json.dumps({"site": "daily.example", "text": text}, ensure_ascii=False).encode()


def headers_by_trace(broker: str, topic: str, count: int) -> dict[str, dict[str, str]]:
    end = time.monotonic() + 60
    while len(found := read_topic(broker, topic)) < count:
        assert time.monotonic() < end, f"{topic} has {len(found)} of {count}"
        time.sleep(0.5)
    return {headers.get("traceparent", ""): headers for _, headers, _ in found}


def test_a_trace_goes_on_to_the_event_and_every_stage_has_its_span(tmp_path, monkeypatch):
    with receiver() as received:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", received.address)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "200")
        with running(tmp_path, tracing=True, grouping="split") as settings:
            producer = confluent_kafka.Producer({"bootstrap.servers": settings.broker})
            publish(producer, article("湖边修了一条新路，村里的人都去看。"), TRACED)
            publish(producer, article("河边种了许多柳树，孩子们都来玩。"), UNSAMPLED, "00")
            publish(producer, article("山上开了一家小店，店里只卖茶叶。"), None)
            publish(producer, b'{"text": "no end', BROKEN)
            producer.flush(30)
            events = headers_by_trace(settings.broker, ENRICHED.name, 3)
            rejected = headers_by_trace(settings.broker, REJECTED.name, 1)
            received.until(lambda _: len(received.of(TRACED)) == 4 and received.of(BROKEN))
    assert set(events) == {f"00-{TRACED}-{PARENT}-01", f"00-{UNSAMPLED}-{PARENT}-00", ""}
    assert events[f"00-{TRACED}-{PARENT}-01"]["tracestate"] == STATE
    assert set(rejected) == {f"00-{BROKEN}-{PARENT}-01"}
    spans = sorted(received.of(TRACED), key=lambda span: span.start_time_unix_nano)
    assert [span.name for span in spans] == STAGES
    assert {span.parent_span_id.hex() for span in spans} == {PARENT}
    assert [told(span)["messaging.consumer.group.name"] for span in spans] == [
        "news-clean",
        "news-dedup",
        "news-dedup",
        "news-extract",
    ]
    assert told(spans[0])["messaging.destination.name"] == RAW.name
    (refused,) = received.of(BROKEN)
    assert (refused.name, refused.status.message) == ("clean", "bad-json")
    assert len(received.spans) == 5  # none of what is not sampled, none of what nobody traces
