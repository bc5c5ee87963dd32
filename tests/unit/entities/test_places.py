"""Codes of places, and which of several is meant."""

import pytest

from pipeline.entities.joining.places import Divisions
from pipeline.stages import shipped

DIVISIONS = Divisions(shipped.lexicon())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("江苏", "320000"),
        ("江苏省", "320000"),
        ("苏州", "320500"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("内蒙古", "150000"),
        ("江苏省苏州市", "320500"),
        ("北京", "110000"),
    ],
)
def test_a_name_has_its_code(name: str, code: str) -> None:
    assert DIVISIONS.codes([name]) == {name: code}


def test_an_ambiguous_name_has_none() -> None:
    assert DIVISIONS.codes(["鼓楼区"]) == {}


def test_another_place_of_the_article_tells() -> None:
    assert DIVISIONS.codes(["鼓楼区", "福州"])["鼓楼区"] == "350102"
    assert DIVISIONS.codes(["鼓楼区", "南京"])["鼓楼区"] == "320106"


def test_a_place_of_the_prefecture_tells_more_than_one_of_the_province() -> None:
    found = DIVISIONS.codes(["江苏", "南京市", "鼓楼区"])
    assert found == {"江苏": "320000", "南京市": "320100", "鼓楼区": "320106"}
    assert DIVISIONS.codes(["江苏", "鼓楼区"]) == {"江苏": "320000"}  # 南京 and 徐州 have one each
    assert DIVISIONS.codes(["玄武区", "鼓楼区"])["鼓楼区"] == "320106"
    assert DIVISIONS.codes(["船营区", "吉林"])["吉林"] == "220200"


def test_what_is_no_division_has_none() -> None:
    assert DIVISIONS.codes(["巴黎", "长江"]) == {}


@pytest.mark.parametrize(
    ("name", "place"),
    [("南通", True), ("南通市", True), ("和平区", True), ("和平", False), ("法国", True)],
)
def test_knows_what_is_always_a_place(name: str, place: bool) -> None:  # noqa: FBT001 - a table
    assert (name in DIVISIONS) is place
