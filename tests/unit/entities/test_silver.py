"""How the silver labels are made: the teachers' vote, and sentences with other names."""

from tools.entities.substitution import narrowed, with_other_names
from tools.entities.votes import ORGANISATION, PERSON, PLACE, vote

NOBODY: list[tuple[int, int, int]] = []


def said(*teachers: list[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    return [*teachers, *[NOBODY] * (8 - len(teachers))]


def test_one_teacher_makes_no_person_and_no_place() -> None:
    assert vote(said([(0, 3, PERSON), (5, 7, PLACE)])) == []


def test_three_teachers_make_a_person() -> None:
    name = [(0, 3, PERSON)]
    assert vote(said(name, name, name)) == name


def test_lac_alone_makes_an_organisation() -> None:
    assert vote(said([(0, 6, ORGANISATION)])) == [(0, 6, ORGANISATION)]


def test_an_organisation_holds_the_place_in_it() -> None:
    place, office = (0, 2, PLACE), (0, 6, ORGANISATION)
    assert vote(said([office], [place], [place], [place])) == [office]


def test_without_java_the_labels_are_those_of_lac() -> None:
    assert vote([[(4, 6, PLACE), (0, 3, PERSON)]]) == [(0, 3, PERSON), (4, 6, PLACE)]


def test_a_copy_has_another_person_at_its_place() -> None:
    sentences = ["市长林若川在苏州。", "县长王海与林若川同行,林若川先走。", "雨停了。"]
    names = [
        [(2, 5, PERSON), (6, 8, PLACE)],
        [(2, 4, PERSON), (5, 8, PERSON), (11, 14, PERSON)],
        [],
    ]
    copies, labels = with_other_names(sentences, names)
    assert len(copies) == 2
    ((start, end, _), place) = labels[0]
    assert copies[0][:start] == "市长"
    assert copies[0][end:] == "在苏州。"
    assert copies[0][place[0] : place[1]] == "苏州"
    # One person of a sentence stays one.
    (_, second, third) = (copies[1][a:b] for a, b, _ in labels[1])
    assert second == third
    assert (copies, labels) == with_other_names(sentences, names)


def test_half_of_the_pages_have_narrow_stops() -> None:
    pages = narrowed(["甲、乙。"] * 2500)
    assert 0.3 < sum(page.endswith(".") for page in pages) / len(pages) < 0.7
    assert set(pages) == {"甲、乙。", "甲、乙.", "甲,乙."}
