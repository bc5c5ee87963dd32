"""Where findings overlap: the one place and the one rule that says which stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from operator import attrgetter

from pipeline.entities.recognizer import Finding
from pipeline.types.articles import Value

# Figures in a name are its own; a date in the title of a report dates it, and a quake is of 6.8级.
_NAMES = frozenset({"person", "work", "event"})
_WRITTEN = re.compile("[0-9]{4}|[%元]|级$")

_START = attrgetter("start")

# The recognizer of names that are known beforehand.
_KNOWN = "gazetteer"
_TWO = 2


def resolve(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings of which no two share a character, in order of the text.

    The rule: the higher rank stands; of one rank the longer (outermost), then the surer, then the
    earlier.
    """
    ordered = sorted(findings, key=_START)
    found: list[Finding] = []
    first = end = 0
    for at, finding in enumerate(ordered):
        # Most findings touch no other: only what does is held against each other.
        if finding.start >= end:
            if at - first == 1:
                found.append(ordered[first])
            else:
                found += _best(ordered[first:at])
            first = at
        if finding.end > end:  # noqa: PLR1730 - `max` takes three times as long
            end = finding.end
    return found + _best(ordered[first:])


def _standing(finding: Finding) -> tuple[int, int, float, int, str]:
    """Return what findings that overlap are ordered by: the first stands."""
    f = finding
    return -f.rank, f.start - f.end, -f.confidence, f.start, f.type


def _best(findings: list[Finding]) -> list[Finding]:
    """Return those of `findings`, which reach into each other, that stand."""
    if len(findings) <= 1:
        return findings
    # Mostly two, of which one stands.
    if len(findings) == _TWO:
        return [min(findings, key=_standing)]
    ranked = sorted(findings, key=_standing)
    starts: list[int] = []
    taken: dict[int, Finding] = {}
    for finding in ranked:
        place = bisect_left(starts, finding.end)
        # The only stretch that can reach in is the last that begins before this one's end.
        if place and taken[starts[place - 1]].end > finding.start:
            continue
        insort(starts, finding.start)
        taken[finding.start] = finding
    return [taken[start] for start in starts]


def outside_names(values: Iterable[Value], findings: Sequence[Finding]) -> list[Value]:
    """Return the values that are no piece of a name: 周日升, 《八月桂花》.

    Args:
        values: In any order.
        findings: Disjoint, in order of the text.
    """
    starts = [finding.start for finding in findings]
    kept = []
    for value in values:
        place = bisect_right(starts, value.start) - 1
        name = findings[place] if place >= 0 else None
        inside = name is not None and name.type in _NAMES and value.end <= name.end
        if not inside or _WRITTEN.search(value.surface):
            kept.append(value)
    return kept


def apart(findings: Sequence[Finding]) -> list[Finding]:
    """Return `findings` without those that run from one known organisation to another.

    A tagger takes 省军区报请兰州军区 for one; what a list knows at both its ends are two.
    """
    known = [f for f in findings if f.type == "organisation" and f.recognizer == _KNOWN]
    if len(known) < _TWO:
        return list(findings)
    ends = {f.start: f.end for f in known}
    starts = {f.end: f.start for f in known}
    return [
        f
        for f in findings
        if f.type != "organisation"
        or f.recognizer == _KNOWN
        or not (ends.get(f.start, f.end) < starts.get(f.end, f.start))
    ]
