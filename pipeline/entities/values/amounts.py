"""Money, percentages and quantities, with their values and units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.entities.resources import Lexicon
from pipeline.text.numerals import FIGURES, HAN_DIGITS, HAN_NUMBER, parse_number, plain
from pipeline.text.phrases import any_of
from pipeline.types.articles import Struct, ValueType

_SIGNS = {
    "人民币": "CNY", "RMB": "CNY", "CNY": "CNY", "¥": "CNY", "US$": "USD", "USD": "USD",
    "HK$": "HKD", "HKD": "HKD", "$": "USD", "€": "EUR", "£": "GBP", "港币": "HKD", "美元": "USD",
}  # fmt: skip
_PARTS = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
_SHARES = {"%": "%", "‰": "‰", "个百分点": "pp", "百分点": "pp", "个基点": "bp", "基点": "bp"}
_SIGN_ENDS = frozenset(sign[-1] for sign in _SIGNS)
_LONGEST_SIGN = max(map(len, _SIGNS))
_LETTERS = "".join(f"|(?<={sign})" for sign in _SIGNS if sign[-1].isalpha() and sign.isascii())
# 千 of 千瓦时 and 千米 belongs to the unit.
_SCALE = "[十万亿]|百(?!分点|帕)|千(?![瓦米克帕赫卡焦伏])|兆(?![瓦赫帕])"
# A figure that follows a letter is the tail of a name or of a code, but for a sign (USD5).
_NUMBER = re.compile(
    rf"(?P<of>百分之|千分之|万分之)(?P<share>{FIGURES}|{HAN_NUMBER})"
    rf"|(?P<figures>(?:(?<![0-9A-Za-z.]){_LETTERS})(?:{FIGURES})(?:{_SCALE}){{0,3}})|(?P<numeral>{HAN_NUMBER})"
)
# Where a number may begin; scanning for it alone takes a third of the time.
_START = re.compile(f"[0-9{HAN_DIGITS}十百千万亿半]")
_JOINTS = frozenset("-~至到")
_MINUS = "零下", "-"


class Amount(Struct, frozen=True, kw_only=True):
    """A money sum, percentage or quantity; half-open code points of the folded text.

    `value` is in plain decimal digits, a range is `low..high`; `unit` is an ISO 4217 code, a
    symbol of measure, or the counter.
    """

    type: ValueType
    start: int
    end: int
    value: str
    unit: str


class Amounts:
    """Finds money, percentages and quantities in one pass over the numbers of a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        counters = lexicon.rows("counters")
        self._counted = frozenset(row[0] for row in counters if "han" in row[1:])
        self._measures = {row[0]: row[1] for row in lexicon.rows("units")}
        self._units = {row[0]: row[0] for row in counters} | self._measures
        self._currencies = {row[0]: row[1] for row in lexicon.rows("currencies")}
        self._tail = re.compile(
            rf"[多余来几]?(?P<scale>(?:{_SCALE}){{0,2}})(?:(?P<share>{any_of(_SHARES)})"
            rf"|(?P<tenth>成(?![为立员就都果效长功本品型交分]))"
            rf"|(?P<money>{any_of(self._currencies)})(?![素旦])|(?P<unit>{any_of(self._units)}))"
        )

    def find(self, text: str) -> Iterator[Amount]:
        """Yield the amounts of a folded text, in order."""
        before: re.Match[str] | None = None
        search, number, position, reached = _START.search, _NUMBER.match, 0, -1
        while start := search(text, position):
            position = start.end()
            if match := number(text, position - 1):
                amount = self._read(text, match, before, reached)
                if amount:
                    yield amount
                    reached = amount.end
                before, position = match, match.end()

    def _read(
        self, text: str, match: re.Match[str], before: re.Match[str] | None, reached: int
    ) -> Amount | None:
        """Return the amount of a number; the last amount ended at `reached`."""
        start, end = match.span()
        if text[start - 1 : start] == "第":
            return None
        if match["of"]:
            number = parse_number(match["share"])
            unit = _PARTS[match["of"]]
            return None if number is None else _amount("percent", start, end, plain(number), unit)
        tail = self._tail.match(text, end)
        sign = _sign_before(text, start)
        scale = tail["scale"] if tail else ""
        # A number with nothing after it counts with a currency's sign before it only.
        told = tail is not None or (sign and match["figures"])
        number = parse_number(match[0] + scale) if told else None
        if number is None:
            return None
        end = tail.end() if tail else end
        if tail and (tail["share"] or tail["tenth"]):
            kind: ValueType = "percent"
            unit = _SHARES[tail["share"]] if tail["share"] else "%"
            number = number if tail["share"] else number * 10
        elif (tail and tail["money"]) or (sign and match["figures"]):
            kind = "money"
            unit = _SIGNS[sign] if sign else self._currencies[tail["money"]] if tail else ""
            start -= len(sign)
            if tail and tail["unit"]:
                end = tail.start("unit")
        elif tail and self._is_quantity(match, tail["unit"], number):
            kind, unit = "quantity", self._units[tail["unit"]]
        else:
            return None
        low = _low(text, match, before, scale)
        if low is not None and before is not None:
            low_start = before.start()
            return _amount(kind, low_start, end, f"{plain(low)}..{plain(number)}", unit)
        # A hyphen right behind an amount joins the two (3%-5%); it is no sign.
        minus = _minus_before(text, start) if start - 1 != reached else 0
        value = plain(-number if minus else number)
        return _amount(kind, start - minus, end, value, unit)

    def _is_quantity(self, match: re.Match[str], unit: str, number: Decimal) -> bool:
        """Return whether numerals count something, and are not grammar (一个, 两次)."""
        if match["figures"]:
            return True
        numeral = match["numeral"]
        if numeral[0] in "万亿千百半" or numeral == "一":
            return False
        big = number >= 10
        return big or unit in self._counted or unit in self._measures


def _amount(kind: ValueType, start: int, end: int, value: str, unit: str) -> Amount:
    return Amount(type=kind, start=start, end=end, value=value, unit=unit)


def _sign_before(text: str, start: int) -> str:
    """Return the sign of a currency right before a number, the longest there is."""
    if text[start - 1 : start] not in _SIGN_ENDS:
        return ""
    for length in range(min(_LONGEST_SIGN, start), 0, -1):
        if (sign := text[start - length : start]) in _SIGNS:
            return sign
    return ""


def _minus_before(text: str, start: int) -> int:
    """Return how many characters before a number say that it is negative."""
    for minus in _MINUS:
        # A hyphen after a letter or figure joins; it is no sign.
        if text.endswith(minus, 0, start) and (
            minus != "-"
            or start < 2
            or not (text[start - 2].isascii() and text[start - 2].isalnum())
        ):
            return len(minus)
    return 0


def _low(
    text: str, match: re.Match[str], before: re.Match[str] | None, scale: str
) -> Decimal | None:
    """Return the lower end of a range (3至5万吨), None when the number stands alone."""
    if before is None or before["of"] or bool(before["figures"]) != bool(match["figures"]):
        return None
    gap = text[before.end() : match.start()]
    if gap not in _JOINTS:
        return None
    low = before[0]
    whole = match[0].rstrip("十百千万亿兆")
    shared = match[0][len(whole) :] if match["figures"] else ""
    if low[-1] not in "十百千万亿兆":
        low += shared
    return parse_number(low + scale)
