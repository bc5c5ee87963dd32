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
        # From a prefecture on, whatever the words say.
        ("池州东至的老茶农上山了。", ["池州", "东至"]),
        ("他是信阳商城人。", ["信阳", "商城"]),
        ("上饶婺源的油菜花开了。", ["上饶", "婺源"]),
        ("湖南省怀化溆浦昨夜停电。", ["湖南省", "怀化", "溆浦"]),
        ("溫州洞頭的漁船回港。", ["溫州", "洞頭"]),
        ("上海崇明的螃蟹上市了。", ["上海", "崇明"]),
        # Towns and villages behind them, which a tagger takes along.
        ("广西百色靖西市龙邦镇护龙村的护林员。", ["广西", "百色", "靖西市", "龙邦镇", "护龙村"]),
        ("四川凉山州布拖县特木里镇的洋芋熟了。", ["四川", "凉山州", "布拖县", "特木里镇"]),
        ("新疆克孜勒苏州阿合奇县的猎鹰。", ["新疆", "克孜勒苏州", "阿合奇县"]),
        # Words stay words.
        ("焦作解放前就有煤矿。", []),
        ("桂林资源丰富。", ["桂林"]),
        # Of another province, and a word that goes on.
        ("河南宁波的订单。", ["河南", "宁波"]),
        ("吉林长春光机所的专家到场。", []),
    ],
)
def test_chains(extractor: Extractor, text: str, places: list[str]) -> None:
    found = [m.surface for m in extractor.recognize(text)[0] if m.type == "place"]
    assert [p for p in found if p in places] == places
    assert not {"光机所", "解放", "资源"}.intersection(found)


def test_the_name_of_a_body_stays_whole(extractor: Extractor) -> None:
    found = [m.surface for m in extractor.recognize("浙江温州大学的学生到场。")[0]]
    assert "温州大学" in found or "浙江温州大学" in found
