"""Amounts: where a number ends, what it counts, and what is none."""

import pytest

from pipeline.entities.values.amounts import Amounts
from pipeline.stages import shipped
from tests.unit.entities.lists import lexicon

AMOUNTS = Amounts(shipped.lexicon())


def amounts(text: str) -> list[tuple[str, str, str, str]]:
    return [(text[a.start : a.end], a.type, a.value, a.unit) for a in AMOUNTS.find(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3十吨", "30", "t"),
        ("3百吨", "300", "t"),
        ("3千吨", "3000", "t"),
        ("3万吨", "30000", "t"),
        ("3亿吨", "300000000", "t"),
        ("3兆吨", "3000000000000", "t"),
        ("3百万亿吨", "300000000000000", "t"),
        ("5千瓦", "5", "kW"),
        ("5千米", "5", "km"),
        ("5千克", "5", "kg"),
        ("5兆瓦", "5", "MW"),
        ("5兆赫", "5", "MHz"),
        ("5兆帕", "5", "MPa"),
        ("300多人", "300", "人"),
        ("300余人", "300", "人"),
        ("300来人", "300", "人"),
        ("300多万人", "3000000", "人"),
        ("20多万亿吨", "20000000000000", "t"),
        ("1,200.5吨", "1200.5", "t"),
    ],
)
def test_a_scale_belongs_to_the_number_or_to_the_unit(text: str, value: str, unit: str) -> None:
    assert amounts(text) == [(text, "quantity", value, unit)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("4亿2000万令吉", "420000000", "MYR"),
        ("3亿8500万新元", "385000000", "SGD"),
        ("2亿6千万美元", "260000000", "USD"),
        ("1兆2000亿日元", "1200000000000", "JPY"),
        ("3万5千元", "35000", "CNY"),
        ("1万2000日元", "12000", "JPY"),
        ("1亿3000万2000元", "130002000", "CNY"),
        ("一亿二千万元", "120000000", "CNY"),
    ],
)
def test_a_number_told_in_two_scales(text: str, value: str, unit: str) -> None:
    assert amounts(text) == [(text, "money", value, unit)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("销量3万2023年再增", ("", "", "")),
        ("装机3万5千瓦", ("", "", "")),
        ("售出3亿5元的票", ("5元", "5", "CNY")),
    ],
)
def test_numbers_beside_each_other(text: str, found: tuple[str, str, str]) -> None:
    assert [(s, v, u) for s, kind, v, u in amounts(text) if kind == "money"] == [found][
        : bool(found[0])
    ]


@pytest.mark.parametrize("unit", ["帕", "赫", "卡", "焦", "伏", "瓦"])
def test_a_thousand_may_be_of_a_unit(unit: str) -> None:
    known = Amounts(lexicon(counters="", units=f"千{unit} k{unit}", currencies="元 CNY"))
    assert [(a.value, a.unit) for a in known.find(f"5千{unit}")] == [("5", f"k{unit}")]


@pytest.mark.parametrize("unit", ["百帕", "兆瓦", "兆赫", "兆帕"])
def test_a_hundred_and_a_million_may_be_of_a_unit(unit: str) -> None:
    known = Amounts(lexicon(counters="", units=f"{unit} x", currencies="元 CNY"))
    assert [(a.value, a.unit) for a in known.find(f"5{unit}")] == [("5", "x")]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("百分之八十", "80", "%"),
        ("百分之12.5", "12.5", "%"),
        ("千分之三", "3", "‰"),
        ("万分之五", "5", "‱"),
        ("5%", "5", "%"),
        ("5‰", "5", "‰"),
        ("5个百分点", "5", "pp"),
        ("5百分点", "5", "pp"),
        ("5个基点", "5", "bp"),
        ("5基点", "5", "bp"),
        ("七成", "70", "%"),
        ("3.5成", "35", "%"),
        ("七成半", "75", "%"),
    ],
)
def test_shares(text: str, value: str, unit: str) -> None:
    assert amounts(text) == [(text, "percent", value, unit)]


@pytest.mark.parametrize("after", "为立员就都果效长功本品型交分")
def test_what_goes_on_in_a_word_is_no_tenth(after: str) -> None:
    assert amounts(f"3成{after}") == []


