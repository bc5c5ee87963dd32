"""What a replay takes of a range, what it owns, and when a record may go in."""

import asyncio
import json

import pytest

from pipeline.errors import UsageError
from pipeline.kafka.merged import Bounds
from pipeline.kafka.records import Record
from pipeline.operations import replay_account
from pipeline.operations.article_names import sought
from pipeline.operations.raw_range import Asked, RawRange, copy_of
from pipeline.operations.replay_account import Account
from pipeline.operations.replay_plan import plan_of
from pipeline.settings import Settings, load_settings
from pipeline.stream.dead_letter import raw_position
from pipeline.stream.messages import Message
from pipeline.stream.topics import PUBLIC
from pipeline.topology import CONTROL, ENRICHED, RAW, TOPICS

BODY = json.dumps({"id": "gate-7", "site": "Gate.example", "text": "石桥昨天通车。"}).encode()
SETTINGS = load_settings(app_id="desk", partitions=8, metrics_port=9100)


def record(offset, *, partition=0, value=BODY, headers=(), timestamp=0.0, bare=()):
    return Record(
        topic=RAW.name, partition=partition, offset=offset, timestamp=timestamp, key=b"k",
        value=value, headers=headers, bare=bare,
    )  # fmt: skip


async def taken(records, **how):
    """Return the offsets that a replay of offsets 10 to 19 takes of `records`, and what it passed."""
    wanted = RawRange(Settings(), Asked(**how))

    class Merged:
        spans = {0: (10, 20), 1: (10, 20)}

        async def __aiter__(self):
            for each in records:
                yield each

    wanted._merged = Merged()
    return [each.offset async for each in wanted], dict(wanted.passed)


async def test_what_a_worker_put_under_its_site_is_taken_once():
    moved = record(15, headers=(("X-Rekeyed", b"1,12"),))
    assert await taken([record(12, partition=1), moved]) == ([12], {"put under its site": 1})
    # Its first place is before the range, behind it, or in a partition that is not of it.
    for place in (b"1,9", b"1,20", b"2,12", b"nowhere"):
        assert await taken([record(15, headers=(("x-rekeyed", place),))]) == ([15], {})


async def test_a_retry_is_taken_where_what_it_sends_again_is_not():
    retry = record(15, headers=(("x-retry-of", b"0,3"),))
    assert await taken([record(11), retry]) == ([11], {"retry": 1})
    assert await taken([retry]) == ([15], {})
    assert await taken([record(11, value=b"other"), retry]) == ([11, 15], {})
    other_kind = record(11, headers=(("content-type", b"text/plain"),))
    assert await taken([other_kind, retry]) == ([11, 15], {})
    # Sent twice by its publisher it comes out twice, as it did.
    assert await taken([record(11), record(12)]) == ([11, 12], {})


async def test_articles_and_sites_are_chosen():
    page = record(13, value=b"<p>\xb0</p>", headers=(("content-type", b"text/html"),))
    some = [record(11), page, record(12, value=b"{no json")]
    assert await taken(some, article=sought("gate-7")) == ([11], {})
    assert await taken(some, sites=frozenset({"gate.example"})) == ([11], {})
    # What holds no article is of the site that it is keyed by.
    assert (await taken(some, sites=frozenset({"k"})))[0] == [12]


