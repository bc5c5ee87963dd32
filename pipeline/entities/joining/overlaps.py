"""Where findings overlap: the one place and the one rule that says which stands."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from pipeline.entities.recognizer import Finding


def resolve(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings of which no two share a character, in order of the text.

    The rule: the higher rank stands; of one rank the longer (outermost), then the surer, then the
    earlier.
    """
    ranked = sorted(
        findings, key=lambda f: (-f.rank, f.start - f.end, -f.confidence, f.start, f.type)
    )
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
