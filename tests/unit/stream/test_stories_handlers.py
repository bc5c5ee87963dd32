"""The match and decide agents: answers that come twice, early, late or never."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from pipeline.codec import encode
from pipeline.stages.run_many import Clock
from pipeline.stream.dead_letter import refuse
from pipeline.stream.handlers.decide import DecideHandler
from pipeline.stream.handlers.flow import publish_unique
from pipeline.stream.handlers.match import MatchHandler
from pipeline.stream.messages import Output, Refusal, Shared
from pipeline.stream.stores import MemoryStore
from pipeline.stream.tables import Table
from pipeline.text.fingerprint import partition_of
from pipeline.topology import ALIASES, STORY_MATCHES, STORY_POSTINGS, UNIQUE
from pipeline.types.articles import Origin, RawArticle, StageRun
from pipeline.types.records import (
    Alias,
    Candidate,
    Posting,
    Postings,
    StoryMatch,
    StoryMessage,
    StoryWord,
)
from tests.stream.tiny import TinyCleaner, TinyDedup
from tests.unit.stream.parts import message

ALIAS = Alias(kind="story", old="old", new="new")


def pending(number: int = 1, *, offset: int | None = None, shards=(0, 1)):
    """Return the article `number`, of the raw record at `offset`, as it waits for its answers."""
    origin = Origin(source_id="", topic="news.raw.v1", partition=0, offset=offset or number)
    raw = RawArticle(origin=origin, url=f"https://a.example/{number}", text=f"第{number}篇")
    opened = TinyDedup().open(
        TinyCleaner()(raw), {}, partition=0, offset=number, shards=1, known_links=None
    )
    run = StageRun(name="dedup", at=1.0, ms=2.0, outcome="opened")
    draft = msgspec.structs.replace(opened.pending.draft, stages=(run,))
    return msgspec.structs.replace(opened.pending, draft=draft, shards=shards)


def answer_to(waits, shard: int, of: str | None = None) -> StoryMatch:
    facts = waits.draft.facts
    candidates = ()
    if of is not None:
        candidates = (
            Candidate(article=of, version="", event_time=0.0, similarity=1.0, exact=True, story=of),
        )
    return StoryMatch(
        article=facts.id, version=facts.version, shard=shard, partition=0, offset=0,
        candidates=candidates,
    )  # fmt: skip


class Noted(TinyDedup):
    """Notes which answers a decision had."""

    def __init__(self) -> None:
        self.had: list[list[int]] = []
        self.broken = False

    def decide(self, waits, matches, decisions, *, partition, now):
        self.had.append([match.shard for match in matches])
        if self.broken:
            raise ZeroDivisionError("decide")
        found = super().decide(waits, matches, decisions, partition=partition, now=now)
        shard = Posting(
            article=waits.draft.facts.id, version="v", event_time=0.0, shard=3, partition=0, offset=0,
            story="s",
        )  # fmt: skip
        return replace(found, aliases=(ALIAS,), postings=(shard,))

    def join(self, alias, decisions, *, partition, now):
        return (alias,), (replace_alias(alias, old="further"),)


def replace_alias(alias: Alias, **how) -> Alias:
    return msgspec.structs.replace(alias, **how)


class Desk:
    """The decide agent on its table; what it yields is by topic."""

    def __init__(self) -> None:
        self.stage = Noted()
        self.table = Table("story-decisions", MemoryStore())
        self.clock = iter(range(100))
        clock = Clock(now=lambda: 0.0, spent=lambda: float(next(self.clock)))
        self.handler = DecideHandler(
            self.stage, self.table, publish_unique, partitions=4, clock=clock
        )
        self.offset = 0

    def read(self, value: StoryMessage | bytes, **how) -> list:
        data = value if isinstance(value, bytes) else encode(value)
        read = message(self.offset, data, topic=STORY_MATCHES.name, **how)
        self.offset += 1
        self.table.turn_to(read)
        found = list(self.handler(read))
        self.table.keep()
        return found

    def article(self, waits, **how) -> list:
        return self.read(StoryMessage(pending=waits), **how)

    def answer(self, waits, *shards: int, **how) -> list:
        return [
            out for s in shards for out in self.read(StoryMessage(match=answer_to(waits, s, **how)))
        ]

    def waits(self) -> int:
        self.table.turn_to(message(self.offset))
        return sum(key[1] in "!=~?" for key in self.table)


def articles(found) -> list[Output]:
    return [out for out in found if isinstance(out, Output) and out.topic is UNIQUE]


@pytest.mark.parametrize("order", ["article first", "answers first", "between"])
def test_it_is_decided_when_the_last_is_there_whatever_comes_first(order) -> None:
    desk, waits = Desk(), pending()
    if order == "article first":
        steps = [desk.article(waits), desk.answer(waits, 0), desk.answer(waits, 1)]
    elif order == "answers first":
        steps = [desk.answer(waits, 0), desk.answer(waits, 1), desk.article(waits)]
    else:
        steps = [desk.answer(waits, 0), desk.article(waits), desk.answer(waits, 1)]
    assert [len(articles(found)) for found in steps] == [0, 0, 1]
    assert sorted(desk.stage.had[0]) == [0, 1]
    assert desk.waits() == 0


def test_an_answer_that_comes_twice_is_one_and_the_later_stands() -> None:
    desk, waits = Desk(), pending()
    desk.article(waits)
    desk.answer(waits, 0, of="first")
    assert articles(desk.answer(waits, 0, of="second")) == []
    (found,) = articles(desk.answer(waits, 1))
    assert desk.stage.had == [[0, 1]]
    assert found.value.duplicate.of == "second"


def test_the_same_raw_record_waits_once_and_another_of_the_same_article_twice() -> None:
    desk = Desk()
    for waits in (pending(offset=4), pending(offset=4), pending(offset=5)):
        desk.article(waits)
    found = articles(desk.answer(pending(), 0, 1))
    assert [out.value.facts.origin.offset for out in found] == [4, 5]
    assert [out.read.offset for out in found] == [0, 2]


def test_an_article_that_was_decided_waits_for_nobody() -> None:
    desk, waits = Desk(), pending()
    desk.article(waits)
    desk.answer(waits, 0, 1)
    assert len(articles(desk.article(waits))) == 1
    # The answers that come again find nobody, and wait for nobody.
    assert desk.answer(waits, 0, 1) == []
    assert desk.waits() == 0


def test_what_a_decision_sends() -> None:
    desk, waits = Desk(), pending(shards=(0,))
    desk.answer(waits, 0)
    trace = (("traceparent", b"00-1"), ("x-else", b"1"))
    alias, posting, article = desk.article(waits, headers=trace)
    place = partition_of("old", 4)
    assert (alias.topic, alias.partition, alias.item.alias) == (STORY_MATCHES, place, ALIAS)
    assert isinstance(posting, Shared)
    assert (posting.topic, posting.partition) == (STORY_POSTINGS, 3)
    assert (article.key, article.headers) == (waits.draft.facts.id.encode(), trace[:1])
    assert article.origin == waits.draft.facts.origin
    (run,) = article.value.stages
    assert (run.name, run.ms, run.outcome) == ("dedup", 1002.0, "original")


def test_a_decision_that_breaks_refuses_each_record_of_the_article() -> None:
    desk = Desk()
    desk.stage.broken = True
    for offset in (4, 5):
        desk.article(pending(offset=offset))
    found = desk.answer(pending(), 0, 1)
    assert [type(each) for each in found] == [Refusal, Refusal]
    assert [each.origin.offset for each in found] == [4, 5]
    assert [each.message.offset for each in found] == [0, 1]
    assert {each.rejection.stage for each in found} == {"dedup"}
    assert desk.waits() == 0


def test_an_overdue_article_is_decided_with_a_flag() -> None:
    desk, waits = Desk(), pending()
    desk.article(waits)
    desk.offset = 10_000
    other = pending(2)
    (late,) = articles(desk.article(other, timestamp=1.7e9 + 6 * 3600))
    assert late.value.facts.flags == ("answersMissing",)
    assert late.value.facts.id == waits.draft.facts.id
    assert desk.waits() == 1
    (punctual,) = articles(desk.answer(other, 0, 1))
    assert punctual.value.facts.flags == ()


def test_one_record_has_what_a_batch_says_of_several_articles() -> None:
    desk, waits = Desk(), [pending(number, shards=(0, 1)) for number in range(3)]
    for each in waits:
        desk.article(each)
    words = [StoryWord(match=answer_to(each, shard)) for each in waits[:2] for shard in (0, 1)]
    found = desk.read(StoryMessage(items=(*words[:3], StoryWord(alias=ALIAS), words[3])))
    decided = [out.value.facts.id for out in articles(found)]
    assert decided == [each.draft.facts.id for each in waits[:2]]
    assert [out.key for out in found if getattr(out, "topic", None) is ALIASES] == [b"old"]
    assert desk.waits() == 1
    # What says nothing costs nothing.
    assert desk.read(StoryMessage(items=(StoryWord(),))) == []


def test_an_alias_is_published_and_handed_on() -> None:
    published, handed_on = Desk().read(StoryMessage(alias=ALIAS))
    assert (published.topic, published.key, published.value) == (ALIASES, b"old", ALIAS)
    place = partition_of("further", 4)
    assert (handed_on.topic, handed_on.partition) == (STORY_MATCHES, place)


def test_a_record_that_says_nothing_is_refused() -> None:
    assert Desk().read(b"{}") == [refuse("dedup", "bad-record", "neither an article nor an answer")]


class Shard:
    def __init__(self, rows, shard) -> None:
        self.shard, self.forgotten, self.asked = shard, 5, []

    def match(self, posting, *, now):
        self.asked.append(posting.article)
        self.forgotten += 2
        if posting.article == "broken":
            raise ZeroDivisionError
        return StoryMatch(
            article=posting.article, version=posting.version, shard=self.shard,
            partition=posting.partition, offset=posting.offset, aliases=(ALIAS,),
        )  # fmt: skip


class Counter:
    """The match agent on shards that note what they are asked."""

    def __init__(self) -> None:
        self.opened: list[Shard] = []
        self.forgot: list[tuple[str, int]] = []
        self.handler = MatchHandler(
            self.open,
            {},
            partitions=4,
            forgot=lambda table, entries: self.forgot.append((table, entries)),
        )

    def open(self, rows, shard) -> Shard:
        self.opened.append(Shard(rows, shard))
        return self.opened[-1]

    def read(self, *articles: str, partition: int = 0, **how) -> list[Shared]:
        items = tuple(
            Posting(
                article=name, version="v", event_time=0.0, shard=9, partition=4, offset=7, **how
            )
            for name in articles
        )
        read = message(0, encode(Postings(items=items)), partition=partition)
        return list(self.handler(read))


def test_a_shard_is_opened_once() -> None:
    counter = Counter()
    for partition in (1, 1, 2):
        counter.read("a", partition=partition)
    assert [shard.shard for shard in counter.opened] == [1, 2]


def test_answers_go_to_the_article_and_aliases_to_the_owner() -> None:
    joined, answered = Counter().read("a", partition=2)
    assert joined == Shared(
        topic=STORY_MATCHES, partition=partition_of("old", 4), item=StoryWord(alias=ALIAS)
    )
    assert (answered.topic, answered.partition) == (STORY_MATCHES, partition_of("a", 4))
    match = answered.item.match
    assert (match.shard, match.partition, match.offset) == (2, 4, 7)


def test_nobody_waits_for_an_answer_to_a_decision() -> None:
    told = [out.item.match is not None for out in Counter().read("a", story="s")]
    assert told == [False]
    withdrawn = [out.item.match is not None for out in Counter().read("a", withdrawn=True)]
    assert withdrawn == [False, True]


def test_a_shard_that_breaks_answers_as_one_that_found_nothing() -> None:
    (out,) = Counter().read("broken", partition=3)
    assert (out.topic, out.partition) == (STORY_MATCHES, partition_of("broken", 4))
    assert out.item.match == StoryMatch(
        article="broken", version="v", shard=3, partition=4, offset=7
    )


def test_what_left_the_window_is_counted_once() -> None:
    counter = Counter()
    counter.read("a", "b")
    counter.read("c")
    assert counter.forgot == [("story-index", 4), ("story-index", 2)]
