"""Counts as bars: where each stands in a drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from pipeline.types.articles import Struct

WIDTH, HEIGHT = 600, 80
_MOST_DAYS = 60


class Bar(Struct, frozen=True, kw_only=True):
    """One bar, in units of the drawing. `label` says what it counts and `count` how many."""

    x: float
    y: float
    width: float
    height: float
    label: str
    count: int


def bars(counts: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    """Return a bar for each count, side by side, the highest as high as the drawing."""
    most = max((count for _, count in counts), default=0)
    step = WIDTH / max(len(counts), 1)
    # What is there at all is seen.
    heights = [max(HEIGHT * count / most, 2.0) if count else 0.0 for _, count in counts]
    return tuple(
        Bar(
            x=round(step * n, 2),
            y=round(HEIGHT - height, 2),
            width=round(step * 0.8, 2),
            height=round(height, 2),
            label=label,
            count=count,
        )
        for n, ((label, count), height) in enumerate(zip(counts, heights, strict=True))
    )


def every_day(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the days from the first to the last, those between with nothing: 60 at most."""
    known = sorted(day for day in counts if _is_day(day))
    if not known:
        return []
    last = date.fromisoformat(known[-1])
    earliest = (last - timedelta(days=_MOST_DAYS - 1)).isoformat()
    first = date.fromisoformat(next(day for day in known if day >= earliest))
    # One bar alone says nothing of before.
    first = min(first, last - timedelta(days=13))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [(day.isoformat(), counts.get(day.isoformat(), 0)) for day in days]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
