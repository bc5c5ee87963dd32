"""Rejected records, traces and replays over topics in memory."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace

import pytest
from aiokafka import TopicPartition

from pipeline.kafka.merged import Bounds
from pipeline.kafka.records import raw_id, record_of
from pipeline.operations import replay as replay_module
from pipeline.operations.article_names import sought
from pipeline.operations.drop import cut_before
from pipeline.operations.lagging import rejected_since
from pipeline.operations.raw_range import Asked, RawRange
from pipeline.operations.rejected import Wanted, read_rejected
from pipeline.operations.replay import Replay, publish
from pipeline.operations.replay_plan import plan_of
from pipeline.operations.retry import Retry, read_wanted, retries_of
from pipeline.operations.trace import trace
from pipeline.settings import load_settings
from pipeline.stream.dead_letter import refuse, rejected_record
from pipeline.stream.messages import Message
from pipeline.stream.topics import group_id, readers_of
from pipeline.topology import (
    ALIASES,
    CLEAN,
    ENRICHED,
    LINK_SEEN,
    RAW,
    REJECTED,
    STORY_MATCHES,
    STORY_POSTINGS,
    UNIQUE,
)  # fmt: skip
from pipeline.types.articles import Origin, RawArticle
from tests.topics_in_memory import NOW, Topics

SETTINGS = load_settings(app_id="desk", broker="kafka.example:9092")
URL = "https://gate.example/7"
BODY = {"id": "gate-7", "url": URL, "text": "石桥昨天通车。"}
ID = raw_id(RawArticle(origin=Origin(source_id=""), id="gate-7", url=URL, text=BODY["text"]))
QUIET = {"tell": pytest.fail, "count": lambda: None}


@pytest.fixture
def topics(monkeypatch):
    made = Topics().install(monkeypatch)
    yield made
    assert made.open_clients == 0


def dumped(value) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def publish_raw(topics, body=BODY, *, partition=0, at=0.0, headers=()):
    return topics.add(
        RAW.name, dumped(body), key=b"gate.example", partition=partition, headers=headers,
        timestamp=NOW + at,
    )  # fmt: skip


def reject(topics, record, *, partition=0, at=1.0, origin=None, stage="clean", reason="no-article"):
    """Write what a worker writes of a record that it refuses."""
    read = record_of(record)
    message = Message(
        topic=read.topic, partition=read.partition, offset=read.offset, timestamp=read.timestamp,
        key=read.key, value=read.value, headers=read.headers,
    )  # fmt: skip
    output = rejected_record(refuse(stage, reason, "no", origin=origin), message, now=NOW + at)
    return topics.add(
        REJECTED.name, output.value, key=output.key, partition=partition, headers=output.headers,
        timestamp=NOW + at,
    )  # fmt: skip


async def wanted(**how):
    return [each async for each in read_wanted(SETTINGS, Wanted(**how), **QUIET)]


async def sent_again(topics, chosen, **how):
    """Retry what was chosen; return what became of each."""
    retries = await retries_of(SETTINGS, chosen, **QUIET)
    work = Retry(SETTINGS, rate=1e6, **how)
    return [(each.outcome, each.at) async for each in work.send(chosen, retries)]


async def test_what_is_wanted_is_read_from_its_time_on(topics) -> None:
    for number in range(4):
        reject(topics, publish_raw(topics), partition=number % 2, at=float(number))
    reject(topics, publish_raw(topics), at=4.0, reason="too-large")
    counted: list[int] = []
    found = read_wanted(
        SETTINGS,
        Wanted(since=NOW + 2, reasons=frozenset({"no-article"})),
        tell=pytest.fail,
        count=lambda: counted.append(1),
    )
    assert sorted([each.place async for each in found]) == [(0, 1), (1, 1)]
    # Older ones are not even read.
    assert len(counted) == 3


async def test_a_rejected_record_is_sent_again_once(topics) -> None:
    reject(topics, publish_raw(topics, headers=[("own", b"1"), ("x-attempts", b"9x")]), partition=1)
    chosen = await wanted()
    assert await sent_again(topics, chosen, dry=True) == [("would-send", None)]
    assert len(topics.read(RAW.name)) == 1
    ((outcome, at),) = await sent_again(topics, chosen)
    assert (outcome, at[1]) == ("sent", len(topics.logs[TopicPartition(RAW.name, at[0])]) - 1)
    again = record_of(topics.logs[TopicPartition(RAW.name, at[0])][-1])
    assert (json.loads(again.value), again.key) == (BODY, b"gate.example")
    assert dict(again.headers)["own"] == b"1"
    assert again.header("x-retry-of") == b"1,0"
    assert await sent_again(topics, chosen) == [("retried", None)]
    assert await sent_again(topics, chosen, dry=True, anyhow=True) == [("would-send", None)]


async def test_what_failed_again_stands_for_the_rejection_before_it(topics) -> None:
    reject(topics, publish_raw(topics))
    (first,) = await wanted()
    ((_, at),) = await sent_again(topics, [first])
    reject(topics, topics.logs[TopicPartition(RAW.name, at[0])][at[1]], at=2.0)
    both = await wanted()
    assert [each.attempts for each in both] == [1, 2]
    assert await sent_again(topics, both) == [("retried", None), ("failed-again", None)]
    anyhow = await sent_again(topics, both, anyhow=True, dry=True)
    assert anyhow == [("retried", None), ("would-send", None)]


async def test_the_raw_bytes_of_what_a_later_stage_rejected_are_looked_up(topics) -> None:
    raw = publish_raw(topics, partition=1)
    clean = topics.add(CLEAN.name, dumped({"facts": {"id": ID}}), key=b"gate.example")
    origin = Origin(source_id="gate-7", topic=RAW.name, partition=1, offset=raw.offset)
    reject(topics, clean, origin=origin, stage="dedup")
    (one,) = await wanted()
    assert (one.read_from, one.raw) == (CLEAN.name, (1, 0))
    ((outcome, at),) = await sent_again(topics, [one])
    assert outcome == "sent"
    assert json.loads(topics.logs[TopicPartition(RAW.name, at[0])][at[1]].value) == BODY
    topics.deleted[TopicPartition(RAW.name, 1)] = 1
    assert await sent_again(topics, [one], anyhow=True) == [("gone", None)]


async def test_a_retry_is_looked_for_an_hour_before_its_rejection(topics) -> None:
    raw = publish_raw(topics)
    one = read_rejected(record_of(reject(topics, raw, at=7200.0)))
    for at in (7200.0 - 3601, 7200.0 - 3599):
        publish_raw(topics, partition=1, at=at, headers=[("x-retry-of", b"0,0")])
    assert await retries_of(SETTINGS, [one], **QUIET) == {(0, 0): [(1, 1)]}
    assert await retries_of(SETTINGS, [], **QUIET) == {}


async def test_what_was_rejected_lately_is_counted(topics) -> None:
    for at, reason in ((0.0, "empty"), (5.0, "empty"), (6.0, "no-article"), (7.0, "no-article")):
        reject(topics, publish_raw(topics), at=at, reason=reason)
    found = await rejected_since(SETTINGS, NOW + 5, tell=pytest.fail)
    assert [(each.stage, each.reason, each.count) for each in found] == [
        ("clean", "no-article", 2), ("clean", "empty", 1),
    ]  # fmt: skip


async def test_a_partition_is_cut_before_its_first_young_record(topics) -> None:
    for partition, at in ((0, 1.0), (0, 2.0), (0, 9.0), (0, 3.0), (1, 5.0), (1, 1.0)):
        reject(topics, publish_raw(topics), partition=partition, at=at)
    cuts = await cut_before(SETTINGS, NOW + 5, **QUIET)
    assert [(each.partition, each.offset, each.records) for each in cuts] == [(0, 2, 2)]
    topics.deleted[TopicPartition(REJECTED.name, 0)] = 1
    later = await cut_before(SETTINGS, NOW + 5.1, **QUIET)
    assert [(each.partition, each.offset, each.records) for each in later] == [
        (0, 2, 1), (1, 2, 2),
    ]  # fmt: skip


def add(topics, topic, value, *, at, key=ID, partition=None, headers=()):
    return topics.add(
        topic.name, dumped(value), key=key.encode(), partition=partition, headers=headers,
        timestamp=NOW + at,
    )  # fmt: skip


def life_of_an_article(topics):
    """Write every record of one article, and of each topic one that is another's."""
    publish_raw(topics, {"url": "https://gate.example/8", "text": "雾。"}, at=0.5)
    raw = publish_raw(topics, partition=1, at=1.0)
    clean = {"facts": {"id": ID, "version": "v1"}, "lines": {"labels": ["body"]}}
    add(topics, CLEAN, clean, at=2.0, key="gate.example", partition=0)
    add(topics, CLEAN, {"facts": {"id": "other"}, "urls": [ID]}, at=2.0, key="x", partition=0)
    add(topics, LINK_SEEN, {"items": [{"partition": 0, "offset": 0}]}, at=3.0, key="l")
    add(topics, LINK_SEEN, {"items": [{"partition": 0, "offset": 1}]}, at=3.0, key="l")
    add(topics, STORY_POSTINGS, {"items": [{"article": ID, "shard": 4}]}, at=3.0, key="4")
    add(topics, STORY_MATCHES, {"match": {"article": ID, "shard": 4}}, at=3.0, key="s")
    twin = {"duplicate": {"status": "unique", "story": "s1"}}
    add(topics, UNIQUE, {"facts": {"id": ID}, **twin}, at=4.0)
    source = {"partition": 1, "offset": raw.offset}
    event = {"uri": f"urn:uuid:{ID}", "version": "v1", "enrichment": {**twin, "source": source}}
    add(topics, ENRICHED, event, at=5.0, headers=[("ce_id", b"a:1:c")])
    add(topics, ALIASES, {"old": "s1", "new": "s0"}, at=6.0, key="s1")
    add(topics, ALIASES, {"old": "s7", "new": "s0"}, at=6.0, key="s7")
    return raw


