"""Dates of publication around a link, in whatever brackets and on whatever side."""

from __future__ import annotations

import re

_YEAR = r"(?:19|20)\d\d"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_CLOSED_UP = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d)"
_AGO = r"\d{1,2} ?(?:分钟|小时|天)前"
_FULL = rf"{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}"
_SPELT = rf"(?:{_YEAR}|民国 ?\d{{2,3}})年{_MONTH}月{_DAY}日"
_PADDED = r"(?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01])(?!\d)"
_SHORT = rf"{_MONTH}[-/.]{_DAY}"
_SPELT_SHORT = rf"{_MONTH}月{_DAY}日"
# With a year, of one era or the other, or without.
DATE = rf"(?:{_FULL}|{_SPELT}|1\d\d[-/.]{_MONTH}[-/.]{_DAY}|{_SPELT_SHORT}|{_SHORT})"
WEEKDAY = r"(?:周|星期|礼拜)[一二三四五六日天]"
_WITH_CLOCK = rf"(?: *(?:\({WEEKDAY}\)|{WEEKDAY}|\([一二三四五六日]\)))?(?: +{_CLOCK})?"
DATE_AND_CLOCK = rf"{DATE}(?: *{_CLOCK})?"
# Of another calendar's order: 26/11/03, 3 Nov 2026.
_SHORT_YEAR = r"\d\d/(?:0[1-9]|1[0-2])/(?:0[1-9]|[12]\d|3[01])(?!\d)"
_LETTERED = rf"{_DAY} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{{0,6}}\.?,? {_YEAR}"
_SET_OFF = r"[|/:>·_~-]"
# What a number counts: before one of these it is the headline's own, 08 年 as well as 3 名.
COUNTED = r"(?:[年月岁名个亿万元届级倍%℃]|小时|分钟|人[次死伤受])"

_BOXED = rf"(?:{_FULL}|{_SPELT}|{_SHORT}|{_SPELT_SHORT}|{_DAY}日|{_CLOCK}|{_AGO}){_WITH_CLOCK}"
_AHEAD = re.compile(
    rf"[\[{{<「\"]{_BOXED}[\]}}>」\"] *{_SET_OFF}* *"
    rf"|\((?:{_FULL}|{_SHORT}|{_CLOCK}){_WITH_CLOCK}\) *{_SET_OFF}* *"
    rf"|{_FULL}{_WITH_CLOCK}(?: *{_SET_OFF}+ *| *)(?!{COUNTED})"
    rf"|{_SPELT}{_WITH_CLOCK} *{_SET_OFF}+ *|{_SPELT} ?{WEEKDAY} +"
    rf"|(?:{_PADDED}|{_SPELT_SHORT}) +{_CLOCK}(?: *{_SET_OFF}+ *| +)"
    rf"|{_SPELT_SHORT} *[|>]+ *|{_SPELT_SHORT} +[·/_~-]+ +|{_SPELT_SHORT} ?{WEEKDAY} +"
    rf"|(?:0[1-9]|1[0-2])\.(?:[012]\d|3[01]) +[|·/]+ +|{_CLOSED_UP} +"
    rf"|(?:{_SHORT_YEAR}|{_LETTERED}){_WITH_CLOCK}(?: *{_SET_OFF}+ *| +)"
    rf"|[\[{{<「(]{WEEKDAY}[\]}}>」)] *{_SET_OFF}* *"
    rf"|(?:{_PADDED}|{_CLOCK}|{_AGO})(?: *{_SET_OFF}+ *| +)(?!{COUNTED}|\d)",
    re.IGNORECASE,
)
# Before a date a number is a rank, whatever sets it off: 3 2022-02-11 <headline>.
RANK_AND_DATE = re.compile(
    rf"(?:no\.? ?|top ?|第)?\d{{1,3}}[条则篇位名]? *[.、]? +"
    rf"(?=(?:{_FULL}|{_SPELT}|{_SPELT_SHORT}|{_PADDED}|(?:0[1-9]|1[0-2])\.[0-3]\d|{_CLOCK})"
    rf" *(?:{_SET_OFF}| ))",
    re.IGNORECASE,
)
# These are written into headlines too: only the stream can tell.
_PERHAPS_AHEAD = re.compile(
    rf"\(?(?:{_SPELT}|{_SPELT_SHORT}|{_SHORT}){_WITH_CLOCK}"
    rf"(?:\) *| *{_SET_OFF}+ *| +)(?!{COUNTED}|\d)"
)
_BEHIND = re.compile(
    rf" *[(\[]?{_YEAR}(?:-|/|\.|年)\d{{1,2}}(?:-|/|\.|月)\d{{1,2}}日?(?: *{WEEKDAY})?"
    rf"(?: +\d{{1,2}}:\d\d(?::\d\d)?)?[)\]]?\Z"
    r"| *[(\[]\d{1,2}[-/]\d{1,2}(?: +\d{1,2}:\d\d)?[)\]]\Z"
    r"| {2,}\d{1,2}[-/]\d{1,2}(?: +\d{1,2}:\d\d)?\Z"
    rf"| *[\[{{<「\"]{_BOXED}[\]}}>」\"]\Z"
    rf"|(?<!\d) *[|/_·>~-] *(?:{_FULL}|{_SPELT}|{_PADDED}|{_SPELT_SHORT}|{_AGO}){_WITH_CLOCK}\Z"
    rf"| +{_AGO}\Z| *[|] *{_CLOCK}\Z"
    # Behind a cut stands no more of the headline.
    rf"|(?<=[….]) *{_PADDED}{_WITH_CLOCK}\Z"
)
_PERHAPS_BEHIND = re.compile(rf" (?:{_PADDED}{_WITH_CLOCK}|{_SPELT_SHORT}|{_CLOCK})\Z")
_BEGINS = frozenset('0123456789民[({<「"')
_ENDS = frozenset('0123456789])}>」"日前一二三四五六天')
# Only the end of a line is searched for a date: with all blanks it has fewer.
_LONGEST = 32
# A line that is a date and little else keeps it.
_FEWEST_LEFT = 4


def date_ahead(folded: str, start: int, end: int, *, perhaps: bool = False) -> int:
    """Return where the headline begins behind a date; with `perhaps` behind what may be one."""
    if folded[start : start + 1] not in _BEGINS:
        return start
    match = _AHEAD.match(folded, start, end)
    if match is None and perhaps:
        match = _PERHAPS_AHEAD.match(folded, start, end)
    return match.end() if match and match.end() + _FEWEST_LEFT <= end else start


def date_behind(folded: str, start: int, end: int, *, perhaps: bool = False) -> int:
    """Return where the headline ends before a date; with `perhaps` before what may be one."""
    if folded[end - 1 : end] not in _ENDS:
        return end
    tail = max(start, end - _LONGEST)
    match = _BEHIND.search(folded, tail, end)
    if match is None and perhaps:
        match = _PERHAPS_BEHIND.search(folded, tail, end)
    return match.start() if match and match.start() >= start + _FEWEST_LEFT else end