@pytest.mark.parametrize(
    ("sign", "unit"),
    [
        ("人民币", "CNY"), ("RMB", "CNY"), ("CNY", "CNY"), ("¥", "CNY"), ("US$", "USD"),
        ("USD", "USD"), ("HK$", "HKD"), ("HKD", "HKD"), ("$", "USD"), ("€", "EUR"), ("£", "GBP"),
        ("港币", "HKD"), ("美元", "USD"),
    ],
)  # fmt: skip
def test_signs_of_currencies(sign: str, unit: str) -> None:
    assert amounts(f"约{sign}5万") == [(f"{sign}5万", "money", "50000", unit)]
    assert amounts(f"{sign}5") == [(f"{sign}5", "money", "5", unit)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("人民币5万元", [("人民币5万元", "money", "50000", "CNY")]),
        ("¥5元", [("¥5元", "money", "5", "CNY")]),
        # A sign makes money of figures alone, and the counter behind them is of the sentence.
        ("¥5家", [("¥5", "money", "5", "CNY")]),
        ("¥五", []),
        ("¥五家", [("五家", "quantity", "5", "家")]),
        ("¥5%", [("5%", "percent", "5", "%")]),
        ("€五美元", [("€五美元", "money", "5", "EUR")]),
        ("5", []),
        ("5元", [("5元", "money", "5", "CNY")]),
        ("五元", [("五元", "money", "5", "CNY")]),
        ("5元素", []),
    ],
)
def test_money(text: str, found: list[tuple[str, str, str, str]]) -> None:
    assert amounts(text) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("九个", None),
        ("十个", "10"),
        ("十一个", "11"),
        ("两项", "2"),
        ("两层", None),
        ("二项", None),
        ("三番五次", None),
        ("两人", "2"),
        ("一人", None),
        ("一吨", None),
        ("二吨", "2"),
        ("1个", "1"),
        ("半年", None),
        ("百家", None),
        ("千家", None),
        ("万家", None),
        ("亿家", None),
        ("一百家", "100"),
    ],
)
def test_numerals_that_are_grammar_are_no_quantity(text: str, value: str | None) -> None:
    assert [a.value for a in AMOUNTS.find(text)] == ([value] if value else [])


@pytest.mark.parametrize(
    "text", ["第3名", "第三十名", "A12吨", "a12吨", "V1.5吨", "1.2.3吨", "COVID19人", "12", "三番"]
)
def test_a_code_and_an_ordinal_are_no_amount(text: str) -> None:
    assert amounts(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3至5吨", [("3至5吨", "3..5")]),
        ("3到5吨", [("3到5吨", "3..5")]),
        ("3-5吨", [("3-5吨", "3..5")]),
        ("3~5吨", [("3~5吨", "3..5")]),
        ("3、5吨", [("5吨", "5")]),
        ("3至约5吨", [("5吨", "5")]),
        ("3至5万吨", [("3至5万吨", "30000..50000")]),
        ("3万至5万吨", [("3万至5万吨", "30000..50000")]),
        ("3万至5亿吨", [("3万至5亿吨", "30000..500000000")]),
        ("3至5多万吨", [("3至5多万吨", "30000..50000")]),
        ("三至五吨", [("三至五吨", "3..5")]),
        ("三至5吨", [("5吨", "5")]),
        ("3至五吨", [("五吨", "5")]),
        ("百分之三至五吨", [("百分之三", "3"), ("五吨", "5")]),
        ("3吨5吨", [("3吨", "3"), ("5吨", "5")]),
        ("三至五%", [("三至五%", "3..5")]),
    ],
)
def test_ranges(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[a.start : a.end], a.value) for a in AMOUNTS.find(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("-3%", [("-3%", "-3")]),
        ("-3%是A", [("-3%", "-3")]),
        ("跌-3%", [("-3%", "-3")]),
        ("。-3%", [("-3%", "-3")]),
        ("A-3%", [("3%", "3")]),
        ("é-3%", []),
        ("9-3%", [("3%", "3")]),
        ("--3%", [("3%", "3")]),
        ("零下3度", [("零下3度", "-3")]),
        ("下3度", [("3度", "3")]),
        ("-3元", [("-3元", "-3")]),
    ],
)
def test_negative_numbers(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[a.start : a.end], a.value) for a in AMOUNTS.find(text)] == found
