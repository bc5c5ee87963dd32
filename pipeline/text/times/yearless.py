"""A date that leaves out its year or month: which one its text means."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from pipeline.text.times.calendar import in_china
from pipeline.text.times.cues import is_future, is_past
from pipeline.text.times.fields import TimeFields
from pipeline.text.times.span import TimeSpan
from pipeline.text.times.told import DAY, MONTH, REACH, ToldDates
from pipeline.text.times.years import past_or_coming

STOPS = re.compile("[。;；!！?？\n]")
_SENTENCE_STOPS = re.compile("[。!！?？\n]")
# Years before the article's, from which on its news are history.
_LONG_PAST = 2
# A date that ends so is a night: the small hours behind it are of the next day.
_NIGHT = re.compile("[夜晚]")
# 每天9点: an hour of no day.
_EVERY = re.compile(
    "每[天日晚早周逢个]|平时|一般|通常|往往|建议|工作日|周[一二三四五六]至|营业时间|开放时间"
)
# A year that something is from dates nothing else: 2015年成立的公司.
_ORIGIN = re.compile("[^,，。;；]{0,6}(?:成立|创立|创办|创建|出生|毕业|上市|始建|建成|开业|登陆)")
_SOON = timedelta(days=31)


class Yearless:
    """Completes dates by what their text has told before.

    Args:
        text: The text that the spans were found in.
        reference: The day the text speaks from, None when it is not known.
    """

    def __init__(self, text: str, reference: datetime | None) -> None:
        self._text = text
        self._reference = in_china(reference)
        self._told = ToldDates(text)

    def _is_coming(self, span: TimeSpan) -> bool:
        """Say whether its clause, or the date that its sentence told before, is of the future."""
        if is_future(self._text, span.start, span.end):
            return True
        told, today = self._told.latest, self._reference
        if told is None or today is None or STOPS.search(self._text[told.end : span.start]):
            return False
        return told.parts == DAY and told.day > today.date() + timedelta(days=1)

    def _own_year(self, span: TimeSpan) -> TimeFields | None:
        """Return a date with the year that its sentence told before: 2023年3月5日…,6月8日."""
        told = self._told.latest
        if told is None or not told.own_year or span.fields.weekday is not None:
            return None
        between = self._text[told.end : span.start]
        # Of a year long past a whole sentence tells: 1945年8月15日,…;9月9日.
        old = self._reference is not None and self._reference.year - told.day.year > _LONG_PAST
        stops = _SENTENCE_STOPS if old else STOPS
        if len(between) > REACH or stops.search(between) or _ORIGIN.match(self._text, told.end):
            return None
        fields, year = span.fields, told.day.year
        lone = fields.month is None and fields.day is not None
        if lone or (told.parts > 1 and (fields.part or (fields.month or 0) < told.day.month)):
            return None
        if self._reference is not None and "其中" not in between:
            latest = self._yearless(span, self._reference.date())
            start = _first_day(latest) if latest else None
            if start is None or self._reference.date() - start <= _SOON:
                return None
        return replace(fields, year=year)

    def _clock(self, span: TimeSpan) -> TimeFields | None:
        """Return a time of day on the day that its line told last; else it may be of no day."""
        before = STOPS.split(self._text[max(0, span.start - 40) : span.start])[-1]
        if _EVERY.search(before):
            # A copy: what is unknown of it stays out.
            return replace(span.fields)
        told = self._told.last(span, 3)
        if told is None or "\n" in self._text[told.end : span.start]:
            # Of 40 such hours in real articles 35 were of no day, or of another than the
            # article's: its own must have been told last, or lie ahead.
            today = self._reference.date() if self._reference else None
            last = self._told.near(span)
            own = last is not None and last.day == today
            own = own or is_future(self._text, span.start, span.end)
            return span.fields if own else replace(span.fields)
        day = told.day
        night = _NIGHT.search(self._text, told.end - 2, told.end)
        if night and self._text.startswith("凌晨", span.start):
            # 13日夜间突发山洪,凌晨2点前转移了83户
            day += timedelta(days=1)
        return replace(span.fields, year=day.year, month=day.month, day=day.day)

    def _month_told(self, span: TimeSpan) -> TimeFields | None:
        """Return a day of the month that its line told before: 9月28日…,30日."""
        fields, today = span.fields, self._reference
        told = self._told.last(span, 3)
        if fields.month is not None or fields.day is None or told is None or today is None:
            return None
        if not told.written or "\n" in self._text[told.end : span.start]:
            return None
        try:
            day = told.day.replace(day=fields.day)
        except ValueError:
            return None
        near = abs(today.date().day - fields.day) <= 1 and told.day < today.date() - _SOON
        if day < told.day or day > today.date() + timedelta(days=1) or near:
            return None
        return replace(fields, year=day.year, month=day.month)

    def _month_after(self, span: TimeSpan, today: date) -> TimeFields | None:
        """Return the month behind the one that its sentence told: 6月初下调了7月的报价."""
        fields, told = span.fields, self._told.latest
        if fields.month is None or fields.day or fields.until or told is None or not told.written:
            return None
        months = told.day.year * 12 + told.day.month
        coming = told.parts == MONTH and months == today.year * 12 + today.month
        if not coming or fields.month != told.day.month % 12 + 1:
            return None
        stopped = STOPS.search(self._text[told.end : span.start])
        return None if stopped else replace(fields, year=months // 12)

    def _yearless(self, span: TimeSpan, today: date) -> TimeFields | None:
        """Return a date without a year in the past, or in the future where its clause says so."""
        fields = span.fields
        coming = self._is_coming(span)
        # Figures are told of months, and of no thirds of them: 10月下旬至11月中旬 may be to come.
        until = None if "旬" in self._text[span.start : span.end] else fields.until
        whole = until or (fields.part if fields.month is None and fields.part else None)
        past = is_past(self._text, span.start, span.end)
        if fields.month is None and fields.day is not None:
            months = (today.year * 12 + today.month - 1 + step for step in range(-3, 3))
            dated = [(month // 12, month % 12 + 1) for month in months]
            near = -1 if past else 5
        else:
            # Two 29ths of February are up to eight years apart.
            back = 8 if (fields.month, fields.day) == (2, 29) else 1
            month = _first_month(fields)
            dated = [(today.year + step, month) for step in range(-back, back + 1)]
            near = -1 if past or whole is not None else 20
        days = [day for year, month in dated if (day := _day(year, month, fields.day or 1))]
        chosen = past_or_coming(days, today, coming=coming, near=near, whole=whole)
        if chosen is None:
            return None
        told = fields.month is not None or fields.day is not None
        return replace(fields, year=chosen.year, month=chosen.month if told else None)


def _first_month(fields: TimeFields) -> int:
    """Return the month that a date or a part of a year begins with."""
    if fields.part[:1] == "Q":
        return int(fields.part[1]) * 3 - 2
    if fields.part[:1] == "H":
        return 1 if fields.part == "H1" else 7
    return fields.month or 1


def _day(year: int, month: int, day: int) -> date | None:
    """Return that day, None where no calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _first_day(fields: TimeFields) -> date | None:
    """Return the first day of a date whose year is known, None where no calendar has it."""
    return _day(fields.year or 1, _first_month(fields), fields.day or 1)
