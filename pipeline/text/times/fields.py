"""What a found date or time says, field by field, before any day is known."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from pipeline.text.numerals import parse_number
from pipeline.text.times.festivals import FESTIVALS
from pipeline.types.articles import Struct

Shift = Literal["", "year", "month", "week", "day", "hour", "minute", "second"]

_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEARS = {
    "今年": 0, "本年": 0, "当年": 0, "當年": 0, "同年": 0, "去年": -1, "前年": -2, "明年": 1,
    "后年": 2, "後年": 2, "翌年": 1, "次年": 1,
}  # fmt: skip
_DAYS = {
    "今": 0,
    "当": 0,
    "當": 0,
    "同": 0,
    "昨": -1,
    "前": -2,
    "大": -3,
    "明": 1,
    "次": 1,
    "翌": 1,
}
_PARTS = {
    "上半年": "H1", "下半年": "H2", "前三季度": "Q1-Q3", "上旬": "early", "中旬": "mid",
    "下旬": "late", "初": "early", "中": "mid", "底": "late", "末": "late",
}  # fmt: skip
_UNITS: dict[str, tuple[Shift, float]] = {
    "秒": ("second", 1), "分": ("minute", 1), "小时": ("hour", 1), "钟头": ("hour", 1),
    "天": ("day", 1), "星期": ("day", 7), "周": ("day", 7), "日": ("day", 1),
    "月": ("month", 1), "年": ("year", 1),
}  # fmt: skip
# The groups of the forms that are nothing but year, month and day; the day is always there.
_PLAIN = (
    ("y1", "m1", "d1"), ("y3", "m5", "d6"), ("", "m4", "d5"), ("", "", "d4"),
    ("ey1", "em1", "ed1"), ("ey2", "em2", "ed2"),
)  # fmt: skip
_MORNING = ("凌", "清", "早", "上", "a")


class TimeFields(Struct, frozen=True, kw_only=True):
    """The fields that the words give.

    `shift` and `amount` count from the reference (去年: year, -1). `part` is H1, H2, Q1 to Q4,
    Q1-Q3, early, mid or late, or decade (`year` its first) or century. `half` is am or pm.
    `until` is the last month of a range of months. `zone` is minutes east of Greenwich, None when
    not said. `weekday` counts from Monday, 0.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    until: int | None = None
    weekday: int | None = None
    shift: Shift = ""
    amount: float = 0
    part: str = ""
    festival: str = ""
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    half: Literal["", "am", "pm"] = ""
    zone: int | None = None


def read_date(found: re.Match[str]) -> TimeFields | None:
    """Return the fields of a match of `date_or_clock`; None when no calendar has such a day."""
    group = found.groupdict()
    fields = _absolute(group) or _relative(group) or _named(group)
    if any(month is not None and not 1 <= month <= 12 for month in (fields.month, fields.until)):
        return None
    return None if fields.day is not None and not 1 <= fields.day <= 31 else fields


def read_clock(found: re.Match[str], fields: TimeFields) -> TimeFields | None:
    """Return `fields` with the time of day of a match that holds the clock groups, or None."""
    group = found.groupdict()
    period = (group.get("period") or group.get("bare") or group.get("half") or "").lower()
    half: Literal["", "am", "pm"] = ""
    if period:
        half = "am" if period.startswith(_MORNING) else "pm"
    if group.get("bare"):
        return msgspec.structs.replace(fields, half=half)
    minute = second = None
    if group["hour"]:
        hour, minute = int(group["hour"]), int(group["minute"])
        second = int(group["second"]) if group["second"] else None
    else:
        hour = _number(group["cnhour"])
        if word := group["cnminute"]:
            named = {"半": 30, "一刻": 15, "三刻": 45}
            minute = named[word] if word in named else _number(word[:-1])
        second = _number(group["cnsecond"]) if group["cnsecond"] else None
    if hour > 24 or (minute or 0) > 59 or (second or 0) > 60 or (hour == 24 and minute):
        return None
    hour = _on_24(hour, period, fields.half if not period else half)
    zone = _zone(group["zone"])
    return msgspec.structs.replace(
        fields, hour=hour, minute=minute, second=second, half=half or fields.half, zone=zone
    )


def _on_24(hour: int, period: str, half: str) -> int:
    """Return the hour of a day that an hour with its part of the day means.

    中午11点 is before noon; 深夜1点 and 午夜2点 are after midnight; 凌晨12点 begins the day.
    """
    small = 6 if period[:2] in {"深夜", "午夜", "半夜", "夜里"} else 0
    if period[:1] in {"中", "正"} or period == "午间":
        small = 10
    if half == "pm" and small <= hour < 12:
        return hour + 12 if not (small == 10 and hour >= 10) else hour
    if half == "pm" and small == 10 and hour < 10:
        return hour + 12
    midnight = period[:2] in {"凌晨", "午夜", "半夜", "深夜"} or period in {"am", "a.m"}
    return 0 if hour == 12 and midnight else hour


