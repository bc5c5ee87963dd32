"""Lengths told in two units: 2小时23分15秒, and those of sport: 9秒98, 6米92."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from pipeline.entities.values.amount import Amount, amount_of
from pipeline.text.numerals import parse_number, plain

SPELT: Final = frozenset("小个分秒米 ")
"""What stands behind the first number of a spell."""
_SPELL = re.compile(
    r"(?:(?P<hours>[0-9]{1,4})[ ]?个?小时[ ]?)?(?:(?P<minutes>[0-9]{1,3})[ ]?分钟?[ ]?)?"
    r"(?:(?P<seconds>[0-9]{1,3})[ ]?秒"
    r"(?P<hundredths>[0-9]{1,2}(?![0-9.%年月日万亿米人个名公吨元]))?"
    r"|(?P<point>[0-9]{1,3}\.[0-9]{1,3})[ ]?秒)?"
)

_HEIGHT = re.compile(
    "米(?:(?P<figures>[0-9]{1,2})(?![0-9.%年月日万亿米厘公时点分秒人个名元号])"
    "|(?P<han>[一二三四五六七八九]{1,2})(?![十百千万米人个名年月日号]))"
)


def read_spelt(text: str, match: re.Match[str]) -> Amount | None:
    """Return the length that begins with this number, None where one unit tells it."""
    if text[match.end()] == "米":
        found, unit = _height(text, match), "m"
    else:
        found, unit = _spell(text, match) if match["figures"] else None, "秒"
    return found and amount_of("quantity", match.start(), found[0], plain(found[1]), unit)


def _height(text: str, match: re.Match[str]) -> tuple[int, Decimal] | None:
    """Return where 6米92 or 一米八 ends and its metres, None where only metres are told."""
    whole = parse_number(match[0])
    found = _HEIGHT.match(text, match.end())
    if found is None or whole is None or whole != int(whole) or whole > 99:
        return None
    rest = found["figures"] or "".join(str("零一二三四五六七八九".index(c)) for c in found["han"])
    return found.end(), whole + Decimal(f"0.{rest}")


def _spell(text: str, match: re.Match[str]) -> tuple[int, Decimal] | None:
    """Return where a spell that begins with this number ends and its seconds, None if simple."""
    end = match.end()
    found = _SPELL.match(text, match.start())
    if found is None or found.end() <= end:
        return None
    seconds, hundredths = found["seconds"] or found["point"], found["hundredths"]
    parts = [part for part in (found["hours"], found["minutes"], seconds, hundredths) if part]
    if len(parts) < 2 or (found["hours"] and seconds and not found["minutes"]):
        return None
    total = 3600 * int(found["hours"] or 0) + 60 * int(found["minutes"] or 0)
    return found.end(), total + Decimal(f"{seconds or 0}{'.' + hundredths if hundredths else ''}")
