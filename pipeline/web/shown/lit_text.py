"""A text cut where something begins or ends in it: entities, values, quotes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Generic, TypeVar

from pipeline.document.enrichment_fields import Enrichment
from pipeline.document.found_fields import WireEntity, WireMention, WireQuote, WireValue
from pipeline.types.articles import Struct
from pipeline.web.shown.plain import with_commas
from pipeline.web.store.article_rows import key_of

T = TypeVar("T", WireMention, WireValue)
S = TypeVar("S", WireMention, WireValue, WireQuote)


class Lit(Struct, frozen=True, kw_only=True):
    """A piece of text that is one thing from its first character to its last.

    `type` is the entity's, `key` joins it to other articles, `value` is the normalised one of a
    value; each is empty where there is none. `title` says all of it in words.
    """

    text: str
    type: str = ""
    key: str = ""
    value: str = ""
    quoted: bool = False
    title: str = ""


class FoundSpans:
    """What is found in an article, by the text that its offsets index.

    Args:
        facts: The article's `enrichment`.
    """

    def __init__(self, facts: Enrichment) -> None:
        self._entities = {entity.id: entity for entity in facts.entities}
        self._mentions = _Sorted(facts.mentions)
        self._values = _Sorted(facts.values)
        self._quotes = _Sorted(facts.quotes)

    def lit(self, text: str, start: int, *, head: int | None = None) -> tuple[Lit, ...]:
        """Return `text` in pieces.

        Args:
            text: A part of the body, or of a head line.
            start: Where it begins there.
            head: Which line of `text.head` it is of; None for the body.
        """
        end = start + len(text)
        mentions = _of_text(self._mentions.between(start, end), head)
        values = _of_text(self._values.between(start, end), head)
        quotes = self._quotes.between(start, end) if head is None else []
        spans: list[WireMention | WireValue | WireQuote] = [*mentions, *values, *quotes]
        edges = {start, end} | {e for span in spans for e in (span.start, span.end)}
        cuts = sorted(edge for edge in edges if start <= edge <= end)
        return tuple(
            self._piece(text[a - start : b - start], a, b, mentions, values, quotes)
            for a, b in pairwise(cuts)
        )

    def _piece(
        self,
        text: str,
        start: int,
        end: int,
        mentions: Sequence[WireMention],
        values: Sequence[WireValue],
        quotes: Sequence[WireQuote],
    ) -> Lit:
        # The innermost is what a reader means by a word.
        mention = min(_over(mentions, start, end), key=lambda m: m.end - m.start, default=None)
        value = min(_over(values, start, end), key=lambda v: v.end - v.start, default=None)
        quote = next(iter(_over(quotes, start, end)), None)
        entity = self._entities.get(mention.entity) if mention else None
        said = [entity_in_words(entity)] if entity else []
        said += [value_in_words(value)] if value else []
        said += [f"said by {quote.speaker}"] if quote else []
        return Lit(
            text=text,
            type=mention.type if mention else "",
            key=key_of(entity) if entity else "",
            value=form_of(value) if value else "",
            quoted=quote is not None,
            title=" · ".join(said),
        )


def entity_in_words(entity: WireEntity) -> str:
    """Return what is known of an entity, for a person."""
    codes = [f"{name} {value}" for name, value in entity.ids.items()]
    known = [entity.name, entity.type, entity.position or "", *codes]
    return " · ".join([*(word for word in known if word), f"prominence {entity.prominence:.2f}"])


def value_in_words(value: WireValue) -> str:
    """Return a value in its one form, for a person."""
    return f"{value.type} {form_of(value)}" + (
        f" (to the {value.precision})" if value.precision else ""
    )


def form_of(value: WireValue) -> str:
    """Return the one form of a value, thousands parted where it is a number."""
    return f"{with_commas(value.value)} {value.unit or ''}".strip()


class _Sorted(Generic[S]):
    """Spans by where they begin: a line of ten thousand has few of them."""

    def __init__(self, spans: Iterable[S]) -> None:
        self._spans: list[S] = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]
        self._longest = max((span.end - span.start for span in self._spans), default=0)

    def between(self, start: int, end: int) -> list[S]:
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end)
        return [span for span in self._spans[first:last] if span.end > start]


def _of_text(spans: Iterable[T], head: int | None) -> list[T]:
    field = "body" if head is None else "headline"
    return [span for span in spans if span.field == field and span.index == head]


def _over(spans: Iterable[S], start: int, end: int) -> list[S]:
    return [span for span in spans if span.start <= start and span.end >= end]
