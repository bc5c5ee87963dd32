"""Dates and times in Chinese text: where they stand, and what they mean on a given day.

A span is found without knowing the day; `resolve` reads it against a reference. What stays unknown
stays out: a day without a year and without a reference is `--02-14`, never a guess.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from typing import Literal

from msgspec.structs import replace

from pipeline.text.times.calendar import CHINA, Resolved, age, ago, anchor, compose, in_china
from pipeline.text.times.clock import read_clock
from pipeline.text.times.fields import TimeFields, read_date
from pipeline.text.times.joining import continued, weekday_of
from pipeline.text.times.patterns import TAIL, date_or_clock
from pipeline.text.times.span import TimeSpan
from pipeline.text.times.starts import starts
from pipeline.text.times.words import is_piece

# Said before a date, these put it in a zone that has no fixed offset, or in none of ours.
_ABROAD = re.compile(
    "(?:当地|當地|现地|美东|美西|东部|纽约|伦敦|巴黎|莫斯科|东京|日本|韩国|首尔|中部)时间[ ,，]?$"
)
_GREENWICH = re.compile("(?:格林尼治|世界标准|国际协调|协调世界)时间?[ ,，]?$")
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?)?")
# What may stand beside a time that is asked for alone: a weekday of RFC 2822, a label.
_AROUND = re.compile("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?|(?:发布|发表)?(?:时间|日期)[:：]?")
_RFC_3339 = re.compile(
    r"(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]"
    r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])"
)
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,9})?")
_RANGE = re.compile("[ ]?(?:[-—–~～至到、和与及]|——)[ ]?")
# A bare 点 counts points unless one of these follows.
_TO, _HOURS = frozenset("-–—~～至到"), frozenset("点點时時整半")
_NAMED = re.compile("[\u4e00-\u9fff](?<![于在至到约從从自日号晚早今昨明夜晨午间当至是])")
_OCLOCK = re.compile("[钟鐘许許前后後起至到多]|左右|开始|整")

# 每周三、周四、周日: none of them is a day.
_WEEK = "(?:周|週|星期|礼拜|禮拜)"
_WEEKLY = re.compile(
    f"[每逢]个?{_WEEK}[一二三四五六日天](?:[、和及与]{_WEEK}?[一二三四五六日天])*[、和及与]$"
)
_LIST = 24

# What tells that a date may begin looks ahead fewer characters: the longest names of festivals do.
_AHEAD = 32


def find_times(text: str, *, before: int | None = None) -> list[TimeSpan]:
    """Return every date and time of `text` in order; spans do not overlap. Linear in the text.

    With `before`, only those that begin before that place.
    """
    spans: list[TimeSpan] = []
    search, match, position = starts().search, date_or_clock().match, 0
    # No paragraph is looked through for what its first characters alone may hold.
    stop = len(text) if before is None else before + _AHEAD
    while start := search(text, position, stop):
        if before is not None and start.start() >= before:
            break
        found = match(text, start.start())
        if not found or is_piece(text, found):
            position = start.start() + 1
            continue
        span = _clock_alone(text, found) if found["clock"] else _dated(text, found)
        if span and not (spans and weekday_of(text, spans[-1], span)):
            spans.append(continued(text, spans[-1], span) if spans else span)
        position = span.end if span else found.end()
    return spans


def resolve(
    span: TimeSpan | str, reference: datetime | None = None, *, past: bool = False
) -> Resolved | None:
    """Return what `span` means seen from `reference`, None where it names no calendar time.

    Args:
        span: A found span, or a surface that holds one date or time and nothing else.
        reference: The day the text speaks from; a naive one is taken as +08:00.
        past: Read a day without a year as the last such day, as a dateline means it; otherwise
            the nearest one is taken.
    """
    if isinstance(span, str):
        whole = _only_span(span)
        if whole is None:
            return None
        span = whole
    reference = in_china(reference)
    fields = span.fields
    if fields.festival and fields.month is None:
        return None
    if fields.part in {"decade", "century", "vague", "fiscal"}:
        return age(fields)
    if fields.shift in {"hour", "minute", "second"}:
        return ago(fields, reference)
    anchored = anchor(fields, reference, past=past)
    return None if anchored is None else compose(anchored, local=span.local)


def parse_timestamp(value: str | float | None) -> float | None:
    """Return Unix seconds of an RFC 3339 time or a count of (milli)seconds; None when unreadable.

    A time without an offset is taken as +08:00, a day as its first second.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        value = value.strip()
        # What a machine wrote, as most times are: twenty times as fast as looking for a date.
        if _RFC_3339.fullmatch(value) and (seconds := _seconds(value)) is not None:
            return seconds
        if not _NUMBER.fullmatch(value) or _COMPACT.fullmatch(value):
            found = resolve(value)
            return _seconds(found.instant) if found and found.instant else None
        value = float(value)
    if not math.isfinite(value) or abs(value) > 1e20:
        return None
    # Milli-, micro- and nanoseconds: no article is of the year 5138 (1e11 seconds).
    while abs(value) >= 1e11:
        value /= 1000
    return float(value)


