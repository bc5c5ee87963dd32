"""Ids and groups on a real Kafka: any number of partitions, kill -9 in the middle, a replay.

The clean and dedup stages as workers run them. What comes out is held against the same articles
read in order over one partition in memory (`tests/stream/test_same_ids.py`).
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from pipeline.broker.admin import Admin
from pipeline.broker.embedded import EmbeddedBroker
from pipeline.client import Consumer
from pipeline.settings import Settings, load_settings
from pipeline.stream.topics import group_id, readers_of
from pipeline.topology import ALIASES, LINKS, RAW, UNIQUE, Topic
from pipeline.worker.starting import build
from pipeline.worker.supervisor import Supervisor, prepare_topics
from tests.stream.newsroom import Article, Found, agreement, articles, found_in
from tests.stream.test_same_ids import GROUPS, run
from tests.stream.worlds import look_after

pytestmark = pytest.mark.kafka

# Waiting ends when what is waited for is there: these are for slow machines only.
READY = PATIENCE = 180
# Topics in which nothing came for so long are at their end.
QUIET = 3.0


class Newsroom:
    """Workers on a broker of their own, and what comes out of them."""

    def __init__(self, settings: Settings, workers: int) -> None:
        self._settings = settings
        self.supervisor = Supervisor(settings, GROUPS, workers=workers, build=build)

    async def publish(self, news: list[Article]) -> None:
        """Publish in order, and wait for the acknowledgement of all."""
        async with AIOKafkaProducer(**self._settings.aiokafka_kwargs()) as producer:
            records = [article.record() for article in news]
            sent = [await producer.send(RAW.name, value, key=key) for key, value in records]
            await asyncio.gather(*sent)

    async def read(self, topic: Topic) -> list[tuple[bytes | None, bytes | None]]:
        async with Consumer(self._settings, topic=topic) as consumer:
            return [(record.key, record.value) async for record in consumer]

    async def wait(self, articles: int) -> None:
        """Wait until so many articles are out."""
        end = time.monotonic() + PATIENCE
        while len(await self.read(UNIQUE)) < articles:
            assert time.monotonic() < end, "articles were lost"
            await asyncio.sleep(0.3)

    async def found(self) -> Found:
        """Return what came out, once all of it is read and nothing comes any more.

        That nothing came for a while is not enough: a worker that was killed is missed only when
        its session is over, and a busy machine stands still for seconds.
        """
        before, since, end = -1, time.monotonic(), time.monotonic() + PATIENCE
        async with Admin(self._settings) as admin:
            while time.monotonic() - since < QUIET:
                values = {topic.name: await self.read(topic) for topic in (UNIQUE, ALIASES, LINKS)}
                count = sum(map(len, values.values()))
                if count != before or await self._behind(admin):
                    before, since = count, time.monotonic()
                assert time.monotonic() < end, "the workers do not come to the end"
                await asyncio.sleep(0.3)
        return found_in(values)

    async def _behind(self, admin: Admin) -> int:
        """Return how many records the workers have not committed."""
        behind = 0
        for group in GROUPS:
            topics = [spec.reads.name for spec in readers_of(group)]
            lags = await admin.lag(group_id(self._settings, group), topics)
            behind += sum(each.lag for each in lags)
        return behind

    def kill(self, group: str) -> None:
        """Kill (-9) the workers of a group."""
        for member in self.supervisor._members:
            if member.group == (group,) and member.process is not None:
                os.kill(member.process.pid, signal.SIGKILL)


async def through_kafka(folder: Path, partitions: int, *, workers: int = 1, twice: bool) -> None:
    """Publish, kill the dedup workers in the middle, and compare; then publish all again."""
    news = articles()
    one = (await run(news)).mended()
    with EmbeddedBroker(folder / "broker", load_settings().cache_path()) as broker:
        settings = load_settings(
            broker=broker.bootstrap, data_dir=folder, partitions=partitions, log_level="error"
        )
        await prepare_topics(settings, GROUPS)
        room = Newsroom(settings, workers)
        room.supervisor.start()
        try:
            assert await asyncio.to_thread(room.supervisor.wait_ready, READY)
            watching = asyncio.create_task(look_after(room.supervisor))
            await room.publish(news[: len(news) // 2])
            await room.wait(len(news) // 6)
            room.kill("dedup")
            await room.publish(news[len(news) // 2 :])
            await room.wait(len(news))
            first = await room.found()
            same_as(first.mended(), one)
            assert room.supervisor.restarts() >= workers
            if twice:
                await room.publish(news)
                await room.wait(sum(first.statuses.values()) + len(news))
                changes_nothing(first, await room.found())
            watching.cancel()
        finally:
            await asyncio.to_thread(room.supervisor.stop)


def same_as(found: Found, one: Found) -> None:
    stories, links = agreement(found.stories, one.stories), agreement(found.links, one.links)
    assert stories >= 0.999
    assert links >= 0.999
    # Not only the groups: their names too.
    assert found.links == one.links
    assert found.stories == one.stories
    count = {name: (r.count, r.first_seen, r.site_count) for name, r in one.records.items()}
    assert {n: (r.count, r.first_seen, r.site_count) for n, r in found.records.items()} == count


def changes_nothing(first: Found, again: Found) -> None:
    assert again.records == first.records
    assert again.stories == first.stories
    assert again.mended().links == first.mended().links
    assert again.aliases == first.aliases
    assert set(again.statuses) == set(first.statuses)


async def test_eight_partitions_and_a_kill_and_a_replay(tmp_path: Path) -> None:
    await through_kafka(tmp_path, 8, twice=True)


@pytest.mark.chaos
@pytest.mark.parametrize(("partitions", "workers"), [(1, 1), (2, 1), (8, 2)])
async def test_any_partitions_and_workers(tmp_path: Path, partitions: int, workers: int) -> None:
    await through_kafka(tmp_path, partitions, workers=workers, twice=False)