async def traced(word, *, since=None):
    found = await trace(SETTINGS, sought(word), since=since, **QUIET)
    return found, [each.what for each in found.rows]


@pytest.mark.parametrize("word", [URL, "gate-7", ID, f"urn:uuid:{ID}"])
async def test_a_trace_has_every_record_of_an_article_in_order(topics, word) -> None:
    life_of_an_article(topics)
    found, what = await traced(word)
    assert what == [
        "published", "cleaned", "counted", "asked", "answered", "decided", "enriched", "joined",
    ]  # fmt: skip
    assert (found.ids, found.open) == ((ID,), False)
    published, enriched = found.rows[0], found.rows[6]
    assert (published.partition, published.offset, published.key) == (1, 0, "gate.example")
    assert (enriched.time, enriched.ce_id) == (NOW + 5, "a:1:c")
    assert enriched.detail == "version v1, unique, story s1"


async def test_a_trace_from_a_time_on_has_the_aliases_of_all_times(topics) -> None:
    add(topics, ALIASES, {"old": "s1", "new": "s9"}, at=-99.0, key="s1")
    life_of_an_article(topics)
    assert (await traced(ID, since=NOW + 4))[1] == ["joined", "decided", "enriched", "joined"]


async def test_without_its_clean_record_links_are_counted_by_its_raw_one(topics) -> None:
    """Where stages run together there is no topic between them."""
    publish_raw(topics)
    add(topics, LINK_SEEN, {"items": [{"partition": 0, "offset": 0}]}, at=3.0, key="l")
    found, what = await traced(URL)
    assert what == ["published", "counted"]
    assert found.open


