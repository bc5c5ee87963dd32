"""Chains of divisions: which are taken apart, and where."""

import pytest

from pipeline.entities.joining.chains import split_chains, without_signs
from pipeline.entities.joining.places import Divisions
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer
from pipeline.types.articles import EntityType

DIVISIONS, TOKENIZER = Divisions(shipped.lexicon()), Tokenizer()


def parts(chain: str, kind: EntityType = "place") -> list[str]:
    text = f"在{chain}。"
    whole = Finding(type=kind, start=1, end=1 + len(chain), recognizer="t", confidence=0.9)
    found = split_chains([whole], Passage(text, TOKENIZER), DIVISIONS)
    return [text[f.start : f.end] for f in found]


@pytest.mark.parametrize(
    ("chain", "apart"),
    [
        ("潍坊市坊子区", ["潍坊市", "坊子区"]),
        ("江苏省苏州市姑苏区", ["江苏省", "苏州市", "姑苏区"]),
        ("江苏苏州市", ["江苏", "苏州市"]),
        ("江苏沛县", ["江苏", "沛县"]),
        ("北京沛县", ["北京沛县"]),
        ("四川甘孜州石渠县", ["四川", "甘孜州", "石渠县"]),
        ("台湾花莲县", ["台湾", "花莲县"]),
        ("河北雄安新区", ["河北", "雄安新区"]),
        ("香港特别行政区西贡区", ["香港特别行政区", "西贡区"]),
        ("江苏省沛县", ["江苏省", "沛县"]),
        ("山东济南", ["山东", "济南"]),
        ("山东省济南", ["山东省", "济南"]),
        ("云南禄丰", ["云南", "禄丰"]),
        ("山东禄丰", ["山东禄丰"]),
        ("卡塔尔多哈", ["卡塔尔", "多哈"]),
        ("印度尼西亚", ["印度尼西亚"]),
        ("陕西西咸新区", ["陕西", "西咸新区"]),
        ("贵州省毕节市纳雍县董地街道新房村", ["贵州省", "毕节市", "纳雍县", "董地街道", "新房村"]),
        ("海淀区", ["海淀区"]),
        ("某某大街", ["某某大街"]),
        ("某某市坊子区", ["某某市坊子区"]),
    ],
)
def test_divisions_of_a_chain_stand_apart(chain: str, apart: list[str]) -> None:
    assert parts(chain) == apart


@pytest.mark.parametrize(
    ("office", "apart"),
    [
        ("潍坊市坊子区人民法院", ["潍坊市坊子区人民法院"]),
        ("广西壮族自治区百色市靖西市海关", ["广西壮族自治区", "百色市", "靖西市海关"]),
        ("深圳市罗湖区北京路小学", ["深圳市", "罗湖区", "北京路小学"]),
        ("四川达州市万源市联合", ["四川", "达州市", "万源市"]),
        ("潍坊市坊子区", ["潍坊市", "坊子区"]),
        ("云南禄丰", ["云南", "禄丰"]),
        ("山东省银行", ["山东省银行"]),
    ],
)
def test_an_office_keeps_the_place_that_is_its_own(office: str, apart: list[str]) -> None:
    assert parts(office, "organisation") == apart


@pytest.mark.parametrize(
    ("after", "there"),
    [("风情街开街", False), ("路堵车", False), ("大酒店开业", False), ("下雨", True), ("路透社电", True), ("路上", True)],
)  # fmt: skip
def test_a_place_in_a_street_s_name_is_none(after: str, there: bool) -> None:  # noqa: FBT001 - a table
    place = Finding(type="place", start=1, end=3, recognizer="t", confidence=0.9)
    assert bool(without_signs([place], Passage(f"在台湾{after}", TOKENIZER))) is there
    city = Finding(type="place", start=1, end=4, recognizer="t", confidence=0.9)
    assert without_signs([city], Passage(f"在南通市{after}", TOKENIZER)) == [city]
