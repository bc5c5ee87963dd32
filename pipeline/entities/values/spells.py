"""Lengths of time told in two units or more, and the times of sport: 2小时23分15秒, 9秒98."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

SPELT: Final = frozenset("小个分秒 ")
"""What stands behind the first number of a spell."""
_SPELL = re.compile(
    r"(?:(?P<hours>[0-9]{1,4})[ ]?个?小时[ ]?)?(?:(?P<minutes>[0-9]{1,3})[ ]?分钟?[ ]?)?"
    r"(?:(?P<seconds>[0-9]{1,3})[ ]?秒(?P<hundredths>[0-9]{2}(?![0-9.%年月日万亿米人个名公吨元]))?"
    r"|(?P<point>[0-9]{1,3}\.[0-9]{1,3})[ ]?秒)?"
)


def read_spell(text: str, match: re.Match[str]) -> tuple[int, Decimal] | None:
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
