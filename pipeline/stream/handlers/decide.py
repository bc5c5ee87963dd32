"""news.story-matches.v1 -> unique articles: wait for the article and all answers, then decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from typing import Protocol

import msgspec

from pipeline.codec import decode
from pipeline.models import Origin, StageRun, Struct, UniqueArticle
from pipeline.records import Alias, Pending, Posting, StoryMatch, StoryMessage
from pipeline.stream.dead_letter import internal_error, refuse
from pipeline.stream.handlers.flow import Clock, Next, alias_output, joined_output
from pipeline.stream.messages import Emit, Message, Refusal, Shared
from pipeline.topology import STORY_POSTINGS


class Decided(Protocol):
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
    ) -> Decided:
        """Return the decision; one made before stands."""

    def join(
        self, alias: Alias, decisions: MutableMapping[str, bytes], *, partition: int
    ) -> tuple[tuple[Alias, ...], tuple[Alias, ...]]:
        """Return the aliases to publish, and those to tell the owners of their old ids."""


class Waiting(Struct, frozen=True, kw_only=True):
    """What is there of an article so far: its records as they were read, and the shards' answers.

    An article that was sent twice waits twice, and comes out twice: each raw record has its event.
    """

    messages: tuple[Message, ...] = ()
    shards: tuple[int, ...] = ()
    matches: tuple[StoryMatch, ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Waiting).decode


class DecideHandler:
    """The decide agent's work.

    Args:
        stage: The dedup stage.
        decisions: The table `story-decisions`: what was decided, and articles that wait. A
            waiting one stands under `{partition}?{article}|{version}`.
        following: What happens to a decided article.
        clock: For the times of processing.
    """

    def __init__(
        self,
        stage: Decider,
        decisions: MutableMapping[str, bytes],
        following: Next[UniqueArticle],
        *,
        clock: Clock = Clock(),  # noqa: B008 - frozen
    ) -> None:
        self._stage = stage
        self._table = decisions
        self._following = following
        self._clock = clock

    def __call__(self, message: Message) -> Iterable[Emit]:
        """Return what is to be sent for one record of `news.story-matches.v1`."""
        record = decode(message.value or b"", StoryMessage)
        if record.pending is not None:
            return self._on_article(record.pending, message)
        if record.match is not None:
            return self._on_answer(record.match, message)
        if record.alias is not None:
            return self._on_alias(record.alias, message)
        return (refuse("dedup", "bad-record", "neither an article nor an answer"),)

    def _on_article(self, pending: Pending, message: Message) -> Iterable[Emit]:
        facts = pending.draft.facts
        key = _key(message, facts.id, facts.version)
        waiting = self._waiting(key)
        # Sent again after a restart, it waits once.
        others = [m for m in waiting.messages if _pending(m).draft.facts.origin != facts.origin]
        waiting = msgspec.structs.replace(
            waiting, messages=(*others, message), shards=pending.shards
        )
        complete = _is_complete(waiting) or self._is_decided(facts.id, facts.version, message)
        return self._settle(key, waiting, message, complete=complete)

    def _on_answer(self, match: StoryMatch, message: Message) -> Iterable[Emit]:
        key = _key(message, match.article, match.version)
        waiting = self._waiting(key)
        others = [m for m in waiting.matches if m.shard != match.shard]
        waiting = msgspec.structs.replace(waiting, matches=(*others, match))
        if waiting.messages:
            return self._settle(key, waiting, message, complete=_is_complete(waiting))
        # The answer to an article that was decided meanwhile has nobody to wait for.
        if not self._is_decided(match.article, match.version, message):
            self._table[key] = _encode(waiting)
        return ()

    def _on_alias(self, alias: Alias, message: Message) -> Iterator[Emit]:
        found, further = self._stage.join(alias, self._table, partition=message.partition)
        for each in found:
            yield alias_output(each)
        for each in further:
            yield joined_output(each)

    def _settle(
        self, key: str, waiting: Waiting, message: Message, *, complete: bool
    ) -> Iterable[Emit]:
        if complete:
            return self._decide(key, waiting, message.partition)
        self._table[key] = _encode(waiting)
        return ()

    def _waiting(self, key: str) -> Waiting:
        data = self._table.get(key)
        return Waiting() if data is None else _decode(data)

    def _is_decided(self, article: str, version: str, message: Message) -> bool:
        return self._stage.is_decided(self._table, article, version, partition=message.partition)

    def _decide(self, key: str, waiting: Waiting, partition: int) -> Iterator[Emit]:
        self._table.pop(key, None)
        for read in waiting.messages:
            pending = _pending(read)
            started = self._clock.spent()
            try:
                decided = self._stage.decide(
                    pending, waiting.matches, self._table, partition=partition
                )
            except Exception as error:  # noqa: BLE001 - a bug costs this article, never the stream
                yield _broken(error, pending.draft.facts.origin, read)
                continue
            article = _note(decided.article, 1000 * (self._clock.spent() - started))
            for alias in decided.aliases:
                yield joined_output(alias)
            for posting in decided.postings:
                yield Shared(topic=STORY_POSTINGS, partition=posting.shard, item=posting)
            yield from self._following(article, read)


def _key(message: Message, article: str, version: str) -> str:
    return f"{message.partition}?{article}|{version}"


def _pending(message: Message) -> Pending:
    pending = decode(message.value or b"", StoryMessage).pending
    assert pending is not None
    return pending


def _is_complete(waiting: Waiting) -> bool:
    return {match.shard for match in waiting.matches}.issuperset(waiting.shards)


def _note(article: UniqueArticle, ms: float) -> UniqueArticle:
    """Return `article` with the whole of the dedup stage's work in its last note."""
    *before, opened = article.stages
    outcome = article.duplicate.status
    run = StageRun(name="dedup", at=opened.at, ms=round(opened.ms + ms, 3), outcome=outcome)
    return msgspec.structs.replace(article, stages=(*before, run))


def _broken(error: Exception, origin: Origin, read: Message) -> Refusal:
    refusal = internal_error("dedup", error)
    return msgspec.structs.replace(refusal, origin=origin, message=read)
