"""Dates around a link, on either side, and figures that are the headline's own."""

import pytest

from pipeline.dedup.links.dates_of_lines import date_ahead, date_behind

HEADLINE = "灯塔博物馆迎来首批访客"


def undated(text, *, perhaps=False):
    return text[: date_behind(text, 0, len(text), perhaps=perhaps)]


@pytest.mark.parametrize(
    "date",
    [
        "2023-04-05", " 2023-4-5", " 2023/04/05", " 2023.04.05", "2023年4月5日", " 1999-12-31", "(2023-04-05)",
        "[2023-04-05]", " 2023-04-05 12:30", " (2023-04-05 12:30:59)", "(04-05)", " [4/5]", "(04-05 12:30)",
        "  04-05", "   4/5 08:00", "2023-04月05",
    ],
)  # fmt: skip
def test_a_date_of_publication_is_taken_off(date):
    assert undated(HEADLINE + date) == HEADLINE


@pytest.mark.parametrize(
    "text",
    [
        HEADLINE + "1823-04-05", HEADLINE + " 04-05", HEADLINE + "04-05", HEADLINE + "(12:30)", HEADLINE + "2023",
        HEADLINE + "(600991)", HEADLINE + "2023-04", HEADLINE + "2023-04-05号", HEADLINE + " 12:30", "2023-04-05",
        "灯塔2023-04-05", "灯塔馆2023-04-05", HEADLINE + "4月5日", "",
    ],
)  # fmt: skip
def test_other_figures_and_a_date_alone_stay(text):
    assert undated(text) == text


def test_a_headline_before_a_date_has_four_characters():
    assert undated("灯塔馆开2023-04-05") == "灯塔馆开"
    assert date_behind("- 灯塔馆2023-04-05", 2, 15) == 15


@pytest.mark.parametrize(
    "date",
    [
        "[06-15] ", "(06-15)", "【06/15】", "「6月15日」", "<06/15> ", "[6.15]", "2022-02-11 ", "2022-02-11", "2022/2/11 | ",
        "2022.02.11 ", "2022年2月11日 | ", "[2022年2月11日]", "[2022-02-11 08:30]", "2022-02-11 08:30 ", "06-15 ", "06/15 | ",
        "06-15 09:40 ", "15:20 ", "[08:05] ", "3小时前 ", "[5天前]",
    ],
)  # fmt: skip
def test_a_date_before_a_headline_is_taken_off(date):
    line = f"- {date}{HEADLINE}".replace("【", "[").replace("】", "]")
    assert line[date_ahead(line, 2, len(line)) :] == HEADLINE


@pytest.mark.parametrize(
    "text",
    [
        "9·11事件二十年", "06-15岁少年夺冠", "10-20 岁少年夺冠", "12-24 小时内有雨", "2022年2月11日 灯塔亮灯", "6月15日 灯塔亮灯", "6.15 灯塔亮灯",
        "13-15 灯塔亮灯", "06-32 灯塔亮灯", "25:10 灯塔亮灯", "2:10 灯塔亮灯", "2022-02-11", "[06-15]灯塔", "2022年灯塔亮灯", "(3)灯塔亮灯啦",
        "(6月15日)灯塔亮灯", "3小时前灯塔亮灯",
    ],
)  # fmt: skip
def test_what_is_the_headlines_own_stays(text):
    assert date_ahead(text, 0, len(text)) == 0


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("6月15日 {}", False), ("2022年2月11日 {}", False), ("6.15 | {}", False), ("(6月15日){}", False), ("[06-15]{}", True),
    ],
)  # fmt: skip
def test_what_may_be_a_date_before_it(text, sure):
    line = text.format(HEADLINE)
    assert line[date_ahead(line, 0, len(line), perhaps=True) :] == HEADLINE
    assert (date_ahead(line, 0, len(line)) > 0) == sure


@pytest.mark.parametrize(
    "date",
    [
        "[6月15日]", "【06-15】", "「06-15」", " <06/15>", " | 06-15", " / 2022-02-11 11:02", "_06-15", "|6月15日", " 3小时前", " · 5分钟前",
        " [15:20]", "~06-15 08:00",
    ],
)  # fmt: skip
def test_a_date_behind_it_in_any_bracket_and_behind_any_mark(date):
    assert undated((HEADLINE + date).replace("【", "[").replace("】", "]")) == HEADLINE


@pytest.mark.parametrize("date", [" 06-15", " 6月15日", " 15:20"])
def test_what_may_be_a_date_behind_it(date):
    assert undated(HEADLINE + date) == HEADLINE + date
    assert undated(HEADLINE + date, perhaps=True) == HEADLINE


def test_a_day_in_round_brackets_names_an_issue():
    assert undated("渡口早市行情(6月15日)", perhaps=True) == "渡口早市行情(6月15日)"
