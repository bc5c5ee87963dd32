"""What is published: made articles with copies and link lists, and some that are no articles."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tools.newsroom import articles

# Forty sites leave none of eight partitions without one.
SITES = tuple(f"site{number}.example" for number in range(40))
POISON = 0.05
# Of the good ones: published under a key that is not their site, and published again by us.
ODD_KEYS = 0.02


@dataclass(frozen=True, kw_only=True)
class Record:
    """One raw record. `url` is empty for poison: no enriched event may name it."""

    key: bytes | None
    value: bytes | None
    url: str = ""


def records(count: int, seed: int) -> list[Record]:
    """Return `count` distinct records, one in twenty of them poison, the same for one seed."""
    draw = random.Random(seed)
    # One to three copies of each story: two on average, and some to spare.
    made = articles(stories=count // 2 + count // 10 + 20, copies=3, seed=seed, sites=SITES)
    good = []
    for article in made[:count]:
        key, value = article.record()
        if draw.random() < ODD_KEYS:
            key = f"feed {article.number}".encode()
        good.append(Record(key=key, value=value, url=article.url))
    for number in range(len(good)):
        if draw.random() < POISON:
            good[number] = _poison(draw, number)
    return good


def _poison(draw: random.Random, number: int) -> Record:
    """Return a record that must be rejected, no two the same."""
    site = draw.choice(SITES)
    name = f"{site}/poison/{number}".encode()
    values = (
        b'{"site": "' + name + b'", "text": ',
        b'{"text": "", "url": "https://' + name + b'"}',
        b'{"text": ["' + name + b'"]}',
        b'["' + name + b'"]',
        b"\xff\xfe\x00" + name,
        b"",
        None,
    )
    return Record(key=site.encode(), value=draw.choice(values))
