"""The dates that a text has told so far, for what counts from them."""

from __future__ import annotations

from datetime import date
from typing import Final

from pipeline.text.times.calendar import Resolved
from pipeline.text.times.fields import TimeFields
from pipeline.text.times.span import TimeSpan
from pipeline.types.articles import Struct

REACH: Final = 300
"""A date told so far back says nothing of 当日: a paragraph or two."""

LINES: Final = 2
"""Of so many lines before only a date counts that is written out."""

MONTH: Final = 2
"""The parts of a date that is known to its month: year, month."""

DAY: Final = 3
"""The parts of a date that is known to its day."""


class ToldDate(Struct, frozen=True, kw_only=True):
    """A date that the text has told: where, its day, how much of it, and whether by its year."""

    end: int
    day: date
    parts: int
    written: bool
    own_year: bool


class ToldDates:
    """Keeps the dates of one text in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._dates: list[ToldDate] = []

    @property
    def latest(self) -> ToldDate | None:
        """The date told last."""
        return self._dates[-1] if self._dates else None

    def last(self, span: TimeSpan, parts: int) -> ToldDate | None:
        """Return the last date before `span` that is known to so many parts.

        From a line before only a date counts that is written out: its 今天 is that of the report.
        """
        for told in reversed(self._dates):
            between = self._text[told.end : span.start]
            if len(between) > REACH:
                return None
            lines = between.count("\n")
            if told.parts >= parts and (not lines or (told.written and lines <= LINES)):
                return told
        return None

    def month(self, span: TimeSpan) -> ToldDate | None:
        """Return the month that was told last before `span`, known to no day."""
        for told in reversed(self._dates):
            between = self._text[told.end : span.start]
            if len(between) > REACH or between.count("\n") > LINES:
                return None
            if told.parts == MONTH and told.written:
                return told
        return None

    def near(self, span: TimeSpan) -> ToldDate | None:
        """Return the date told last, where that is near `span` and known to its day."""
        told = self.latest
        return told if told and told.parts == DAY and span.start - told.end <= REACH else None

    def add(self, span: TimeSpan, fields: TimeFields | None, meaning: Resolved | None) -> None:
        """Keep a date for what counts from it."""
        if meaning is None or meaning.instant is None or span.fields.shift in {"hour", "minute"}:
            return
        parts = {"year": 1, "half-year": 1, "quarter": 1, "month": 2, "week": 2}.get(
            meaning.precision, 3
        )
        own = span.fields
        written = own.day is not None or own.month is not None or own.year is not None
        known = own.year is not None or (
            fields is not None and own.told and fields.year is not None
        )
        day = date.fromisoformat(meaning.instant[:10])
        self._dates.append(
            ToldDate(end=span.end, day=day, parts=parts, written=written, own_year=known)
        )
