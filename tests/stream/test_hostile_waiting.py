"""Articles, answers, ticks and takeovers in orders that nobody would choose, drawn by seed.

Whatever the order: each raw record comes out once, nothing is left waiting, and a takeover at any
point changes nothing of what comes out.
"""

from __future__ import annotations

import random
from collections import Counter
from functools import cache

import msgspec
import pytest

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.stages import shipped
from pipeline.topology import ALIASES
from pipeline.types.records import Alias, Candidate, Pending, StoryMatch, StoryMessage
from tests.unit.stream.desk import HOUR, START, Desk, articles, asked, pending, raws

SHARDS = 6
YEARS = (0.0, 4.08e9)
# Shards that never answer about some articles.
MUTE = 0.1


@cache
def stage() -> Deduplicator:
    return Deduplicator(prior=shipped.prior())


@cache
def article(number: int, raw: int) -> Pending:
    """Return an article of one raw record, with the shards that the real stage asks about it."""
    text = "".join(f"第{number}号渡口{step}月修好了{number * step}座木桥，" for step in range(9))
    waits = pending(number, raw=raw, more=text)
    shards = tuple(one.shard for one in stage().questions(waits, shards=SHARDS))
    return msgspec.structs.replace(waits, shards=shards)


def answer(number: int, shard: int) -> StoryMatch:
    """Return what a shard says of an article: always the same, however often it is asked."""
    facts = article(number, number * 100).draft.facts
    draw = random.Random(number * SHARDS + shard)
    candidates = [
        Candidate(
            article=f"a{draw.randrange(9)}",
            version="v",
            event_time=START - draw.randrange(9000),
            similarity=round(draw.uniform(0.6, 1.0), 4),
            exact=draw.random() < 0.2,
            story=draw.choice((None, "s1", "s2")),
            story_time=START - draw.randrange(9000),
        )
        for _ in range(draw.randrange(3))
    ]
    return StoryMatch(
        article=facts.id,
        version=facts.version,
        shard=shard,
        partition=0,
        offset=0,
        candidates=tuple(candidates),
    )


