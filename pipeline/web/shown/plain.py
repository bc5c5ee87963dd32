"""Plain words for times, sizes and characters that one does not see."""

from __future__ import annotations

import re

from pipeline.web.store.article_rows import china_time

UNKNOWN = "time unknown"
# A longer number is none that a person reads; Python takes none of 4,300 digits.
_DIGITS = 30

# They turn the order of what stands beside them, or are not seen at all.
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """Return `text` with a mark in place of each character that hides or turns others."""
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def cut_short(text: str, most: int) -> str:
    """Return `text`, cut with an ellipsis where it is longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def moment(seconds: float | None, precision: str = "minute", *, now: float) -> str:
    """Return a time in China as a list shows it: 09:30 of today, else with its date."""
    if seconds is None:
        return UNKNOWN
    then, today = china_time(seconds), china_time(now)
    if precision in {"year", "month", "day"}:
        return then.strftime({"year": "%Y", "month": "%Y-%m"}.get(precision, "%Y-%m-%d"))
    if then.date() == today.date():
        return then.strftime("%H:%M")
    return then.strftime("%m-%d %H:%M" if then.year == today.year else "%Y-%m-%d %H:%M")


def whole_moment(seconds: float | None) -> str:
    """Return a time in China to the second, with its zone."""
    return UNKNOWN if seconds is None else china_time(seconds).strftime("%Y-%m-%d %H:%M:%S +08:00")


def iso_moment(seconds: float) -> str:
    """Return a time as HTML's `datetime` takes it."""
    return china_time(seconds).isoformat(timespec="seconds")


def later(seconds: float) -> str:
    """Return how much later something was: `+5 min`, `+3 h`, `+2 d`."""
    if seconds < 60:
        return "at once" if seconds < 1 else f"+{seconds:.0f} s"
    for size, unit, most in ((60, "min", 3600), (3600, "h", 172_800)):
        if seconds < most:
            return f"+{seconds / size:.0f} {unit}"
    return f"+{seconds / 86_400:.0f} d"


def with_commas(number: str) -> str:
    """Return a number of digits with its thousands parted; anything else as it is."""
    whole, point, part = number.partition(".")
    if not (whole.isascii() and whole.isdigit() and 4 < len(whole) <= _DIGITS) or whole[0] == "0":
        return number
    return f"{int(whole):,}{point}{part}"


def size(count: int) -> str:
    """Return a number of bytes for a person."""
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:.1f} KiB" if count < 1 << 20 else f"{count / (1 << 20):.1f} MiB"
