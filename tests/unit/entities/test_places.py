"""Codes of places, and which of several is meant."""

import pytest

from pipeline.entities.joining.chains import first_end
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
        ("广西", "450000"),
        ("新疆", "650000"),
        ("宁夏", "640000"),
        ("沛县", "320322"),
        ("江苏省徐州市沛县", "320322"),
        ("江苏沛县", "320322"),
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
    assert DIVISIONS.codes(["巴黎", "长江", "沛", "浙江省苏州市", "苏州市苏州市"]) == {}


def test_a_place_whose_code_is_open_tells_nothing() -> None:
    assert DIVISIONS.codes(["鼓楼区", "新城区"]) == {}


def test_a_province_is_no_nearer_to_itself_than_its_prefectures_are() -> None:
    assert DIVISIONS.codes(["吉林省", "吉林"])["吉林"] == "220000"
    assert DIVISIONS.codes(["吉林省", "船营区", "吉林"])["吉林"] == "220200"
    assert DIVISIONS.codes(["北京", "朝阳区"])["朝阳区"] == "110105"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("南通", True),
        ("南通市", True),
        ("和平区", True),
        ("和平", False),
        ("法国", True),
        ("江苏", True),
        ("沛", False),
        ("沛县", True),
        ("姑苏", False),
    ],
)
def test_knows_what_is_always_a_place(name: str, place: bool) -> None:  # noqa: FBT001 - a table
    assert (name in DIVISIONS) is place


def test_only_a_string_is_a_place() -> None:
    assert 320000 not in DIVISIONS


@pytest.mark.parametrize(
    ("chain", "end"),
    [
        ("江苏苏州市", 2),
        ("江苏省苏州市", 3),
        ("江苏省苏州市姑苏区", 3),
        ("江苏省苏州", None),
        ("江苏省某市", None),
        ("某省苏州市", None),
        ("江苏省", None),
        ("江苏", None),
        ("", None),
    ],
)
def test_where_the_first_place_of_a_chain_ends(chain: str, end: int | None) -> None:
    assert first_end(chain, DIVISIONS) == end


@pytest.mark.parametrize(
    ("name", "beside", "code"),
    [
        ("北海", "广西", "450500"),
        ("北海", "挪威", None),
        ("南海", "广东", None),
        ("南海区", "挪威", "440605"),
        ("阿里", "西藏", "540000+"),
        ("阿里", "杭州", None),
        ("东区", "纽约", None),
        ("甘孜州", "巴黎", "513300"),
        ("甘孜", "巴黎", "513300"),
        ("和平", "巴黎", None),
        ("义乌", "巴黎", "330782"),
        ("阿拉尔", "巴黎", "659002"),
        ("江山", "巴黎", None),
        ("商城", "巴黎", None),
    ],
)
def test_a_code_needs_a_reason(name: str, beside: str, code: str | None) -> None:
    found = DIVISIONS.codes([name, beside]).get(name)
    assert found == code if code is None or "+" not in code else found is not None


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("苏州市", True),
        ("苏州", False),
        ("沙田区", True),
        ("花莲县", True),
        ("高雄市", True),
        ("高雄", False),
        ("法国", False),
    ],
)
def test_a_full_name_is_told_also_where_the_table_of_codes_has_it_not(
    name: str,
    full: bool,  # noqa: FBT001 - a table
) -> None:
    assert DIVISIONS.is_full(name) is full
