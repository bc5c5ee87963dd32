"""Money in its many currencies, before and after the figure, and where none is told."""

import pytest

from pipeline.entities.values.find import Values
from pipeline.stages import shipped

VALUES = Values(shipped.lexicon())
Found = list[tuple[str, str, str | None]]


def money(text: str) -> Found:
    return [(v.surface, v.value, v.unit) for v in VALUES.find(text) if v.type == "money"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("渔港募集20亿人民币", [("20亿人民币", "2000000000", "CNY")]),
        ("补发新台币3000元", [("新台币3000元", "3000", "TWD")]),
        ("補發新臺幣3000元", [("新臺幣3000元", "3000", "TWD")]),
        ("票价澳门币120元", [("澳门币120元", "120", "MOP")]),
        ("租金港币8万元", [("港币8万元", "80000", "HKD")]),
        ("买表花了3万瑞郎", [("3万瑞郎", "30000", "CHF")]),
        ("罚瑞郎500万", [("瑞郎500万", "5000000", "CHF")]),
        ("赔偿 200 万美元", [("200 万美元", "2000000", "USD")]),
        ("售价 US$ 300", [("US$ 300", "300", "USD")]),
        ("标的人民币陆佰万元整", [("人民币陆佰万元", "6000000", "CNY")]),
        ("押金叁万贰仟元", [("叁万贰仟元", "32000", "CNY")]),
        ("5亿美元3家分", [("5亿美元", "500000000", "USD")]),
    ],
)
def test_a_sum_in_its_currency(text: str, found: Found) -> None:
    assert money(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("先后赔了1.5亿和2.4亿港元", [("1.5亿", "150000000", "HKD"), ("2.4亿港元", "240000000", "HKD")]),
        ("1亿、2亿和3亿元三档", [
            ("1亿", "100000000", "CNY"), ("2亿", "200000000", "CNY"), ("3亿元", "300000000", "CNY"),
        ]),
        ("1.5亿人和2亿元", [("2亿元", "200000000", "CNY")]),
        ("3和5亿元", [("5亿元", "500000000", "CNY")]),
    ],
)  # fmt: skip
def test_the_sums_of_a_list_share_the_currency_of_the_last(text: str, found: Found) -> None:
    assert money(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("该片票房已破12亿。", [("12亿", "1200000000", None)]),
        ("两市成交额达1.3万亿，", [("1.3万亿", "1300000000000", None)]),
        ("码头营收约5000万，", [("5000万", "50000000", None)]),
        ("估值超过30亿的茶行", [("30亿", "3000000000", None)]),
        ("公司市值跌破2000亿大关", [("2000亿", "200000000000", None)]),
        ("播放量破12亿。", []),
        ("票房冠军有12亿粉丝", []),
        ("营收下滑，用户超过3亿。", []),
        ("收入300。", []),
    ],
)
def test_a_sum_whose_currency_is_not_told(text: str, found: Found) -> None:
    assert money(text) == found


@pytest.mark.parametrize("text", ["美元3个月拆息", "日元10年期债券", "人民币与美元5天内互换"])
def test_a_currency_before_what_is_counted_makes_no_sum(text: str) -> None:
    assert money(text) == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("捷克政府拨款110亿克朗", "CZK"),
        ("瑞典和挪威各出一半,奥斯陆付3亿克朗", "NOK"),
        ("菲律宾海关查获1200万比索的烟", "PHP"),
        ("墨西哥查获1200万比索的烟", "MXN"),
        ("巴基斯坦拨款50亿卢比", "PKR"),
        ("他收了50亿卢比,印度尼西亚检方说", "IDR"),
        ("门票80克朗", None),
        ("门票80卢比", "INR"),
        ("英超球员周薪32万镑", "GBP"),
        ("开罗的面包卖5镑", "EGP"),
        ("巴黎无事。日内瓦很热。一间房要300法郎", "CHF"),
        ("夜市一份蚵仔煎漲到80元,台南攤商說再漲就收攤", "TWD"),
        ("車費加至13元,香港的士司機說生意難做", "HKD"),
        ("北京的煎餅漲到8元,攤主說麵粉貴了", "CNY"),
        ("台南夜市一份蚵仔煎卖80元", "CNY"),
        ("台灣攤商說成本漲了,進貨要80美元", "USD"),
        ("台灣攤商說成本漲了,進貨要人民幣80元", "CNY"),
    ],
)
def test_whose_money_a_place_says(text: str, unit: str | None) -> None:
    assert [found[2] for found in money(text)] == [unit]
