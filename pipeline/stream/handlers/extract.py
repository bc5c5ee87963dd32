"""Unique articles -> news.enriched.v1: find names and values, write the ninjs document."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from pipeline.codec import decode, encode
from pipeline.document.cloudevent import headers
from pipeline.document.ninjs import document
from pipeline.stream.dead_letter import internal_error
from pipeline.stream.handlers.flow import Clock, ran
from pipeline.stream.messages import Emit, Message, Output, Refusal
from pipeline.topology import ENRICHED
from pipeline.types.articles import EnrichedArticle, Rejection, UniqueArticle

Extract = Callable[[UniqueArticle], EnrichedArticle | Rejection]


class ExtractHandler:
    """The extract agent's work; `enrich` alone where another stage is in the same process.

    Args:
        extract: The stage.
        clock: For the times of processing.
    """

    def __init__(self, extract: Extract, *, clock: Clock = Clock()) -> None:  # noqa: B008 - frozen
        self._extract = extract
        self._clock = clock

    def __call__(self, message: Message) -> Iterable[Emit]:
        """Return what is to be sent for one record of `news.unique.v1`."""
        return self.enrich(decode(message.value or b"", UniqueArticle), message)

    def enrich(self, article: UniqueArticle, message: Message) -> tuple[Emit, ...]:
        """Return the enriched event of `article`, or its refusal."""
        at, started = self._clock.now(), self._clock.spent()
        origin = article.facts.origin
        try:
            found = self._extract(article)
            if isinstance(found, Rejection):
                return (Refusal(rejection=found, origin=origin, message=message),)
            run = ran("extract", at, self._clock.spent() - started, "ok")
            found = msgspec.structs.replace(found, stages=(*found.stages, run))
            value = encode(document(found))
        except Exception as error:  # noqa: BLE001 - a bug costs this article, never the stream
            refusal = internal_error("extract", error)
            return (msgspec.structs.replace(refusal, origin=origin, message=message),)
        trace = message.trace()
        names = {name for name, _ in trace}
        event = tuple((k, v) for k, v in headers(found).items() if k not in names)
        return (
            Output(
                topic=ENRICHED,
                key=article.facts.id.encode(),
                value=value,
                headers=(*event, *trace),
                origin=origin,
                read=message,
            ),
        )
