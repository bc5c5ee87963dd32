"""Copies that come at one time: whatever reaches which shard first, they end in one story."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from itertools import combinations

import pytest

from pipeline.dedup.deduplicator import Deduplicator, Opened
from pipeline.dedup.links.aliases import resolve
from pipeline.dedup.stories.similarity import similarity
from pipeline.dedup.stories.sketch import sketch
from pipeline.dedup.tables.kept_sketch import kept_of
from pipeline.stages import shipped
from pipeline.types.articles import CleanArticle
from pipeline.types.records import Alias, Posting, StoryMatch
from tests.unit.dedup.pages import page
from tools.newsroom import articles

SHARDS = 8
STAGE = Deduplicator(prior=shipped.prior())


class Race:
    """The dedup stage in its parts; each message arrives when the seed says so."""

    def __init__(self, news: list[CleanArticle], seed: int) -> None:
        self.draw = random.Random(seed)
        self.shards = [STAGE.index({}, number) for number in range(SHARDS)]
        self.decisions: dict[str, bytes] = {}
        self.answers: dict[str, list[StoryMatch]] = {}
        self.stories: dict[str, str] = {}
        self.published: dict[str, str] = {}
        self.under_way: list[Callable[[], None]] = []
        for number, article in enumerate(news):
            opened = STAGE.open(article, {}, partition=number, offset=0, shards=SHARDS)
            self.under_way += [partial(self.ask, opened, one) for one in opened.postings]

    def run(self) -> dict[str, str]:
        while self.under_way:
            self.under_way.pop(self.draw.randrange(len(self.under_way)))()
        return {name: resolve(self.published, story) for name, story in self.stories.items()}

    def ask(self, opened: Opened, posting: Posting) -> None:
        answers = self.answers.setdefault(posting.article, [])
        answers.append(self.shards[posting.shard].match(posting))
        if len(answers) == len(opened.postings):
            self.under_way.append(partial(self.decide, opened, answers))

    def decide(self, opened: Opened, answers: list[StoryMatch]) -> None:
        done = STAGE.decide(opened.pending, answers, self.decisions)
        self.stories[done.article.facts.id] = done.article.duplicate.story
        self.under_way += [partial(self.note, one) for one in done.postings]
        self.tell(done.aliases)

    def note(self, posting: Posting) -> None:
        self.tell(self.shards[posting.shard].match(posting).aliases)

    def tell(self, aliases: tuple[Alias, ...]) -> None:
        self.under_way += [partial(self.join, alias) for alias in aliases]

    def join(self, alias: Alias) -> None:
        found, further = STAGE.join(alias, self.decisions)
        self.published |= {one.old: one.new for one in found}
        self.tell(further)


def copies(seed: int) -> list[CleanArticle]:
    """Return up to eight copies of one story, each like every other; not in order of time."""
    told = [one.text for one in articles(stories=1, copies=8, links=0, seed=seed)]
    draw = random.Random(seed)
    times = draw.choices(range(6), k=len(told))
    return [
        page(text, number=number, event_time=1_700_000_000.0 + time)
        for number, (text, time) in enumerate(zip(told, times, strict=True))
    ]


def alike(news: list[CleanArticle]) -> bool:
    made = [sketch(article.text) for article in news]
    return all(similarity(one, kept_of(other)) for one, other in combinations(made, 2))


SEEDS = [seed for seed in range(40) if len(news := copies(seed)) > 3 and alike(news)]


@pytest.mark.parametrize("seed", SEEDS)
def test_copies_end_in_the_story_of_the_earliest_whatever_comes_first(seed):
    news = copies(seed)
    earliest = min((one.facts.event_time, one.facts.id) for one in news)[1]
    for order in range(15):
        assert set(Race(news, 100 * seed + order).run().values()) == {earliest}


@pytest.mark.parametrize("apart", [0, 1, 90_000])
@pytest.mark.parametrize("seed", range(5))
def test_more_copies_than_a_shard_names(seed, apart):
    """Twenty with the same words: a hash keeps eight, an answer names three."""
    news = [
        page(number=number, site=f"s{number}.example", event_time=1_700_000_000.0 + apart * number)
        for number in range(20)
    ]
    assert set(Race(news, seed).run().values()) == {news[0].facts.id}


def test_there_are_races_to_run():
    assert len(SEEDS) >= 10
