"""news.story-matches.v1 -> unique articles: wait for the article and all answers, then decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from typing import Protocol

import msgspec

from pipeline.codec import decode
from pipeline.models import Origin, StageRun, Struct, UniqueArticle
from pipeline.records import Alias, Pending, Posting, StoryMatch, StoryMessage
from pipeline.stream.dead_letter import internal_error, refuse
from pipeline.stream.handlers.flow import Clock, Next
from pipeline.stream.handlers.match import alias_output
from pipeline.stream.messages import Emit, Message, RefusedError, Shared
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


class Waiting(Struct, frozen=True, kw_only=True):
    """What is there of an article so far: its record as it was read, and the shards' answers."""

    message: Message | None = None
    matches: tuple[StoryMatch, ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Waiting).decode


class DecideHandler:
    """The decide agent's work.

    Args:
        stage: The dedup stage.
        decisions: The table `story-decisions`: what was decided, and articles that wait. A
            waiting one stands under `{partition}?{article}|{version}|{clean partition}:{offset}`.
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
        return (refuse("dedup", "bad-record", "neither an article nor an answer"),)

    def _on_article(self, pending: Pending, message: Message) -> Iterable[Emit]:
        facts = pending.draft.facts
        key = _key(message, facts.id, facts.version, (pending.partition, pending.offset))
        waiting = msgspec.structs.replace(self._waiting(key), message=message)
        if self._is_complete(pending, waiting.matches, message):
            return self._decide(key, pending, waiting)
        self._table[key] = _encode(waiting)
        return ()

    def _on_answer(self, match: StoryMatch, message: Message) -> Iterable[Emit]:
        place = (match.partition, match.offset)
        key = _key(message, match.article, match.version, place)
        waiting = self._waiting(key)
        others = (m for m in waiting.matches if m.shard != match.shard)
        waiting = msgspec.structs.replace(waiting, matches=(*others, match))
        if waiting.message is None:
            # The answer to an article decided meanwhile has nobody to wait for.
            if not self._is_decided(match.article, match.version, message):
                self._table[key] = _encode(waiting)
            return ()
        pending = decode(waiting.message.value or b"", StoryMessage).pending
        assert pending is not None
        if self._is_complete(pending, waiting.matches, message):
            return self._decide(key, pending, waiting)
        self._table[key] = _encode(waiting)
        return ()

    def _waiting(self, key: str) -> Waiting:
        data = self._table.get(key)
        return Waiting() if data is None else _decode(data)

    def _is_complete(
        self, pending: Pending, matches: tuple[StoryMatch, ...], message: Message
    ) -> bool:
        facts = pending.draft.facts
        answered = {match.shard for match in matches}
        return answered.issuperset(pending.shards) or self._is_decided(
            facts.id, facts.version, message
        )

    def _is_decided(self, article: str, version: str, message: Message) -> bool:
        return self._stage.is_decided(self._table, article, version, partition=message.partition)

    def _decide(self, key: str, pending: Pending, waiting: Waiting) -> Iterator[Emit]:
        read = waiting.message
        assert read is not None
        started = self._clock.spent()
        try:
            decided = self._stage.decide(
                pending, waiting.matches, self._table, partition=read.partition
            )
        except Exception as error:
            raise _broken(error, pending.draft.facts.origin, read) from error
        self._table.pop(key, None)
        article = _note(decided.article, 1000 * (self._clock.spent() - started))
        for alias in decided.aliases:
            yield alias_output(alias)
        for posting in decided.postings:
            yield Shared(topic=STORY_POSTINGS, partition=posting.shard, item=posting)
        yield from self._following(article, read)


def _key(message: Message, article: str, version: str, place: tuple[int, int]) -> str:
    return f"{message.partition}?{article}|{version}|{place[0]}:{place[1]}"


def _note(article: UniqueArticle, ms: float) -> UniqueArticle:
    """Return `article` with the whole of the dedup stage's work in its last note."""
    *before, opened = article.stages
    outcome = article.duplicate.status
    run = StageRun(name="dedup", at=opened.at, ms=round(opened.ms + ms, 3), outcome=outcome)
    return msgspec.structs.replace(article, stages=(*before, run))


def _broken(error: Exception, origin: Origin, read: Message) -> RefusedError:
    refusal = internal_error("dedup", error)
    return RefusedError(msgspec.structs.replace(refusal, origin=origin, message=read))
