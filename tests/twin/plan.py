"""What a seed stands for: a small world, its articles, and which faults may come how often."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random

from pipeline.topology import CLEAN, ENRICHED, GROUPINGS, STORY_MATCHES, UNIQUE, Grouping
from tests.stream.behaviours import envelope
from tests.stream.newsroom import articles
from tests.twin.broker import NOW

FAULTS = (
    "freeze",
    "kill",
    "kill: disk lost",
    "kill: disk rolled back",
    "rebalance",
    "drain",
    "request fails",
    "answer is lost",
    "transaction times out",
    "clock jumps",
    "compaction",
)
_LIMITS = {"split": (CLEAN, STORY_MATCHES, UNIQUE, ENRICHED)}
_LIMITS["dedup+extract"] = (CLEAN, STORY_MATCHES, ENRICHED)
_LIMITS["all"] = (STORY_MATCHES, ENRICHED)
LIMIT = 4000
_SITES = ("a.example", "b.example", "c.example", "d.example")
_LINES = ("- 渡口的灯塔重开", "- 白石桥上午通车", "- 柳村小学添了操场")


@dataclass(frozen=True, kw_only=True)
class Input:
    """One raw record, and what must become of it: "" for an event, else a reason and its stage.

    `links` and `body` are None where they have no part in counts and stories.
    """

    key: bytes | None
    value: bytes
    timestamp: float = NOW
    partition: int | None = None
    outcome: tuple[str, str] = ("", "")
    links: tuple[str, ...] = ()
    body: str | None = None
    withdraws: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A world and its faults, drawn from one seed."""

    seed: int
    real: bool
    name: str
    grouping: Grouping
    partitions: int
    batch_size: int
    inputs: tuple[Input, ...]
    faults: tuple[str, ...]
    fault_rate: float
    foreign: bool
    feed: float
    idle: float
    slack: int
    limits: dict[str, int] = field(default_factory=dict)


def plan_of(seed: int, *, real: bool = False) -> Plan:
    """Return the plan of a seed; `real`: with the dedup stage itself and articles of a newsroom.

    Each fault is in half of the plans: one that hides what another would show does not always.
    """
    draw = Random(f"{seed} {real}")
    name = draw.choice(sorted(GROUPINGS))
    partitions = draw.randint(2, 4)
    large = not real and draw.random() < 0.2
    limit = draw.choice(_LIMITS[name]).name if large else None
    inputs = _news(draw, seed) if real else _tiny(draw, partitions, limit)
    return Plan(
        seed=seed,
        real=real,
        name=name,
        grouping=GROUPINGS[name],
        partitions=partitions,
        batch_size=draw.choice((1, 2, 4, 8)),
        inputs=tuple(inputs),
        faults=tuple(fault for fault in FAULTS if draw.random() < 0.5),
        fault_rate=draw.choice((0.0, 0.01, 0.03, 0.06, 0.1)),
        foreign=draw.random() < 0.25,
        feed=draw.choice((0.1, 0.3, 1.0)),
        idle=draw.choice((0.01, 0.05)),
        # Of a generator of its own: what a seed stood for before stays.
        slack=Random(f"slack {seed}").choice((0, 300, 2000)),
        limits={limit: LIMIT} if limit else {},
    )


def _tiny(draw: Random, partitions: int, limit: str | None) -> list[Input]:
    found = [
        _article(draw, number, partitions) for number in range(draw.choice((6, 8, 10, 12, 20)))
    ]
    if limit is not None:
        stage = {CLEAN.name: "clean", ENRICHED.name: "extract"}.get(limit, "dedup")
        text = "大" * LIMIT
        value = envelope(text, site=_SITES[0], url="https://a.example/large")
        outcome = ("too-large", stage)
        large = Input(key=b"a.example", value=value, outcome=outcome)
        found.insert(draw.randint(0, len(found)), large)
    # Published twice: two raw records, two events.
    found += draw.sample(found, draw.randint(0, 3))
    return found


def _article(draw: Random, number: int, partitions: int) -> Input:
    site = draw.choice(_SITES)
    key: bytes | None = site.encode()
    partition = None
    if draw.random() < 0.15:
        key, partition = None, draw.randrange(partitions)
    kind = draw.random()
    if kind < 0.05:
        return Input(key=key, partition=partition, value=b"{", outcome=("bad-json", "clean"))
    words = {0.08: "REFUSE", 0.11: "BREAK CLEAN", 0.14: "BREAK DEDUP", 0.17: "BREAK EXTRACT"}
    word = next((word for upto, word in words.items() if kind < upto), "")
    body = word or f"第{draw.randrange(5)}篇"
    links = tuple(draw.sample(_LINES, draw.choice((0, 0, 1, 2))))
    # One address in some is used again: a new version, or the same article once more.
    url = f"https://{site}/{draw.randrange(4) if draw.random() < 0.1 else 100 + number}"
    outcome = ("", "")
    if word == "REFUSE":
        outcome = ("no-article", "clean")
    elif word:
        outcome = ("internal-error", word.split()[1].lower())
    return Input(
        key=key,
        partition=partition,
        value=envelope("\n".join((body, *links)), site=site, url=url),
        outcome=outcome,
        links=links if word in ("", "BREAK EXTRACT") else (),
        body=body if not word else None,
    )


def _news(draw: Random, seed: int) -> list[Input]:
    news = articles(stories=draw.randint(2, 4), copies=3, links=2, seed=seed % 50)
    # Copies that lack a paragraph may be alike to one of two that are not alike themselves: then it
    # depends on the order of the partitions whether all are one story.
    longest = {n.story: max(len(o.text) for o in news if o.story == n.story) for n in news}
    news = [each for each in news if len(each.text) > 0.9 * longest[each.story]][:10]
    found = []
    for article in news:
        key, value = article.record()
        found.append(Input(key=key, value=value, body=str(article.story)))
    found += draw.sample(found, draw.randint(0, 2))
    if draw.random() < 0.3:
        # One that came once is withdrawn, and some publishers say so twice.
        once = [some for some in found if found.count(some) == 1]
        taken = draw.choice(once)
        fields = json.loads(taken.value) | {"pub_status": "canceled"}
        value = json.dumps(fields, ensure_ascii=False).encode()
        for _ in range(draw.choice((1, 2))):
            at = draw.randint(found.index(taken) + 1, len(found))
            found.insert(at, Input(key=taken.key, value=value, withdraws=taken.value))
    return found


def describe(plan: Plan) -> str:
    """Return a plan in a few lines, for a person."""
    stages = "the real clean and dedup stages" if plan.real else "tiny stages"
    world = f"{plan.name}, {plan.partitions} partitions, batches of {plan.batch_size}"
    lines = [
        f"seed {plan.seed}: {world}, {len(plan.inputs)} raw records, {stages}",
        f"faults at {plan.fault_rate:.0%} of the steps: {', '.join(plan.faults) or 'none'}"
        + (", foreign transactions" if plan.foreign else ""),
    ]
    if plan.limits:
        lines.append(f"limits: {plan.limits}")
    return "\n".join(lines)
