"""news.story-postings.v1 -> answers: which earlier articles tell the same story."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, MutableMapping
from typing import Protocol

from pipeline.codec import decode
from pipeline.stages.run_many import Clock
from pipeline.stream.handlers.flow import Forgot, answer_word, forget_it, joined_word
from pipeline.stream.messages import Emit, Message
from pipeline.types.records import Posting, Postings, StoryMatch

log = logging.getLogger(__name__)


class Index(Protocol):
    """One shard of the story index."""

    @property
    def forgotten(self) -> int:
        """Articles that have left the window since it was read back."""

    def match(self, posting: Posting, *, now: float) -> StoryMatch:
        """Answer a posting and remember it."""


OpenIndex = Callable[[MutableMapping[str, bytes], int], Index]
"""Reads a shard back from its table: `(rows, shard)`."""


class MatchHandler:
    """The match agent's work.

    Args:
        open_index: Reads a shard back from its table.
        rows: The table `story-index`.
        partitions: Of the topics.
        forgot: Told how many articles have left the window.
        clock: As far as which the window may move.
    """

    def __init__(
        self,
        open_index: OpenIndex,
        rows: MutableMapping[str, bytes],
        *,
        partitions: int,
        forgot: Forgot = forget_it,
        clock: Clock = Clock(),  # noqa: B008 - frozen
    ) -> None:
        self._clock = clock
        self._forgot = forgot
        self._open_index = open_index
        self._rows = rows
        self._partitions = partitions
        self._shards: dict[int, Index] = {}

    def __call__(self, message: Message) -> Iterator[Emit]:
        """Yield the answers to one batch of questions."""
        postings = decode(message.value or b"", Postings)
        shard = message.partition
        index = self._shards.get(shard)
        if index is None:
            index = self._shards[shard] = self._open_index(self._rows, shard)
        before, now = index.forgotten, self._clock.now()
        for posting in postings.items:
            answer = self._answer(index, posting, shard, now)
            for alias in answer.aliases:
                yield joined_word(alias, self._partitions)
            # What was decided comes back as a posting too: nobody waits for an answer to that. A
            # withdrawal does wait, so that it does not overtake the article that it takes back.
            if posting.story is None:
                yield answer_word(answer, self._partitions)
        self._forgot("story-index", index.forgotten - before)

    def _answer(self, index: Index, posting: Posting, shard: int, now: float) -> StoryMatch:
        try:
            return index.match(posting, now=now)
        except Exception:
            # Without an answer the article would wait for ever: it goes on as one without copies.
            log.exception("no answer for article %s in shard %d", posting.article, shard)
            return StoryMatch(
                article=posting.article,
                version=posting.version,
                shard=shard,
                partition=posting.partition,
                offset=posting.offset,
            )
