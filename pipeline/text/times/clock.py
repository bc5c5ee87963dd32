"""The time of day of a match: its hour on twenty-four, its zone."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from pipeline.text.times.fields import TimeFields, number_of

_MORNING = ("凌", "清", "早", "上", "a")


def read_clock(found: re.Match[str], fields: TimeFields) -> TimeFields | None:
    """Return `fields` with the time of day of a match that holds the clock groups, or None."""
    group = found.groupdict()
    period = (group.get("period") or group.get("bare") or group.get("half") or "").lower()
    half: Literal["", "am", "pm"] = ""
    if period:
        half = "am" if period.startswith(_MORNING) else "pm"
    if group.get("bare"):
        return msgspec.structs.replace(fields, half=half)
    minute = second = None
    if group["hour"]:
        hour, minute = int(group["hour"]), int(group["minute"])
        second = int(group["second"]) if group["second"] else None
    else:
        hour = number_of(group["cnhour"])
        if word := group["cnminute"]:
            named = {"半": 30, "一刻": 15, "三刻": 45}
            minute = named[word] if word in named else number_of(word[:-1].rstrip())
        second = number_of(group["cnsecond"]) if group["cnsecond"] else None
    if hour > 24 or (minute or 0) > 59 or (second or 0) > 60 or (hour == 24 and minute):
        return None
    hour = _on_24(hour, period, fields.half if not period else half)
    zone = _zone(group["zone"])
    return msgspec.structs.replace(
        fields, hour=hour, minute=minute, second=second, half=half or fields.half, zone=zone
    )


def _on_24(hour: int, period: str, half: str) -> int:
    """Return the hour of a day that an hour with its part of the day means.

    中午11点 is before noon; 深夜1点 and 午夜2点 are after midnight; 凌晨12点 begins the day.
    """
    small = 6 if period[:2] in {"深夜", "午夜", "半夜", "夜里"} else 0
    if period[:1] in {"中", "正"} or period == "午间":
        small = 10
    if half == "pm" and small <= hour < 12:
        return hour + 12 if not (small == 10 and hour >= 10) else hour
    if half == "pm" and small == 10 and hour < 10:
        return hour + 12
    midnight = period[:2] in {"凌晨", "午夜", "半夜", "深夜"} or period in {"am", "a.m"}
    return 0 if hour == 12 and midnight else hour


def _zone(word: str | None) -> int | None:
    if not word:
        return None
    digits = re.sub(r"[^0-9]", "", word).ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:4])
    return -minutes if "-" in word else minutes
