"""Run the same stages over a file, without a broker.

Judging lines and finding names need one article at a time and may run in other processes; the
dedup stage stands between them, in order, and its memory goes from past to future only. So the
output is the same for any number of processes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pipeline.codec import decode_json, encode_json, raw_from_fields
from pipeline.errors import UsageError
from pipeline.intake.files import InputRecord
from pipeline.offline.dedup import OfflineDedup
from pipeline.offline.pool import Workshop
from pipeline.offline.printed import (
    clean_json,
    dedup_json,
    enriched_json,
    enriched_line,
    refused,
    rejected_json,
    written,
)
from pipeline.offline.steps import Cleaned, Deduped, Outcome, Refused, Steps, dedup, raw_or_refused
from pipeline.settings import ARTICLE_SECONDS, Settings
from pipeline.stages.built import Stages
from pipeline.stages.run_many import TOGETHER, Clock
from pipeline.types.articles import (
    EnrichedArticle,
    Facts,
    Origin,
    RawArticle,
    StageName,
    Struct,
    UniqueArticle,
)

Article = RawArticle | Mapping[str, object] | str
T = TypeVar("T")
STAGES: tuple[StageName, ...] = ("clean", "dedup", "extract")


class Options(Struct, frozen=True, kw_only=True):
    """What a run over files can be told.

    `names_file` is a TSV of the user's own names; `accurate` lets LAC find names; `seconds` of
    processor time are what a stage may take for an article of the largest size.
    """

    stage: StageName = "extract"
    jobs: int = 1
    names_file: Path | None = None
    accurate: bool = False
    seconds: float = ARTICLE_SECONDS


def enrich(
    articles: Iterable[Article],
    *,
    stage: StageName = "extract",
    settings: Settings | None = None,
    clock: Callable[[], float] = time.time,
) -> Iterator[dict[str, Any]]:
    """Yield what `news enrich` would print for each of `articles`, in their order.

    Args:
        articles: Raw articles, envelopes as in docs/cli.md, or plain texts. An article that
            names no time came now.
        stage: The stage after which to stop: clean, dedup or extract.
        settings: Whose `names_file` holds the user's own names, and whose `accurate` and
            `article_seconds` count; none when absent.
        clock: Returns the Unix seconds of now.

    Raises:
        UsageError: `stage` is none of the three.
        ResourceError: The names file is missing or damaged.
    """
    options = Options(stage=stage)
    if settings:
        options = Options(
            stage=stage,
            names_file=settings.names_file,
            accurate=settings.accurate,
            seconds=settings.article_seconds,
        )
    made = (_to_raw(article, number, clock()) for number, article in enumerate(articles, 1))
    # What an iterator yields next may depend on what was said of the article before.
    ahead = TOGETHER if isinstance(articles, Collection) else 1
    for outcome in outcomes(made, options, clock=Clock(now=clock), ahead=ahead):
        # As they are printed: lists where the records hold tuples.
        _, line = _line(outcome)
        yield decode_json(line)


def enrich_inputs(inputs: Iterable[InputRecord], options: Options) -> Iterator[tuple[bool, bytes]]:
    """Yield `(accepted, JSON line)` for each of `inputs`, in order, the same for any `jobs`.

    Raises:
        UsageError: `stage` or `jobs` is out of range, or an input cannot be read.
        ResourceError: The names file is missing or damaged.
    """
    if options.jobs == 1:
        yield from map(_line, outcomes(inputs, options))
        return
    _check(options)
    with Workshop(
        options.jobs, options.names_file, accurate=options.accurate, seconds=options.seconds
    ) as workshop:
        cleaned = workshop.clean(inputs)
        if options.stage == "clean":
            yield from map(_line, cleaned)
            return
        remembered = _remember(cleaned, options.seconds, Clock())
        if options.stage == "dedup":
            yield from map(_line, remembered)
            return
        yield from workshop.extract(_unique(item) for item in remembered)


def outcomes(
    items: Iterable[InputRecord | RawArticle | Refused],
    options: Options,
    *,
    clock: Clock = Clock(),  # noqa: B008 - frozen
    ahead: int = TOGETHER,
) -> Iterator[Outcome]:
    """Yield where each of `items` ended after `options.stage`, in order, in this process.

    Up to `ahead` of them are read before the first of them is yielded: together they cost less.
    """
    _check(options)
    steps = Steps(
        names_file=options.names_file,
        accurate=options.accurate,
        seconds=options.seconds,
        clock=clock,
    )
    cleaned = (found for chunk in _chunks(items, ahead) for found in steps.clean(chunk))
    if options.stage == "clean":
        yield from cleaned
        return
    remembered = _remember(cleaned, options.seconds, clock)
    if options.stage == "dedup":
        yield from remembered
        return
    for chunk in _chunks(remembered, ahead):
        yield from steps.extract([_unique(item) for item in chunk])


def _chunks(items: Iterable[T], most: int) -> Iterator[list[T]]:
    """Yield `items` in lists of 1, 2, 4 and so on up to `most`: the first answer comes at once."""
    source, size = iter(items), 1
    while chunk := list(islice(source, size)):
        yield chunk
        size = min(2 * size, most)


def printable(outcome: Outcome) -> dict[str, Any]:
    """Return the object that `news enrich` prints for `outcome`."""
    if isinstance(outcome, Refused):
        return rejected_json(outcome.source_id, outcome.rejection)
    if isinstance(outcome, Cleaned):
        return clean_json(outcome.article)
    if isinstance(outcome, Deduped):
        return dedup_json(outcome.clean.article, outcome.unique)
    return enriched_json(outcome)


def _line(outcome: Outcome) -> tuple[bool, bytes]:
    """Return `(accepted, JSON line)` for where an article ended."""
    if isinstance(outcome, Refused):
        return False, refused(outcome.source_id, outcome.rejection)
    stage, facts = _stage_and_facts(outcome)
    if isinstance(outcome, EnrichedArticle):
        return written(stage, facts.origin.source_id, lambda: enriched_line(outcome))
    return written(stage, facts.origin.source_id, lambda: encode_json(printable(outcome)))


def _stage_and_facts(outcome: Cleaned | Deduped | EnrichedArticle) -> tuple[StageName, Facts]:
    if isinstance(outcome, Cleaned):
        return "clean", outcome.article.facts
    if isinstance(outcome, Deduped):
        return "dedup", outcome.unique.facts
    return "extract", outcome.article.facts


def _remember(
    cleaned: Iterable[Cleaned | Refused], seconds: float, clock: Clock
) -> Iterator[Deduped | Refused]:
    """Yield each of `cleaned` after the dedup stage, whose memory fills on the way."""
    stage = OfflineDedup(Stages(("dedup",), seconds=seconds).dedup)
    for item in cleaned:
        yield item if isinstance(item, Refused) else dedup(item, stage, clock)


def _unique(item: Deduped | Refused) -> UniqueArticle | Refused:
    return item if isinstance(item, Refused) else item.unique


def _to_raw(article: Article, number: int, now: float) -> RawArticle | Refused:
    """Return `article` as a raw article that came now, or why it is none."""
    if isinstance(article, RawArticle):
        return article
    origin = Origin(source_id=f"articles:{number}", timestamp=now)
    fields = {"text": article} if isinstance(article, str) else article
    given = fields.get("id")
    named = isinstance(given, str | int) and not isinstance(given, bool) and given != ""
    source_id = str(given) if named else origin.source_id
    return raw_or_refused(lambda: raw_from_fields(fields, origin), source_id, now)


def _check(options: Options) -> None:
    if options.stage not in STAGES:
        raise UsageError(f"no stage is called {options.stage!r}", mend=f"Take one of {STAGES}")
    if options.jobs < 1:
        raise UsageError(f"{options.jobs} jobs are no number of processes", mend="Give 1 or more")
