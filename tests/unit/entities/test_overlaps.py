"""Overlaps: one rule decides."""

import pytest

from pipeline.entities.joining.overlaps import outside_names, resolve
from pipeline.entities.recognizer import Finding
from pipeline.types.articles import EntityType, Value


def finding(
    start: int,
    end: int,
    *,
    rank: int = 0,
    confidence: float = 0.5,
    kind: EntityType = "person",
) -> Finding:
    return Finding(
        type=kind, start=start, end=end, recognizer="t", confidence=confidence, rank=rank
    )


def spans(*findings: Finding) -> list[tuple[int, int]]:
    found = resolve(findings)
    assert found == resolve(findings[::-1])
    return [(f.start, f.end) for f in found]


def test_the_outermost_stands() -> None:
    assert spans(finding(1, 3), finding(0, 5), finding(4, 5)) == [(0, 5)]


def test_a_higher_rank_stands_even_when_shorter_and_less_sure() -> None:
    assert spans(finding(1, 3, rank=1, confidence=0.1), finding(0, 5)) == [(1, 3)]


def test_the_longer_stands_even_when_less_sure() -> None:
    assert spans(finding(0, 3, confidence=0.1), finding(2, 4, confidence=0.9)) == [(0, 3)]


def test_of_the_same_span_the_surer_stands() -> None:
    assert resolve([finding(0, 2), finding(0, 2, confidence=0.9)])[0].confidence == 0.9


def test_of_one_length_the_surer_stands_even_when_later() -> None:
    assert spans(finding(0, 3), finding(2, 5, confidence=0.9)) == [(2, 5)]


def test_of_equals_the_earlier_stands() -> None:
    assert spans(finding(0, 3), finding(2, 5, kind="event")) == [(0, 3)]


def test_of_equal_readings_of_a_span_one_is_always_taken() -> None:
    readings = [finding(0, 3), finding(0, 3, kind="event")]
    assert [f.type for f in resolve(readings)] == ["event"]
    assert [f.type for f in resolve(readings[::-1])] == ["event"]


def test_neighbours_both_stand() -> None:
    assert spans(finding(2, 4), finding(0, 2)) == [(0, 2), (2, 4)]


def test_crossing_spans_never_both_stand() -> None:
    assert spans(finding(0, 3), finding(2, 6)) == [(2, 6)]


@pytest.mark.parametrize(("start", "end"), [(0, 3), (3, 5), (7, 9), (2, 3), (4, 8)])
def test_what_reaches_into_a_better_one_falls(start: int, end: int) -> None:
    assert spans(finding(2, 8, rank=1), finding(start, end)) == [(2, 8)]


def test_what_a_short_one_stands_between_is_held_against_each_other_all_the_same() -> None:
    assert spans(finding(0, 8), finding(1, 2), finding(5, 9)) == [(0, 8)]


def date_at(start: int, surface: str) -> Value:
    end = start + len(surface)
    return Value(type="date", start=start, end=end, surface=surface, value="", recognizer="t")


def test_a_piece_of_a_name_is_no_value() -> None:
    person, place = finding(0, 3), finding(4, 8, kind="place")
    song, report = finding(10, 16, kind="work"), finding(20, 34, kind="work")
    kept = [date_at(4, "周日"), date_at(2, "周日"), date_at(17, "周日"), date_at(21, "2024年")]
    pieces = [date_at(0, "周日"), date_at(11, "八月")]
    assert outside_names([*pieces, *kept], [person, place, song, report]) == kept
    assert outside_names([date_at(0, "周日")], []) == [date_at(0, "周日")]


@pytest.mark.parametrize("kind", ["person", "work", "event"])
def test_a_piece_of_a_name_is_no_date_whatever_it_names(kind: EntityType) -> None:
    assert outside_names([date_at(0, "周日")], [finding(0, 4, kind=kind)]) == []
