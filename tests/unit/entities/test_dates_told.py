"""Dates whose year or day the words beside them tell: of a year long past, to come, half a word."""

from __future__ import annotations

from datetime import datetime

import pytest

from pipeline.entities.values.find import Values
from pipeline.stages import shipped
from pipeline.text.times.calendar import CHINA

VALUES = Values(shipped.lexicon())
NOW = datetime(2025, 8, 7, 9, tzinfo=CHINA)


def dates(text: str) -> list[tuple[str, str]]:
    return [(v.surface, v.value) for v in VALUES.find(text, NOW) if v.type == "date"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1945年8月15日日本投降;9月9日受降。", ("9月9日", "1945-09-09")),
        ("1949年10月1日开国大典;12月2日定了国庆日。", ("12月2日", "1949-12-02")),
        ("2025年3月5日开会;12月2日的事故仍在查。", ("12月2日", "2024-12-02")),
        ("1945年8月15日日本投降。9月9日受降。", ("9月9日", "2024-09-09")),
        ("揭幕战打响,收官战放在11月30日。", ("11月30日", "2025-11-30")),
        ("影片定档12月5日。", ("12月5日", "2025-12-05")),
        ("春灌到4月10日前后可全部完成。", ("4月10日", "2026-04-10")),
        ("春灌4月10日前后全部完成了。", ("4月10日", "2025-04-10")),
        ("行政長官李家超昨出席典禮。", ("昨", "2025-08-06")),
        ("供电所的人说明天换变压器。", ("明天", "2025-08-08")),
    ],
)
def test_a_date_is_told_by_what_stands_beside_it(text: str, found: tuple[str, str]) -> None:
    assert found in dates(text)


@pytest.mark.parametrize(
    "text", ["恍如昨在眼前。", "情况作了说明天气晴朗。", "今是昨非。", "儿童今儿歌唱得好。"]
)
def test_half_a_word_is_no_day(text: str) -> None:
    assert not [each for each in dates(text) if each[0][0] in "昨明"]
