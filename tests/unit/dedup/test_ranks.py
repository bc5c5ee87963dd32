"""Rank numbers: what counts on down the page, and the headline's own figures."""

import pytest

from pipeline.dedup.links.ranks import loose_rank_ahead, rank_of, ranked


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["1.甲", "2.09年", "3.丙"], [True, True, True]),
        (["2.09年"], [False]),
        (["2.09年", "2.10年"], [False, False]),
        (["1.甲", "3.丙"], [False, False]),
        (["甲", "1.乙", "丙", "2.丁"], [False, False, False, False]),
        (["3、甲", "(4)乙", "[5]丙", "9]丁"], [True, True, True, False]),
        ([" １．甲", "  2.乙"], [True, True]),
        (["3.甲", "2.乙"], [False, False]),
        (["1234.甲", "1235.乙"], [False, False]),
        (["998.甲", "999.乙"], [True, True]),
        (["1:甲", "2:乙"], [False, False]),
        (["1:甲", "2:乙", "3:丙"], [True, True, True]),
        (["1 甲", "2 乙"], [True, True]),
        (["3 名学生", "4 名老师"], [False, False]),
        (["3 名学生", "4 年老城", "5 岁孩子", "6 个月"], [True, True, True, True]),
        (["08甲", "乙", "丙", "11丁", "12戊"], [False] * 5),
        (["08甲", "09乙", "10丙", "11丁", "戊"], [True, True, True, True, False]),
        (["8甲", "9乙", "10丙", "11丁"], [False] * 4),
        (["TOP1 甲", "TOP2 乙"], [True, True]),
        (["NO.1甲", "No.2乙"], [True, True]),
        (["第3条 甲", "第4条 乙"], [True, True]),
        ([f"第{i}届甲" for i in range(5)], [False] * 5),
        (["[1]甲", "[2]乙"], [True, True]),
        (["「1」甲", "「2」乙"], [True, True]),
        (["5 甲", "乙", "7 丙", "8丁", "9 戊"], [True, False, True, False, True]),
        (["2:1甲", "3:1乙", "4:0丙"], [False, False, False]),
        (["· 03 甲", "· 04 乙"], [True, True]),
        (["(12345678.甲", "12.乙", "13.丙"], [False, True, True]),
        (["", "1.甲", "2.乙"], [False, True, True]),
        ([], []),
    ],
)
def test_numbers_that_count_on(lines, found):
    assert ranked(lines) == found


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("14 灯塔亮灯", "灯塔亮灯"), ("TOP3 灯塔亮灯", "灯塔亮灯"), ("7| 灯塔亮灯", "灯塔亮灯"), ("#2 灯塔亮灯", "灯塔亮灯"),
        ("14 名消防员", "14 名消防员"), ("3名消防员牺牲", "3名消防员牺牲"), ("1:1战平", "1:1战平"), ("第3届灯会开幕", "第3届灯会开幕"),
        ("10-12月停航", "10-12月停航"), ("14 灯塔馆", "14 灯塔馆"), ("灯塔亮灯", "灯塔亮灯"),
    ],
)  # fmt: skip
def test_a_lone_number_that_may_be_a_rank(text, rest):
    assert text[loose_rank_ahead(text, 0, len(text)) :] == rest


def test_only_the_beginning_of_a_line_is_read():
    assert rank_of("灯塔 3 甲") is None
    assert rank_of("") is None
    assert rank_of("·  12、甲")[:2] == (12, ("", "", "."))
