"""The stages as an offline run calls them: timed, and with every fault a rejection."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import msgspec

from pipeline.errors import CodecError
from pipeline.intake.files import InputRecord
from pipeline.intake.raw import decode
from pipeline.stages.built import Extract, Stages
from pipeline.types.articles import (
    CleanArticle,
    EnrichedArticle,
    RawArticle,
    Reason,
    Rejection,
    StageName,
    StageRun,
    Struct,
    UniqueArticle,
)

Clock = Callable[[], float]


class Refused(Struct, frozen=True, kw_only=True):
    """An article that ends here, under its source id."""

    source_id: str
    rejection: Rejection


class Cleaned(Struct, frozen=True, kw_only=True):
    """A clean article; `page` says that its text was extracted from HTML."""

    article: CleanArticle
    page: bool


class Deduped(Struct, frozen=True, kw_only=True):
    """A clean article and what the dedup stage made of it."""

    clean: Cleaned
    unique: UniqueArticle


class Steps:
    """The stages that know nothing of other articles, in this process.

    Args:
        names_file: A TSV of the user's own names, followed as it changes, or None.
        accurate: Let LAC find the names.
        clock: Unix seconds now, for the times of processing.

    Raises:
        ResourceError: A word list or model file is missing or damaged.
    """

    def __init__(
        self,
        *,
        names_file: Path | None = None,
        accurate: bool = False,
        clock: Clock = time.time,
    ) -> None:
        self._clock = clock
        self._cleaner = Stages(("clean",)).clean
        self._names_file = names_file
        self._accurate = accurate
        self._extract: Extract | None = None

    def clean(self, items: Sequence[InputRecord | RawArticle | Refused]) -> list[Cleaned | Refused]:
        """Return each of `items` judged line by line, or why it was refused."""
        read = [_raw(item) for item in items]
        cleaned = iter(self._clean([raw for raw in read if isinstance(raw, RawArticle)]))
        return [raw if isinstance(raw, Refused) else next(cleaned) for raw in read]

    def _clean(self, raws: Sequence[RawArticle]) -> list[Cleaned | Refused]:
        at, started = self._clock(), time.perf_counter()
        try:
            found = self._cleaner.many(raws)
        except Exception as error:  # noqa: BLE001 - a bug costs one article, never the run
            if len(raws) == 1:
                return [_broken(raws[0].origin.source_id, "clean", error)]
            return [answer for raw in raws for answer in self._clean([raw])]
        spent = time.perf_counter() - started
        sizes = [len(raw.text or raw.html or "") + 1 for raw in raws]
        # They were cleaned together: each took its part of the time.
        shares = [spent * size / sum(sizes) for size in sizes]
        return [_cleaned(*each, at) for each in zip(raws, found, shares, strict=True)]

    def extract(self, items: Sequence[UniqueArticle | Refused]) -> list[EnrichedArticle | Refused]:
        """Return each of `items` with its names and values, or why it was refused."""
        enriched = iter(self._enriched([item for item in items if isinstance(item, UniqueArticle)]))
        return [item if isinstance(item, Refused) else next(enriched) for item in items]

    def _enriched(self, uniques: Sequence[UniqueArticle]) -> list[EnrichedArticle | Refused]:
        if self._extract is None:
            # Only now: a run that stops before it needs no model of names.
            self._extract = Stages(
                ("extract",), names_file=self._names_file, accurate=self._accurate
            ).extract
        at, started = self._clock(), time.perf_counter()
        try:
            found = self._extract.many(uniques)
        except Exception as error:  # noqa: BLE001 - as in `clean`
            if len(uniques) == 1:
                return [_broken(uniques[0].facts.origin.source_id, "extract", error)]
            return [answer for unique in uniques for answer in self._enriched([unique])]
        spent = time.perf_counter() - started
        sizes = [len(unique.body) + 1 for unique in uniques]
        shares = [spent * size / sum(sizes) for size in sizes]
        return [_enriched(*each, at) for each in zip(uniques, found, shares, strict=True)]


def dedup(
    clean: Cleaned, decide: Callable[[CleanArticle], UniqueArticle], clock: Clock
) -> Deduped | Refused:
    """Return `clean` as `decide`, which holds the memory, sees it, or why it was refused."""
    at, started = clock(), time.perf_counter()
    try:
        unique = decide(clean.article)
    except Exception as error:  # noqa: BLE001 - as in `Steps.clean`
        return _broken(clean.article.facts.origin.source_id, "dedup", error)
    run = _run("dedup", at, time.perf_counter() - started, unique.duplicate.status)
    unique = msgspec.structs.replace(unique, stages=(*unique.stages, run))
    return Deduped(clean=clean, unique=unique)


def refused_by(error: CodecError, source_id: str) -> Refused:
    """Return the rejection that an unreadable record gets."""
    rejection = Rejection(stage="clean", reason=cast("Reason", error.reason), detail=str(error))
    return Refused(source_id=source_id, rejection=rejection)


def _broken(source_id: str, stage: StageName, error: Exception) -> Refused:
    detail = " ".join(f"{type(error).__name__}: {error}".split())
    return Refused(
        source_id=source_id,
        rejection=Rejection(stage=stage, reason="internal-error", detail=detail[:500]),
    )


def _raw(item: InputRecord | RawArticle | Refused) -> RawArticle | Refused:
    if isinstance(item, RawArticle | Refused):
        return item
    try:
        return decode(item)
    except CodecError as error:
        return refused_by(error, item.source_id)


def _cleaned(
    raw: RawArticle, found: CleanArticle | Rejection, spent: float, at: float
) -> Cleaned | Refused:
    if isinstance(found, Rejection):
        return Refused(source_id=raw.origin.source_id, rejection=found)
    run = _run("clean", at, spent, "ok")
    clean = msgspec.structs.replace(found, stages=(*found.stages, run))
    return Cleaned(article=clean, page=raw.html is not None)


def _enriched(
    unique: UniqueArticle, found: EnrichedArticle | Rejection, spent: float, at: float
) -> EnrichedArticle | Refused:
    if isinstance(found, Rejection):
        return Refused(source_id=unique.facts.origin.source_id, rejection=found)
    # The earlier stages' runs stand in the article itself.
    return msgspec.structs.replace(found, stages=(_run("extract", at, spent, "ok"),))


def _run(name: StageName, at: float, spent: float, outcome: str) -> StageRun:
    return StageRun(name=name, at=at, ms=1000 * spent, outcome=outcome)
