"""Quantities: what is counted, in which unit, and what only looks like a count."""

import pytest

from pipeline.entities.values.find import Values
from pipeline.stages import shipped

VALUES = Values(shipped.lexicon())


def amounts(text: str) -> list[tuple[str, str, str | None]]:
    return [(v.surface, v.value, v.unit) for v in VALUES.find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("招收 500 名学徒", ("500 名", "500", "名")),
        ("占比 20 %", ("20 %", "20", "%")),
        ("约 3.5 万 吨", ("3.5 万 吨", "35000", "t")),
        ("全长 12 公里", ("12 公里", "12", "km")),
        ("提高 3 个百分点", ("3 个百分点", "3", "pp")),
        ("重 5 kg", ("5 kg", "5", "kg")),
        ("收到38封信", ("38封", "38", "封")),
        ("从45铢起", ("45铢", "45", "THB")),
    ],
)
def test_a_blank_may_stand_before_the_unit(text: str, found: tuple[str, str, str]) -> None:
    assert amounts(text) == [found]


@pytest.mark.parametrize(
    "text", ["iPhone 16 人气高", "第 3 名", "1 张三 2 李四", "三 人", "12\n人"]
)
def test_a_blank_parts_what_is_no_amount(text: str) -> None:
    assert amounts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "三九集团", "红十字会", "四位一体", "五家渠市", "几十种", "几百人", "十几人", "二十几万吨", "数十万人", "上千万元", "好几十家",
        "五年级", "3年级", "三里屯", "“十四五”期间", "十四五期间", "九一八年", "5位于", "12部门", "十字路口",
        "50股份", "三三制", "5G网络", "A4纸", "12Mx", "四分之一决赛", "3节能", "30升至",
    ],
)  # fmt: skip
def test_what_counts_nothing(text: str) -> None:
    assert amounts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "四五百名工人",
        "工期一二天",
        "三五个月",
        "十七八岁",
        "二三十万吨",
        "七八成",
        "两三百户",
        "三两天",
    ],
)
def test_two_numerals_told_at_once_are_no_number(text: str) -> None:
    assert amounts(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("人数十万人", ("十万人", "100000", "人")),
        ("二十三人", ("二十三人", "23", "人")),
        ("一百二十户", ("一百二十户", "120", "户")),
        ("三千五百吨", ("三千五百吨", "3500", "t")),
    ],
)
def test_numerals_that_are_one_number(text: str, found: tuple[str, str, str]) -> None:
    assert amounts(text) == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("跑出9秒83", ("9秒83", "9.83", "秒")),
        ("用时2小时5分9秒", ("2小时5分9秒", "7509", "秒")),
        ("车程1小时40分钟", ("1小时40分钟", "6000", "秒")),
        ("游出1分52秒05", ("1分52秒05", "112.05", "秒")),
        ("等了3分20秒", ("3分20秒", "200", "秒")),
        ("等了3小时", ("3小时", "3", "小时")),
        ("等了9秒", ("9秒", "9", "秒")),
        ("9秒20米", ("9秒", "9", "秒")),
    ],
)
def test_a_length_of_time_in_two_units(text: str, found: tuple[str, str, str]) -> None:
    assert amounts(text)[0] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("续航700km", ("700km", "700", "km")),
        ("占地900㎡", ("900㎡", "900", "m2")),
        ("电池4500mAh", ("4500mAh", "4500", "mAh")),
        ("水位涨了30公分", ("30公分", "30", "cm")),
        ("装机60瓦", ("60瓦", "60", "W")),
        ("指数报3120.5点", ("3120.5点", "3120.5", "点")),
        ("收涨35点", ("35点", "35", "点")),
        ("时速120km/h", ("120km/h", "120", "km/h")),
        ("五分之三的村", ("五分之三", "3/5", None)),
        ("约四分之一停产", ("四分之一", "1/4", None)),
    ],
)
def test_units_of_two_scripts_points_and_fractions(
    text: str, found: tuple[str, str, str | None]
) -> None:
    assert amounts(text) == [found]


@pytest.mark.parametrize("text", ["20点半到家", "3点建议", "120点评", "35点"])
def test_what_are_no_points(text: str) -> None:
    assert [v for v in VALUES.find(text) if v.unit == "点"] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("吞吐412.6万标箱", ("412.6万标箱", "4126000", "TEU")),
        ("车流4.6万辆次", ("4.6万辆次", "46000", "辆次")),
        ("由每周9班", ("9班", "9", "班")),
        ("把6口窑洞", ("6口", "6", "口")),
        ("沿黄9省区", ("9省区", "9", "省区")),
        ("亮度达4500尼特", ("4500尼特", "4500", "nit")),
        ("血糖5.6毫摩尔/升", ("5.6毫摩尔/升", "5.6", "mmol/L")),
        ("他砍下27分", ("27分", "27", "分")),
        ("放流70万尾", ("70万尾", "700000", "尾")),
        ("失守2万点", ("2万点", "20000", "点")),
    ],
)
def test_units_of_ports_wards_courts_and_fields(text: str, found: tuple[str, str, str]) -> None:
    assert amounts(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "十分艰巨",
        "3分球",
        "2班长",
        "5口味",
        "4单元",
        "在2018环渤海赛上",
        "20分之一",
        "一环",
        "3针对",
        "两眼",
    ],
)
def test_what_only_begins_like_a_count(text: str) -> None:
    assert [
        v for v in VALUES.find(text) if v.type == "quantity" and v.unit in set("分班口单环针眼")
    ] == []
