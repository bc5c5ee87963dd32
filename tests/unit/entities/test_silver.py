"""How the silver labels are made: the teachers' vote, and sentences with other names."""

from tools.entities.other_names import Others
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


def test_a_copy_has_other_names_at_their_places() -> None:
    sentences = ["市长林若川在苏州。", "县长王海与林若川同行,林若川先走。", "雨停了。"] * 20
    names = [
        [(2, 5, PERSON), (6, 8, PLACE)],
        [(2, 4, PERSON), (5, 8, PERSON), (11, 14, PERSON)],
        [],
    ] * 20
    copies, labels = with_other_names(sentences, names)
    assert 30 < len(copies) <= 40
    for copy, row in zip(copies, labels, strict=True):
        said = [copy[a:b] for a, b, _ in row]
        if len(row) == 2:
            assert copy == f"市长{said[0]}在{said[1]}。"
        else:
            # One person of a sentence stays one.
            assert copy == f"县长{said[0]}与{said[1]}同行,{said[2]}先走。"
            assert said[1] == said[2]
    assert (copies, labels) == with_other_names(sentences, names)


def test_another_name_is_of_the_same_kind() -> None:
    others = Others(["林若川", "王海"])
    assert len({others.person("林若川") for _ in range(50)}) > 20
    assert len({others.person("安娜·科赫") for _ in range(50)}) > 20
    assert others.person("特朗普") == "特朗普"
    assert others.place("柳湾村").endswith("村")
    assert others.place("浙江省").endswith(("省", "市", "区", "县", "州", "旗", "盟"))
    assert others.place("长三角") == "长三角"
    assert others.body("云澜市公安局").endswith("公安局")
    assert others.body("新华社") == "新华社"


def test_half_of_the_pages_have_narrow_stops() -> None:
    pages = narrowed(["甲、乙。"] * 2500)
    assert 0.3 < sum(page.endswith(".") for page in pages) / len(pages) < 0.7
    assert set(pages) == {"甲、乙。", "甲、乙.", "甲,乙."}
