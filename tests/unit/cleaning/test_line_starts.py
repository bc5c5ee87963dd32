"""What lines start with: kinds, widths, and numbering followed through a page."""

import pytest

from pipeline.cleaning.lines.line_starts import START_KINDS, read_line_starts

FIRST, CONTINUES, NEAR, BREAKS, LARGE, SPACED = range(len(START_KINDS), len(START_KINDS) + 6)


def marks(lines, starts=()):
    rows = [{} for _ in lines]
    for row, column, value in read_line_starts(lines, starts).marks:
        rows[row][column] = value
    return rows


@pytest.mark.parametrize(
    ("line", "kind", "width"),
    [
        ("渡轮", "none", 0), ("— 渡轮", "dash", 2), ("•渡轮", "dash", 1), ("——渡轮", "long-dash", 2),
        ("999.渡轮", "number", 4), ("1234.渡轮", "none", 0), ("3 渡轮", "number", 2), ("3 4", "none", 0),
        ("【3】 渡轮", "number", 4), ("⑳渡轮", "number", 1), ("㈠ 渡轮", "number", 2),
        ("第三,渡轮", "chinese", 3), ("(三)渡轮", "chinese", 3), ("二是渡轮", "chinese", 2), ("要渡轮", "none", 0),
        ("【看点】渡轮", "opening", 0), ("【看点看点看点看点看点看点看】渡轮", "none", 0),
        ("★★ 渡轮", "symbol", 3), ("#", "none", 0), ("《渡轮》", "none", 0), ("$3", "none", 0),
    ],
)  # fmt: skip
def test_a_start_has_its_kind_and_width(line, kind, width):
    found = read_line_starts([line])
    assert (START_KINDS[found.kinds[0]], found.widths[0]) == (kind, width)


def test_numbers_say_where_they_stand():
    rows = marks(["1.早班", "2.晚班", "别的", "4. 夜班", "5.停"])
    assert rows[0] == {FIRST: 1, NEAR: pytest.approx(1 / 99), LARGE: 1 / 20}
    assert rows[1] == {CONTINUES: 1, NEAR: 1, LARGE: 2 / 20}
    assert rows[2] == {}
    assert rows[3] == {SPACED: 1, BREAKS: 1, NEAR: 1 / 2, LARGE: 4 / 20}
    assert rows[4] == {CONTINUES: 1, NEAR: 1, LARGE: 5 / 20}


def test_large_numbers_are_alike():
    assert [marks([f"{number}.船"])[0][LARGE] for number in (19, 20, 300)] == [19 / 20, 1, 1]


def test_numbers_in_circles_go_on_too():
    _, second, fourth = marks(["①船", "②船", "④船"])
    assert (CONTINUES in fourth, BREAKS in fourth) == (False, True)
    assert BREAKS not in second


def test_every_page_is_numbered_anew():
    lines = ["1.早班", "★船", "2.晚班", "★船"]
    together = read_line_starts(lines, frozenset({0, 2}))
    assert together.signatures.tolist() == [1, 2, 1, 2]
    rows = marks(lines, frozenset({0, 2}))
    assert rows[2] == {BREAKS: 1, NEAR: pytest.approx(1 / 99), LARGE: 2 / 20}
    assert marks(lines)[2] == {CONTINUES: 1, NEAR: 1 / 2, LARGE: 2 / 20}


def test_signatures_tell_kinds_of_numbers_apart():
    lines = ["1.船", "1、船", "(1)船", "①船", "一、船", "一是船", "★船", "【看】船", "——船"]
    assert read_line_starts(lines).signatures.tolist() == [1, 2, 3, 4, 5, 6, 7, 0, 8]
