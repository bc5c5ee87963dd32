"""The stages as an offline run calls them: of what was read, and each refusal under its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.intake.files import InputRecord
from pipeline.intake.raw import decode, own_id
from pipeline.settings import ARTICLE_SECONDS
from pipeline.stages.built import Extract, Stages
from pipeline.stages.run_many import (
    Clock,
    clean_many,
    extract_many,
    noted,
    read_raw,
    run_of,
    run_one,
)
from pipeline.types.articles import (
    CleanArticle,
    EnrichedArticle,
    RawArticle,
    Rejection,
    Struct,
    UniqueArticle,
)


class Refused(Struct, frozen=True, kw_only=True):
    """An article that ends here, under its source id."""

    source_id: str
    rejection: Rejection


class Cleaned(Struct, frozen=True, kw_only=True):
    """A clean article."""

    article: CleanArticle


class Deduped(Struct, frozen=True, kw_only=True):
    """A clean article and what the dedup stage made of it."""

    clean: Cleaned
    unique: UniqueArticle


Outcome = Refused | Cleaned | Deduped | EnrichedArticle
"""Where an article may end."""


class Steps:
    """The stages that know nothing of other articles, in this process.

    Args:
        names_file: A TSV of the user's own names, followed as it changes, or None.
        accurate: Let LAC find the names.
        seconds: Processor time that a stage may take for an article of the largest size.
        clock: For the times of processing.

    Raises:
        ResourceError: A word list or model file is missing or damaged.
    """

    def __init__(
        self,
        *,
        names_file: Path | None = None,
        accurate: bool = False,
        seconds: float = ARTICLE_SECONDS,
        clock: Clock = Clock(),  # noqa: B008 - frozen
    ) -> None:
        self._clock = clock
        self._seconds = seconds
        self._cleaner = Stages(("clean",), seconds=seconds).clean
        self._names_file = names_file
        self._accurate = accurate
        self._extract: Extract | None = None

    def clean(self, items: Sequence[InputRecord | RawArticle | Refused]) -> list[Cleaned | Refused]:
        """Return each of `items` judged line by line, or why it was refused."""
        found = [_raw(item, self._clock.now()) for item in items]
        raws = [raw for raw in found if isinstance(raw, RawArticle)]
        cleaned = iter(clean_many(self._cleaner, raws, self._clock))
        return [raw if isinstance(raw, Refused) else _cleaned(raw, next(cleaned)) for raw in found]

    def extract(self, items: Sequence[UniqueArticle | Refused]) -> list[EnrichedArticle | Refused]:
        """Return each of `items` with its names and values, or why it was refused."""
        if self._extract is None:
            # Only now: a run that stops before it needs no model of names.
            self._extract = Stages(
                ("extract",),
                names_file=self._names_file,
                accurate=self._accurate,
                seconds=self._seconds,
            ).extract
        uniques = [item for item in items if isinstance(item, UniqueArticle)]
        enriched = iter(extract_many(self._extract, uniques, self._clock))
        return [
            item if isinstance(item, Refused) else _enriched(item, next(enriched)) for item in items
        ]


def dedup(
    clean: Cleaned, decide: Callable[[CleanArticle], UniqueArticle | Rejection], clock: Clock
) -> Deduped | Refused:
    """Return `clean` as `decide`, which holds the memory, sees it, or why it was refused."""
    ran = run_one("dedup", lambda: decide(clean.article), clock)
    if isinstance(ran, Rejection):
        return Refused(source_id=clean.article.facts.origin.source_id, rejection=ran)
    unique = ran.found
    run = run_of("dedup", ran.at, ran.spent, unique.duplicate.status)
    return Deduped(clean=clean, unique=noted(unique, run))


def raw_or_refused(
    make: Callable[[], RawArticle], source_id: str, now: float
) -> RawArticle | Refused:
    """Return the raw article that `make` gives, or why it is none, under `source_id`."""
    raw = read_raw(make, now)
    return raw if isinstance(raw, RawArticle) else Refused(source_id=source_id, rejection=raw)


def _raw(item: InputRecord | RawArticle | Refused, now: float) -> RawArticle | Refused:
    if isinstance(item, Refused):
        return item
    if isinstance(item, RawArticle):
        return raw_or_refused(lambda: item, item.origin.source_id, now)
    raw = read_raw(lambda: decode(item), now)
    if isinstance(raw, RawArticle):
        return raw
    return Refused(source_id=own_id(item) or item.source_id, rejection=raw)


def _cleaned(raw: RawArticle, found: CleanArticle | Rejection) -> Cleaned | Refused:
    if isinstance(found, Rejection):
        return Refused(source_id=raw.origin.source_id, rejection=found)
    return Cleaned(article=found)


def _enriched(
    unique: UniqueArticle, found: EnrichedArticle | Rejection
) -> EnrichedArticle | Refused:
    if isinstance(found, Rejection):
        return Refused(source_id=unique.facts.origin.source_id, rejection=found)
    return found
