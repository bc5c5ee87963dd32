"""Bounded, resumed and single reading, and writing: over topics in memory."""

from __future__ import annotations

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import (
    ClusterAuthorizationFailedError,
    KafkaConnectionError,
    MessageSizeTooLargeError,
)

from pipeline.errors import BrokerError, NotAllowedError, TopicError, UsageError
from pipeline.kafka.control import control_key, say
from pipeline.kafka.follower import Follower
from pipeline.kafka.lookup import records_at
from pipeline.kafka.merged import Bounds, Merged
from pipeline.kafka.publisher import Publisher
from pipeline.kafka.records import record_of
from pipeline.kafka.resumed import Resumed
from pipeline.kafka.writer import Writer
from pipeline.settings import BrokerSettings
from pipeline.text.fingerprint import partition_of
from pipeline.topology import CONTROL, ENRICHED, RAW
from pipeline.types.articles import Origin, RawArticle
from pipeline.types.records import Control
from tests.topics_in_memory import NOW, Topics

SETTINGS = BrokerSettings(broker="kafka.example:9092")
ONE, TWO = TopicPartition(RAW.name, 0), TopicPartition(RAW.name, 1)


@pytest.fixture
def topics(monkeypatch):
    made = Topics().install(monkeypatch)
    yield made
    assert made.open_clients == 0


def fill(topics, topic=RAW.name):
    """Write times 0, 2, 4, 6, 8 to partition 0 and 1, 3, 5, 7, 9 to partition 1."""
    for second in range(10):
        topics.add(topic, b"%d" % second, partition=second % 2, timestamp=NOW + second)


async def merged(**bounds):
    async with Merged(SETTINGS, RAW, Bounds(**bounds)) as found:
        return [int(each.value or b"") async for each in found], dict(found.spans)


async def test_partitions_are_merged_by_time(topics) -> None:
    fill(topics)
    assert await merged() == (list(range(10)), {0: (0, 5), 1: (0, 5)})


async def test_in_a_partition_the_order_is_its_own(topics) -> None:
    for second in (5, 1, 6):
        topics.add(RAW.name, b"%d" % second, partition=0, timestamp=NOW + second)
    topics.add(RAW.name, b"3", partition=1, timestamp=NOW + 3)
    assert (await merged())[0] == [3, 5, 1, 6]


async def test_a_time_that_is_meant_begins_with_it_and_ends_before(topics) -> None:
    fill(topics)
    assert (await merged(since=NOW + 3, until=NOW + 7))[0] == [3, 4, 5, 6]
    assert (await merged(since=NOW + 10))[1] == {}
    # Before the epoch is from the beginning.
    assert (await merged(since=-5.0))[0] == list(range(10))


async def test_what_stands_an_hour_behind_a_younger_one_is_found(topics) -> None:
    for value, seconds in ((1, 0), (2, 3500), (3, 5), (4, 4000), (5, 6)):
        topics.add(RAW.name, b"%d" % value, partition=0, timestamp=NOW + seconds)
    assert (await merged(until=NOW + 100))[0] == [1, 3]
    assert (await merged(until=NOW + 500))[0] == [1, 3, 5]


async def test_offsets_name_the_partitions_that_are_meant(topics) -> None:
    fill(topics)
    assert await merged(starts={1: 2}) == ([5, 7, 9], {1: (2, 5)})
    assert await merged(starts={0: 1}, stops={0: 3}) == ([2, 4], {0: (1, 3)})
    assert await merged(stops={1: 99}) == ([1, 3, 5, 7, 9], {1: (0, 5)})
    assert await merged(starts={0: 3}, stops={0: 3}) == ([], {})
    assert await merged(starts={7: 0}, since=NOW) == ([], {})
    topics.deleted[ONE] = 4
    assert await merged(starts={0: 1}) == ([8], {0: (4, 5)})


async def test_a_part_that_ends_with_what_nobody_reads_ends(topics) -> None:
    fill(topics)
    topics.skip(RAW.name, 0)
    topics.skip(RAW.name, 0)
    assert await merged() == (list(range(10)), {0: (0, 7), 1: (0, 5)})


async def test_what_comes_while_it_is_read_is_not_of_it(topics) -> None:
    fill(topics)
    async with Merged(SETTINGS, RAW, Bounds()) as found:
        topics.add(RAW.name, b"10", partition=0, timestamp=NOW)
        assert [int(each.value or b"") async for each in found] == list(range(10))


