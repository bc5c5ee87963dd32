"""The stages as they run: each article within its time.

A stage is given seconds for an article of the largest size; a shorter one has its part of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from pipeline.dedup.deduplicator import Decided, Deduplicator, Opened
from pipeline.dedup.links.decorations import Prior
from pipeline.dedup.links.known_links import NO_LINKS, LinkCounts
from pipeline.stages.held import Held, Table
from pipeline.stages.run_many import Stage
from pipeline.stages.watchdog import within
from pipeline.topology import LARGEST_ARTICLE_BYTES
from pipeline.types.articles import CleanArticle, Rejection
from pipeline.types.records import Pending, StoryMatch

# A worker that gives no sign for ten seconds loses its partitions: what is judged beside the
# heartbeats, together and then alone, must take less. No article of 256 KiB took over .9 s.
_SHORTEST = 1 / 40
# What a line costs beside its text: 200,000 empty ones take the clean stage .4 s.
_LINE_BYTES = 4

A = TypeVar("A")
B = TypeVar("B")


def judged_in_time(
    many: Callable[[Sequence[A]], Sequence[B]],
    articles: Sequence[A],
    text: Callable[[A], str],
    seconds: float,
) -> Sequence[B]:
    """Return what `many` says of `articles`, which have the time of all of them together.

    Where that is over, the caller asks for each by itself.

    Args:
        many: A stage's.
        articles: What it is asked for.
        text: Returns the text of one, by which its time goes.
        seconds: The time of an article of the largest size.

    Raises:
        TooSlowError: It takes longer.
    """
    return within(_time_for(map(text, articles), seconds), lambda: many(articles))


class InTime(Generic[A, B]):
    """A stage that knows of no other article, in time.

    Args:
        stage: The stage.
        text: Returns the text of an article, by which its time goes.
        seconds: The time of an article of the largest size.
    """

    def __init__(self, stage: Stage[A, B], text: Callable[[A], str], seconds: float) -> None:
        self._stage = stage
        self._text = text
        self._seconds = seconds

    def many(self, articles: Sequence[A]) -> Sequence[B | Rejection]:
        """Return what the stage says of each of `articles`.

        Raises:
            TooSlowError: It takes too long.
        """
        return judged_in_time(self._stage.many, articles, self._text, self._seconds)


class DedupInTime(Deduplicator):
    """The dedup stage, its steps that read an article in time; the others read a bounded sketch.

    Args:
        prior: What is a decoration before the stream has taught any.
        seconds: The time of an article of the largest size.
    """

    def __init__(self, *, prior: Prior, seconds: float) -> None:
        super().__init__(prior=prior)
        self._seconds = seconds

    def open(  # noqa: PLR0913 - what the article is held against
        self,
        article: CleanArticle,
        memory: Table,
        *,
        partition: int,
        offset: int,
        shards: int = 1,
        known_links: LinkCounts = NO_LINKS,
        now: float = math.inf,
    ) -> Opened:
        """Return what the stage's first step gives; what it wrote is the caller's to take back.

        Raises:
            TooSlowError: It takes too long.
        """
        return within(
            _time_for([article.text], self._seconds),
            lambda: super(DedupInTime, self).open(
                article,
                memory,
                partition=partition,
                offset=offset,
                shards=shards,
                known_links=known_links,
                now=now,
            ),
        )

    def decide(
        self,
        pending: Pending,
        matches: Iterable[StoryMatch],
        decisions: Table,
        *,
        partition: int = 0,
        now: float = math.inf,
    ) -> Decided | Rejection:
        """Return the decision; where there is none, nothing of it is in `decisions`.

        Raises:
            TooSlowError: It takes too long.
        """
        held = Held(decisions)
        decided = within(
            _time_for([pending.draft.body], self._seconds),
            lambda: super(DedupInTime, self).decide(
                pending, matches, held, partition=partition, now=now
            ),
        )
        held.write()
        return decided


def _time_for(texts: Iterable[str], seconds: float) -> float:
    """Return the time of articles of `texts`, where the largest has `seconds`."""
    size = sum(
        len(text) * (1 if text.isascii() else 3) + _LINE_BYTES * text.count("\n") for text in texts
    )
    return seconds * max(size / LARGEST_ARTICLE_BYTES, _SHORTEST)