def _absolute(group: dict[str, str | None]) -> TimeFields | None:
    if group["y2"] or group["yw"] or group["yr"]:
        return _of_year(group)
    if group["m3"]:
        month, day, part = _int(group["m3"]), _int(group["d3"]), _part(group["mq"])
        return TimeFields(month=month, day=day, until=_int(group["mr2"]), part=part)
    for year, month_name, day_name in _PLAIN:
        if not group[day_name]:
            continue
        name = group[month_name] if month_name else None
        month = _int(name) if not name or name[0] < "A" else _MONTHS.index(name[:3].lower()) + 1
        written = _int(group[year]) if year else None
        if written is not None and written < 100:
            written += 2000
        return TimeFields(year=written, month=month, day=_int(group[day_name]))
    return None


def _of_year(group: dict[str, str | None]) -> TimeFields:
    """Return the fields of a date that begins with its year, or with a word for it."""
    year = _int(group["y2"])
    if year is not None and year < 100:
        year += 1900 if year > 60 else 2000
    if republic := group["yr"]:
        year = 1911 + (1 if republic == "元" else _number(republic))
    word = group["yw"]
    return TimeFields(
        year=year,
        shift="year" if word else "",
        amount=_YEARS[word] if word else 0,
        month=_int(group["m2"]),
        day=_int(group["d2"]),
        until=_int(group["mr1"]),
        part=_part(group["mp"] or group["yp"]),
    )


def _relative(group: dict[str, str | None]) -> TimeFields | None:
    if word := group["mw"]:
        amount = -1 if word[0] == "上" else 1 if word[0] in "下次" else 0
        day, part = _int(group["d3"]), _part(group["mq"])
        return TimeFields(shift="month", amount=amount, day=day, part=part)
    if word := group["dw"]:
        half: Literal["", "am", "pm"] = ""
        if word[-1] in "早晨":
            half = "am"
        elif word[-1] in "晚夜":
            half = "pm"
        amount = 2 if word[0] in "后後" else _DAYS[word[0]]
        return TimeFields(shift="day", amount=amount, half=half)
    if word := group["ww"]:
        step = word.count("下") - word.count("上")
        return TimeFields(shift="week", amount=step, weekday=_weekday(group["wd1"]))
    if group["wd2"]:
        return TimeFields(weekday=_weekday(group["wd2"]))
    if word := group["n"]:
        return _counted(word, group["nu"] or "", after=group["nd"] != "前")
    return None


def _counted(word: str, unit: str, *, after: bool) -> TimeFields:
    """Return the fields of 3小时前, 两天后, 半个月前: a count from the reference."""
    shift, factor = next(value for key, value in _UNITS.items() if key in unit)
    number = parse_number(word)
    if number is None:
        # 数天前, and what is no number: 两半天前.
        return TimeFields(shift=shift, part="vague")
    amount = float(number)
    amount = (amount + (0.5 if "半" in unit else 0)) * factor
    if shift == "month" and amount == 0.5:
        shift, amount = "day", 15
    elif shift == "year" and amount == 0.5:
        shift, amount = "month", 6
    return TimeFields(shift=shift, amount=amount if after else -amount)


def _named(group: dict[str, str | None]) -> TimeFields:
    if name := group["festival"]:
        day = FESTIVALS.get(name, "")
        month = int(day[:2]) if day else None
        return TimeFields(festival=name, month=month, day=int(day[3:]) if day else None)
    if word := group["century"]:
        base = {"上": 1900, "本": 2000}.get(word[0]) or (_number(word[:-2]) - 1) * 100
        decade = group["dec1"]
        year = base + (_number(decade) if decade else 0)
        return TimeFields(year=year, part="decade" if decade else "century")
    if word := group["dec2"]:
        year = _number(word)
        # 九十年代 said today are the nineteen-nineties; 20年代 the twenty-twenties.
        year += 0 if year > 99 else 2000 if year <= 20 else 1900
        return TimeFields(year=year, part="decade")
    return TimeFields(part=_part(group["part"]))


def _number(word: str) -> int:
    # Most dates are written in figures, and `int` reads them in a fifth of the time.
    return int(word if word.isdecimal() else parse_number(word) or 0)


def _int(word: str | None) -> int | None:
    return _number(word.rstrip(" 日号號")) if word else None


def _weekday(word: str | None) -> int | None:
    if not word:
        return None
    return _WEEKDAYS[word] if word in _WEEKDAYS else int(word) - 1


def _part(word: str | None) -> str:
    if not word:
        return ""
    if "季" in word and word != "前三季度":
        return f"Q{_number(word.lstrip('第')[0])}"
    return _PARTS[word]


def _zone(word: str | None) -> int | None:
    if not word:
        return None
    digits = re.sub(r"[^0-9]", "", word).ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:4])
    return -minutes if "-" in word else minutes
