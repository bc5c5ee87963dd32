"""Unique articles -> news.enriched.v1: find names and values, write the ninjs document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from pipeline.codec import decode, encode
from pipeline.document.cloudevent import headers
from pipeline.document.ninjs import document
from pipeline.errors import CodecError
from pipeline.stages.run_many import Clock, Stage, extract_many, run_one
from pipeline.stream.messages import Emit, Message, Output, Refusal
from pipeline.topology import ENRICHED
from pipeline.types.articles import EnrichedArticle, Rejection, UniqueArticle

_Found = EnrichedArticle | Rejection


class ExtractHandler:
    """The extract agent's work; `enrich` alone where another stage is in the same process.

    Args:
        extract: The stage.
        clock: For the times of processing.
    """

    def __init__(
        self,
        extract: Stage[UniqueArticle, EnrichedArticle],
        *,
        clock: Clock = Clock(),  # noqa: B008 - frozen
    ) -> None:
        self._extract = extract
        self._clock = clock
        # What the stage said of a record's article ahead of its turn.
        self._ready: dict[tuple[str, int, int], tuple[UniqueArticle, _Found]] = {}

    def foresee(self, messages: Sequence[Message]) -> None:
        """Read the articles of `messages` together; what is none is left to the call for it."""
        articles = {}
        for message in messages:
            with suppress(CodecError):
                articles[_place(message)] = _read(message)
        found = extract_many(self._extract, list(articles.values()), self._clock)
        self._ready = dict(zip(articles, zip(articles.values(), found, strict=True), strict=True))

    def __call__(self, message: Message) -> Iterable[Emit]:
        """Return what is to be sent for one record of `news.unique.v1`."""
        if ready := self._ready.pop(_place(message), None):
            return self._event(*ready, message)
        return self.enrich(_read(message), message)

    def enrich(self, article: UniqueArticle, message: Message) -> tuple[Emit, ...]:
        """Return the enriched event of `article`, or its refusal."""
        (found,) = extract_many(self._extract, [article], self._clock)
        return self._event(article, found, message)

    def _event(self, article: UniqueArticle, found: _Found, message: Message) -> tuple[Emit, ...]:
        origin = article.facts.origin
        if isinstance(found, Rejection):
            return (Refusal(rejection=found, origin=origin, message=message),)
        written = run_one("extract", lambda: encode(document(found)), self._clock)
        if isinstance(written, Rejection):
            return (Refusal(rejection=written, origin=origin, message=message),)
        trace = message.trace()
        names = {name for name, _ in trace}
        event = tuple((k, v) for k, v in headers(found).items() if k not in names)
        return (
            Output(
                topic=ENRICHED,
                key=article.facts.id.encode(),
                value=written.found,
                headers=(*event, *trace),
                origin=origin,
                read=message,
            ),
        )


def _read(message: Message) -> UniqueArticle:
    return decode(message.value or b"", UniqueArticle)


def _place(message: Message) -> tuple[str, int, int]:
    return message.topic, message.partition, message.offset