class Orders:
    """One schedule, drawn by its seed; run with takeovers or without."""

    def __init__(self, seed: int, *, takeovers: bool) -> None:
        draw = random.Random(seed)
        self.draw = random.Random(seed + 1)
        self.takeovers = random.Random(seed + 2) if takeovers else None
        self.mute: set[tuple[str, int]] = set()
        self.lost: Counter[tuple[str, int]] = Counter()
        self.answered: set[tuple[str, int]] = set()
        self.numbers: dict[str, int] = {}
        self.raws: list[int] = []
        self.left = 0
        steps: list[tuple[float, str, tuple]] = []
        for number in range(1, 25):
            at = draw.uniform(0, 100)
            waits = article(number, number * 100)
            self.numbers[waits.draft.facts.id] = number
            for copy in range(draw.choice((1, 1, 1, 2, 5))):
                raw = number * 100 + copy
                self.raws.append(raw)
                steps.append((at + copy * draw.uniform(0, 3), "article", (number, raw)))
                if draw.random() < 0.2:
                    steps.append((at + copy * draw.uniform(0, 3), "article", (number, raw)))
            for shard in waits.shards:
                place = (waits.draft.facts.id, shard)
                if draw.random() < MUTE:
                    self.mute.add(place)
                    continue
                self.lost[place] = draw.choice((0, 0, 0, 1, 3))
                times = draw.choice((0, 1, 1, 2))
                steps += [
                    (at + draw.uniform(-4, 12), "answer", (number, shard)) for _ in range(times)
                ]
        for number in range(20):
            old, new = draw.sample(range(6), 2)
            alias = Alias(
                kind="story", old=f"s{old}", new=f"s{new}", old_time=old * 10.0, new_time=new * 10.0
            )
            steps.append((draw.uniform(0, 110), "alias", (alias, number)))
        steps += [(draw.uniform(0, 110), "tick", (draw.uniform(0, 90),)) for _ in range(60)]
        steps += [(draw.uniform(0, 110), "jump", (draw.choice(YEARS),)) for _ in range(6)]
        steps += [(draw.uniform(0, 110), "nobody", (number,)) for number in range(20)]
        self.steps = sorted(steps, key=lambda step: step[0])
        self.desk = Desk(stage(), partitions=SHARDS)
        self.found: list = []

    def run(self) -> list:
        for _, what, how in self.steps:
            self._takeover()
            getattr(self, f"_{what}")(*how)
        # Then nothing comes but what is asked for.
        for _ in range(int(6.5 * HOUR / 30)):
            self._tick(30.0)
        self._takeover()
        self._tick(5.0)
        return self.found

    def _takeover(self) -> None:
        if self.takeovers is not None and self.takeovers.random() < 0.2:
            self.desk.restart()

    def _article(self, number: int, raw: int) -> None:
        if raw in raws(self.found):
            # Read again when it was decided: no transaction lets that happen.
            return
        # One clock in twenty is wrong.
        timestamp = self.draw.choice(YEARS) if raw % 20 == 1 else self.desk.now
        self._read(StoryMessage(pending=article(number, raw)), timestamp)

    def _answer(self, number: int, shard: int) -> None:
        match = answer(number, shard)
        self.answered.add((match.article, shard))
        if self.takeovers is not None and self.takeovers.random() < 0.1:
            self._of_0_2_0(match)
            return
        self._read(StoryMessage(match=match), self.desk.now)

    def _of_0_2_0(self, match: StoryMatch) -> None:
        """Let a worker of 0.2.0 have the partition for one answer, of which it knows no article."""
        key = f"0?{match.article}|{match.version}"
        if not stage().is_decided(self.desk.rows, match.article, match.version, partition=0):
            self.left += 1
            stored = self.desk.rows.get(key)
            before = msgspec.msgpack.decode(stored)["matches"] if stored else []
            self.desk.rows[key] = msgspec.msgpack.encode({"matches": [*before, match]})
            self.desk.rows.step()
        self.desk.restart()

    def _alias(self, alias: Alias, _: int) -> None:
        self._read(StoryMessage(alias=alias), self.desk.now)

    def _nobody(self, number: int) -> None:
        """An answer to an article that never comes."""
        match = msgspec.structs.replace(answer(1, 0), article=f"nobody{number}")
        self._read(StoryMessage(match=match), self.desk.now)

    def _jump(self, year: float) -> None:
        right, self.desk.now = self.desk.now, year
        self._took(self.desk.tick(0.0))
        self.desk.now = right

    def _tick(self, seconds: float) -> None:
        self._took(self.desk.tick(seconds))

    def _read(self, value: StoryMessage, timestamp: float) -> None:
        self._took(self.desk.read(value, timestamp=timestamp))

    def _took(self, found: list) -> None:
        self.found += found
        for place in asked(found):
            number = self.numbers.get(place[0])
            assert place not in self.answered, "what was answered is not asked again"
            if number is None or place in self.mute:
                continue
            if self.lost[place]:
                self.lost[place] -= 1
                continue
            self._answer(number, place[1])


def said(found: list) -> dict[int, tuple]:
    """Return by raw record what was decided about it, and whether answers were missing."""
    return {
        out.value.facts.origin.offset: (out.value.duplicate, out.value.facts.flags)
        for out in articles(found)
    }


def aliases(found: list) -> list:
    return [out.value for out in found if getattr(out, "topic", None) is ALIASES]


@pytest.mark.parametrize("seed", range(12))
def test_each_record_comes_out_once_and_as_without_takeovers(seed) -> None:
    calm, taken = Orders(seed, takeovers=False), Orders(seed, takeovers=True)
    found, other = calm.run(), taken.run()
    for orders, one in ((calm, found), (taken, other)):
        assert sorted(raws(one)) == sorted(orders.raws)
        assert orders.desk.rows.waiting() == []
    assert said(other) == said(found)
    assert aliases(other) == aliases(found)
    late = {raw for raw, (_, flags) in said(found).items() if flags}
    mute = {calm.numbers[name] for name, _ in calm.mute}
    assert {raw // 100 for raw in late} == mute


def test_the_orders_are_hostile() -> None:
    """A schedule that never asks again, loses nothing and knows no 0.2.0 would show nothing."""
    orders = [Orders(seed, takeovers=True) for seed in range(5)]
    found = [emit for each in orders for emit in each.run()]
    assert len(asked(found)) > 100
    assert sum(each.left for each in orders) > 20
    assert sum(len(each.mute) for each in orders) > 5
    assert {duplicate.status for duplicate, _ in said(found).values()} >= {"original", "near"}