async def test_a_raw_record_that_was_enriched_out_of_order_is_not_open(topics) -> None:
    """A clock that is behind puts the event before its raw record."""
    raw = publish_raw(topics, partition=1, at=9.0)
    source = {"partition": 1, "offset": raw.offset}
    twin = {"duplicate": {"status": "unique", "story": "s1"}}
    event = {"uri": f"urn:uuid:{ID}", "enrichment": {**twin, "source": source}}
    add(topics, ENRICHED, event, at=5.0)
    found, what = await traced(URL)
    assert (what, found.open) == (["enriched", "published"], False)


async def test_a_rejection_is_of_the_article_whose_record_it_names(topics) -> None:
    raw = publish_raw(topics, partition=1)
    other = publish_raw(topics, {"url": "https://gate.example/8", "text": "雾。"}, at=0.5)
    reject(topics, raw, partition=1)
    reject(topics, other)
    origin = Origin(source_id="gate-7", topic=RAW.name, partition=1, offset=raw.offset)
    clean = topics.add(CLEAN.name, b"{}", key=b"gate.example")
    reject(topics, clean, origin=origin, stage="dedup", at=3.0)
    found, what = await traced(URL)
    assert what == ["published", "rejected", "rejected"]
    assert [(each.stage, each.reason) for each in found.rows[1:]] == [
        ("clean", "no-article"), ("dedup", "no-article"),
    ]  # fmt: skip
    assert not found.open


async def test_what_a_foreign_writer_left_says_nothing(topics) -> None:
    life_of_an_article(topics)
    add(topics, UNIQUE, {"facts": {"id": ID}}, at=4.0)
    add(topics, STORY_MATCHES, {"pending": {"draft": {"facts": {"own": ID}}}}, at=3.0, key="s")
    topics.add(ENRICHED.name, f"no JSON {ID}".encode(), key=ID.encode())
    topics.add(LINK_SEEN.name, b"[", key=b"l")
    topics.add(ALIASES.name, None, key=b"s1", timestamp=NOW + 7)
    _, what = await traced(URL)
    assert what[:-1] == [
        "published", "cleaned", "counted", "asked", "answered", "decided", "enriched", "joined",
    ]  # fmt: skip


