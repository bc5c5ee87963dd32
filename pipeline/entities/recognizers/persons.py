"""What the recognizers of persons have in common: a name as a finding, and posts that are verbs."""

from __future__ import annotations

from pipeline.entities.recognizer import Finding

POSTS_AND_VERBS = frozenset({"代表", "翻译", "指挥", "导演", "编辑", "指导", "主持"})
"""What stands behind these is often no name: 代表时代, 翻译海量文献."""


def person_by(recognizer: str, start: int, end: int, *, confidence: float, rank: int) -> Finding:
    """Return the finding of the person that `recognizer` says stands at `start` to `end`."""
    return Finding(
        type="person",
        start=start,
        end=end,
        recognizer=recognizer,
        confidence=confidence,
        rank=rank,
    )