async def test_places_give_their_records(topics) -> None:
    fill(topics)
    topics.skip(RAW.name, 1)
    topics.add(RAW.name, b"11", partition=1)
    topics.skip(RAW.name, 1)
    topics.deleted[ONE] = 1
    places = [(1, 4), (0, 1), (0, 0), (0, 5), (1, 5), (1, 6), (1, 7), (2, 0)]
    found = await records_at(SETTINGS, RAW, places)
    assert {place: each.value for place, each in found.items()} == {
        (0, 1): b"2", (1, 4): b"9", (1, 6): b"11",
    }  # fmt: skip
    assert found[1, 4] == record_of(topics.logs[TWO][4])


class Reading:
    """A resumed reading of `news.enriched.v1`."""

    def __init__(self, **how) -> None:
        self.told: list[str] = []
        given = {"places": {}, "group": "sink", **how}
        self.open = Resumed(SETTINGS, tell=self.told.append, **given)

    async def read(self):
        async with self.open as found:
            values: list[int] = []
            while (records := await found.fetch(2)) is not None:
                values += [int(each.value or b"") for each in records]
            return sorted(values), await found.places()


async def test_reading_goes_on_at_the_places_it_is_given(topics) -> None:
    fill(topics, ENRICHED.name)
    assert await Reading().read() == (list(range(10)), {0: 5, 1: 5})
    assert await Reading(places={0: 4, 1: 3, 9: 1}).read() == ([7, 8, 9], {0: 5, 1: 5})
    # A time counts where there is no place.
    assert (await Reading(places={0: 4}, since=NOW + 6).read())[0] == [7, 8, 9]
    assert (await Reading(places={0: 5, 1: 5}).read())[0] == []


async def test_a_group_goes_on_where_it_said(topics) -> None:
    fill(topics, ENRICHED.name)
    async with Reading(places=None).open as found:
        assert len(await found.fetch(3)) == 6
        await found.commit({0: 3, 1: 2})
    assert topics.committed == {
        ("sink", TopicPartition(ENRICHED.name, 0)): 3,
        ("sink", TopicPartition(ENRICHED.name, 1)): 2,
    }
    assert (await Reading(places=None).read())[0] == [5, 6, 7, 8, 9]


async def test_who_keeps_the_places_commits_none(topics) -> None:
    fill(topics, ENRICHED.name)
    async with Reading().open as found:
        await found.commit({0: 3})
    assert topics.committed == {}


async def test_a_place_that_never_was_is_refused_and_one_that_went_is_told(topics) -> None:
    fill(topics, ENRICHED.name)
    with pytest.raises(TopicError, match="partition 1 ends at 5, and was read to 6"):
        await Reading(places={0: 5, 1: 6}).read()
    topics.deleted[TopicPartition(ENRICHED.name, 0)] = 3
    late = Reading(places={0: 1, 1: 5})
    assert (await late.read())[0] == [6, 8]
    (line,) = late.told
    assert line.startswith(f"{ENRICHED.name}: 2 records of partition 0 were deleted before")
    edge = Reading(places={0: 3, 1: 5})
    await edge.read()
    assert edge.told == []


async def test_a_transaction_that_stays_open_is_told_at_the_end(topics, monkeypatch) -> None:
    async def still_open(*_):
        return {TopicPartition(ENRICHED.name, 0): 3}

    monkeypatch.setattr("pipeline.kafka.resumed.still_open", still_open)
    fill(topics, ENRICHED.name)
    topics.open_at[TopicPartition(ENRICHED.name, 0)] = 3
    reading = Reading()
    assert (await reading.read())[0] == [0, 1, 2, 3, 4, 5, 7, 9]
    assert ["partition 0 from offset 3" in each for each in reading.told] == [True]


async def test_who_follows_waits_at_the_end(topics) -> None:
    fill(topics, ENRICHED.name)
    async with Reading(places={0: 5, 1: 5}, follow=True).open as found:
        assert await found.fetch(2) == []
        topics.add(ENRICHED.name, b"10", partition=0)
        assert [each.value for each in await found.fetch(2)] == [b"10"]


