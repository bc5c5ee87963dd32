"""What lies in a place and stands right behind it: villages by their names, none by their kind."""

import pytest

from pipeline.entities.joining.localities import localities
from pipeline.entities.joining.places import Divisions
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer

DIVISIONS, TOKENIZER = Divisions(shipped.lexicon()), Tokenizer()


def behind(place: str, text: str) -> list[str]:
    start = text.index(place)
    named = Finding(
        type="place",
        start=start,
        end=start + len(place),
        recognizer="tagger",
        confidence=0.9,
        rank=0,
    )
    found = localities([named], Passage(text, TOKENIZER), DIVISIONS)
    return [text[each.start : each.end] for each in found]


def test_a_village_behind_its_county_is_a_place() -> None:
    assert behind("渠县", "渠县大山村的老人说,路修好了。") == ["大山村"]


@pytest.mark.parametrize("kind", ["淘宝", "空心", "文明", "移民", "美丽", "城中"])
def test_a_village_of_a_kind_has_no_name(kind: str) -> None:
    assert behind("渠县", f"渠县{kind}村的老人说,路修好了。") == []


def alone(text: str) -> list[str]:
    found = localities([], Passage(text, TOKENIZER), DIVISIONS)
    return [text[each.start : each.end] for each in found]


def test_a_state_abroad_stands_alone_and_a_province_of_china_is_known_elsewhere() -> None:
    assert alone("西爪哇省昨天发布了暴雨预警。") == ["西爪哇省"]
    assert alone("黑龙江省昨天发布了暴雨预警。") == []


@pytest.mark.parametrize(
    ("place", "text", "found"),
    [
        ("渠县", "渠县青岩闸前水位涨了。", ["青岩闸"]),
        ("鼓楼区", "鼓楼区杨桥东路的店铺。", ["杨桥东路"]),
        ("榕江县", "榕江县三宝侗寨的歌师。", ["三宝侗寨"]),
        ("凯里市", "凯里市民族体育场今晚开灯。", ["民族体育场"]),
        # Of a kind, and no name.
        ("朝阳区", "朝阳区步行街的灯。", []),
        ("渠县", "渠县沿蜿蜒山路前行。", []),
        ("渠县", "渠县改造总体思路出台。", []),
        ("渠县", "渠县一家沿街店铺起火。", []),
        # 台湾: districts and towns that no table has.
        ("桃园市", "桃园市中坜区中央西路昨晚停电。", ["中坜区", "中央西路"]),
        ("嘉义县", "嘉义县民雄乡的凤梨熟了。", ["民雄乡"]),
        ("高雄市", "高雄市各区停班。", []),
        ("台南市", "台南市变哥谭市。", []),
    ],
)
def test_what_is_built_in_a_division_is_a_place(place: str, text: str, found: list[str]) -> None:
    assert behind(place, text) == found
