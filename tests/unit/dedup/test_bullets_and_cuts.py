"""What stands around a link and is no decoration: each kind, and what only looks like it."""

import pytest

from pipeline.dedup.links.bullets_and_cuts import (
    Copy,
    copy_of,
    cut_at,
    parts_of,
    strip_front,
    trim,
)

HEADLINE = "灯塔博物馆迎来首批访客"


def front(text, *, counted=False):
    return text[strip_front(text, 0, len(text), counted=counted) :]


def uncut(text):
    at = cut_at(text, 0, len(text))
    return None if at is None else text[:at]


def parts(text):
    return [text[start:end] for start, end in parts_of(text)]


def test_a_line_without_oddities_is_its_own_copy():
    copy = copy_of("1．青蘿小站")
    assert copy == Copy("1.青萝小站")
    assert copy.back(2, 6) == (2, 6)


@pytest.mark.parametrize(
    "gap",
    ["\u200b", "\ufeff", "&nbsp;", "&nbsp", "&NBSP;", "&ensp;", "&emsp;", "&thinsp;", "&zwj;", "&zwnj;",
     "&#160;", "&#0160;", "&#xa0;", "&#XA0;", "&#x00a0;", "&#8203;", "&#08203;", "\u200b&nbsp;"],
)  # fmt: skip
def test_what_is_invisible_is_left_out_of_the_copy(gap):
    line = f"灯塔{gap}今夜亮灯"
    copy = copy_of(line)
    assert copy.text == "灯塔今夜亮灯"
    assert line[slice(*copy.back(0, 6))] == line
    assert line[slice(*copy.back(2, 6))] == "今夜亮灯"
    assert line[slice(*copy.back(0, 2))] == "灯塔"
    assert copy.back(3, 3) == (3, 3)


@pytest.mark.parametrize("text", ["灯塔&码头", "灯塔&amp;码头", "灯塔&#16;码头", "灯塔&nb码头"])
def test_other_entities_stay(text):
    assert copy_of(text).text == text


def test_blanks_at_the_ends_are_trimmed():
    assert trim("  灯 塔 ", 0, 6) == (2, 5)
    assert trim("    ", 0, 4) == (4, 4)
    assert trim("灯塔", 0, 2) == (0, 2)
    assert trim(" 灯塔 ", 1, 3) == (1, 3)


@pytest.mark.parametrize(
    "bullet",
    [
        "- ", "·", "* ", "、", "※", "★ ", "■", "> ", "= ", "|", "①", "②", "№", "\ue000", "^", "– ", "¤",
        "1. ", "1、", "12] ", "(3)", "[4]", "3) ", "-- · ", "1、- ", "· 2.", "上一篇:", "下一篇:", "上篇: ",
        "下一条:", "上一页:", "下则:", "延伸阅读:", "相关新闻>", "推荐阅读»", "更多文章:", "猜你喜欢阅读:", "热点资讯:",
        "深度回顾: ", "往期内容:", "热门推荐:", "精彩报道:", "关联链接:", "拓展阅读:", "扩展阅读:", "上一篇:1、", "- 相关阅读:",
    ],
)  # fmt: skip
def test_bullets_numbers_and_lead_ins_are_taken_off(bullet):
    assert front(bullet + HEADLINE) == HEADLINE


@pytest.mark.parametrize(
    "text",
    [
        "“灯塔”亮灯", "'灯塔'亮灯", '"灯塔"亮灯', "‘灯塔’", "《灯塔》上映", "〈灯塔〉", "「灯塔」", "『灯塔』", "【灯塔】", "（灯塔）",
        "(灯塔)亮灯", "[灯塔]亮灯", "〔灯塔〕", "#灯塔#亮灯", "@灯塔馆", "$5亿", "￥5亿", "¥5", "%的人", "‰灯", "+5分夺冠",
        "2.09亿元签约", "12.5度", "1234、灯塔", "上一章:灯塔", "延伸:灯塔", "相关阅读 灯塔", "5灯塔", "灯塔-亮灯",
    ],
)  # fmt: skip
def test_what_opens_a_headline_stays(text):
    assert front(text) == text


