"""Chains of divisions by short names, each a place of its own."""

import pytest

from pipeline.entities.extractor import Extractor


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("山东青岛崂山的赶海人捡到一只瓶子。", ["山东", "青岛", "崂山"]),
        ("云南大理洱源的农户在晒蒜。", ["云南", "大理", "洱源"]),
        ("四川甘孜理塘的牧民转场了。", ["四川", "甘孜", "理塘"]),
        ("新疆塔城的羊下山了。", ["新疆", "塔城"]),
        ("青海玉树的女兽医跑了十一个点。", ["青海", "玉树"]),
        ("浙江寧波象山的漁民出海。", ["浙江", "寧波", "象山"]),
        # Of another province, and a word that goes on.
        ("河南宁波的订单。", ["河南", "宁波"]),
        ("吉林长春光机所的专家到场。", []),
    ],
)
def test_chains(extractor: Extractor, text: str, places: list[str]) -> None:
    found = [m.surface for m in extractor.recognize(text)[0] if m.type == "place"]
    assert [p for p in found if p in places] == places
    assert places or "光机所" not in found


def test_the_name_of_a_body_stays_whole(extractor: Extractor) -> None:
    found = [m.surface for m in extractor.recognize("浙江温州大学的学生到场。")[0]]
    assert "温州大学" in found or "浙江温州大学" in found
