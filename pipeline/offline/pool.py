"""Other processes for the stages that need one article at a time: order kept, memory bounded."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from pipeline.intake.files import InputRecord
from pipeline.offline.printed import enriched_line, refused, written
from pipeline.offline.steps import Cleaned, Refused, Steps
from pipeline.stages.garbage import look_seldom
from pipeline.stages.run_many import TOGETHER
from pipeline.types.articles import EnrichedArticle, UniqueArticle

A = TypeVar("A")
B = TypeVar("B")

# Tasks ahead of the reader, a process: enough to keep it busy, and bounded.
_AHEAD = 3

_steps: Steps | None = None


class Workshop:
    """A pool of processes that each hold the stages.

    Args:
        jobs: The number of processes.
        names_file: As `Steps` takes it, like the others.
        accurate: The same.
        seconds: The same.
    """

    def __init__(
        self, jobs: int, names_file: Path | None, *, accurate: bool, seconds: float
    ) -> None:
        # Spawned, not forked: the parent may have threads (a progress bar).
        self._pool = ProcessPoolExecutor(
            jobs,
            mp_context=get_context("spawn"),
            initializer=_prepare,
            initargs=(names_file, accurate, seconds),
        )
        self._window = jobs * _AHEAD

    def __enter__(self) -> Self:
        """Return the workshop itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End all processes; what is not yet begun is dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def clean(self, items: Iterable[InputRecord]) -> Iterator[Cleaned | Refused]:
        """Yield each of `items` judged line by line, in order."""
        return self._map(_clean, items)

    def extract(self, items: Iterable[UniqueArticle | Refused]) -> Iterator[tuple[bool, bytes]]:
        """Yield whether each of `items` was accepted, and its JSON line, in order."""
        return self._map(_extract, items)

    def _map(self, work: Callable[[list[A]], list[B]], items: Iterable[A]) -> Iterator[B]:
        source = iter(items)
        waiting: deque[Future[list[B]]] = deque()
        # Pickling one article costs about what judging a short one does: a task holds several.
        while chunk := list(itertools.islice(source, TOGETHER)):
            waiting.append(self._pool.submit(work, chunk))
            if len(waiting) >= self._window:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _prepare(
    names_file: Path | None,
    accurate: bool,  # noqa: FBT001 - a pool passes by place
    seconds: float,
) -> None:
    global _steps  # noqa: PLW0603 - a pool's process has no other place for what it holds
    look_seldom()
    _steps = Steps(names_file=names_file, accurate=accurate, seconds=seconds)


def _clean(chunk: list[InputRecord]) -> list[Cleaned | Refused]:
    assert _steps is not None
    return _steps.clean(chunk)


def _extract(chunk: list[UniqueArticle | Refused]) -> list[tuple[bool, bytes]]:
    assert _steps is not None
    return [_line(found) for found in _steps.extract(chunk)]


def _line(found: EnrichedArticle | Refused) -> tuple[bool, bytes]:
    if isinstance(found, Refused):
        return False, refused(found.source_id, found.rejection)
    source_id = found.article.facts.origin.source_id
    return written("extract", source_id, lambda: enriched_line(found))
