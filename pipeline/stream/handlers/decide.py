"""news.story-matches.v1 -> unique articles: wait for the article and all answers, then decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from functools import partial
from typing import Protocol

import msgspec

from pipeline.codec import decode
from pipeline.stages.run_many import Clock, run_of, run_one
from pipeline.stream.dead_letter import refuse
from pipeline.stream.handlers.flow import Next, alias_output, joined_word
from pipeline.stream.handlers.waiting import WaitingRoom, name_of
from pipeline.stream.handlers.waiting_lane import pending_of
from pipeline.stream.messages import Emit, Message, Refusal, Shared
from pipeline.stream.tables import Table
from pipeline.topology import STORY_POSTINGS
from pipeline.types.articles import Rejection, UniqueArticle
from pipeline.types.flags import ANSWERS_MISSING
from pipeline.types.records import Alias, Pending, Posting, StoryMatch, StoryMessage, StoryWord


class DecisionResult(Protocol):
    """What the stage's last step gives."""

    @property
    def article(self) -> UniqueArticle:
        """The article with its story decision."""

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """Story ids that turned out to be another."""

    @property
    def postings(self) -> tuple[Posting, ...]:
        """What the shards must hear of the decision."""


class Decider(Protocol):
    """The last step of the dedup stage."""

    def is_decided(
        self, decisions: MutableMapping[str, bytes], article: str, version: str, *, partition: int
    ) -> bool:
        """Return whether that version of the article was decided before, within the window."""

    def decide(
        self,
        pending: Pending,
        matches: Iterable[StoryMatch],
        decisions: MutableMapping[str, bytes],
        *,
        partition: int,
        now: float,
    ) -> DecisionResult | Rejection:
        """Return the decision, one made before stands; or why there is none."""

    def questions(self, pending: Pending, *, shards: int) -> tuple[Posting, ...]:
        """Return the questions that were asked about an article which waits."""

    def join(
        self, alias: Alias, decisions: MutableMapping[str, bytes], *, partition: int, now: float
    ) -> tuple[tuple[Alias, ...], tuple[Alias, ...]]:
        """Return the aliases to publish, and those to tell the owners of their old ids."""


