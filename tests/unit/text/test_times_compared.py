"""Dates of figures and of stories: 较上月, 那年5月, 第二天, 下调了7月的报价."""

from __future__ import annotations

from datetime import datetime

import pytest

from pipeline.text.times.calendar import CHINA
from pipeline.text.times.find import find_times
from pipeline.text.times.narrative import Narrative

# A Wednesday.
NOW = datetime(2023, 12, 6, 9, tzinfo=CHINA)


def read(text: str) -> list[tuple[str, str | None]]:
    """Return each surface with its value, None where it stays unresolved."""
    spans = find_times(text)
    found = zip(spans, Narrative(text, NOW).read(spans), strict=True)
    return [(text[s.start : s.end], meaning and meaning.value) for s, meaning in found]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        # Figures of a month are compared with those of the month before it.
        ("11月份港口吞吐量为48万吨,较上月上升两成。", ("上月", "2023-10")),
        ("11月港口吞吐量为48万吨。\n分港区看,东港为8万吨,高于上月。", ("上月", "2023-10")),
        ("6日发布的数据显示,1月吞吐量与上个月持平。", ("上个月", "2022-12")),
        ("2021年港区增收两成,增速比上年快一点。", ("上年", "2020")),
        # No month of figures before it, no comparison, or a day: the month before this one.
        ("港口吞吐量较上月上升两成。", ("上月", "2023-11")),
        ("11月份港口很忙,船东上月来过。", ("上月", "2023-11")),
        ("11月份港口很忙,港区和上月来过的船东签约。", ("上月", "2023-11")),
        ("11月4日的吞吐量较上月上升两成。", ("上月", "2023-11")),
        ("11月4日的吞吐量为48万吨。\n港口很忙。\n港区放假。\n比上月多。", ("上月", "2023-11")),
        # The month behind the one told in the sentence, only where that is the next one.
        ("12月初,港区下调了1月对船东的报价。", ("1月", "2024-01")),
        ("12月初,港区回顾了3月对船东的报价。", ("3月", "2023-03")),
        ("港区12月初开会。1月对船东的报价下调了。", ("1月", "2023-01")),
        ("9月初,港区下调了10月对船东的报价。", ("10月", "2023-10")),
        # A year that nobody can tell.
        ("2021年闸门修好,那年5月他来过。", ("5月", None)),
        ("2021年闸门修好,5月他来过。", ("5月", "2021-05")),
        # Days of what lasts for some.
        ("11月3日和4日考试,第一天是笔试,第二天是面试。", ("第二天", None)),
        ("11月3日考试,第二天放榜。", ("第二天", "2023-11-04")),
        # Two names of one feast.
        ("2021年“六一”国际儿童节前夕,孩子们写了信。", ("儿童节", "2021-06-01")),
        ("2021年写了信,今年儿童节又写。", ("儿童节", "2023-06-01")),
        ("开工一个半月后,船东来了。", ("一个半月后", None)),
    ],
)
def test_what_the_text_before_a_date_says(text: str, last: tuple[str, str | None]) -> None:
    assert read(text)[-1] == last


@pytest.mark.parametrize(
    "text",
    [
        "连续几个星期一直练习。",
        "在命运相连的今天,交流要多。",
        "共同展望更美好的明天。",
        "迈向美好明天。",
        "翻译《今日春江》一书。",
        "像一家人在感恩节餐桌上争吵。",
        "船东在申报前十二个月入股。",
    ],
)
def test_words_of_time_that_are_no_date(text: str) -> None:
    assert read(text) == []


def test_their_opposites_are_dates() -> None:
    assert read("希望今天的展览办好。") == [("今天", "2023-12-06")]
    assert read("下个星期一练习。") == [("下个星期一", "2023-12-11")]
    assert read("感恩节前夕,船回来了。") == [("感恩节", "2023-11-23")]
    assert read("港区前十个月增收。") == [("前十个月", "2023-01/2023-10")]
