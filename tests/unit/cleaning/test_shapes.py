"""The shape of a page's line, on both sides of every bound."""

import pytest

from pipeline.cleaning.page.page_lines import PageLine
from pipeline.cleaning.page.shapes import is_info, is_linked, is_running, terms_of


@pytest.mark.parametrize(
    ("size", "linked", "led", "wanted"),
    [
        (20, 10, False, False),
        (20, 11, False, True),
        (40, 9, True, True),
        (40, 8, True, False),
        (40, 9, False, False),
        (1, 0, True, False),
    ],
)
def test_a_link_is_more_than_half_linked_or_opens_like_a_card(size, linked, led, wanted):
    assert is_linked(PageLine(text="渡" * size, node=0, linked=linked, led=led)) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("渡" * 10 + ",,", True),
        ("渡" * 9 + ",,", False),
        ("渡" * 11 + ",", False),
        ("渡" * 11 + "。", True),
        ("渡" * 10 + "。", False),
        ("渡" * 11 + "!”", True),
        ("渡" * 11 + "!”)", False),
        ("渡" * 11 + "：", True),
        ("渡" * 40, False),
        ("The ferries return on Friday.", True),
        ("The ferries return on Friday.”", True),
        ("Die Fähren fahren. Das Wetter", False),
        ("페리는 금요일에 다시 다닙니다.", True),
        ("The ferries return on Friday", False),
        ("www.yunxi.example.cn", False),
        ("Yunxi Daily Co. 2024.", False),
    ],
)
def test_running_text_has_twelve_characters_and_two_stops_or_ends_like_a_sentence(text, wanted):
    assert is_running(PageLine(text=text, node=0)) is wanted


def test_a_link_is_no_running_text():
    assert not is_running(PageLine(text="渡" * 19 + "。", node=0, linked=11))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2023-05-03" + "渡" * 23, True),
        ("2023-05-03" + "渡" * 24, False),
        ("2023-05-03来源" + "渡" * 108, True),
        ("2023-05-03来源" + "渡" * 109, False),
        ("2023年5月3日渡轮恢复。", False),
        ("23 . 5 / 3", True),
        ("渡口 9:30", True),
        ("渡口 9:3", False),
        ("来源渡口", False),
    ],
)
def test_the_line_of_time_and_source_has_a_date_and_little_else(text, wanted):
    assert is_info(text) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("渡口停航", {"渡口", "口停", "停航"}),
        ("渡口 停航", {"渡口", "停航"}),
        ("フェリー", {"フェ", "ェリ", "リー"}),
        ("Die Fähren fahren", {"fähren", "fahren"}),
        ("ABC船厂2024年", {"船厂"}),
    ],
)
def test_texts_are_compared_by_pairs_and_by_words(text, wanted):
    assert terms_of(text) == wanted