class DecideHandler:
    """The decide agent's work.

    Args:
        stage: The dedup stage.
        decisions: The table `story-decisions`: what was decided, and articles that wait.
        following: What happens to a decided article.
        partitions: Of the topics; the story index has as many shards.
        clock: For the times of processing, and as far as which a window may move.
    """

    def __init__(
        self,
        stage: Decider,
        decisions: Table,
        following: Next[UniqueArticle],
        *,
        partitions: int,
        clock: Clock = Clock(),  # noqa: B008 - frozen
    ) -> None:
        self._stage = stage
        self._table = decisions
        self._room = WaitingRoom(decisions)
        self._following = following
        self._partitions = partitions
        self._clock = clock

    def __call__(self, message: Message) -> Iterator[Emit]:
        """Yield what is to be sent for one record of `news.story-matches.v1`."""
        record = decode(message.value or b"", StoryMessage)
        words = (StoryWord(match=record.match, alias=record.alias), *(record.items or ()))
        with self._undone_together():
            self._room.read(message)
            if record.pending is not None:
                yield from self._on_article(record.pending, message)
            elif words == (StoryWord(),):
                yield refuse("dedup", "bad-record", "neither an article nor an answer")
            else:
                for word in words:
                    yield from self._on_word(word, message)
            for name in self._room.complete(message.partition):
                yield from self._settle(name, message.partition)
            for name in self._room.overdue(message):
                yield from self._decide(name, message.partition, late=True)

    def tick(self, partition: int, now: float) -> Iterator[Emit]:
        """Yield what is to be sent at `now` (Unix seconds), whether or not records come.

        Articles whose answers do not come are asked about again after minutes, and decided after
        hours without them.
        """
        with self._undone_together():
            for name in self._room.complete(partition):
                yield from self._settle(name, partition)
            for name in self._room.look(partition, now):
                yield from self._decide(name, partition, late=True)
            asked = self._room.to_ask(partition)
            yield from _asked_again(asked, self._stage, shards=self._partitions)

    @contextmanager
    def _undone_together(self) -> Iterator[None]:
        """Forget what is in memory where what was written with it is undone."""
        try:
            yield
        except BaseException:
            self._room.forget()
            raise

    def _on_word(self, word: StoryWord, message: Message) -> Iterable[Emit]:
        if word.match is not None:
            return self._on_answer(word.match, message)
        if word.alias is not None:
            found = self._stage.join(
                word.alias, self._table, partition=message.partition, now=self._clock.now()
            )
            return _joined(*found, self._partitions)
        return ()

    def _on_article(self, pending: Pending, message: Message) -> Iterable[Emit]:
        facts = pending.draft.facts
        name = name_of(facts.id, facts.version)
        self._room.come(name, message, facts.origin, pending.shards)
        if self._is_decided(facts.id, facts.version, message):
            return self._decide(name, message.partition)
        return self._settle(name, message.partition)

    def _on_answer(self, match: StoryMatch, message: Message) -> Iterable[Emit]:
        name = name_of(match.article, match.version)
        waits = self._room.waits(name, message.partition)
        # The answer to an article that was decided meanwhile has nobody to wait for.
        if not waits and self._is_decided(match.article, match.version, message):
            return ()
        self._room.answer(name, match, message)
        return self._settle(name, message.partition)

    def _settle(self, name: str, partition: int) -> Iterable[Emit]:
        return self._decide(name, partition) if self._room.is_complete(name, partition) else ()

    def _is_decided(self, article: str, version: str, message: Message) -> bool:
        return self._stage.is_decided(self._table, article, version, partition=message.partition)

    def _decide(self, name: str, partition: int, *, late: bool = False) -> Iterator[Emit]:
        waiting = self._room.take(name, partition)
        for read in waiting.messages:
            pending = pending_of(read)
            if late:
                pending = _flagged(pending)
            decide = partial(self._stage.decide, pending, waiting.matches, self._table)
            work = partial(decide, partition=partition, now=self._clock.now())
            ran = run_one("dedup", work, self._clock)
            if isinstance(ran, Rejection):
                yield Refusal(rejection=ran, origin=pending.draft.facts.origin, message=read)
                continue
            for alias in ran.found.aliases:
                yield joined_word(alias, self._partitions)
            for posting in ran.found.postings:
                yield Shared(topic=STORY_POSTINGS, partition=posting.shard, item=posting)
            yield from self._following(_note(ran.found.article, ran.spent), read)


def _joined(found: Iterable[Alias], further: Iterable[Alias], partitions: int) -> Iterator[Emit]:
    """Yield the aliases to publish, and those to tell the owners of their old ids."""
    for each in found:
        yield alias_output(each)
    for each in further:
        yield joined_word(each, partitions)


def _asked_again(
    waiting: Iterable[tuple[Message, set[int]]], stage: Decider, *, shards: int
) -> Iterator[Emit]:
    """Yield the questions about articles to the shards that have not answered."""
    for message, missing in waiting:
        for posting in stage.questions(pending_of(message), shards=shards):
            if posting.shard in missing:
                yield Shared(topic=STORY_POSTINGS, partition=posting.shard, item=posting)


def _flagged(pending: Pending) -> Pending:
    """Return the article with a note that not all shards have answered about it."""
    facts = pending.draft.facts
    facts = msgspec.structs.replace(facts, flags=(*facts.flags, ANSWERS_MISSING))
    draft = msgspec.structs.replace(pending.draft, facts=facts)
    return msgspec.structs.replace(pending, draft=draft)


def _note(article: UniqueArticle, spent: float) -> UniqueArticle:
    """Return `article` with the whole of the dedup stage's work in its last note."""
    *before, opened = article.stages
    spent += opened.ms / 1000
    run = run_of("dedup", opened.at, spent, article.duplicate.status)
    return msgspec.structs.replace(article, stages=(*before, run))
