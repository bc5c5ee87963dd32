"""What one date hands on to the next: its month, its day, its weekday, its half of the day."""

from __future__ import annotations

import re

from msgspec.structs import replace

from pipeline.text.times.span import TimeSpan

_RANGE = re.compile("[ ]?(?:[-—–~～至到、和与及或]|——)[ ]?")


def weekday_of(text: str, before: TimeSpan, span: TimeSpan) -> bool:
    """Say whether `span` is the weekday of the date before it: 2月14日(星期一)."""
    if span.fields.weekday is None or span.fields.shift or span.fields.hour is not None:
        return False
    return before.fields.day is not None and text[before.end : span.start] in {"", " ", "(", "（"}


def continued(text: str, before: TimeSpan, span: TimeSpan) -> TimeSpan:
    """Return `span` with the month and year of a date it continues: 2月14日至16日, 2月3日、5日.

    A time of day has the day of the one before: 明天上午9点半至11点.
    """
    gap = text[before.end : span.start]
    fields, known = span.fields, before.fields
    if not gap or len(gap) > 3 or not _RANGE.fullmatch(gap) or fields.shift or fields.festival:
        return span
    if fields.hour is not None and fields.day is None and fields.weekday is None:
        return _same_day(before, span)
    if (fields.day or fields.month) is None or fields.year is not None:
        return span
    if known.shift or known.month is None:
        return span
    if fields.month is None:
        fields = replace(fields, month=known.month, year=known.year)
    elif known.year is not None and fields.month >= known.month:
        fields = replace(fields, year=known.year)
    return replace(span, fields=fields)


def _same_day(before: TimeSpan, span: TimeSpan) -> TimeSpan:
    """Return a time of day that ends a range, on the day of the one that begins it."""
    fields, known = span.fields, before.fields
    if known.hour is None or fields.hour is None or fields.month is not None:
        return span
    hour = fields.hour
    if known.half == "pm" and not fields.half and hour < 12 and hour + 12 > known.hour:
        # 下午2点至5点
        hour += 12
    zone = fields.zone if fields.zone is not None else known.zone
    told = replace(known, hour=hour, minute=fields.minute, second=fields.second, zone=zone)
    return replace(span, fields=told, local=span.local or before.local)
