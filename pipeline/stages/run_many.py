"""The one way to run a stage, for a worker and for a run over files: timed, each fault a rejection.

Articles are given to a stage together, which costs less; where that raises, one by one, so that a
bug, and what takes too long, costs the article it is in and no other.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar, cast

import msgspec

from pipeline.cleaning.facts.event_time import dated
from pipeline.codec import too_large
from pipeline.errors import CodecError
from pipeline.stages.watchdog import TooSlowError
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
from pipeline.types.flags import FUTURE_TIME

TOGETHER = 16
"""Articles that a run over files gives to a stage at once: more gain little, and all of them are
held in memory."""

# A detail is for a person, and Kafka UIs show a header on one line.
_LONGEST_DETAIL = 500

A = TypeVar("A")
A_contra = TypeVar("A_contra", contravariant=True)
B_co = TypeVar("B_co", covariant=True)
T = TypeVar("T")
Made = TypeVar("Made", bound=CleanArticle | UniqueArticle | EnrichedArticle)


class Clock(Struct, frozen=True, kw_only=True):
    """Unix seconds for the times of processing, and seconds for how long it took."""

    now: Callable[[], float] = time.time
    spent: Callable[[], float] = time.perf_counter


class Stage(Protocol[A_contra, B_co]):
    """A stage that answers many articles at once, each as if it were alone."""

    def many(self, articles: Sequence[A_contra], /) -> Sequence[B_co | Rejection]:
        """Return what the stage says of each of `articles`."""


class Ran(NamedTuple, Generic[T]):
    """What a piece of work found, when it began (Unix seconds), and the seconds it took."""

    found: T
    at: float
    spent: float


def read_raw(read: Callable[[], RawArticle], now: float) -> RawArticle | Rejection:
    """Return the raw article that `read` gives, or why the clean stage does not get it.

    `now` (Unix seconds) bounds the time of its record, which all its other times are held against.
    """
    try:
        raw = read()
    except Exception as error:  # noqa: BLE001 - whatever was sent, it costs itself alone
        return refused("clean", error)
    if line := too_large(raw.text or raw.html or ""):
        return Rejection(stage="clean", reason="too-large", detail=line)
    return dated(raw, now)


def is_ahead(article: CleanArticle) -> bool:
    """Return whether a time of the article, or of its record, lay too far ahead to be believed."""
    return FUTURE_TIME in article.facts.flags


def clean_many(
    stage: Stage[RawArticle, CleanArticle], raws: Sequence[RawArticle], clock: Clock
) -> list[CleanArticle | Rejection]:
    """Return what the clean stage says of each of `raws`, its run noted."""
    return _run_many("clean", stage, raws, lambda raw: len(raw.text or raw.html or ""), clock)


def extract_many(
    stage: Stage[UniqueArticle, EnrichedArticle], articles: Sequence[UniqueArticle], clock: Clock
) -> list[EnrichedArticle | Rejection]:
    """Return what the extract stage says of each of `articles`, its run noted."""
    return _run_many("extract", stage, articles, lambda article: len(article.body), clock)


def _run_many(
    name: StageName,
    stage: Stage[A, Made],
    articles: Sequence[A],
    size: Callable[[A], int],
    clock: Clock,
) -> list[Made | Rejection]:
    if not articles:
        return []
    ran = run_one(name, lambda: list(zip(articles, stage.many(articles), strict=True)), clock)
    if isinstance(ran, Rejection):
        if len(articles) == 1:
            return [ran]
        # One of them is at fault: each is asked for by itself.
        return [
            found
            for article in articles
            for found in _run_many(name, stage, [article], size, clock)
        ]
    # They were worked on together: each took its part of the time, by its size.
    whole = sum(size(article) + 1 for article in articles)
    return [
        found
        if isinstance(found, Rejection)
        else noted(found, run_of(name, ran.at, ran.spent * (size(article) + 1) / whole, "ok"))
        for article, found in ran.found
    ]


def run_one(
    stage: StageName, work: Callable[[], T | Rejection], clock: Clock
) -> Ran[T] | Rejection:
    """Return what `work` of a stage on one article gives, or its rejection, or that of a fault."""
    at, started = clock.now(), clock.spent()
    try:
        found = work()
    except TooSlowError as error:
        return Rejection(stage=stage, reason="too-slow", detail=_with_place(error, str(error)))
    except Exception as error:  # noqa: BLE001 - a bug costs this article, never the stream
        return internal_error(stage, error)
    return found if isinstance(found, Rejection) else Ran(found, at, clock.spent() - started)


def run_of(stage: StageName, at: float, spent: float, outcome: str) -> StageRun:
    """Return the note of one stage's work; `spent` in seconds."""
    return StageRun(name=stage, at=at, ms=round(1000 * spent, 3), outcome=outcome)


def noted(article: Made, run: StageRun) -> Made:
    """Return `article` with one more stage noted."""
    return msgspec.structs.replace(article, stages=(*article.stages, run))


def refused(stage: StageName, error: Exception) -> Rejection:
    """Return the rejection of a record that raised when it was read: its own fault, or a bug."""
    if isinstance(error, CodecError):
        reason = cast("Reason", error.reason)
        return Rejection(stage=stage, reason=reason, detail=one_line(str(error)))
    return internal_error(stage, error)


def internal_error(stage: StageName, error: BaseException) -> Rejection:
    """Return the rejection of an article that a stage broke on: exception, message, place."""
    detail = _with_place(error, f"{type(error).__name__}: {error}")
    return Rejection(stage=stage, reason="internal-error", detail=detail)


def _with_place(error: BaseException, what: str) -> str:
    """Return `what` as a detail, with the place that `error` was raised at."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    where = ""
    if last is not None:
        code = last.tb_frame.f_code
        where = f" ({code.co_filename.rsplit('/', 1)[-1]}:{last.tb_lineno} in {code.co_name})"
    # A long message must not hide the place.
    return one_line(what, _LONGEST_DETAIL - len(where)) + where


def one_line(detail: str, longest: int = _LONGEST_DETAIL) -> str:
    """Return `detail` as one line of at most so many characters that any encoding can hold."""
    line = " ".join(detail.encode("utf-8", "replace").decode().split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
