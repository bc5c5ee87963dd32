"""Times of a whole text, each read by what stands before it: 当日, 次年, 一年后, 3月5日.

`resolve` reads one span against the day of the text. Here a day without a year is past unless its
clause says otherwise (of such dates in 250 reports of September to December the nearest was a year
off in 11 %), and what counts from a date counts from the one told before. Where none is told, it
stays unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from msgspec.structs import replace

from pipeline.text.times.calendar import Resolved, anchor, compose
from pipeline.text.times.cues import is_compared, is_future, is_long_ago
from pipeline.text.times.fields import TimeFields
from pipeline.text.times.find import resolve
from pipeline.text.times.span import TimeSpan
from pipeline.text.times.yearless import Yearless
from pipeline.text.times.years import in_year, of_weekday, past_or_coming

# Between two names of one feast.
_SAME = 4
# A year that nobody can tell; and the days of what lasts for some.
_THAT_YEAR = ("那年", "那一年")
_FIRST_DAY = re.compile("第一天[^。;!?\n]{0,30}$")
_BRACKETS = {"(": ")", "（": "）"}


class _Counted(Yearless):
    """Counts from the dates that the text told before: 次日, 同年, 较上月."""

    def _from_told(self, span: TimeSpan) -> TimeFields | None:
        """Return 次日, 同年3月 or 两天后 counted from the date before it, None without one."""
        fields = span.fields
        if self._text[span.start] == "第" and _FIRST_DAY.search(self._text[: span.start][-40:]):
            return None
        parts = {"day": 3, "week": 3, "month": 2, "quarter": 2, "year": 1}.get(fields.shift, 4)
        if fields.shift == "month" and fields.day is None and fields.amount != int(fields.amount):
            return None
        if (
            fields.shift == "year"
            and not fields.amount
            and is_long_ago(self._text, span.start, span.end)
        ):
            return None
        told = self._told.last(span, parts)
        if told is None:
            return self._coming(span)
        since = datetime.combine(told.day, datetime.min.time())
        found = anchor(fields, since, past=False)
        return found and replace(found, shift="", told=False)

    def _compared(self, span: TimeSpan) -> datetime | None:
        """Return the day of the figures that those of 上月 or 上年 are compared with."""
        if span.fields.amount != -1 or not is_compared(self._text, span.start, span.end):
            return None
        if span.fields.shift == "month":
            told = self._told.month(span)
        else:
            told = self._told.last(span, 1) if self._text[span.start] == "上" else None
        return datetime.combine(told.day, datetime.min.time()) if told else None

    def _coming(self, span: TimeSpan) -> TimeFields | None:
        """Return 三天后 counted from the day of the text where its clause is of the future."""
        counted = self._text[span.end - 1] in "后後"
        if (
            self._reference is None
            or not counted
            or span.fields.shift in {"hour", "minute", "second"}
        ):
            return None
        if not is_future(self._text, span.start, span.end):
            return None
        found = anchor(span.fields, self._reference, past=False)
        return found and replace(found, shift="")


class Narrative(_Counted):
    """Reads the times of one text in order; pure.

    Args:
        text: The text that the spans were found in.
        reference: The day the text speaks from, None when it is not known.
    """

    def read(self, spans: Sequence[TimeSpan]) -> Iterator[Resolved | None]:
        """Yield what each span means, None where that stays unresolved."""
        for index, span in enumerate(spans):
            following = spans[index + 1] if index + 1 < len(spans) else None
            fields = self._anchored(span, following)
            meaning = None
            if fields is span.fields:
                meaning = resolve(span, self._reference)
            elif fields is not None:
                meaning = compose(fields, local=span.local)
            self._told.add(span, fields, meaning)
            yield meaning

    def _anchored(self, span: TimeSpan, following: TimeSpan | None) -> TimeFields | None:
        """Return the fields with what the text adds; the same ones where it adds nothing."""
        fields = span.fields
        if fields.part in {"decade", "century", "vague", "fiscal"}:
            return fields
        if fields.told:
            return self._from_told(span)
        if fields.festival:
            return self._feast(span)
        if fields.shift in {"month", "year"} and (since := self._compared(span)):
            found = anchor(fields, since, past=False)
            return found and replace(found, shift="")
        if fields.year is not None or fields.shift:
            return fields
        return self._incomplete(span, following)

    def _incomplete(self, span: TimeSpan, following: TimeSpan | None) -> TimeFields | None:
        """Return a date with the year, month or day that it leaves out."""
        fields, today = span.fields, self._reference
        if self._text.endswith(_THAT_YEAR, 0, span.start):
            return None
        dated = fields.month is not None or fields.day is not None or fields.weekday is not None
        if not dated and not fields.part:
            return self._clock(span)
        if today is None:
            return self._own_year(span) or fields
        if fields.weekday is not None:
            return self._weekday(span, following, today.date())
        return (
            self._own_year(span)
            or self._month_told(span)
            or self._month_after(span, today.date())
            or self._yearless(span, today.date())
        )

    def _feast(self, span: TimeSpan) -> TimeFields | None:
        """Return a named day of the year that stands before it, or of that of the text."""
        fields, today = span.fields, self._reference
        last = self._told.latest
        between = self._text[last.end : span.start] if last else ""
        joined = last and between in {"", "的", "年", "农历", "“"}
        if last and joined and last.parts == 1:
            year = last.day.year
        elif last and len(between) <= _SAME and in_year(fields, last.day.year) == last.day:
            # 2021年“六一”国际儿童节: two names of one day.
            year = last.day.year
        elif today is None:
            return fields
        else:
            choices = [in_year(fields, today.year + step) for step in (-1, 0, 1)]
            day = past_or_coming(
                [each for each in choices if each],
                today.date(),
                coming=is_future(self._text, span.start, span.end),
                near=60,
            )
            if day is None:
                return fields
            year = day.year
        day = in_year(fields, year)
        return replace(fields, year=day.year, month=day.month, day=day.day) if day else fields

    def _weekday(self, span: TimeSpan, following: TimeSpan | None, today: date) -> TimeFields:
        """Return a weekday: of the date in brackets behind it, else the last one, or the next."""
        if (
            following
            and self._text[span.end : following.start] in _BRACKETS
            and following.fields.day
        ):
            found = self._yearless(following, today)
            if found and found.year and found.month and found.day:
                return _on(span.fields, date(found.year, found.month, found.day))
        coming = self._is_coming(span)
        return _on(span.fields, of_weekday(span.fields.weekday or 0, today, coming=coming))


def _on(fields: TimeFields, day: date) -> TimeFields:
    return replace(fields, year=day.year, month=day.month, day=day.day)
