"""What a recognizer must do, and what it finds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Protocol

from pipeline.entities.passage import Passage
from pipeline.types.articles import EntityType, Struct


class Finding(Struct, frozen=True, kw_only=True):
    """A span that a recognizer takes for a name; half-open code points of the passage.

    Attributes:
        rank: Which finding stands where two overlap: the higher one (see `overlaps`).
        confidence: 0..1, how sure the recognizer is.
        entity: An identifier that the recognizer knows the name by (a user's dictionary).
        canonical: The name's full form, where the recognizer knows one.
        post: The post that the text gives the person, where the recognizer read one.
        full: What tells the place from another of its name in the article (南京市鼓楼区).
    """

    type: EntityType
    start: int
    end: int
    recognizer: str
    confidence: float
    rank: int = 0
    entity: str = ""
    canonical: str = ""
    post: str = ""
    full: str = ""


class Recognizer(Protocol):
    """Finds names in a passage; pure, and linear in its length."""

    name: str

    def find(self, passage: Passage) -> Iterable[Finding]:
        """Return what is found, in any order; spans may overlap."""
        ...


def start_of(finding: Finding) -> int:
    """Return where a finding begins: what findings in order of the text are searched by."""
    return finding.start


def people_between(findings: Sequence[Finding], start: int, end: int) -> list[Finding]:
    """Return the persons that begin from `start` on and before `end`.

    Args:
        findings: In order of the text.
        start: Where the first may begin.
        end: Where none begins any more.
    """
    first, last = (bisect_left(findings, at, key=start_of) for at in (start, end))
    return [f for f in findings[first:last] if f.type == "person"]
