"""Which year a date without one is of: the last such day, or the next one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pipeline.text.times.fields import TimeFields
from pipeline.text.times.lunar import movable_day

# A reference may be a day off: the page of an evening is fetched after midnight, or abroad.
_SLACK = timedelta(days=1)
# What was to come and lies no further back has come: a page of 16 October keeps its "将于9月1日起".
_LATELY = timedelta(days=60)
# The last months of parts of a year that what is expected may lie in.
_LONG: dict[int | str | None, int] = {"H1": 6, "H2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}


def past_or_coming(
    days: Sequence[date], today: date, *, coming: bool, near: int, whole: int | str | None = None
) -> date | None:
    """Return which of the yearly (or monthly) days is meant.

    Args:
        days: The day in each year, in order.
        today: The day that the text speaks from.
        coming: The clause says that the day is yet to come.
        near: A day so many days ahead is meant even where nothing says so.
        whole: The last month of a range of months, or the part of a year: figures are told of it
            when it is over.
    """
    past = max((day for day in days if day <= today + _SLACK), default=None)
    if past and not coming and whole and not _is_over(past, whole, today):
        past = max((day for day in days if day < past), default=None)
    future = min((day for day in days if day > today), default=None)
    if past is None or future is None:
        return past or future
    if today - past <= _SLACK:
        return past
    ahead = future - today
    if coming and past and whole in _LONG and not _is_past(past, whole, today):
        # 预计下半年趋稳 said in August is of the half that runs.
        return past
    if coming:
        return past if today - past <= _LATELY and ahead > 3 * _LATELY else future
    return future if ahead <= timedelta(days=near) else past


def _is_past(start: date, whole: int | str | None, today: date) -> bool:
    """Say whether the last month of a part of a year that began at `start` has come."""
    return (today.year, today.month) >= (start.year, _LONG.get(whole, start.month))


def _is_over(start: date, whole: int | str, today: date) -> bool:
    """Say whether figures of a part of a year that began at `start` can be told."""
    if isinstance(whole, int):
        year = start.year + (whole < start.month)
        return (today.year, today.month) >= (year, whole)
    last = {"Q1-Q3": 9, "H1": 4}.get(whole)
    return last is None or (today.year, today.month) >= (start.year, last)


def of_weekday(weekday: int, today: date, *, coming: bool) -> date:
    """Return the last such weekday up to today, or the next from today on."""
    step = (weekday - today.weekday()) % 7 if coming else -((today.weekday() - weekday) % 7)
    return today + timedelta(days=step)


def in_year(fields: TimeFields, year: int) -> date | None:
    """Return a named day of a year."""
    if fields.month is None or fields.day is None:
        return movable_day(fields.festival, year)
    return date(year, fields.month, fields.day)
