"""Two numbers of one amount, and the numbers of a list that share the unit of the last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from pipeline.entities.values.amount import Amount, amount_of
from pipeline.entities.values.numbers import is_name
from pipeline.entities.values.signs import minus_before
from pipeline.text.numerals import parse_number, plain

_JOINTS = frozenset(("-", "--", "~", "至", "到"))
GAP: Final = 4
"""Characters between the two numbers of a range, at most."""
_LISTS = frozenset("、和与及或")
_COLD = frozenset(("degC", "degF", "degree"))
_SCALES = "十百千万亿兆"


def joined(text: str, low: Amount, high: Amount) -> Amount | None:
    """Return the range of two amounts of one kind that a dash joins: 3亿元-5亿元."""
    if high.start - low.end > GAP or ".." in low.value + high.value:
        return None
    # 新台币3200元-4500元: the sign before the first sum is that of both.
    both = (
        low.type == "money"
        and text[low.end - 1] + text[high.end - 1] + (high.unit or "") == "元元CNY"
    )
    if low.type != high.type or (low.unit != high.unit and not both):
        return None
    if low.unit is None or text[low.end : high.start].strip(" ") not in _JOINTS:
        return None
    # From 5%到3% something fell; that is no range.
    if Decimal(low.value) >= Decimal(high.value):
        return None
    value = f"{low.value}..{high.value}"
    return amount_of(high.type, low.start, high.end, value, low.unit)


def ranged(
    text: str, match: re.Match[str], before: re.Match[str] | None, scale: str, amount: Amount
) -> Amount | None:
    """Return the range whose lower end has no unit (3至5万吨), None when the number is alone."""
    # The gap first: few numbers stand so near to the one before them.
    if (
        before is None
        or match.start() - before.end() > GAP
        or before["of"]
        or before["low"]
        or amount.start != match.start()
    ):
        return None
    if bool(before["figures"]) != bool(match["figures"]) or ".." in amount.value:
        return None
    start = before.start()
    if text[before.end() : match.start()].strip(" ") not in _JOINTS:
        return None
    if text[start - 1 : start] == "第":
        return None
    high, minus = Decimal(amount.value), minus_before(text, start) or 0
    tenth = 10 if text[amount.end - 1] == "成" else 1
    # 零下3至5度 are both below nought, and -5至3度 go up.
    low = _low(before[0], match[0], scale, Decimal("Infinity") if minus else high / tenth)
    if low is None:
        return None
    low *= tenth
    if minus:
        low, high = sorted((-low, -high if minus > 1 else high))
        start -= minus
    value = f"{plain(low)}..{plain(high)}"
    return amount_of(amount.type, start, amount.end, value, amount.unit)


def signed(text: str, amount: Amount, reached: int) -> Amount | None:
    """Return the amount with the minus before it; None where none can tell whether it is one.

    A hyphen right behind an amount, which ended at `reached`, joins the two (3%-5%).
    """
    before = text[reached : amount.start].strip(" ") if reached >= 0 else ""
    cold = amount.unit in _COLD
    minus = 0 if before in _JOINTS else minus_before(text, amount.start, cold=cold)
    if minus is None:
        return None if amount.type in {"money", "percent"} else amount
    if not minus:
        return amount
    value = "..".join(f"-{end}" for end in reversed(amount.value.split("..")))
    return replace(amount, start=amount.start - minus, value=value)


def bare_numbers(text: str, bare: list[re.Match[str]], match: re.Match[str]) -> list[re.Match[str]]:
    """Return the list of numbers without a unit that `match` goes on, or begins."""
    if not match["figures"] or match[0][-1] not in "万亿":
        return []
    goes_on = bare and text[bare[-1].end() : match.start()] in _LISTS
    return [*bare, match] if goes_on else [match]


def shared(text: str, bare: list[re.Match[str]], amount: Amount) -> Iterator[Amount]:
    """Yield the numbers before an amount that have its unit: 2.97亿和2.24亿港元."""
    if not bare or text[bare[-1].end() : amount.start] not in _LISTS or amount.unit is None:
        return
    for match in bare:
        number = parse_number(match[0])
        if number is not None:
            yield amount_of(amount.type, *match.span(), plain(number), amount.unit)


def _low(low: str, high: str, scale: str, top: Decimal) -> Decimal | None:
    """Return the lower end, below `top`, with the scale of the higher one where it has none."""
    if is_name(low):
        return None
    units = high[len(high.rstrip(_SCALES)) :] if high.rstrip(_SCALES) else ""
    big = units.lstrip("十百千")
    if low[-1] in "万亿兆":
        tries = [low]
    elif low[-1] in "十百千":
        tries = [low + big + scale, low]
    else:
        # 三至五十: the ten is of the higher end alone.
        tries = [
            low + ("" if units == "十" else units) + scale,
            low + big + scale,
            low + scale,
            low,
        ]
    numbers = (parse_number(each) for each in tries)
    return next((number for number in numbers if number is not None and number < top), None)