def test_a_time_that_ends_a_range_is_not_of_it():
    bounds = Bounds(since=5.0, until=7.0)
    assert [bounds.takes(record(1, timestamp=at)) for at in (4.9, 5.0, 6.9, 7.0)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_copy_says_where_the_raw_record_stood_first():
    headers = (("a", b"1"), ("x-rekeyed", b"3,4"), ("b", b""), ("x-replay-of", b"9,9"))
    copy = copy_of(record(7, partition=2, headers=headers, bare=(2,)))
    assert copy.headers == (
        ("a", b"1"),
        ("b", b""),
        ("x-replay-of", b"9,9"),
        ("x-replay-of", b"3,4"),
    )
    assert copy.bare == (1,)
    assert (copy.key, copy.value, copy.timestamp) == (b"k", BODY, 0.0)
    assert (copy.topic, copy.partition, copy.offset) == (RAW.name, 2, 7)
    plain = copy_of(record(7, partition=2))
    assert plain.headers == (("x-replay-of", b"2,7"),)
    read = Message(topic=RAW.name, partition=0, offset=0, timestamp=0.0, headers=copy.headers)
    assert raw_position(read) == (3, 4)


def test_a_replay_owns_everything_but_an_operators_word():
    plan = plan_of(SETTINGS, "monday", enriched="own.events")
    names = {topic.name: topic for topic in plan.topics()}
    public = {topic.name for topic in TOPICS}
    assert not names.keys() & public
    assert plan.names.there(CONTROL.name) == CONTROL.name
    assert len(names) == len(TOPICS) - 1 + 4
    for topic in TOPICS:
        if topic is not CONTROL:
            made = names[plan.names.there(topic.name)]
            assert (made.cleanup, made.max_message_bytes) == (
                topic.cleanup,
                topic.max_message_bytes,
            )
            assert made.partitions == 1
    # A copy is as old as its record: Kafka must not delete it meanwhile.
    assert names["news.replay-monday.raw.v1"].retention_ms == -1
    assert names["own.events"].retention_ms == ENRICHED.retention_ms
    assert all(
        name.startswith(("news.replay-monday.", "desk-replay-monday-", "own.")) for name in names
    )


def test_a_replay_has_an_application_id_tables_and_no_ports_of_its_own():
    plan = plan_of(SETTINGS, "monday", partitions=3)
    assert plan.settings.app_id == "desk-replay-monday"
    assert plan.settings.partitions == 3
    assert plan.settings.metrics_port == 0
    assert plan.folder == SETTINGS.data_path() / "replays" / "monday"
    assert plan_of(SETTINGS, "a", in_turn=False).settings.batch_within == SETTINGS.batch_within
    assert plan.settings.batch_within < SETTINGS.batch_within
    # What its workers say would stand between the lines of whoever waits for it.
    assert plan.settings.log_level == "error"
    debugged = SETTINGS.model_copy(update={"log_level": "debug"})
    assert plan_of(debugged, "monday").settings.log_level == "debug"
    for name in ("", "Monday", "a-", "-a", "a.b"):
        with pytest.raises(UsageError):
            plan_of(SETTINGS, name)


def test_the_pipelines_own_names_are_what_they_are():
    assert [PUBLIC.there(topic.name) for topic in TOPICS] == [topic.name for topic in TOPICS]
    assert PUBLIC.topic(RAW) == RAW


async def test_a_record_goes_in_when_those_a_second_before_it_have_come_out():
    def account(*, in_turn):
        found = Account(in_turn=in_turn)
        found.went_in((0, 1), 100.0)
        found.went_in((0, 2), 100.9)
        return found

    one = account(in_turn=True)
    assert one.may_go(100.5)
    assert not one.may_go(101.0)
    waits = asyncio.create_task(one.turn_of(101.0))
    await asyncio.sleep(0.01)
    assert not waits.done()
    assert one.event(event(0, 1))
    assert not one.event(event(0, 1))
    assert not one.event(event(9, 9))
    await asyncio.wait_for(waits, 1)
    assert (one.copied, one.done, one.events) == (2, 1, 3)
    assert not one.may_go(102.0)
    fast = account(in_turn=False)
    assert fast.may_go(200.0)
    for number in range(2000):
        fast.went_in((1, number), 0.0)
    assert not fast.may_go(0.0)


async def test_who_is_cancelled_while_another_comes_out_is_cancelled():
    """A replay that ends in the middle waited a minute for each record that was left."""
    account = Account(in_turn=True)
    account.went_in((0, 1), 100.0)
    waits = asyncio.create_task(account.turn_of(200.0))
    await asyncio.sleep(0)
    assert account.event(event(0, 1))
    waits.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(waits, 5)


async def test_what_comes_to_nothing_holds_up_the_others_for_a_while(monkeypatch):
    monkeypatch.setattr(replay_account, "_PATIENCE", 0.01)
    account = Account(in_turn=True)
    account.went_in((0, 1), 100.0)
    await asyncio.wait_for(account.turn_of(200.0), 1)
    assert list(account.waiting) == [(0, 1)]


def event(partition, offset):
    value = {"enrichment": {"source": {"partition": partition, "offset": offset}}}
    return record(offset, value=json.dumps(value).encode(), headers=(("ce_id", b"a:1:c"),))
