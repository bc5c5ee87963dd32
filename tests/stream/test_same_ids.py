"""Ids and groups: the same for the same order; equal after aliases for any order and partitions.

The real clean and dedup stages over topics in memory. `tests/e2e/test_same_ids_kafka.py` holds the
same articles on a real broker against what is found here.
"""

from __future__ import annotations

import random
from functools import cache

import pytest

from pipeline.settings import load_settings
from pipeline.stages.built import Stages, build_stages
from pipeline.topology import ALIASES, LINK_SEEN, LINKS, STORY_MATCHES, UNIQUE
from tests.stream.memory import LeftError, run_to_the_end
from tests.stream.newsroom import Article, Found, agreement, articles, found_in
from tests.stream.worlds import MemoryWorld

GROUPS = (("clean",), ("dedup",))


@cache
def stages() -> Stages:
    return build_stages(load_settings(), ("clean", "dedup"))


def world_of(partitions: int = 1, batch_size: int = 200) -> MemoryWorld:
    return MemoryWorld(stages(), GROUPS, partitions=partitions, batch_size=batch_size)


async def publish(world: MemoryWorld, news: list[Article]) -> None:
    for article in news:
        key, value = article.record()
        await world.publish(value, key=key)


def found(world: MemoryWorld) -> Found:
    names = (UNIQUE.name, ALIASES.name, LINKS.name)
    return found_in({name: [(r.key, r.value) for r in world.kafka.read(name)] for name in names})


async def run(news: list[Article], **how: int) -> Found:
    world = world_of(**how)
    await publish(world, news)
    await run_to_the_end(*world.workers)
    return found(world)


@pytest.fixture(scope="module")
def news() -> list[Article]:
    return articles()


async def test_the_same_order_gives_the_same_ids(news) -> None:
    assert await run(news) == await run(news)


@pytest.mark.parametrize("partitions", [1, 2, 8])
@pytest.mark.parametrize("batch_size", [7, 200])
async def test_any_number_of_partitions_gives_the_same_after_aliases(
    news, partitions, batch_size
) -> None:
    one = (await run(news)).mended()
    other = (await run(news, partitions=partitions, batch_size=batch_size)).mended()
    assert other.stories == one.stories
    assert other.links == one.links
    assert agreement(other.stories, {article.url: article.story for article in news}) == 1.0
    count = {name: (r.count, r.first_seen, r.site_count) for name, r in one.records.items()}
    assert {n: (r.count, r.first_seen, r.site_count) for n, r in other.records.items()} == count


async def test_another_order_gives_the_same_after_aliases(news) -> None:
    one = (await run(news)).mended()
    for seed in (1, 2, 3):
        shuffled = list(news)
        random.Random(seed).shuffle(shuffled)
        other = (await run(shuffled, partitions=2)).mended()
        assert other.stories == one.stories
        assert other.links == one.links


@pytest.mark.parametrize("partitions", [1, 2, 8])
async def test_decorations_that_are_learnt_give_nearly_the_same_groups(partitions) -> None:
    """What a partition read before it had learnt, and never again, nobody mends."""
    news = articles(learnt=True)
    one = (await run(news)).mended()
    other = (await run(news, partitions=partitions)).mended()
    assert one.aliases["link"]
    assert other.stories == one.stories
    assert agreement(other.links, one.links) >= 0.995
    differ = sum(other.links[place] != name for place, name in one.links.items())
    assert differ <= 0.005 * len(one.links)


@pytest.mark.parametrize("partitions", [1, 8])
async def test_a_replay_changes_no_count_no_first_sight_and_no_id(news, partitions) -> None:
    world = world_of(partitions)
    for _ in range(2):
        await publish(world, news)
        await run_to_the_end(*world.workers)
        if world.kafka.read(UNIQUE.name)[len(news) :] == []:
            before = found(world)
    after = found(world)
    assert after.records == before.records
    assert after.stories == before.stories
    assert after.mended().links == before.mended().links
    assert after.aliases == before.aliases
    assert after.statuses == {what: 2 * count for what, count in before.statuses.items()}


async def test_a_replay_after_decorations_were_learnt_changes_no_count() -> None:
    news = articles(learnt=True)
    world = world_of(2)
    await publish(world, news)
    await run_to_the_end(*world.workers)
    before = found(world)
    await publish(world, news)
    await run_to_the_end(*world.workers)
    after = found(world)
    assert after.records == before.records
    assert after.stories == before.stories
    # An id may be another by now; the alias that says so stands in the topic.
    later = {place: after.mended().links[place] for place in before.links}
    early = {place: resolve_in(after, name) for place, name in before.links.items()}
    assert later == early


def resolve_in(found: Found, name: str) -> str:
    from pipeline.dedup.links.aliases import resolve

    return resolve(found.aliases["link"], name)


@pytest.mark.parametrize("topic", [STORY_MATCHES, LINK_SEEN, UNIQUE, ALIASES, LINKS])
async def test_a_worker_that_dies_in_the_middle_changes_nothing(news, topic) -> None:
    """Each of its sends may be the last: the batch is read again, from the tables as they were."""
    world = world_of(2, batch_size=40)
    await publish(world, news)
    sent = 0

    def refuses(output) -> Exception | None:
        nonlocal sent
        sent += output.topic is topic
        return OSError("gone") if output.topic is topic and sent in (2, 40, 150) else None

    world.kafka.refuses = refuses
    died = 0
    while True:
        try:
            await run_to_the_end(*world.workers)
        except LeftError:
            died += 1
            for worker in world.workers:
                worker.start()
        else:
            break
    assert died
    one, other = (await run(news)).mended(), found(world).mended()
    assert (other.stories, other.links) == (one.stories, one.links)
    count = {name: (r.count, r.first_seen) for name, r in one.records.items()}
    assert {name: (r.count, r.first_seen) for name, r in other.records.items()} == count
    assert len(world.kafka.read(UNIQUE.name)) == len(news), "nothing came twice"
