"""news.clean.v1 -> the article that waits, its questions to the story index, its links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Protocol

import msgspec

from pipeline.codec import decode
from pipeline.dedup.links.known_links import NO_LINKS, LinkCounts
from pipeline.stages.run_many import Clock, run_of, run_one
from pipeline.stream.handlers.flow import Forgot, alias_output, forget_it
from pipeline.stream.messages import Emit, Message, Output, Refusal, RefusedError, Shared
from pipeline.text.fingerprint import partition_of
from pipeline.topology import LINK_SEEN, STORY_MATCHES, STORY_POSTINGS
from pipeline.types.articles import CleanArticle, Rejection, UniqueArticle
from pipeline.types.records import Alias, LinkSighting, Pending, Posting, StoryMessage


class OpeningResult(Protocol):
    """What the stage's first step gives: the article, its questions, the links on it."""

    @property
    def pending(self) -> Pending:
        """The article, waiting for the shards' answers."""

    @property
    def postings(self) -> tuple[Posting, ...]:
        """One question for each shard that owns an anchor of its sketch."""

    @property
    def sightings(self) -> tuple[LinkSighting, ...]:
        """The links seen on it."""

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """Link ids that turned out to be another."""

    @property
    def forgotten(self) -> Mapping[str, int]:
        """Entries that made room for others, by table."""


class Opener(Protocol):
    """The first step of the dedup stage."""

    def open(  # noqa: PLR0913 - what the article is held against
        self,
        article: CleanArticle,
        memory: MutableMapping[str, bytes],
        *,
        partition: int,
        offset: int,
        shards: int,
        known_links: LinkCounts,
        now: float,
    ) -> OpeningResult:
        """Return the draft of `article`, whose record stands at that place."""


class DedupHandler:
    """The dedup agent's work; `open` alone where the clean stage is in the same process.

    Args:
        stage: The dedup stage.
        memory: The table `line-memory`.
        partitions: Of the topics; the story index has as many shards.
        known_links: What the whole stream knows of links; filled while the stage runs.
        forgot: Told what made room for others, by table.
        clock: For the times of processing, and as far as which a window may move.
    """

    def __init__(
        self,
        stage: Opener,
        memory: MutableMapping[str, bytes],
        *,
        partitions: int,
        known_links: LinkCounts = NO_LINKS,
        forgot: Forgot = forget_it,
        clock: Clock = Clock(),  # noqa: B008 - frozen
    ) -> None:
        self._stage = stage
        self._memory = memory
        self._partitions = partitions
        self._known_links = known_links
        self._forgot = forgot
        self._clock = clock

    def __call__(self, message: Message) -> Iterable[Emit]:
        """Return what is to be sent for one record of `news.clean.v1`."""
        return self.open(decode(message.value or b"", CleanArticle), message)

    def open(self, article: CleanArticle, message: Message) -> Iterable[Emit]:
        """Return what is to be sent for `article`, whose record is in hand.

        Raises:
            RefusedError: The stage broke on it; what it wrote to its tables is undone.
        """
        ran = run_one("dedup", lambda: self._open(article, message), self._clock)
        if isinstance(ran, Rejection):
            raise RefusedError(Refusal(rejection=ran, origin=article.facts.origin))
        opened = ran.found
        for table, entries in opened.forgotten.items():
            self._forgot(table, entries)
        run = run_of("dedup", ran.at, ran.spent, "opened")
        draft: UniqueArticle = opened.pending.draft
        draft = msgspec.structs.replace(draft, stages=(*article.stages, run))
        pending = msgspec.structs.replace(opened.pending, draft=draft)
        return self._emits(pending, opened, message)

    def _open(self, article: CleanArticle, message: Message) -> OpeningResult:
        return self._stage.open(
            article,
            self._memory,
            partition=message.partition,
            offset=message.offset,
            shards=self._partitions,
            known_links=self._known_links,
            now=self._clock.now(),
        )

    def _emits(self, pending: Pending, opened: OpeningResult, message: Message) -> Iterator[Emit]:
        facts = pending.draft.facts
        yield Output(
            topic=STORY_MATCHES,
            key=facts.id.encode(),
            value=StoryMessage(pending=pending),
            headers=message.trace(),
            origin=facts.origin,
        )
        for posting in opened.postings:
            yield Shared(topic=STORY_POSTINGS, partition=posting.shard, item=posting)
        for sighting in opened.sightings:
            place = partition_of(sighting.id, self._partitions)
            yield Shared(topic=LINK_SEEN, partition=place, item=sighting)
        for alias in opened.aliases:
            yield alias_output(alias)
