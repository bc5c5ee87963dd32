"""One pasted article through the stages of `news explain`, in this process, one at a time."""

from __future__ import annotations

import time
from threading import Lock

from pipeline.document.fields import EnrichedDocument
from pipeline.document.ninjs import document
from pipeline.intake.files import InputRecord
from pipeline.offline.dedup import OfflineDedup
from pipeline.offline.steps import Refused, Steps, dedup
from pipeline.settings import Settings
from pipeline.stages.run_many import Clock
from pipeline.text.lines import from_columns
from pipeline.types.articles import EnrichedArticle, Line, Struct

LARGEST = 1 << 20
"""Bytes that are taken: of what is pasted by hand."""


class Tried(Struct, frozen=True, kw_only=True):
    """What came of it: an article with its judged lines, or why it was refused."""

    document: EnrichedDocument | None = None
    lines: tuple[Line, ...] = ()
    stages: tuple[tuple[str, float], ...] = ()
    refused: str = ""


class Trial:
    """The stages, made when they are first asked for: that takes seconds.

    Args:
        settings: Whose names file and limits count.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._steps: Steps | None = None
        self._one = Lock()

    def run(self, text: str, *, html: bool, site: str) -> Tried:
        """Return what the stages make of a text or page that nobody saw before.

        Raises:
            ResourceError: A model or the names file is missing or damaged.
        """
        given = InputRecord(
            source_id="pasted",
            data=text.encode("utf-8", "replace"),
            content_type="text/html" if html else "text/plain",
            charset="utf-8",
            mtime=time.time(),
            site=site or None,
        )
        with self._one:
            if self._steps is None:
                self._steps = Steps(
                    names_file=self._settings.names_file, seconds=self._settings.article_seconds
                )
            (clean,) = self._steps.clean([given])
            if isinstance(clean, Refused):
                return _refused(clean)
            unique = dedup(clean, OfflineDedup(), Clock())
            if isinstance(unique, Refused):
                return _refused(unique)
            (found,) = self._steps.extract([unique.unique])
        return _refused(found) if isinstance(found, Refused) else _tried(found)


def _tried(found: EnrichedArticle) -> Tried:
    article = found.article
    return Tried(
        document=document(found),
        lines=tuple(from_columns(article.lines)),
        stages=tuple((run.name, run.ms) for run in (*article.stages, *found.stages)),
    )


def _refused(refused: Refused) -> Tried:
    why = refused.rejection
    return Tried(refused=f"{why.stage}: {why.reason}: {why.detail}")