class Desk:
    """A replay whose workers are this: they make an event or a rejection of each copy."""

    def __init__(self, topics, monkeypatch) -> None:
        self.topics = topics
        self.plan = plan_of(SETTINGS, "monday", partitions=2)
        # What each look finds: how much is to be read, and where the topics end.
        self.looks = [(3, 5), (0, 6), (0, 7), (0, 7)]
        self.asked: list = []
        desk = self

        class Admin:
            def __init__(self, settings) -> None:
                assert settings is desk.plan.settings

            async def __aenter__(self):
                return self

            async def __aexit__(self, *_):
                pass

            async def lag(self, group, names):
                look = len(desk.asked) // len(desk.plan.groups)
                desk.asked.append((group, tuple(names)))
                lag, end = desk.looks[min(look, 3)]
                return [SimpleNamespace(lag=lag, end=end)]

        monkeypatch.setattr(replay_module, "Admin", Admin)
        monkeypatch.setattr(replay_module, "_LOOK", 0.05)

    def there(self, topic) -> str:
        return self.plan.names.there(topic.name)

    async def work(self) -> None:
        """Do the workers' work, for ever."""
        done = 0
        while True:
            done = work_on(self.topics, self.plan, done)
            await asyncio.sleep(0.005)


def work_on(topics, plan, done) -> int:
    """Make of each copy after the first `done` an event, of every third one a rejection."""
    there = plan.names.there
    copies = topics.read(there(RAW.name))
    for each in copies[done:]:
        partition, offset = dict(each.headers)["x-replay-of"].decode().split(",")
        if int(offset) % 3 == 2:
            said = {
                "x-raw-partition": partition, "x-raw-offset": offset, "x-stage": "clean",
                "x-reason": "empty",
            }  # fmt: skip
            headers = [(name, value.encode()) for name, value in said.items()]
            topics.add(there(REJECTED.name), b"", partition=0, headers=headers)
            continue
        source = {"partition": int(partition), "offset": int(offset)}
        topics.add(
            there(ENRICHED.name),
            dumped({"enrichment": {"source": source}}),
            partition=0,
            headers=[("ce_id", b"a:%d:c" % (int(offset) % 2))],
        )
    return len(copies)


async def test_a_replay_ends_when_every_record_came_to_its_end(topics, monkeypatch) -> None:
    desk = Desk(topics, monkeypatch)
    for number in range(6):
        publish_raw(
            topics, {"url": f"https://gate.example/{number}", "text": "雾。"}, at=number / 10
        )
    counted: list[int] = []
    bounds = Bounds(starts={0: 0}, stops={0: 5})
    async with RawRange(SETTINGS, Asked(bounds=bounds)) as raw:
        replay = Replay(desk.plan, raw, in_turn=True, tell=pytest.fail)
        assert (replay.done, replay.total) == (0, 5)
        await asyncio.wait_for(replay.to_the_end(desk.work(), lambda: counted.append(1)), 20)
        assert (replay.done, replay.total, len(counted)) == (5, 5, 5)
    account = replay.account
    assert (account.events, account.rejected, account.waiting) == (4, {("clean", "empty"): 1}, {})
    # A copy keeps the time of what it copies.
    assert [each.timestamp for each in topics.read(desk.there(RAW))] == [
        round((NOW + n / 10) * 1000) for n in range(5)
    ]
    assert set(desk.asked) == {
        (
            group_id(desk.plan.settings, stages),
            tuple(desk.plan.names.there(spec.reads.name) for spec in readers_of(stages)),
        )
        for stages in desk.plan.groups
    }
    # It ends with the second look that finds nothing to read and nothing written since.
    assert len(desk.asked) >= 4 * len(desk.plan.groups)

    sent = await publish(desk.plan, account.latest, **QUIET)
    # Of each `ce_id` the last.
    assert sent == 2
    sources = [
        json.loads(each.value)["enrichment"]["source"] for each in topics.read(ENRICHED.name)
    ]
    assert sorted(each["offset"] for each in sources) == [3, 4]


async def test_a_replay_whose_workers_end_ends(topics, monkeypatch) -> None:
    desk = Desk(topics, monkeypatch)
    publish_raw(topics)

    async def fail() -> None:
        raise RuntimeError("the workers end again and again")

    async with RawRange(SETTINGS, Asked()) as raw:
        replay = Replay(desk.plan, raw, in_turn=False, tell=pytest.fail)
        with pytest.raises(RuntimeError, match="again and again"):
            await asyncio.wait_for(replay.to_the_end(fail(), lambda: None), 20)


async def test_a_record_that_came_to_nothing_does_not_keep_a_replay_for_ever(
    topics, monkeypatch
) -> None:
    monkeypatch.setattr(replay_module, "_LAST", 0.2)
    desk = Desk(topics, monkeypatch)
    publish_raw(topics)
    async with RawRange(SETTINGS, Asked()) as raw:
        replay = Replay(desk.plan, raw, in_turn=True, tell=pytest.fail)
        never = asyncio.Event()
        await asyncio.wait_for(replay.to_the_end(never.wait(), lambda: None), 20)
    assert (replay.done, list(replay.account.waiting)) == (0, [(0, 0)])
    # It was looked for as long as that, with nothing to read.
    assert len(desk.asked) >= (3 + 4) * len(desk.plan.groups)
