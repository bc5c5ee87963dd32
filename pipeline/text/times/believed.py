"""Up to when a time is believed: a day after that which it is held against."""

from __future__ import annotations

import math
from typing import Final

DAY: Final = 86_400.0
# A computer that has lost its clock starts at 1970, 1980 or 2000: that says nothing of records.
_LOST: Final = 1_577_836_800.0  # 2020-01-01


def latest(now: float) -> float:
    """Return the latest time that is believed at `now` (Unix seconds); all are by a lost clock."""
    return now + DAY if now >= _LOST else math.inf
