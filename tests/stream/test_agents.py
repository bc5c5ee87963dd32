"""A partition's agents: what a batch sends and keeps, and that it does so once, whatever fails."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stream.changelogs.segment_store import SegmentStore
from pipeline.text.fingerprint import partition_of
from pipeline.topology import (
    CLEAN,
    ENRICHED,
    GROUPINGS,
    LINK_SEEN,
    LINKS,
    RAW,
    REJECTED,
    STORY_MATCHES,
    STORY_POSTINGS,
    UNIQUE,
)
from pipeline.types.articles import StageName
from pipeline.types.records import LinkSightings, Postings
from tests.stream.behaviours import envelope
from tests.stream.changelogs import rows_in
from tests.stream.memory import LeftError, MemoryKafka, MemoryWorker, run_to_the_end
from tests.stream.tiny import TinyStages
from tests.stream.worlds import MemoryWorld, by_place


def articles(kafka: MemoryKafka, count: int, text: str = "第{}篇\n- 链接") -> list[tuple[int, int]]:
    places = []
    for number in range(count):
        site = f"s{number % 3}.example"
        message = kafka.publish(
            RAW.name,
            envelope(text.format(number), site=site, url=f"https://{site}/{number}"),
            key=site.encode(),
        )
        places.append((message.partition, message.offset))
    return places


def workers(kafka: MemoryKafka, grouping: str = "split", **how) -> list[MemoryWorker]:
    return [MemoryWorker(kafka, TinyStages(), group, **how) for group in GROUPINGS[grouping]]


async def test_a_batch_shares_one_record_a_partition() -> None:
    kafka = MemoryKafka(partitions=2)
    places = articles(kafka, 40)
    await run_to_the_end(*workers(kafka))
    # One a batch of the dedup agent: each of its two partitions has its own.
    seen = kafka.read(LINK_SEEN.name)
    assert len(seen) == 2
    items = [msgspec.json.decode(record.value, type=LinkSightings).items for record in seen]
    assert sum(map(len, items)) == len(places)
    questions = [
        (record.partition, msgspec.json.decode(record.value, type=Postings).items)
        for record in kafka.read(STORY_POSTINGS.name)
    ]
    assert len(questions) == 4
    assert all(item.shard == partition for partition, items in questions for item in items)
    # Forty sightings of one link: its record is written once a batch.
    assert len(kafka.read(LINKS.name)) == 1


async def test_a_shared_record_is_cut_into_pieces_of_a_megabyte() -> None:
    kafka = MemoryKafka()
    articles(kafka, 40, "第{}篇\n" + "\n".join(f"- {'长' * 90} {n}" for n in range(100)))
    await run_to_the_end(*workers(kafka))
    records = kafka.read(LINK_SEEN.name)
    assert len(records) > 1
    assert max(len(record.value) for record in records) < 1.1 * (1 << 20)
    assert len(kafka.read(LINKS.name)) == 100


async def test_articles_are_cleaned_together_and_fail_alone() -> None:
    kafka = MemoryKafka()
    places = articles(kafka, 40)
    kafka.publish(RAW.name, b"{poison")
    bad = [
        kafka.publish(RAW.name, envelope(text), key=b"s").offset
        for text in ("BREAK CLEAN", "REFUSE", "x" * 70_000)
    ]
    stages = TinyStages()
    await run_to_the_end(MemoryWorker(kafka, stages, ("clean",), batch_size=200))
    # One of the ten breaks: each of them is asked for again by itself. The record of seventy
    # kilobytes has a portion of its own.
    assert stages.clean.together == [16, 16, 10, *[1] * 10, 1]
    assert len(kafka.read(CLEAN.name)) == len(places) + 1
    refused = by_place(kafka.read(REJECTED.name))
    reasons = [refused[0, offset][0].reason for offset in (40, *bad[:2])]
    assert reasons == ["bad-json", "internal-error", "no-article"]


@pytest.mark.parametrize("size", [1, 200])
@pytest.mark.parametrize(
    "topic", [CLEAN, STORY_MATCHES, STORY_POSTINGS, UNIQUE, ENRICHED, REJECTED]
)
async def test_a_send_that_fails_loses_nothing_and_doubles_nothing(topic, size) -> None:
    kafka = MemoryKafka()
    places = articles(kafka, 5)
    kafka.publish(RAW.name, b"{poison")
    running = workers(kafka, batch_size=size)
    kafka.refuses = lambda output: OSError("gone") if output.topic is topic else None
    with pytest.raises(LeftError, match="gone"):
        await run_to_the_end(*running)
    kafka.refuses = lambda _: None
    for worker in running:
        worker.start()
    await run_to_the_end(*running)
    found = by_place(kafka.read(ENRICHED.name) + kafka.read(REJECTED.name))
    assert {place: len(outcomes) for place, outcomes in found.items()} == dict.fromkeys(
        [*places, (0, 5)], 1
    )


@pytest.mark.parametrize("topic", [CLEAN, STORY_MATCHES, ENRICHED])
async def test_too_large_for_the_broker_is_a_rejection_and_no_reason_to_leave(topic) -> None:
    kafka = MemoryKafka(limits={topic.name: 3000})
    small = articles(kafka, 1)
    value = envelope("大" * 2000)
    large = kafka.publish(RAW.name, value, key=b"s")
    small += [(0, 2)]
    kafka.publish(RAW.name, envelope("小"), key=b"s")
    await run_to_the_end(*workers(kafka, "split"))
    found = by_place(kafka.read(ENRICHED.name) + kafka.read(REJECTED.name))
    (rejected,) = found[0, large.offset]
    assert (rejected.is_rejected, rejected.reason) == (True, "too-large")
    stages = {CLEAN: "clean", STORY_MATCHES: "dedup", ENRICHED: "extract"}
    assert rejected.headers["x-stage"] == stages[topic]
    if topic is CLEAN:
        assert rejected.record.value == value
    assert all(not found[place][0].is_rejected for place in small)


async def test_a_shared_record_that_is_too_large_for_the_broker_is_sent_in_pieces() -> None:
    kafka = MemoryKafka()
    places = articles(kafka, 40)
    kafka.limits = {LINK_SEEN.name: 1000}
    await run_to_the_end(*workers(kafka))
    assert len(kafka.read(LINK_SEEN.name)) == len(kafka.read(ENRICHED.name)) == len(places)


@pytest.mark.parametrize(("grouping", "records"), [("split", 1), ("dedup+extract", 1), ("all", 2)])
async def test_only_beside_dedup_is_a_record_sent_to_its_sites_partition(grouping, records) -> None:
    kafka = MemoryKafka(partitions=2)
    away = 1 - partition_of("a.example", 2)
    kafka.publish(RAW.name, envelope("甲", site="a.example"), partition=away)
    await run_to_the_end(*workers(kafka, grouping))
    assert len(kafka.read(RAW.name)) == records
    assert set(by_place(kafka.read(ENRICHED.name))) == {(away, 0)}


async def test_a_rejection_that_cannot_be_sent_leaves() -> None:
    kafka = MemoryKafka(limits={REJECTED.name: 3})
    kafka.publish(RAW.name, b"{poison")
    running = workers(kafka)
    with pytest.raises(LeftError, match="the broker says so"):
        await run_to_the_end(*running)
    assert kafka.offsets == {}


async def test_a_stage_that_breaks_does_not_touch_its_tables() -> None:
    kafka = MemoryKafka()
    articles(kafka, 3, "第{}篇 BREAK DEDUP")
    await run_to_the_end(*workers(kafka))
    assert kafka.changelogs == {}
    assert len(kafka.read(REJECTED.name)) == 3


async def test_every_table_is_what_its_changelog_says() -> None:
    kafka = MemoryKafka(partitions=2)
    running = workers(kafka)
    articles(kafka, 6)
    await run_to_the_end(*running)
    assert {table for _, table, _ in kafka.changelogs} == set(running[1].log(0).tables)
    for (_, table, partition), changelog in kafka.changelogs.items():
        store = SegmentStore(running[1].stores[partition])
        rows = rows_in(changelog)
        assert rows
        assert {key: store.read(table, key) for key in store.keys(table)} == rows
        assert store.upto(table) == len(changelog)


async def test_nothing_waits_when_all_is_done() -> None:
    world = MemoryWorld(TinyStages(), GROUPINGS["dedup+extract"])
    places = [await world.publish(envelope(f"第{n}篇"), key=b"k") for n in range(30)]
    await world.outcomes(places)
    stores = world.workers[1].stores.values()
    keys = [key for store in stores for key in store.keys("story-decisions")]
    assert len(keys) == 30
    assert not [key for key in keys if b"?" in key]


Group = tuple[StageName, ...]
poison = st.sampled_from([b"{", b"", None, b"[]", b'{"text": 1}', b"\xff\xfe"])
texts = st.sampled_from(
    ["甲乙丙", "REFUSE", "BREAK CLEAN", "BREAK DEDUP", "BREAK EXTRACT", "丁\n- 戊"]
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.one_of(poison, texts), max_size=25),
    st.sampled_from(sorted(GROUPINGS)),
    st.sets(st.integers(0, 60), max_size=4),
    st.integers(1, 7),
)
async def test_nothing_is_lost_or_doubled_whenever_workers_fail(
    values, grouping, failures, size
) -> None:
    """Sends fail at any moments, workers start again: each raw record has its outcome, once."""
    kafka = MemoryKafka(partitions=2)
    places = []
    for number, value in enumerate(values):
        data = envelope(value) if isinstance(value, str) else value
        message = kafka.publish(RAW.name, data, key=b"k%d" % (number % 3))
        places.append((message.partition, message.offset))
    raw_places = dict(zip(places, values, strict=True))
    count = 0

    def refuses(output):
        nonlocal count
        count += 1
        return OSError("flaky") if count in failures else None

    kafka.refuses = refuses
    running = workers(kafka, grouping, batch_size=size)
    for _ in range(len(failures) + 1):
        try:
            await run_to_the_end(*running)
        except LeftError:
            for worker in running:
                # Its local store may be there again or not.
                worker.start(keep_stores=count % 2 == 0)
    found = by_place(kafka.read(ENRICHED.name) + kafka.read(REJECTED.name))
    for place, value in raw_places.items():
        outcomes = found[place]
        assert len(outcomes) == 1, value
        kinds = {(o.is_rejected, o.reason if o.is_rejected else "") for o in outcomes}
        good = isinstance(value, str) and ("BREAK" not in value and "REFUSE" not in value)
        assert kinds == {(False, "")} if good else kinds != {(False, "")}


async def test_every_grouping_gives_the_same_events() -> None:
    """The same records in the same order: equal but for times, wherever the stages run."""
    results = []
    for grouping in GROUPINGS.values():
        world = MemoryWorld(TinyStages(), grouping, partitions=1, batch_size=7)
        places = []
        for number in range(60):
            text = [
                f"第{number % 9}篇\n- 链接{number % 4}",
                "REFUSE",
                "BREAK EXTRACT",
                "BREAK DEDUP",
            ][number % 13 % 4 if number % 13 < 4 else 0]
            value = envelope(text, url=f"https://s.example/{number % 50}")
            places.append(await world.publish(value, key=b"s", partition=0))
        places.append(await world.publish(b"{poison", partition=0))
        found = await world.outcomes(places)
        results.append([comparable(found[place]) for place in places])
    assert results[0] == results[1] == results[2]


def comparable(outcomes) -> list:
    found = []
    for outcome in outcomes:
        if outcome.is_rejected:
            headers = outcome.headers
            found.append([headers[name] for name in ("x-stage", "x-reason")] + [outcome.place()])
            continue
        document = outcome.document
        for run in document["enrichment"]["stages"]:
            run.pop("at")
            run.pop("ms")
        found.append(json.dumps(document, sort_keys=True, ensure_ascii=False))
    return found
