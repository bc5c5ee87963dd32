"""Unique articles -> news.enriched.v1: find names and values, write the ninjs document."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.codec import decode, encode
from pipeline.document.cloudevent import headers
from pipeline.document.ninjs import document
from pipeline.stages.run_many import Clock, Stage, extract_many, run_one
from pipeline.stream.messages import Emit, Message, Output, Refusal
from pipeline.topology import ENRICHED
from pipeline.types.articles import EnrichedArticle, Rejection, UniqueArticle


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

    def __call__(self, message: Message) -> Iterable[Emit]:
        """Return what is to be sent for one record of `news.unique.v1`."""
        return self.enrich(decode(message.value or b"", UniqueArticle), message)

    def enrich(self, article: UniqueArticle, message: Message) -> tuple[Emit, ...]:
        """Return the enriched event of `article`, or its refusal."""
        origin = article.facts.origin
        (found,) = extract_many(self._extract, [article], self._clock)
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
