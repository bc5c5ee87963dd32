"""Shares: percentages by their sign or in words, tenths, fractions."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from pipeline.entities.values.amount import Amount, amount_of
from pipeline.text.numerals import parse_number, plain

_PARTS = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
SHARES: Final = {
    "%": "%", "‰": "‰", "个百分点": "pp", "百分点": "pp", "个基点": "bp", "基点": "bp"
}  # fmt: skip
"""What makes a share of the number before it, and its sign."""


def percent(tail: re.Match[str], number: Decimal) -> tuple[Decimal, str]:
    """Return the value and the sign of a share: 三成 is 30 %."""
    if tail["share"]:
        return number, SHARES[tail["share"]]
    return number * 10 + _rest(tail["tenth"][1:]), "%"


def _rest(half: str) -> Decimal:
    """Return what 半 or 五 behind 成 adds to the tens."""
    return Decimal(5) if half == "半" else parse_number(half) or Decimal(0)


def parts(match: re.Match[str]) -> Amount | None:
    """Return 百分之八十 as 80 %."""
    number = parse_number(match["share"])
    unit = _PARTS[match["of"]]
    return None if number is None else amount_of("percent", *match.span(), plain(number), unit)


def fraction(match: re.Match[str]) -> Amount | None:
    """Return 三分之二 as `2/3`."""
    low, high = parse_number(match["low"]), parse_number(match["high"])
    if low is None or high is None or not low:
        return None
    return amount_of("quantity", *match.span(), f"{plain(high)}/{plain(low)}", None)
