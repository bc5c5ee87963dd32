"""Posts and names of a passage by where they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from pipeline.entities.recognizer import Finding


class Spans:
    """Posts and names of a passage by where they end and begin.

    Args:
        ends: Where each post begins, by where it ends.
        findings: Disjoint findings in order of the text.
    """

    def __init__(self, ends: Mapping[int, int], findings: Sequence[Finding]) -> None:
        self.ends = ends
        self.offices = [f for f in findings if f.type in {"organisation", "place"}]
        self.people_end = frozenset(f.end for f in findings if f.type == "person")
        self.names_end = {f.end: f.start for f in self.offices}
        self.names_start = frozenset(f.start for f in self.offices)
        self._starts = [f.start for f in self.offices]

    def across(self, place: int) -> int:
        """Return where the office begins that reaches into a post (省人大|常委会|主任)."""
        index = bisect_left(self._starts, place) - 1
        if index >= 0 and self.offices[index].end > place:
            return self.offices[index].start
        return place

    def office_before(self, place: int) -> Finding | None:
        """Return the last office or place that begins before `place`."""
        index = bisect_left(self._starts, place) - 1
        return self.offices[index] if index >= 0 else None

    def office_end(self, place: int) -> int:
        """Return where the last office before `place` ends, `place` where it reaches up to it."""
        office = self.office_before(place)
        return min(office.end, place) if office else 0

    def first_office(self, low: int, high: int) -> Finding | None:
        """Return the first office or place that begins in a stretch."""
        index = bisect_left(self._starts, low)
        found = self.offices[index] if index < len(self.offices) else None
        return found if found and found.start < high else None
