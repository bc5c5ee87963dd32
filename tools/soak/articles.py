"""What is published: made articles without end, most of them short and a few very large."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from pipeline.topology import MIB, RAW
from tools.chaos.articles import SITES
from tools.newsroom import Article, articles

# One in so many is a page of 200 to 400 KB, and one of several MB. Together they weigh twice what
# the ordinary ones do (3 KB each): a bound in records alone would not bound memory.
LONG, HUGE = 200, 2_000
LONG_BYTES = 200_000, 400_000
# Up to what the raw topic takes, with room for the envelope; above 8 MiB one is rejected.
HUGE_BYTES = 2 * MIB, RAW.max_message_bytes - MIB
_STORIES = 500
# Of a story with its link list, as raw records are: measured over 6,000 of tools.newsroom.
_ORDINARY_BYTES = 2_870


def records(seed: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield keys and values of distinct raw records without end, the same for one seed.

    Their times go on by a minute an article: what the stages remember for a while is forgotten.
    """
    draw = random.Random(seed)
    number = 0
    while True:
        for made in _some(draw):
            grown = page(made, _size(number, draw), draw)
            url = f"https://{grown.site}/{number}"
            yield replace(grown, url=url, number=number).record()
            number += 1


def page(made: Article, size: int, draw: random.Random) -> Article:
    """Return a page of the article's site whose record is that long: many others stand behind."""
    texts, left = [made.text], size - len(made.record()[1])
    while left > 0:
        for other in _some(draw, min(_STORIES, left // _ORDINARY_BYTES + 1)):
            data = other.text.encode()[: max(left, 0)]
            texts.append(data.decode(errors="ignore"))
            # JSON writes a line's end in two bytes.
            left -= len(data) + data.count(b"\n") + 2
    return replace(made, text="\n".join(texts))


def _size(number: int, draw: random.Random) -> int:
    """Return how long a record must be, 0 where it stays as it is."""
    if number % HUGE == HUGE // 2:
        # As many of 2 to 4 MiB as of 16 to 32.
        low, high = HUGE_BYTES
        return int(low * (high / low) ** draw.random())
    return draw.randint(*LONG_BYTES) if draw.random() < 1 / LONG else 0


def _some(draw: random.Random, stories: int = _STORIES) -> list[Article]:
    return articles(stories=max(stories, 8), copies=3, seed=draw.getrandbits(48), sites=SITES)