async def test_a_record_is_written_as_it_is(topics) -> None:
    topics.add(RAW.name, b"v", key=b"k", partition=1, headers=[("a", b"1"), ("b", None)])
    record = record_of(topics.logs[TWO][0])
    async with Writer(SETTINGS, ENRICHED) as writer:
        there = await writer.write(record, by_key=False, keep_time=True)
        by_key = await writer.write(record, by_key=True, keep_time=False)
        other = record_of(topics.add("t", b"", partition=2))
        with pytest.raises(TopicError, match="no partition 2"):
            await writer.write(other, by_key=False, keep_time=True)
        # Its key decides.
        await writer.write(other, by_key=True, keep_time=True)
    assert there == (1, 0)
    assert by_key[0] == partition_of("k", 2)
    written = topics.logs[TopicPartition(ENRICHED.name, 1)][0]
    assert (written.key, written.value, written.timestamp) == (b"k", b"v", round(NOW * 1000))
    assert written.headers == (("a", b"1"), ("b", None))


async def test_no_more_records_a_second_than_were_asked_for(topics, monkeypatch) -> None:
    record = record_of(topics.add(RAW.name, b"v", partition=1))
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with Writer(SETTINGS, ENRICHED, rate=4.0) as writer:
        monkeypatch.setattr("pipeline.kafka.writer.asyncio.sleep", sleep)
        for _ in range(3):
            await writer.write(record, by_key=True, keep_time=True)
        monkeypatch.undo()
    assert [pytest.approx(each, abs=0.1) for each in (0.25, 0.5)] == slept[-2:]


async def test_what_cannot_be_written_is_said(topics) -> None:
    record = record_of(topics.add(RAW.name, b"v" * 2**20, partition=1))
    async with Writer(SETTINGS, ENRICHED) as writer:
        topics.refuses = MessageSizeTooLargeError()
        with pytest.raises(UsageError, match=r"too large: 1\.0 MiB"):
            await writer.write(record, by_key=True, keep_time=True)
        topics.refuses, topics.holds = None, KafkaConnectionError("gone")
        with pytest.raises(BrokerError):
            await writer.write(record, by_key=True, keep_time=True)


async def test_the_right_that_writing_needs_is_named(topics) -> None:
    record = record_of(topics.add(RAW.name, b"v", partition=1))
    async with Writer(SETTINGS, ENRICHED) as writer:
        topics.refuses = ClusterAuthorizationFailedError()
        with pytest.raises(NotAllowedError, match=f"Write on topic {ENRICHED.name}"):
            await writer.write(record, by_key=True, keep_time=True)
    with pytest.raises(NotAllowedError, match=f"Write on topic {CONTROL.name}"):
        await say(SETTINGS, "link:0a", None)


async def test_what_is_followed_to_the_end_says_what_a_transaction_holds(topics, caplog) -> None:
    fill(topics)
    taken: list[bytes] = []

    async def take(records) -> None:
        taken.extend(each.value for each in records)

    await Follower(SETTINGS, RAW).to_the_end(take)
    assert (len(taken), caplog.messages) == (10, [])
    assert await Follower(SETTINGS, RAW).ends() == {0: 5, 1: 5}
    topics.open_at[ONE] = 3
    await Follower(SETTINGS, RAW).to_the_end(take)
    assert len(taken) == 18
    assert ["0 from offset 3" in each for each in caplog.messages] == [True]


async def test_an_acknowledgement_is_waited_for_as_long_as_a_leader_may_be_away(
    topics, monkeypatch
) -> None:
    waited: list[float] = []

    async def wait_for(awaited, seconds: float) -> None:
        waited.append(seconds)
        raise TimeoutError

    raw = RawArticle(origin=Origin(source_id="a"), url="https://a.example/1", text="雾。")
    async with Publisher(SETTINGS) as publisher:
        with monkeypatch.context() as patched:
            patched.setattr("pipeline.kafka.connections.asyncio.wait_for", wait_for)
            with pytest.raises(BrokerError, match="not acknowledged within 60 s"):
                await publisher.send(raw)
    assert waited == [60.0]
    assert len(topics.read(RAW.name)) == 1


async def test_a_word_is_written_and_taken_back(topics) -> None:
    key = control_key("link", "0a")
    first = await say(SETTINGS, key, Control(kind="link", name="0a", action="block"))
    second = await say(SETTINGS, key, None)
    assert (first.partition, first.offset, second.offset) == (partition_of(key, 2), 0, 1)
    there = topics.read(CONTROL.name)
    assert [each.key for each in there] == [key.encode()] * 2
    assert there[0].value is not None
    assert there[1].value is None
