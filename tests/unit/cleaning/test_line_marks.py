"""Marks on lines: dates, affixes, labels, names, pieces, repeats, on both sides of every bound."""

import pytest

from pipeline.cleaning.lines.line_marks import line_marks, repeat_marks, title_line
from pipeline.text import chars

DATE, SHARE, ENDS, PREFIX, SUFFIX, BRACKETED, LABELLED, PIECES, HEADLINES, NAME, NAMES, CREDIT = (
    range(12)
)
SURNAMES = frozenset("林江")


def marks(line):
    """Return the columns of `line` that are not zero, with what they hold."""
    kinds = chars.classes_of(chars.code_points(line)).tolist()
    groups = (
        (chars.DIGIT,),
        (chars.SPACE, chars.BAR, chars.DASH, chars.SYMBOL),
        (chars.OPEN,),
        (chars.STOP,),
        (chars.COLON, chars.STOP, chars.BAR),
    )
    worth = [sum(kind in group for kind in kinds) for group in groups]
    return {column: value for _, column, value in line_marks([line], [worth], SURNAMES) if value}


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("2023-05-03", {DATE: 1, SHARE: 1, ENDS: 1}),
        ("[2023/5/3 12:30:05]", {DATE: 1, SHARE: 17 / 19, ENDS: 1}),
        ("2023年5月3日渡口", {DATE: 1, SHARE: 9 / 11}),
        ("03-04 12:30", {DATE: 1, SHARE: 1, ENDS: 1}),
        ("12:30:05", {DATE: 1, SHARE: 1, ENDS: 1}),
        ("12:30", {}),
        ("5月3日", {}),
    ],
)
def test_dates(line, wanted):
    found = {column: value for column, value in marks(line).items() if column <= ENDS}
    assert found == pytest.approx(wanted)


def test_dates_are_looked_for_in_lines_of_up_to_120_characters():
    assert DATE in marks("渡" * 110 + "2023-05-03")
    assert DATE not in marks("渡" * 111 + "2023-05-03")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("【快讯】渡轮恢复通航", PREFIX),
        ("热议|渡轮恢复通航", PREFIX),
        ("渡轮恢复通航_江口网", SUFFIX),
        ("渡轮恢复通航 江口网", SUFFIX),
        ("渡轮恢复通航(组图)", SUFFIX),
        ("(责任编辑 林小舟)", BRACKETED),
        ("编辑:林小舟", LABELLED),
        ("(编辑/林小舟", LABELLED),
        ("林小舟", NAME),
        ("林小舟小", NAME),
        ("林小舟小舟", NAMES),
        ("林小舟江一帆", NAMES),
        ("林小舟江一帆林小舟江一帆林小", NAMES),
        ("渡轮通航。【编辑:林小舟】", CREDIT),
    ],
)
def test_what_a_short_line_is_dressed_in(line, column):
    assert column in marks(line)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        # A prefix stands before five characters, and has seven at most.
        ("热议|渡轮恢复", PREFIX),
        ("热议热议热议热议|渡轮恢复通航", PREFIX),
        ("渡轮恢复通航_江", SUFFIX),
        ("渡轮恢复通航_江口网江口网江", SUFFIX),
        ("(渡)", BRACKETED),
        ("责任编辑责任编辑:林小舟", LABELLED),
        ("周小舟", NAME),
        ("林小舟", NAMES),
        ("林小舟小舟", NAME),
        ("林小舟江一帆林小舟江一帆林小舟", NAMES),
        ("林小舟、江一帆", NAMES),
        ("【编辑:林小舟】", CREDIT),
    ],
)
def test_and_what_is_none(line, column):
    assert column not in marks(line)


@pytest.mark.parametrize(
    ("size", "column", "tail"),
    [(80, CREDIT, "。【编辑:林小舟】"), (120, SUFFIX, "_江口网"), (62, BRACKETED, "渡)")],
)
def test_marks_are_looked_for_up_to_a_length(size, column, tail):
    opening = "(" if column == BRACKETED else ""
    assert column in marks(opening + "渡" * (size - len(tail) - len(opening)) + tail)
    assert column not in marks(opening + "渡" * (size + 1 - len(tail) - len(opening)) + tail)


def test_a_label_stands_in_a_line_of_up_to_forty():
    assert LABELLED in marks("编辑:" + "渡" * 37)
    assert LABELLED not in marks("编辑:" + "渡" * 38)


def test_a_long_sentence_is_looked_at_no_further():
    assert PREFIX in marks("热议|" + "渡" * 56 + "。")
    assert PREFIX not in marks("热议|" + "渡" * 58 + "。")
    assert PREFIX in marks("热议|" + "渡" * 100)


def test_a_line_of_many_pieces():
    heads = ("山城夜市搬新家摊位多一倍", "老厂房改成图书馆周末开放", "北山缆车月底试运行三天")
    found = marks("  ".join([*heads, *heads]))
    assert (found[PIECES], found[HEADLINES]) == (6 / 12, 1)
    assert marks("  ".join(heads * 5))[PIECES] == 1
    short = marks("  ".join(["夜市开放"] * 10))
    assert (short[PIECES], HEADLINES in short) == (10 / 12, False)
    assert PIECES not in marks("  ".join(heads))
    long = [head + "渡轮恢复通航今天" for head in heads]
    assert HEADLINES not in marks("  ".join(long))


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["渡轮恢复通航"], 0),
        (["首页 > 新闻 > 正文", "渡轮恢复通航"], 1),
        (["渡轮通", "渡轮恢复通"], 1),
        (["首页", "新闻", "正文", "渡轮恢复通航"], 3),
        (["首页", "新闻", "正文", "民生", "渡轮恢复通航"], 0),
    ],
)
def test_the_title_line_is_the_first_but_breadcrumbs(lines, wanted):
    assert title_line(lines) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("江口渡轮恢复通航", {0, 1}),
        ("江口渡轮", {0}),
        ("——渡轮恢复通航", {0, 1}),
        ("江口渡轮恢复通", {0, 1}),
        ("渡口:江口渡轮恢复通航了", {2}),
        ("复通航", set()),
        ("夜市搬新家", set()),
    ],
)
def test_what_repeats_the_title(line, wanted):
    found = repeat_marks(["【今日】江口渡轮恢复通航", line], "江口渡轮恢复通航")
    assert {column for row, column, value in found if row == 1 and value} == wanted


def test_a_line_that_stood_before_is_marked():
    lines = ["渡轮恢复通航", "再看一遍", "再看一", "再看一遍", "再看一", "渡" * 120, "渡" * 120]
    assert [(row, column) for row, column, _ in repeat_marks(lines, "渡轮恢复通航")] == [(3, 3)]
