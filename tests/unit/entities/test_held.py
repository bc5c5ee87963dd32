"""Places inside the names of bodies and events: enriched articles nest them, plain text does not."""

import pytest

from pipeline.entities.extractor import Extractor
from pipeline.types.articles import EnrichedArticle, Extraction
from tools.made_articles import unique


def extract(extractor: Extractor, body: str) -> Extraction:
    found = extractor(unique(body))
    assert isinstance(found, EnrichedArticle)
    return found.extraction


def places(found: Extraction) -> list[str]:
    return [m.surface for m in found.mentions if m.type == "place"]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("黑龙江省水利厅昨夜启动应急响应。", ["黑龙江省"]),
        ("湖北省宜昌市中级人民法院昨日开庭审理此案。", ["湖北省", "宜昌市"]),
        ("云南昆明市公安局五华分局昨日通报案情。", ["云南", "昆明市"]),
        ("国家税务总局长沙市税务局公布了新的办税日历。", ["长沙市"]),
        # Towns and villages that a body is of.
        ("四川省泸定县青岩镇卫生院缺医生。", ["四川省", "泸定县", "青岩镇"]),
        ("河图镇党委书记向钟说。", ["河图镇"]),
        ("小湾村党支部书记何水生说。", ["小湾村"]),
        ("四川省委昨日召开专题会议。", ["四川省"]),
    ],
)
def test_a_body_named_by_a_division_is_of_it(
    extractor: Extractor, text: str, held: list[str]
) -> None:
    assert places(extract(extractor, text)) == held


@pytest.mark.parametrize(
    "text",
    [
        "吉林大学的学生设计了一款水下机器人。",
        "南京银行公布了三季报。",
        "青岛啤酒推出限定包装。",
        "俄罗斯国防部公布了一段视频。",
        "海南东方市场管理有限公司昨日成立。",
        "忠县人民医院昨日启用新门诊楼。",
        "海南航空都市酒店有限公司昨日成立。",
    ],
)
def test_brands_countries_and_words_hold_none(extractor: Extractor, text: str) -> None:
    inside = [m for m in extract(extractor, text).mentions if m.recognizer == "held"]
    assert inside == []


def test_the_body_stays_whole_and_stands_before_its_places(extractor: Extractor) -> None:
    found = extract(extractor, "湖北省宜昌市中级人民法院昨日开庭审理此案。")
    assert [(m.type, m.start, m.end) for m in found.mentions] == [
        ("organisation", 0, 12),
        ("place", 0, 3),
        ("place", 3, 6),
    ]
    codes = {e.name: e.ids.get("adcode") for e in found.entities}
    assert codes == {"湖北省宜昌市中级人民法院": None, "湖北省": "420000", "宜昌市": "420500"}


def test_the_body_speaks_and_not_its_place(extractor: Extractor) -> None:
    found = extract(extractor, "黑龙江省水利厅表示：“全省水库水位均在汛限以下。”")
    assert [quote.entity for quote in found.quotes] == ["organisation:黑龙江省水利厅"]


def test_plain_text_names_the_outermost_alone(extractor: Extractor) -> None:
    mentions, _ = extractor.recognize("黑龙江省水利厅昨夜启动应急响应。")
    assert [m.surface for m in mentions] == ["黑龙江省水利厅"]


def test_a_place_that_only_a_body_holds_is_no_keyword(extractor: Extractor) -> None:
    found = extract(extractor, "黑龙江省水利厅昨夜启动应急响应。" * 2)
    assert "黑龙江省水利厅" in found.keywords
    assert "黑龙江省" not in found.keywords


def test_two_districts_of_one_name_inside_bodies_keep_each_its_own(extractor: Extractor) -> None:
    text = "南京市鼓楼区人民法院与福州市鼓楼区人民法院昨日签约。"
    codes = {e.name: e.ids.get("adcode") for e in extract(extractor, text).entities}
    assert codes["南京市鼓楼区"] == "320106"
    assert codes["福州市鼓楼区"] == "350102"
