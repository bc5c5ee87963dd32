"""Numbers as Chinese news writes them: 3,200.5 and 1.2万, 三百二十 and 二〇二二, 廿八."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

# A number, ready to stand in a pattern: figures with a scale behind them, or Chinese numerals.
FIGURES = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
HAN_DIGITS = "零〇一二两三四五六七八九"
HAN_NUMBER = f"[{HAN_DIGITS}十百千万亿半]+(?:点[{HAN_DIGITS}]+)?"

_DIGIT = {char: value for value, char in enumerate("零一二三四五六七八九")}
# Dates write the nought of a year as a circle or a full-width O too.
_DIGIT |= {"〇": 0, "○": 0, "Ｏ": 0, "两": 2}
_UNIT = {"十": 10, "百": 100, "千": 1000}
# Days of the old calendar, and who writes like it: 廿八 is 二十八.
_TENS = {"廿": 20, "卅": 30}
_BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
# 4亿2000万: a smaller number with its own scale is added to the one before it.
_COMPOUND = re.compile(
    "(?P<first>[0-9.]+[十百千]?[万亿兆]+)(?P<more>[0-9]+[十百千]?[万亿]?(?:[0-9]+)?)"
)
# No figure of news is longer; a line of digits must not become a number of a thousand places.
_MOST_CHARS = 40
# Numbers that are kept, some 2 MB.
_REMEMBERED = 8192


def parse_number(text: str) -> Decimal | None:
    """Return the number `text` spells, None when it spells none.

    Takes figures of either width with thousands separators and a scale of Chinese units behind
    them, and Chinese numerals, positional (二〇二二) or not. Of two numbers told at once the second
    counts: 十五六 is 16.
    """
    if "," in text:
        text = text.replace(",", "")
    return _parsed(text) if text and len(text) <= _MOST_CHARS else None


# An article says its numbers more than once, and others have the same.
@lru_cache(maxsize=_REMEMBERED)
def _parsed(text: str) -> Decimal | None:
    """Return the number that `text` of a few characters spells."""
    if parts := _COMPOUND.fullmatch(text):
        more = _parsed(parts["more"])
        first = _parsed(parts["first"])
        return None if more is None or first is None else first + more
    figures = len(text.rstrip("十百千万亿兆"))
    head, scale = text[:figures], text[figures:]
    if head and head[0].isdecimal():
        try:
            value = Decimal(head)
        except InvalidOperation:
            return None
        for char in scale:
            value *= _UNIT.get(char) or _BIG[char]
        return value
    return _han(text)


def plain(value: Decimal) -> str:
    """Return `value` in plain decimal digits, without trailing zeros or an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _han(text: str) -> Decimal | None:
    """Return the value of Chinese numerals."""
    if text == "半":
        return Decimal("0.5")
    whole, _, fraction = text.partition("点")
    if fraction:
        return _fractional(whole, fraction)
    if len(text) > 1 and all(char in _DIGIT for char in text):
        return Decimal("".join(str(_DIGIT[char]) for char in text))
    return _whole(text)


def _fractional(whole: str, fraction: str) -> Decimal | None:
    """Return the value of 三点五 and 一点二亿, given by what stands around 点."""
    figures = fraction.rstrip("十百千万亿")
    value = _whole(whole)
    if value is None or any(char not in _DIGIT for char in figures):
        return None
    value += Decimal("0." + "".join(str(_DIGIT[char]) for char in figures))
    for char in fraction[len(figures) :]:
        value *= _UNIT.get(char) or _BIG[char]
    return value


def _whole(text: str) -> Decimal | None:
    """Return the value of numerals with their units: 三亿五千万."""
    total = section = digit = largest = 0
    seen = False
    for char in text:
        if char in _DIGIT:
            digit, seen = _DIGIT[char], True
        elif char in _UNIT:
            section += (digit or 1) * _UNIT[char]
            digit, seen = 0, True
        elif char in _TENS:
            section += _TENS[char]
            digit, seen = 0, True
        elif char in _BIG and seen:
            big = _BIG[char]
            # 一万亿 and 一万万 multiply what stands before them, 三亿五千万 adds to it.
            if big >= largest:
                total, largest = (total + section + digit) * big, big
            else:
                total += (section + digit) * big
            section = digit = 0
        else:
            return None
    return Decimal(total + section + digit) if seen else None
