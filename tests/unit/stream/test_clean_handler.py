"""The clean agent: a mis-keyed record goes out again under its key, with its first place and time."""

from __future__ import annotations

import json

import pytest

from pipeline.stages.run_many import Clock
from pipeline.stream.handlers.clean import CleanHandler
from pipeline.stream.handlers.flow import publish_clean
from pipeline.text.fingerprint import partition_of
from pipeline.topology import CLEAN, RAW
from tests.stream.tiny import TinyCleaner
from tests.unit.stream.parts import message

SITE = "daily.example"
PARTITIONS = 4
HOME = partition_of(SITE, PARTITIONS)
AWAY = (HOME + 1) % PARTITIONS
DAY, NOW = 86_400.0, 1.7e9


def raw(offset: int = 7, text: str = "湖边修了新路。", *, partition: int = AWAY, **how):
    value = json.dumps({"site": SITE, "text": text}).encode()
    return message(offset, value, partition=partition, **{"key": b"other", **how})


def handler(stage=None, *, keyed=PARTITIONS) -> CleanHandler:
    return CleanHandler(stage or TinyCleaner(), publish_clean, keyed_partitions=keyed)


def test_a_mis_keyed_record_is_published_again_as_it_was() -> None:
    headers = (("content-type", b"application/json"), ("traceparent", b"00-1"))
    read = raw(timestamp=123.5, headers=headers)
    (again,) = handler()(read)
    assert (again.topic, again.key, again.partition) == (RAW, SITE.encode(), None)
    assert (again.value, again.timestamp) == (read.value, 123.5)
    assert again.headers == (*headers, ("x-rekeyed", b"%d,7" % AWAY))


def test_a_record_is_sent_round_once_and_keeps_its_first_place() -> None:
    (clean,) = handler()(raw(99, headers=(("x-rekeyed", b"2,5"),)))
    assert clean.topic is CLEAN
    origin = clean.value.facts.origin
    assert (origin.partition, origin.offset, origin.source_id) == (2, 5, "news.raw.v1/2/5")


@pytest.mark.parametrize("name", ["content-type", "Content-Type", "CONTENT-TYPE"])
def test_a_publisher_writes_header_names_as_it_likes(name) -> None:
    page = "<p>湖边修了新路。</p>".encode("gb18030")
    headers = ((name, b"text/html; charset=gb18030"), ("X-Rekeyed", b"2,5"))
    (clean,) = handler()(message(7, page, partition=AWAY, headers=headers))
    assert clean.value.text == "<p>湖边修了新路。</p>"
    assert (clean.value.facts.origin.partition, clean.value.facts.origin.offset) == (2, 5)


def test_of_a_header_named_twice_the_last_one_counts_in_any_case() -> None:
    headers = (("content-type", b"text/html"), ("Content-Type", b"text/plain"))
    assert message(0, b"", headers=headers).header("content-type") == b"text/plain"


@pytest.mark.parametrize(("partition", "keyed"), [(HOME, PARTITIONS), (AWAY, None)])
def test_where_it_lies_right_or_any_key_will_do_it_goes_on(partition, keyed) -> None:
    (clean,) = handler(keyed=keyed)(raw(partition=partition, timestamp=123.5))
    assert (clean.topic, clean.key) == (CLEAN, SITE.encode())
    assert clean.value.facts.event_time == 123.5
    (run,) = clean.value.stages
    assert (run.name, run.outcome) == ("clean", "ok")


@pytest.mark.parametrize("foreseen", [False, True])
def test_a_record_of_a_wrong_clock_came_now_and_is_counted(foreseen) -> None:
    jumps = []
    cleaner = CleanHandler(
        TinyCleaner(),
        publish_clean,
        jumped=lambda: jumps.append(1),
        clock=Clock(now=lambda: NOW),
    )
    reads = [raw(0, timestamp=NOW + DAY), raw(1, timestamp=NOW + DAY + 1), raw(2, timestamp=-0.001)]
    if foreseen:
        cleaner.foresee(reads)
    facts = [next(iter(cleaner(read))).value.facts for read in reads]
    assert [each.event_time for each in facts] == [NOW + DAY, NOW, NOW]
    assert ["futureTime" in each.flags for each in facts] == [False, True, False]
    assert jumps == [1]


def test_a_record_that_is_sent_round_is_counted_where_it_arrives() -> None:
    jumps = []
    cleaner = CleanHandler(
        TinyCleaner(), publish_clean, keyed_partitions=PARTITIONS, jumped=lambda: jumps.append(1),
        clock=Clock(now=lambda: NOW),
    )  # fmt: skip
    (again,) = cleaner(raw(timestamp=9e9))
    assert (again.topic, again.timestamp, jumps) == (RAW, 9e9, [])
    tuple(cleaner(raw(timestamp=9e9, partition=HOME)))
    assert jumps == [1]


def test_where_one_breaks_the_others_are_foreseen_all_the_same() -> None:
    stage = TinyCleaner()
    cleaner = handler(stage, keyed=None)
    reads = [raw(0), raw(1, "BREAK CLEAN"), raw(2)]
    cleaner.foresee(reads)
    assert stage.together == [3, 1, 1, 1]
    found = [next(iter(cleaner(read))) for read in reads]
    assert stage.together == [3, 1, 1, 1]
    assert [getattr(each, "topic", None) for each in found] == [CLEAN, None, CLEAN]
    assert found[1].rejection.reason == "internal-error"
    assert found[1].origin.offset == 1


def test_a_page_is_left_to_its_own_call() -> None:
    stage = TinyCleaner()
    cleaner = handler(stage, keyed=None)
    page = json.dumps({"site": SITE, "html": "<p>page</p>"}).encode()
    cleaner.foresee([raw(0), message(1, page), raw(2)])
    assert stage.together == [2]


def test_what_was_foreseen_is_used_once_and_then_forgotten() -> None:
    stage = TinyCleaner()
    cleaner = handler(stage, keyed=None)
    reads = [raw(0, "一"), raw(1, "二")]
    cleaner.foresee([*reads, message(2, b"{broken")])
    assert stage.together == [2]
    (first,) = cleaner(reads[0])
    assert first.value.text == "一"
    cleaner.foresee([raw(5, "五"), raw(6, "六")])
    assert set(cleaner._ready) == {(RAW.name, AWAY, 5), (RAW.name, AWAY, 6)}
