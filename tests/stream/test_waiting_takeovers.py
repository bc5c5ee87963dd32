"""Articles that wait while answers are lost, clocks jump and workers come and go."""

from __future__ import annotations

import msgspec

from pipeline.codec import decode, encode
from pipeline.stream.changelogs.segment_store import SegmentStore
from pipeline.stream.stores import MemoryStore
from pipeline.stream.stream_task import StreamTask
from pipeline.stream.wiring import build_agents
from pipeline.topology import ENRICHED, RAW, STORY_MATCHES
from pipeline.types.records import StoryMatch, StoryMessage, StoryWord
from tests.stream.memory import NOW, MemoryKafka, MemoryWorker
from tests.stream.tiny import TinyDedup, TinyStages

ALL = ("clean", "dedup", "extract")
HOUR = 3600.0


class Losing(MemoryKafka):
    """A broker that loses the answers of all shards but those that are let through."""

    through: frozenset[int] = frozenset()

    def publish(self, topic, value, **how):
        if topic == STORY_MATCHES.name:
            said = decode(value, StoryMessage)
            words = (StoryWord(match=said.match), *(said.items or ()))
            matches = [word.match for word in words if word.match is not None]
            self.seen += matches
            left = [word for word in said.items or () if word.match.shard in self.through]
            if said.match and said.match.shard not in self.through:
                return None
            value = encode(msgspec.structs.replace(said, items=tuple(left)))
            if matches and not left and said.match is None:
                return None
        return super().publish(topic, value, **how)


class Timed(MemoryWorker):
    """A worker whose clocks are the test's."""

    def make(self, partition):
        store = SegmentStore(self.stores.setdefault(partition, MemoryStore()))
        agents = build_agents(
            self.stages, self.group, self.ways, store=store, partitions=self.kafka.partitions
        )
        clocks = {"clock": lambda: self.world.now, "monotonic": lambda: self.world.spent}
        return StreamTask(partition, agents=agents, log=self.log(partition), store=store, **clocks)


class ThreeShards(TinyDedup):
    """Each article is asked about in three shards."""

    def open(self, article, memory, **how):
        opened = super().open(article, memory, **how)
        opened.pending = msgspec.structs.replace(opened.pending, shards=(0, 1, 2))
        opened.postings = self.questions(opened.pending, shards=3)
        return opened

    def questions(self, pending, *, shards):
        (one,) = super().questions(pending, shards=shards)
        return tuple(msgspec.structs.replace(one, shard=number) for number in range(3))


class World:
    """One article on a broker that loses answers."""

    def __init__(self) -> None:
        self.now, self.spent = NOW, 0.0
        self.kafka = Losing(partitions=3)
        self.kafka.seen: list[StoryMatch] = []
        self.take_over()
        raw = {"url": "https://a.example/1", "text": "桥上的灯亮了。"}
        self.kafka.publish(RAW.name, msgspec.json.encode(raw), key=b"a.example")

    def take_over(self) -> None:
        self.worker = Timed(self.kafka, TinyStages(dedup=ThreeShards()), ALL)
        self.worker.world = self

    async def run(self, seconds: float, step: float = 20.0) -> list[str]:
        """Return what came out, each event by its quality."""
        for _ in range(int(seconds / step)):
            self.now += step
            self.spent += step
            await self.worker.step()
        while await self.worker.step():
            pass
        events = [msgspec.json.decode(one.value) for one in self.kafka.read(ENRICHED.name)]
        return [str(event["enrichment"].get("quality", "")) for event in events]


async def test_workers_that_are_replaced_every_hour_end_the_wait():
    world = World()
    for _ in range(5):
        assert await world.run(HOUR) == []
        world.take_over()
    for _ in range(4):
        found = await world.run(HOUR)
        world.take_over()
    assert len(found) == 1
    assert "answersMissing" in found[0]


async def test_answers_that_come_to_one_worker_each_are_put_together():
    world = World()
    for shard in (2, 0, 1):
        assert await world.run(60) == []
        world.kafka.through = frozenset({shard})
        found = await world.run(400)
        world.take_over()
    assert len(found) == 1
    assert "answersMissing" not in found[0]


async def test_a_clock_that_jumps_ends_no_wait_and_prolongs_none():
    world = World()
    await world.run(2 * HOUR)
    for days in (10, -400, 30, -3):
        world.now += days * 24 * HOUR
        assert await world.run(0.7 * HOUR) == []
    assert len(await world.run(2 * HOUR)) == 1


async def test_answers_of_others_do_not_count():
    world = World()
    world.kafka.through = frozenset({0, 1})
    assert await world.run(60) == []
    match = next(one for one in world.kafka.seen if one.shard == 2)
    world.kafka.through = frozenset(range(-1, 100)) - {2}
    for odd in ({"shard": 99}, {"shard": -1}, {"version": "other"}, {"article": "other"}):
        forged = {"shard": 7} | odd
        answer = StoryMessage(match=msgspec.structs.replace(match, **forged))
        world.kafka.publish(STORY_MATCHES.name, encode(answer), key=match.article.encode())
    assert await world.run(60) == []
    world.kafka.through = frozenset({2})
    assert len(await world.run(400)) == 1
