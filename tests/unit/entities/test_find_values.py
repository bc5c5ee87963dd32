"""Values of a text together: which stands where two readings overlap."""

from datetime import datetime

import pytest

from pipeline.entities.values.find import Values
from pipeline.stages import shipped

VALUES = Values(shipped.lexicon())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2022年", [("2022年", "date", "times")]),
        ("上周一百二十人", [("上周一", "date", "times")]),
        ("3月8日涨5元,3%,600吨", [
            ("3月8日", "date", "times"), ("5元", "money", "amounts"), ("3%", "percent", "amounts"),
            ("600吨", "quantity", "amounts"),
        ]),
        ("证券代码600519股", [("600519", "security", "securities")]),
        ("一两天后通车", [("一两天后", "date", "times")]),
        ("证券代码600519元", [("600519", "security", "securities")]),
        ("证券代码600519%", [("600519", "security", "securities")]),
        ("1月1日元旦放假", [("1月1日", "date", "times"), ("元旦", "date", "times")]),
        ("兑30日元", [("30日元", "money", "amounts")]),
        ("9时30分", [("9时30分", "time", "times")]),
        ("5元3吨", [("5元", "money", "amounts"), ("3吨", "quantity", "amounts")]),
    ],
)  # fmt: skip
def test_one_reading_of_a_place_stands(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(v.surface, v.type, v.recognizer) for v in VALUES.find(text)] == found


def test_a_date_is_read_against_the_day_of_the_text() -> None:
    (day,) = VALUES.find("3月8日", datetime(2022, 5, 1))  # noqa: DTZ001 - a day of the text's own zone
    assert (day.value, day.precision) == ("2022-03-08", "day")
    (open_day,) = VALUES.find("昨天")
    assert (open_day.value, open_day.precision) == ("昨天", None)


def test_a_security_says_which_markets_it_may_be_of() -> None:
    (told,) = VALUES.find("远山材料(839999)")
    assert (told.unit, told.precision) == (None, "BJSE|NEEQ")
    (sure,) = VALUES.find("远山材料(600123)")
    assert (sure.unit, sure.precision) == ("XSHG", None)


def test_a_value_is_quoted_as_the_text_has_it() -> None:
    (sum_,) = VALUES.find("１２０萬元")
    assert (sum_.surface, sum_.value, sum_.unit) == ("１２０萬元", "1200000", "CNY")
