"""An article whose shard never answers waits, but not for ever; what decides is in the records."""

from __future__ import annotations

import pytest

from pipeline.stream.handlers import patience
from pipeline.topology import GROUPINGS, STORY_MATCHES, STORY_POSTINGS
from tests.stream.behaviours import envelope
from tests.stream.memory import NOW
from tests.stream.tiny import TinyStages
from tests.stream.worlds import MemoryWorld

HOURS = 3600


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(patience, "MOST_RECORDS_WAITED", 5)


class Deaf(MemoryWorld):
    """The shards never hear of the articles whose text says so."""

    def __init__(self, **how) -> None:
        super().__init__(TinyStages(), GROUPINGS["all"], partitions=1, **how)
        self.kafka.publish, publish = self.publish_heard, self.kafka.publish
        self._publish = publish
        self.deaf = False
        self.now = NOW

    def publish_heard(self, topic, value, **how):
        if topic == STORY_POSTINGS.name and self.deaf:
            return None
        if topic == STORY_MATCHES.name:
            how["timestamp"] = self.now
        return self._publish(topic, value, **how)

    async def article(self, number: int):
        text = envelope(f"第{number}篇", url=f"https://daily.example/{number}")
        place = await self.publish(text, key=b"daily.example")
        return place, (await self.outcomes([place]))[place]


def flags(outcomes) -> list[list[str]]:
    return [outcome.document["enrichment"]["quality"] for outcome in outcomes]


async def lost_one(world: Deaf):
    """Publish an article whose shard never hears of it."""
    world.deaf = True
    place, found = await world.article(0)
    world.deaf = False
    assert found == []
    return place


async def outcome(world: Deaf, place):
    return (await world.outcomes([place]))[place]


async def test_it_is_decided_after_time_and_records_have_passed() -> None:
    world = Deaf()
    place = await lost_one(world)
    for number in range(1, 9):
        _, found = await world.article(number)
        assert flags(found) == [[]]
    assert await outcome(world, place) == [], "records alone are no reason"
    world.now = NOW + 5 * HOURS
    await world.article(10)
    assert await outcome(world, place) == []
    world.now = NOW + 6 * HOURS
    _, later = await world.article(11)
    assert flags(later) == [[]]
    assert flags(await outcome(world, place)) == [["answersMissing"]]
    before = len(await outcome(world, place))
    for number in range(12, 20):
        await world.article(number)
    assert len(await outcome(world, place)) == before == 1


async def test_who_takes_the_partition_asks_again() -> None:
    world = Deaf()
    place = await lost_one(world)
    for worker in world.workers:
        worker.start()
    assert flags(await outcome(world, place)) == [[]]


async def test_time_alone_is_no_reason() -> None:
    """After a night in which nothing ran the answers are there, a few records on."""
    world = Deaf()
    place = await lost_one(world)
    world.now = NOW + 48 * HOURS
    await world.article(1)
    assert await outcome(world, place) == []


async def test_read_again_in_other_batches_it_is_decided_at_the_same_record() -> None:
    ends = []
    for size in (1, 3, 200):
        world = Deaf(batch_size=size)
        place = await lost_one(world)
        for number in range(1, 12):
            world.now = NOW + number * HOURS
            await world.article(number)
        (found,) = await outcome(world, place)
        ends.append(found.record.offset)
    assert len(set(ends)) == 1
