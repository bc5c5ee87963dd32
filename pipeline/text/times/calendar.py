"""Fields of a date or time put on the calendar, seen from a reference day."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Literal, cast

import msgspec

from pipeline.text.times.fields import TimeFields
from pipeline.types.articles import Struct

# China has kept one zone, without summer time, since 1992.
CHINA = timezone(timedelta(hours=8))
# A reference may be a day off: the page of an evening is fetched after midnight, or abroad.
# The first year of the century that we live in.
_THIS_CENTURY = 2000
_SLACK = timedelta(days=1)

TimePrecision = Literal[
    "century", "decade", "year", "half-year", "quarter", "month", "week", "day", "half-day",
    "hour", "minute", "second",
]  # fmt: skip


class Resolved(Struct, frozen=True, kw_only=True):
    """A date or time as ISO 8601 writes it at its precision, and RFC 3339 where that is a point.

    `value` is `2022`, `2022-Q1`, `2022-02`, `2022-W07`, `2022-02-14`, or with a time of day RFC
    3339; with parts unknown `--02-14`, `---14`, `--02-14T09:30`, `T09:30`. `instant` is RFC 3339
    (a day at T00:00:00, an afternoon at T12:00:00), None while a part is unknown or the zone is.
    """

    value: str
    precision: TimePrecision
    zone_assumed: bool
    instant: str | None = None


def in_china(reference: datetime | None) -> datetime | None:
    """Return the day a text speaks from in +08:00, as a naive one is; None off the calendar."""
    if reference is None:
        return None
    try:
        return reference.replace(tzinfo=reference.tzinfo or CHINA).astimezone(CHINA)
    except OverflowError:
        return None


def anchor(fields: TimeFields, reference: datetime | None, *, past: bool) -> TimeFields | None:
    """Return `fields` with what the reference (in +08:00) adds; None when they need one."""
    relative = bool(fields.shift) or fields.weekday is not None
    if reference is None:
        return None if relative else fields
    today = reference.date()
    try:
        if relative:
            return _shifted(fields, today, past=past)
    except OverflowError:
        return None
    return _completed(fields, today, past=past)


def compose(fields: TimeFields, *, local: bool) -> Resolved | None:
    """Return the value of anchored fields, None when no calendar has that day."""
    if fields.year is None:
        return _partial(fields)
    try:
        if fields.month is None:
            return _year(fields.year, fields)
        point = datetime(fields.year, fields.month, fields.day or 1, tzinfo=CHINA)
        if fields.hour is not None and fields.day is not None:
            return _clock(point, fields, local=local)
        return _day(point, fields)
    except (ValueError, OverflowError):
        return None


def age(fields: TimeFields) -> Resolved | None:
    """Return a decade (`199X`) or century (`19XX`); None for what is only vague.

    The century that we live in is no date: 21世纪的挑战.
    """
    if fields.part == "decade" and fields.year is not None:
        return Resolved(value=f"{fields.year // 10}X", precision="decade", zone_assumed=True)
    if fields.part == "century" and fields.year is not None and fields.year < _THIS_CENTURY:
        return Resolved(value=f"{fields.year // 100:02}XX", precision="century", zone_assumed=True)
    return None


def ago(fields: TimeFields, reference: datetime | None) -> Resolved | None:
    """Return the time so many hours, minutes or seconds from the reference."""
    if reference is None:
        return None
    seconds = fields.amount * {"hour": 3600, "minute": 60, "second": 1}[fields.shift]
    try:
        point = reference + timedelta(seconds=seconds)
    except OverflowError:
        return None
    # "3 hours ago" is good to the hour; what is counted says how well it is known.
    point = point.replace(microsecond=0)
    precision: TimePrecision = (
        "second"
        if fields.shift == "second"
        else "minute"
        if fields.shift == "minute" or fields.amount % 1
        else "hour"
    )
    return _resolved(point.isoformat(), precision, point)


def _shifted(fields: TimeFields, today: date, *, past: bool) -> TimeFields:
    """Return the fields of a time that is counted from today: 昨日, 上周三, 本月5日, 去年12月."""
    if fields.shift == "day":
        return _with_day(fields, today + timedelta(days=round(fields.amount)))
    if fields.shift == "month":
        months = today.year * 12 + today.month - 1 + int(fields.amount)
        return msgspec.structs.replace(fields, year=months // 12, month=months % 12 + 1)
    if fields.shift == "quarter":
        quarter = today.year * 4 + (today.month - 1) // 3 + int(fields.amount)
        return msgspec.structs.replace(fields, year=quarter // 4, part=f"Q{quarter % 4 + 1}")
    if fields.shift == "year":
        return msgspec.structs.replace(fields, year=today.year + int(fields.amount))
    return _in_week(fields, today, past=past)


def _completed(fields: TimeFields, today: date, *, past: bool) -> TimeFields | None:
    """Return the fields of a time that leaves out what today says: its year, month or day."""
    if fields.year is not None:
        return fields
    if fields.part and fields.month is None:
        return msgspec.structs.replace(fields, year=today.year)
    if fields.month is None and fields.day is None:
        return _with_day(fields, today)
    return _nearest(fields, today, past=past)


def _day(point: datetime, fields: TimeFields) -> Resolved:
    """Return a day, half of one, its week, or its month when no day is said."""
    if fields.day is None:
        value = f"{point.year:04}-{point.month:02}"
        if fields.until is not None:
            # 11月至3月 ends in the next year.
            year = point.year + (fields.until < point.month)
            value += f"/{year:04}-{fields.until:02}"
        return _resolved(value, "month", point)
    if fields.shift == "week" and fields.weekday is None:
        iso = point.isocalendar()
        return _resolved(f"{iso.year:04}-W{iso.week:02}", "week", point)
    if fields.part == "weekend":
        value = f"{point.date().isoformat()}/{(point + timedelta(days=1)).date().isoformat()}"
        return _resolved(value, "day", point)
    if fields.half:
        point = point.replace(hour=0 if fields.half == "am" else 12)
        return _resolved(point.isoformat(), "half-day", point)
    return _resolved(point.date().isoformat(), "day", point)


def _with_day(fields: TimeFields, day: date) -> TimeFields:
    return msgspec.structs.replace(fields, year=day.year, month=day.month, day=day.day)


def _in_week(fields: TimeFields, today: date, *, past: bool) -> TimeFields:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=int(fields.amount))
    day = monday + timedelta(days=fields.weekday or 0)
    if past and not fields.shift and day > today + _SLACK:
        day -= timedelta(weeks=1)
    return _with_day(fields, day)


def _nearest(fields: TimeFields, today: date, *, past: bool) -> TimeFields | None:
    """Choose the year, or the year and month, that brings the day nearest to `today`."""
    # Two 29ths of February are up to eight years apart, two 31sts up to two months.
    steps = range(-8 if past else -1, 2)
    if fields.month is not None:
        choices = [(today.year + step, fields.month) for step in steps]
    else:
        count = today.year * 12 + today.month - 1
        choices = [divmod(count + step, 12) for step in steps]
        choices = [(year, month + 1) for year, month in choices]
    days = []
    for year, month in choices:
        try:
            days.append(date(year, month, fields.day or (15 if not past else 1)))
        except ValueError:
            continue
    if past:
        best = max((day for day in days if day <= today + _SLACK), default=None)
    else:
        best = min(days, key=lambda day: (abs(day - today), day), default=None)
    if best is None:
        return None
    return msgspec.structs.replace(fields, year=best.year, month=best.month)


def _partial(fields: TimeFields) -> Resolved | None:
    """Return what is known of a date without a year."""
    month, day = fields.month, fields.day
    if month is not None and day is not None:
        if day > (29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31):
            return None
        value, precision = f"--{month:02}-{day:02}", "day"
    elif month is not None:
        value, precision = f"--{month:02}", "month"
    elif day is not None:
        value, precision = f"---{day:02}", "day"
    elif fields.part:
        precision = "half-year" if fields.part[0] == "H" else "quarter"
        known = cast("TimePrecision", precision)
        return Resolved(value=fields.part, precision=known, zone_assumed=True)
    else:
        value, precision = "", "half-day"
    if fields.hour is not None:
        value += f"T{fields.hour:02}"
        precision = "hour"
        for name, part in (("minute", fields.minute), ("second", fields.second)):
            if part is not None:
                value, precision = f"{value}:{part:02}", name
    elif fields.half:
        precision = "half-day"
    known = cast("TimePrecision", precision)
    return (
        Resolved(value=value, precision=known, zone_assumed=fields.zone is None) if value else None
    )


def _year(year: int, fields: TimeFields) -> Resolved:
    point, part = datetime(year, 1, 1, tzinfo=CHINA), fields.part
    if part == "Q1-Q3":
        return _resolved(f"{year:04}-Q1/{year:04}-Q3", "quarter", point)
    if part[:1] == "Q":
        start = point.replace(month=int(part[1]) * 3 - 2)
        return _resolved(f"{year:04}-{part}", "quarter", start)
    if part[:1] == "H":
        return _resolved(
            f"{year:04}-{part}", "half-year", point.replace(month=1 if part == "H1" else 7)
        )
    return _resolved(f"{year:04}", "year", point)


def _clock(day: datetime, fields: TimeFields, *, local: bool) -> Resolved:
    zone = CHINA if fields.zone is None else timezone(timedelta(minutes=fields.zone))
    seconds = min(fields.second or 0, 59)
    point = day.replace(tzinfo=zone) + timedelta(
        hours=fields.hour or 0, minutes=fields.minute or 0, seconds=seconds
    )
    precision: TimePrecision = "hour" if fields.minute is None else "minute"
    if fields.second is not None:
        precision = "second"
    if local:
        value = point.replace(tzinfo=None).isoformat()
        return Resolved(value=value, precision=precision, zone_assumed=True)
    text = point.isoformat()
    return Resolved(value=text, precision=precision, zone_assumed=fields.zone is None, instant=text)


def _resolved(value: str, precision: TimePrecision, point: datetime) -> Resolved:
    instant = point.isoformat()
    return Resolved(value=value, precision=precision, zone_assumed=True, instant=instant)
