"""Money, percentages and quantities, with their values and units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from pipeline.entities.resources import Lexicon
from pipeline.entities.values.amount import Amount, amount_of
from pipeline.entities.values.numbers import (
    SCALE,
    START,
    formal,
    goes_on,
    is_grammar,
    is_name,
    is_ordinal,
    is_pair,
    is_vague,
    number_pattern,
)
from pipeline.entities.values.ranges import GAP, bare_numbers, joined, ranged, shared, signed
from pipeline.entities.values.shares import SHARES, fraction, parts, percent
from pipeline.entities.values.signs import ENDS, MINUS, SIGNS, sign_before
from pipeline.entities.values.spells import SPELT, read_spelt
from pipeline.entities.values.sums import read_sum
from pipeline.text.numerals import parse_number, plain
from pipeline.text.phrases import any_of
from pipeline.types.articles import ValueType

_SYMBOLS = "¥€£"
_LETTERS = "".join(f"|(?<={sign})" for sign in SIGNS if sign[-1].isalpha() and sign.isascii())
_NUMBER = number_pattern(_LETTERS)
# Index points stand behind such a word, or are many; 20点 alone is an hour.
_POINTS = re.compile("点(?![钟整半许多前后评子心名击儿火0-9零一二三四五六七八九十])")
_PERSONS = ("人", "名", "位", "户", "岁", "倍")
_MOVED = ("涨", "跌", "报", "升", "挫", "收", "失", "破", "守", "越", "上", "指", "至", "于")


class Amounts:
    """Finds money, percentages and quantities in one pass over the numbers of a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        counters = lexicon.rows("counters")
        self._measures = {row[0]: row[1] for row in lexicon.rows("units")}
        small = {row[0] for row in counters if "han" in row[1:]} | set(self._measures)
        # 二次, 二期 and 二层 number things: two of them are 两.
        self._counted = small, small & {*self._measures, *_PERSONS}
        self._figures = frozenset(row[0] for row in counters if "figures" in row[1:])
        self._units = {row[0]: row[0] for row in counters} | self._measures
        self._currencies = _currencies(lexicon)
        self._tail = _tail_pattern(self._units, self._currencies)
        words = (*self._units, *self._currencies, *SHARES)
        self._heads = frozenset("十百千万亿兆多余来成点分 ").union(word[0] for word in words)

    def find(self, text: str) -> Iterator[Amount]:
        """Yield the amounts of a folded text, in order."""
        before: re.Match[str] | None = None
        held: Amount | None = None
        # Numbers with a scale and no unit: the unit of the last of a list is that of all.
        bare: list[re.Match[str]] = []
        search, number, position = START.search, _NUMBER.match, 0
        while start := search(text, position):
            position = start.end()
            if match := number(text, position - 1):
                amount = None
                if _may_be(text, match, self._heads):
                    amount = self._read(text, match, before, held.end if held else -1)
                if amount is None:
                    bare = bare_numbers(text, bare, match)
                else:
                    whole = joined(text, held, amount) if held else None
                    if held and not whole:
                        yield held
                    held = whole or amount
                    if bare:
                        yield from shared(text, bare, amount)
                        bare = []
                    position = max(position, amount.end)
                before, position = match, max(position, match.end())
        if held:
            yield held

    def _read(
        self, text: str, match: re.Match[str], before: re.Match[str] | None, reached: int
    ) -> Amount | None:
        """Return the amount of a number; the last amount ended at `reached`."""
        if is_ordinal(text, match):
            return None
        if match.lastgroup == "share":
            return parts(match)
        if match.lastgroup == "high":
            return fraction(match)
        if text[match.end() : match.end() + 1] in SPELT and (spelt := read_spelt(text, match)):
            return spelt
        return self._told_by_sides(text, match, before, reached)

    def _told_by_sides(
        self, text: str, match: re.Match[str], before: re.Match[str] | None, reached: int
    ) -> Amount | None:
        """Return the amount of a number that a sign before it or a unit behind it makes one."""
        start = match.start()
        tail = self._tail_of(text, match)
        sign, blank = sign_before(text, start, reached) if match["figures"] or tail else ("", 0)
        if tail is None and not (sign and match["figures"]):
            return read_sum(text, match)
        amount = self._measured(text, match, tail, (sign, blank))
        if amount is None:
            return None
        # Few numbers stand near the one before them, or behind a hyphen: asked first, and cheaply.
        if before is not None and start - before.end() <= GAP:
            whole = ranged(text, match, before, tail["scale"] if tail else "", amount)
            if whole is not None:
                return whole
        return signed(text, amount, reached) if text[amount.start - 1] in MINUS else amount

    def _tail_of(self, text: str, match: re.Match[str]) -> re.Match[str] | None:
        """Return what stands behind a number, None where that makes no amount of it."""
        tail = self._tail.match(text, match.end())
        if tail is None:
            return None
        if " " in tail[0]:
            counter = bool(tail["unit"]) and tail["unit"] not in self._measures
            if not _may_be_apart(text, match, tail, counter=counter):
                return None
        if tail.lastgroup == "points":
            return tail if _are_points(text, match) else None
        if tail["unit"] in self._figures and not match["figures"]:
            return None
        word = tail["unit"] or (match.lastgroup == "numeral" and tail["money"])
        return None if word and goes_on(text, word, tail.end()) else tail

    def _measured(
        self, text: str, match: re.Match[str], tail: re.Match[str] | None, sign: tuple[str, int]
    ) -> Amount | None:
        """Return the amount that a number is by what stands on both its sides."""
        start, end = match.start(), tail.end() if tail else match.end()
        number = _number(text, match, tail["scale"] if tail else "")
        if number is None:
            return None
        told = _told(match, tail, sign[0])
        behind = tail.lastgroup if tail else None
        unit: str | None
        if tail and behind in {"share", "tenth"}:
            kind: ValueType = "percent"
            number, unit = percent(tail, number)
        elif told or behind == "money":
            kind = "money"
            unit = SIGNS[told] if told else self._currencies[tail["money"]] if tail else None
            start -= len(told) + (sign[1] if told else 0)
            if tail and behind in {"unit", "points"}:
                end = tail.start(behind)
        elif behind == "points":
            kind, unit = "quantity", "点"
        elif tail and _counts(match, tail["unit"], number, self._counted):
            kind, unit = "quantity", self._units[tail["unit"]]
        else:
            return None
        return amount_of(kind, start, end, plain(number), unit)


