"""The days of the lunar calendar, the solar terms and the movable feasts, put on a year."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from pipeline.text.numerals import parse_number

# A year's first day, its leap month, and which of its months have thirty days (the first is the
# lowest bit), computed with the `lunardate` library, to 2050.
_YEARS: Final = {
    1990: "0127-5-1E92", 1991: "0215-0-0E92", 1992: "0204-0-0D26", 1993: "0123-3-0A56",
    1994: "0210-0-0A57", 1995: "0131-8-14D6", 1996: "0219-0-035A", 1997: "0207-0-06D5",
    1998: "0128-5-16C9", 1999: "0216-0-0749", 2000: "0205-0-0693", 2001: "0124-4-152B",
    2002: "0212-0-052B", 2003: "0201-0-0A5B", 2004: "0122-2-155A", 2005: "0209-0-056A",
    2006: "0129-7-1B55", 2007: "0218-0-0BA4", 2008: "0207-0-0B49", 2009: "0126-5-1A93",
    2010: "0214-0-0A95", 2011: "0203-0-052D", 2012: "0123-4-0AAD", 2013: "0210-0-0AB5",
    2014: "0131-9-15AA", 2015: "0219-0-05D2", 2016: "0208-0-0DA5", 2017: "0128-6-1D4A",
    2018: "0216-0-0D4A", 2019: "0205-0-0C95", 2020: "0125-4-152E", 2021: "0212-0-0556",
    2022: "0201-0-0AB5", 2023: "0122-2-15B2", 2024: "0210-0-06D2", 2025: "0129-6-0EA5",
    2026: "0217-0-0725", 2027: "0206-0-064B", 2028: "0126-5-0C97", 2029: "0213-0-0CAB",
    2030: "0203-0-055A", 2031: "0123-3-0AD6", 2032: "0211-0-0B69", 2033: "0131-B-1752",
    2034: "0219-0-0B52", 2035: "0208-0-0B25", 2036: "0128-6-1A4B", 2037: "0215-0-0A4B",
    2038: "0204-0-04AB", 2039: "0124-5-055B", 2040: "0212-0-05AD", 2041: "0201-0-0B6A",
    2042: "0122-2-1B52", 2043: "0210-0-0D92", 2044: "0130-7-1D25", 2045: "0217-0-0D25",
    2046: "0206-0-0A55", 2047: "0126-5-14AD", 2048: "0214-0-04B6", 2049: "0202-0-05B5",
    2050: "0123-3-0DAA",
}  # fmt: skip
_DAYS: Final = {
    "春节": (1, 1), "大年初一": (1, 1), "正月初一": (1, 1), "元宵节": (1, 15), "正月十五": (1, 15),
    "龙抬头": (2, 2), "端午节": (5, 5), "端午": (5, 5), "七夕": (7, 7), "七夕节": (7, 7),
    "中元节": (7, 15), "中秋节": (8, 15), "中秋": (8, 15), "重阳节": (9, 9), "腊八": (12, 8),
    "腊八节": (12, 8),
}  # fmt: skip
_EVES: Final = frozenset({"除夕", "大年三十"})
# The month of a solar term and its constant in this century (Shou Xing's formula, right from 2000
# to 2050 but for two days).
_TERMS: Final = {
    "立春": (2, 3.87), "清明节": (4, 4.81), "清明": (4, 4.81), "夏至": (6, 21.37), "立秋": (8, 7.5),
    "冬至": (12, 21.94),
}  # fmt: skip
_ODD_TERMS: Final = {("立秋", 2002): 1, ("冬至", 2021): -1}
# The month, the weekday from Monday on, and which of them it is.
_SUNDAYS: Final = {"母亲节": (5, 6, 2), "父亲节": (6, 6, 3), "感恩节": (11, 3, 4)}
_WRITTEN = re.compile(
    "(?:农历)?(?P<month>[正腊冬一二三四五六七八九十]{1,2})月(?P<day>初?[一二三四五六七八九十廿]{1,3})"
)
_MONTHS: Final = {"正": 1, "冬": 11, "腊": 12}


def movable_day(name: str, year: int) -> date | None:
    """Return the day of a named or lunar day in a solar year, None where no table has it."""
    if name in _SUNDAYS:
        month, weekday, count = _SUNDAYS[name]
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))
    if name in _TERMS:
        return _term(name, year)
    if name in _EVES:
        new_year = _lunar(year, 1, 1)
        return new_year - timedelta(days=1) if new_year else None
    month, day = _DAYS.get(name) or _written(name)
    # The last months of a lunar year lie in the next solar one.
    days = (_lunar(lunar, month, day) for lunar in (year - 1, year))
    return next((found for found in days if found and found.year == year), None)


def _lunar(year: int, month: int, day: int) -> date | None:
    """Return the solar day of a day of a lunar year; a leap month is never meant."""
    if year not in _YEARS or not 1 <= month <= 12:
        return None
    first, leap, bits = _YEARS[year].split("-")
    place = month - 1 + (0 < int(leap, 16) < month)
    lengths = [29 + (int(bits, 16) >> index & 1) for index in range(place + 1)]
    if not 1 <= day <= lengths[place]:
        return None
    start = date(year, int(first[:2]), int(first[2:]))
    return start + timedelta(days=sum(lengths[:place]) + day - 1)


def _term(name: str, year: int) -> date | None:
    if not 2000 <= year <= 2050:
        return None
    month, constant = _TERMS[name]
    count = year % 100
    leaps = (count - 1 if month == 2 else count) // 4
    day = int(count * 0.2422 + constant) - leaps + _ODD_TERMS.get((name, year), 0)
    return date(year, month, day)


def _written(name: str) -> tuple[int, int]:
    """Return the month and day of 农历八月十五, (0, 0) where the day is not told."""
    found = _WRITTEN.fullmatch(name.replace("大年初", "正月初"))
    if found is None:
        return 0, 0
    month = _MONTHS.get(found["month"]) or int(parse_number(found["month"]) or 0)
    return month, int(parse_number(found["day"].removeprefix("初")) or 0)
