"""What a found date or time says, field by field, before any day is known."""

from __future__ import annotations

import re
from typing import Literal

from pipeline.text.numerals import parse_number
from pipeline.text.times.festivals import FESTIVALS
from pipeline.types.articles import Struct

Shift = Literal["", "year", "quarter", "month", "week", "day", "hour", "minute", "second"]

_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEARS = {
    "今年": 0, "本年": 0, "上年": -1, "当年": 0, "當年": 0, "同年": 0, "去年": -1, "前年": -2,
    "明年": 1, "后年": 2, "後年": 2, "翌年": 1, "次年": 1,
}  # fmt: skip
# The year before the first of each.
_ERAS = {"民国": 1911, "民國": 1911, "令和": 2018, "平成": 1988, "昭和": 1925}
_DAYS = {
    "今": 0,
    "当": 0,
    "當": 0,
    "同": 0,
    "昨": -1,
    "前": -2,
    "大": -3,
    "后": 2,
    "後": 2,
    "明": 1,
    "次": 1,
    "翌": 1,
    "第": 1,
}
_PARTS = {
    "上半年": "H1", "下半年": "H2", "上旬": "early",
    "中旬": "mid", "下旬": "late", "初": "early", "中": "mid", "底": "late", "末": "late",
    "杪": "late",
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
# Words that count from the date told before them, and not from the day of the text.
_TOLD = ("当", "當", "同", "次", "翌", "第")
_PAIR = re.compile("[一二两三四五六七八九]{2,3}|十[一二三四五六七八九]{2}")


class TimeFields(Struct, frozen=True, kw_only=True):
    """The fields that the words give.

    `shift` and `amount` count from the reference (去年: year, -1). `part` is H1, H2, Q1 to Q4,
    Q1-Q3, early, mid or late, weekend, fiscal, or decade (`year` its first) or century. `half` is
    am or pm. `until` is the last month of a range of months. `zone` is minutes east of Greenwich,
    None when not said. `weekday` counts from Monday, 0. `told` says that the count is from the date
    that the text told before: 次日, 同年, 两天后.
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
    told: bool = False


def read_date(found: re.Match[str]) -> TimeFields | None:
    """Return the fields of a match of `date_or_clock`; None when no calendar has such a day."""
    # Group by group: of fifty few are asked for, and a dictionary of them all took longer.
    fields = _absolute(found) or _relative(found) or _named(found)
    if any(month is not None and not 1 <= month <= 12 for month in (fields.month, fields.until)):
        return None
    return None if fields.day is not None and not 1 <= fields.day <= 31 else fields


def _absolute(group: re.Match[str]) -> TimeFields | None:
    if group["y2"] or group["yw"] or group["yr"]:
        return _of_year(group)
    if group["yq"]:
        told = number_of(group["yq"])
        return TimeFields(year=told + 2000 if told < 100 else told, part=group["yqp"] or "")
    if group["m3"]:
        month, day, part = _int(group["m3"]), _int(group["d3"]), _part(group["mq"])
        until = _int(group["mr2"] or group["mr4"])
        return TimeFields(month=month, day=day, until=until, part="" if group["mr4"] else part)
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


def _of_year(group: re.Match[str]) -> TimeFields:
    """Return the fields of a date that begins with its year, or with a word for it."""
    year = _int(group["y2"])
    if year is not None and year < 100:
        year += 1900 if year > 60 else 2000
    if republic := group["yr"]:
        year = _ERAS[group["era"] or ""] + (1 if republic == "元" else number_of(republic))
    word = group["yw"]
    return TimeFields(
        year=year,
        shift="year" if word else "",
        amount=_YEARS[word] if word else 0,
        month=1 if group["fm1"] else _int(group["m2"]),
        day=_int(group["d2"]),
        until=_int(group["mr1"] or group["mr3"] or group["fm1"]),
        part="" if group["mr3"] else _part(group["mp"] or group["yp"]),
        told=word is not None and word.startswith(_TOLD),
    )


def _relative(group: re.Match[str]) -> TimeFields | None:
    if word := group["mw"]:
        amount = -1 if word[0] == "上" else 1 if word[0] in "下次" else 0
        day, part = _int(group["d3"]), _part(group["mq"])
        told = word.startswith(_TOLD)
        return TimeFields(shift="month", amount=amount, day=day, part=part, told=told)
    if word := group["dw"]:
        half: Literal["", "am", "pm"] = ""
        if word[-1] in "早晨":
            half = "am"
        elif word[-1] in "晚夜":
            half = "pm"
        amount = 3 if word[0] == "大" and word[1] != "前" else _DAYS[word[0]]
        return TimeFields(shift="day", amount=amount, half=half, told=word.startswith(_TOLD))
    if word := group["ww"]:
        step = word.count("下") - word.count("上")
        return TimeFields(
            shift="week",
            amount=step,
            weekday=5 if group["we"] else _weekday(group["wd1"]),
            part="weekend" if group["we"] else "",
        )
    if group["wd2"]:
        return TimeFields(weekday=_weekday(group["wd2"]))
    word = group["n"]
    return _counted(word, group["nu"] or "", after=group["nd"] != "前") if word else None


def _counted(word: str, unit: str, *, after: bool) -> TimeFields:
    """Return the fields of 3小时前, 两天后, 半个月前: a count from the reference."""
    shift, factor = next(value for key, value in _UNITS.items() if key in unit)
    number = parse_number(word)
    if number is None or _PAIR.fullmatch(word):
        # 数天前, 一两天后, and what is no number: 两半天前.
        return TimeFields(shift=shift, part="vague")
    amount = float(number)
    amount = (amount + (0.5 if "半" in unit else 0)) * factor
    if shift == "month" and amount == 0.5:
        shift, amount = "day", 15
    elif shift == "year" and amount == 0.5:
        shift, amount = "month", 6
    return TimeFields(shift=shift, amount=amount if after else -amount, told=after)


def _named(group: re.Match[str]) -> TimeFields:
    if name := group["festival"]:
        day = FESTIVALS.get(name, "")
        month = int(day[:2]) if day else None
        return TimeFields(festival=name, month=month, day=int(day[3:]) if day else None)
    if word := group["century"]:
        base = {"上": 1900, "本": 2000}.get(word[0]) or (number_of(word[:-2]) - 1) * 100
        decade = group["dec1"]
        year = base + (number_of(decade) if decade else 0)
        return TimeFields(year=year, part="decade" if decade else "century")
    if word := group["dec2"]:
        year = number_of(word)
        # 九十年代 said today are the nineteen-nineties; 20年代 the twenty-twenties.
        year += 0 if year > 99 else 2000 if year <= 20 else 1900
        return TimeFields(year=year, part="decade")
    if word := group["qw"]:
        step = (word[0] == "下") - (word[0] == "上")
        return TimeFields(shift="quarter", amount=step, told=word[0] == "当")
    if months := group["fm2"]:
        return TimeFields(month=1, until=number_of(months))
    return TimeFields(part="fiscal" if group["fiscal"] else _part(group["part"] or group["lp"]))


def number_of(word: str) -> int:
    """Return the number that a figure or numeral of a date spells, 0 for none."""
    # Most dates are written in figures, and `int` reads them in a fifth of the time.
    return int(word if word.isdecimal() else parse_number(word) or 0)


def _int(word: str | None) -> int | None:
    return number_of(word.rstrip(" 日号號")) if word else None


def _weekday(word: str | None) -> int | None:
    if not word:
        return None
    return _WEEKDAYS[word] if word in _WEEKDAYS else int(word) - 1


def _part(word: str | None) -> str:
    if not word:
        return ""
    if "季" in word and (word[0] in "首前" or word[1] in "-–—~～至到"):
        return "Q1-Q3"
    if "季" in word:
        return f"Q{number_of(word.lstrip('第 ')[0])}"
    if word[0] in "QH":
        return word
    return _PARTS[word.removeprefix("年")]