def _currencies(lexicon: Lexicon) -> dict[str, str | None]:
    """Return the code of each word for money; of 克朗 alone nobody can tell whose they are."""
    return {row[0]: None if row[1] == "-" else row[1] for row in lexicon.rows("currencies")}


def _may_be_apart(text: str, match: re.Match[str], tail: re.Match[str], *, counter: bool) -> bool:
    """Say whether a blank may part a number from what it counts.

    100 万元 is the style of some houses; iPhone 16 人 and numerals are none of theirs.
    """
    start = match.start()
    named = counter and re.search("[A-Za-z] $", text[max(0, start - 2) : start])
    return bool(match["figures"]) and not (named or tail["unit"] == "张" or tail["tenth"])


def _number(text: str, match: re.Match[str], scale: str) -> Decimal | None:
    """Return the value of a number, None where it is vague or the name of something."""
    word = match[0]
    kind = match.lastgroup
    if kind == "formal":
        return formal(word)
    if kind == "numeral" and (
        is_vague(text, match.start(), word)
        or is_name(word)
        or is_pair(word)
        or is_grammar(text, match.start(), word)
    ):
        return None
    return parse_number(word + scale)


def _told(match: re.Match[str], tail: re.Match[str] | None, sign: str) -> str:
    """Return the sign of a currency that is the number's; 美元3个月 is no money."""
    if not sign or (match.lastgroup != "figures" and not (tail and tail.lastgroup == "money")):
        return ""
    named = not sign.isascii() and sign not in _SYMBOLS
    return "" if named and tail and tail.lastgroup != "money" else sign


def _tail_pattern(units: Iterable[str], currencies: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of what makes an amount of the number before it."""
    latin = [unit for unit in units if unit.isascii()]
    words = [unit for unit in units if not unit.isascii()]
    return re.compile(
        rf"[多余来]?[ ]?(?P<scale>(?:{SCALE}){{0,2}})[ ]?(?:(?P<share>{any_of(SHARES)})"
        rf"|(?P<tenth>成(?:半|[一二三四五六七八九](?=[,。;、!?)”\n]|$|以上|左右|的))?(?![为立员就都果效长功本品型交分]))"
        rf"|(?P<money>{any_of(currencies)})(?![素旦])"
        rf"|(?P<unit>{any_of(words)}|(?:{any_of(latin)})(?![A-Za-z0-9/]))"
        rf"|(?P<points>{_POINTS.pattern}))"
    )


def _may_be(text: str, match: re.Match[str], heads: frozenset[str]) -> bool:
    """Say whether what touches a number allows of an amount: of most it does not, and is quick."""
    start, end = match.span()
    if text[end : end + 1] in heads or match.lastgroup in {"share", "high"}:
        return True
    return text[start - 1 : start] in ENDS or match[0][-1] in "万亿"


def _are_points(text: str, match: re.Match[str]) -> bool:
    """Say whether 点 counts the points of an index, and is no hour."""
    if not match["figures"]:
        return False
    # 开放至22点 is an hour.
    hour = len(match[0]) < 3 and text.endswith(("至", "于"), 0, match.start())
    return (
        len(match[0]) >= 4
        or match[0][-1] == "万"
        or (text.endswith(_MOVED, 0, match.start()) and not hour)
    )


def _counts(
    match: re.Match[str], unit: str, number: Decimal, counted: tuple[set[str], set[str]]
) -> bool:
    """Return whether numerals count something, and are not grammar (一个).

    `counted` are the units that numerals below ten count too, and those that 二 does.
    """
    if match.lastgroup == "figures":
        return True
    if match.lastgroup != "numeral":
        return False
    numeral = match[0]
    if numeral[0] in "万亿千百半" or numeral == "一":
        return False
    if numeral == "十" and unit == "字":
        return False
    return number >= 10 or unit in counted[numeral == "二"]
