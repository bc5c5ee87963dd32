"""A date or time as it stands in a text."""

from __future__ import annotations

from typing import Literal

from pipeline.text.times.fields import TimeFields
from pipeline.types.articles import Struct


class TimeSpan(Struct, frozen=True, kw_only=True):
    """A date or time in a text: half-open code points, and what it says.

    `kind` is `time` when a time of day (or a count of hours, minutes, seconds) is said, else
    `date`. `clock` is where the time of day begins in the text: `[start:clock]` is then the date.
    `local` says that the text puts it in a zone it does not name by offset (当地时间).
    """

    start: int
    end: int
    kind: Literal["date", "time"]
    fields: TimeFields
    clock: int | None = None
    local: bool = False
