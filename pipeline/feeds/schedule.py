"""When a feed is asked again: its turn, what the server said, back-off after faults. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

import xxhash

# A feed that fails is asked after twice its turn, then four times, up to this (or its turn, where
# that is longer): a day without news is worse than four requests in vain.
MOST_BACK_OFF = 6 * 3600.0
# A server that says "in a year" is asked tomorrow.
MOST_RETRY_AFTER = 86_400.0
# Feeds of one start are spread over this share of their turn.
_SPREAD = 0.1


def next_turn(now: float, every: float, *, url: str, ttl: float | None = None) -> float:
    """Return when a feed that answered is asked again: its turn, or the feed's own, if longer."""
    return now + max(every, ttl or 0.0) + _share(url) * every * _SPREAD


def after_fault(
    now: float, every: float, *, url: str, failures: int, retry_after: float | None = None
) -> float:
    """Return when a feed that failed so many times in a row is asked again.

    What the server said is the least; else the back-off.
    """
    backed = min(every * 2 ** min(failures, 20), max(MOST_BACK_OFF, every))
    wait = max(retry_after, every) if retry_after is not None else backed
    return now + wait + _share(url) * every * _SPREAD


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds that `Retry-After` names, as a count or a date; None without one."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdecimal():
        return min(float(said[:9]), MOST_RETRY_AFTER)
    try:
        seconds = parsedate_to_datetime(said).timestamp() - now
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), MOST_RETRY_AFTER)


def _share(url: str) -> float:
    """Return a number from 0 to 1, always the same for one feed."""
    return xxhash.xxh32_intdigest(url.encode("utf-8", "replace")) / 2**32