@pytest.mark.parametrize(
    ("text", "alone", "counted"),
    [
        ("2.09年茶价", "2.09年茶价", "09年茶价"),
        ("2、09年茶价", "09年茶价", "09年茶价"),
        ("2)09年茶价", "09年茶价", "09年茶价"),
        ("2. 09年茶价", "2. 09年茶价", "09年茶价"),
        ("3、2.5亿元", "2.5亿元", "2.5亿元"),
        ("- 2.09年", "2.09年", "09年"),
        ("2.3.4元", "2.3.4元", "3.4元"),
    ],
)
def test_a_number_before_a_digit_is_one_of_a_list_only_where_it_counts_on(text, alone, counted):
    assert (front(text), front(text, counted=True)) == (alone, counted)


def test_what_is_nothing_but_bullets_is_empty():
    assert front("- · ") == ""
    assert strip_front("ab- cd", 2, 4, counted=False) == 4


@pytest.mark.parametrize("end", ["…", "……", "...", "..", "。。", "....", "….", ".…", "…….."])
def test_an_ellipsis_cuts(end):
    assert uncut(HEADLINE + end) == HEADLINE


@pytest.mark.parametrize("text", [HEADLINE, HEADLINE + ".", HEADLINE + "。", "…", "......", ""])
def test_a_full_stop_and_an_ellipsis_alone_cut_nothing(text):
    assert uncut(text) is None


def test_a_full_stop_before_an_ellipsis_is_the_headlines_own():
    assert uncut(HEADLINE + "。…") == HEADLINE + "。"


THREE = [HEADLINE, "旧码头变身露天剧场新地标", "社区食堂推出老人套餐三种"]


@pytest.mark.parametrize("gap", ["  ", "     ", " | ", " / ", " · "])
def test_several_links_on_one_line(gap):
    assert parts(gap.join(THREE)) == THREE
    assert parts("  " + gap.join(THREE) + "  ") == THREE


@pytest.mark.parametrize(
    "line",
    [
        "  ".join(THREE[:2]), " | ".join(THREE[:2]), " ".join(THREE), "|".join(THREE), " - ".join(THREE),
        HEADLINE,
    ],
)  # fmt: skip
def test_two_are_one_and_so_is_what_no_gap_sets_apart(line):
    assert parts(line) == [line]


@pytest.mark.parametrize(
    ("sizes", "count"),
    [
        ((10, 10, 10), 3), ((10, 10, 9), 1), ((10, 10, 10, 9), 4), ((10, 10, 9, 9), 1), ((10, 10, 5), 1),
        ((10,) * 7 + (9,) * 3, 10), ((10,) * 6 + (9,) * 3, 1),
    ],
)  # fmt: skip
def test_seven_tenths_of_the_parts_are_long(sizes, count):
    """Columns before headlines make short parts."""
    assert len(parts("  ".join("灯" * size for size in sizes))) == count


@pytest.mark.parametrize(
    ("scrap", "own"),
    [
        ("热评四字", False),
        ("今日五个字", True),
        ("2023-04-05", False),
        ("(04-05 12:30)", False),
        ("04月05日", False),
    ],
)
def test_a_date_and_a_scrap_belong_to_the_link_before(scrap, own):
    found = parts("  ".join([*THREE, scrap, THREE[0]]))
    if own:
        assert found == [*THREE, scrap, THREE[0]]
    else:
        assert found == [*THREE[:2], f"{THREE[2]}  {scrap}", THREE[0]]


def test_a_scrap_before_any_link_stands_alone():
    assert parts("  ".join(["热评", *THREE])) == ["热评", *THREE]


def test_a_gap_that_splits_too_few_leaves_the_others_their_turn():
    line = f"甲 | 乙  {THREE[0]}  {THREE[1]}  {THREE[2]} | 丙"
    assert parts(line) == ["甲 | 乙", THREE[0], THREE[1], f"{THREE[2]} | 丙"]
