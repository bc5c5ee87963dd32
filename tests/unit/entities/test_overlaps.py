"""Overlaps: one rule decides."""

from pipeline.entities.joining.overlaps import resolve
from pipeline.entities.recognizer import Finding


def finding(start: int, end: int, *, rank: int = 0, confidence: float = 0.5) -> Finding:
    return Finding(
        type="person", start=start, end=end, recognizer="t", confidence=confidence, rank=rank
    )


def spans(*findings: Finding) -> list[tuple[int, int]]:
    return [(f.start, f.end) for f in resolve(findings)]


def test_the_outermost_stands() -> None:
    assert spans(finding(1, 3), finding(0, 5), finding(4, 5)) == [(0, 5)]


def test_a_higher_rank_stands_even_when_shorter() -> None:
    assert spans(finding(1, 3, rank=1), finding(0, 5)) == [(1, 3)]


def test_of_the_same_span_the_surer_stands() -> None:
    assert resolve([finding(0, 2), finding(0, 2, confidence=0.9)])[0].confidence == 0.9


def test_neighbours_both_stand() -> None:
    assert spans(finding(2, 4), finding(0, 2)) == [(0, 2), (2, 4)]


def test_crossing_spans_never_both_stand() -> None:
    assert spans(finding(0, 3), finding(2, 6)) == [(2, 6)]
