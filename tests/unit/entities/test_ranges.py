"""Ranges and signs: one value with both ends, and a minus that has a reason."""

import pytest

from pipeline.entities.values.find import Values
from pipeline.stages import shipped

VALUES = Values(shipped.lexicon())


def amounts(text: str) -> list[tuple[str, str]]:
    return [(v.surface, v.value) for v in VALUES.find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("船厂预计亏损3亿元-5亿元", [("3亿元-5亿元", "300000000..500000000")]),
        ("果园增产5%—6%", [("5%—6%", "5..6")]),
        ("码头扩到3万吨–5万吨", [("3万吨–5万吨", "30000..50000")]),
        ("学员多为18岁-25岁", [("18岁-25岁", "18..25")]),
        ("气温5℃～8℃", [("5℃～8℃", "5..8")]),
        ("水温零下5℃-零下3℃", [("零下5℃-零下3℃", "-5..-3")]),
        ("夜里零下2℃至6℃", [("零下2℃至6℃", "-2..6")]),
        ("涨幅3%——5%", [("3%——5%", "3..5")]),
        ("押金人民币3万元至5万元", [("人民币3万元至5万元", "30000..50000")]),
        ("利率为-1.5%至2%", [("-1.5%至2%", "-1.5..2")]),
        ("车速80公里-1.2万公里", [("80公里-1.2万公里", "80..12000")]),
        ("山口-16℃~-10℃", [("-16℃~-10℃", "-16..-10")]),
        ("全县-4℃到0℃", [("-4℃到0℃", "-4..0")]),
        ("造价3 - 5 亿元", [("3 - 5 亿元", "300000000..500000000")]),
    ],
)
def test_two_amounts_that_a_dash_joins_are_one(text: str, found: list[tuple[str, str]]) -> None:
    assert amounts(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # What fell is no range, what is of two kinds is none.
        ("从5%到3%", [("5%", "5"), ("3%", "3")]),
        ("由5%降到3%", [("5%", "5"), ("3%", "3")]),
        ("3家至5吨", [("3家", "3"), ("5吨", "5")]),
        ("3元、5元", [("3元", "3"), ("5元", "5")]),
        ("第3-5名", [("5名", "5")]),
        ("9-3%", [("3%", "3")]),
    ],
)
def test_two_amounts_that_are_no_range(text: str, found: list[tuple[str, str]]) -> None:
    assert amounts(text) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三至五万吨", "30000..50000"),
        ("三到五亿元", "300000000..500000000"),
        ("三至五百人", "300..500"),
        ("三十至五十万吨", "300000..500000"),
        ("八至二十人", "8..20"),
        ("三至五十人", "3..50"),
        ("两到三十辆", "2..30"),
        ("5至十吨", "10"),
        ("80至1.2万元", "80..12000"),
        ("8000至1.2万元", "8000..12000"),
        ("三千至五万吨", "3000..50000"),
        ("-5至3℃", "-5..3"),
        ("零下3至5℃", "-5..-3"),
        ("七至八成", "70..80"),
    ],
)
def test_the_scale_of_the_higher_end_holds_for_the_lower(text: str, value: str) -> None:
    assert [v.value for v in VALUES.find(text)] == [value]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("净利润-3亿元", [("-3亿元", "-300000000")]),
        ("出口同比-3.2%", [("-3.2%", "-3.2")]),
        ("(-3%)", [("-3%", "-3")]),
        ("山口-12℃", [("-12℃", "-12")]),
        # A hyphen that joins a name and a sum: nobody can tell.
        ("甲标段-500万元", []),
        ("苏庄-300公里", [("300公里", "300")]),
        ("这一份额——5%", [("5%", "5")]),
        ("VX-3元", [("3元", "3")]),
    ],
)
def test_a_minus_needs_a_reason(text: str, found: list[tuple[str, str]]) -> None:
    assert amounts(text) == found