def _seconds(instant: str) -> float | None:
    try:
        return datetime.fromisoformat(instant).timestamp()
    except (ValueError, OverflowError):
        return None


def from_timestamp(seconds: float) -> datetime | None:
    """Return the +08:00 time of Unix seconds, None outside the calendar."""
    try:
        return datetime.fromtimestamp(seconds, UTC).astimezone(CHINA)
    except (ValueError, OverflowError, OSError):
        return None


def _only_span(surface: str) -> TimeSpan | None:
    """Return the span that is all of `surface`; compact digits of meta tags are read too."""
    surface = surface.strip()
    if found := _COMPACT.fullmatch(surface):
        parts = [int(part) if part else None for part in found.groups()]
        names = ("year", "month", "day", "hour", "minute", "second")
        fields = TimeFields(**dict(zip(names, parts, strict=True)))  # type: ignore[arg-type]
        valid = 1 <= (fields.month or 0) <= 12 and 1 <= (fields.day or 0) <= 31
        kind: Literal["date", "time"] = "date" if fields.hour is None else "time"
        span = TimeSpan(start=0, end=len(surface), kind=kind, fields=fields)
        last = fields.hour == 24 and not (fields.minute or fields.second)
        timed = ((fields.hour or 0) < 24 or last) and (fields.minute or 0) < 60
        return span if valid and timed else None
    if found := _YEAR_MONTH.fullmatch(surface):
        fields = TimeFields(year=int(found[1]), month=int(found[2]))
        return TimeSpan(start=0, end=len(surface), kind="date", fields=fields)
    spans = find_times(surface[:200])
    if len(spans) != 1 or len(surface) > 200:
        return None
    rest = surface[: spans[0].start] + surface[spans[0].end :]
    return None if any(c.isalnum() for c in _AROUND.sub("", rest)) else spans[0]


def _dated(text: str, found: re.Match[str]) -> TimeSpan | None:
    fields = read_date(found)
    if fields is None:
        return None
    start, end = found.span()
    if fields.weekday is not None and _WEEKLY.search(text, max(0, start - _LIST), start):
        return None
    clock = None
    if fields.day is not None or fields.shift == "day" or fields.weekday is not None:
        tail = TAIL.match(text, end)
        timed = read_clock(tail, fields) if tail else None
        if tail and timed:
            fields, end = timed, tail.end()
            clock = tail.start("clock")
    kind: Literal["date", "time"] = "date"
    if fields.hour is not None or fields.shift in {"hour", "minute", "second"}:
        kind = "time"
    return _placed(text, TimeSpan(start=start, end=end, kind=kind, fields=fields, clock=clock))


def _clock_alone(text: str, found: re.Match[str]) -> TimeSpan | None:
    """Return a time of day with no date before it, unless it is a score, a ratio or a count."""
    start, end = found.span("clock")
    unit, period = found["unit"], found["period"]
    if not period and unit and not found["cnminute"] and not text[start:end].endswith("整"):
        hour = found["cnhour"]
        ranged = text[start - 1 : start] in _TO and text[start - 2 : start - 1] in _HOURS
        plain = ranged or hour in {"零", "〇"} or _OCLOCK.match(text, end) is not None
        # 三点 counts points unless more is said; 一时 is a while.
        if hour == "一" or (unit in "点點" and not plain):
            return None
        # 安倍晋三时 is no hour: numerals have a word of time before them, or none.
        if start and not hour[0].isdecimal() and unit in "时時" and _NAMED.match(text, start - 1):
            return None
    if (
        not unit
        and not period
        and text.endswith(("比分", "比例", "比为"), max(0, start - 2), start)
    ):
        return None
    fields = read_clock(found, TimeFields())
    if fields is None:
        return None
    return _placed(text, TimeSpan(start=start, end=end, kind="time", fields=fields, clock=start))


def _placed(text: str, span: TimeSpan) -> TimeSpan:
    """Return `span` with the zone that the words before it name."""
    if span.fields.zone is not None:
        return span
    before = text[max(0, span.start - 10) : span.start]
    if not before.endswith(("时间", "时间 ", "时间,", "时间，")):
        return span
    if _ABROAD.search(before):
        return replace(span, local=True)
    zone = 480 if "北京时间" in before else 0 if _GREENWICH.search(before) else None
    if zone is None:
        return span
    return replace(span, fields=replace(span.fields, zone=zone))
