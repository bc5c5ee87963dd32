"""What stands about a headline: where the first paragraph is, what is about it, who signed."""

import pytest

from pipeline.cleaning.lines.headline_lines import about_the_headline, lead_at, signed_lines
from pipeline.stages import shipped

WORDS = shipped.furniture()
LEAD = "东岸渔港昨天完成清淤,港池平均挖深两米,三百吨的渔船可以靠泊,渔民说这是十年来最大的一次。"
TITLE = "东岸渔港完成清淤"
TIME = "2024年03月01日 09:12"


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ("副" * 44, 1), ("副" * 43, 0), ("副。", 1), ("副" * 23 + "!", 1), ("副" * 22 + "!", 0),
        ("副" * 23 + "…", 1), ("副" * 24, 0),
    ],
)  # fmt: skip
def test_the_lead_is_long_or_ends_like_a_sentence(line, lead):
    assert lead_at(["题", line]) == lead


@pytest.mark.parametrize(("over", "lead"), [(0, 0), (5, 5), (6, 0)])
def test_the_lead_is_one_of_the_first_lines(over, lead):
    assert lead_at(["题"] * over + [LEAD]) == lead


def about(*lines, labels, told=()):
    return list(about_the_headline([*lines, LEAD], [*labels, "body"], set(told)))


def test_a_line_is_over_the_headline_or_under_it():
    assert about("东岸渔港杂记", TITLE, labels=["other", "title"]) == [(0, "shoulder")]
    assert about(TITLE, "港池挖深两米", labels=["title", "link"]) == [(1, "subhead")]
    both = about("东岸渔港杂记", TITLE, "港池挖深两米", labels=["other", "title", "link"])
    assert both == [(0, "shoulder"), (2, "subhead")]


def test_without_a_headline_the_first_such_line_is_it():
    assert about("东岸渔港清淤记", "港池挖深两米", labels=["other", "link"]) == [
        (0, "title"), (1, "subhead"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "over", "under"),
    [
        # One pair is enough over the headline, in so few characters; under it two are needed.
        ("本地渔港杂记一二三四五六", True, False),
        ("本地渔港杂记一二三四五六七", False, False),
        ("港杂渔记东本岸", False, False),
        ("渔港清淤", True, True),
        ("渔港清", False, False),
        ("渔港清淤" + "呀" * 39, True, True),
        ("渔港清淤" + "呀" * 40, False, False),
        ("渔港清淤|首页", False, False),
        ("首页渔港清淤", False, False),
        ("图为渔港清淤", False, False),
    ],
)
def test_what_shares_too_little_or_is_a_path_is_none(line, over, under):
    assert bool(about(line, TITLE, labels=["other", "title"])) is over
    assert bool(about(TITLE, line, labels=["title", "other"])) is under


def test_what_holds_a_word_of_furniture_or_was_read_otherwise_is_left():
    assert about("渔港清淤", TITLE, labels=["other", "title"], told={0}) == []
    assert about("渔港清淤", TITLE, labels=["credit", "title"]) == []
    assert about("渔港清淤", "停航", TITLE, labels=["credit", "other", "title"]) == []


def signed(*lines, labels):
    return list(signed_lines([*lines, LEAD], [*labels, "body"], WORDS))


def test_author_and_account_stand_beside_the_time():
    assert signed(TITLE, "何一苇", TIME, labels=["title", "subhead", "other"]) == [(1, "byline")]
    assert signed(TITLE, "滨海日报", TIME, labels=["title", "subhead", "other"]) == [(1, "credit")]
    assert signed(TITLE, TIME, "滨海观察", labels=["title", "other", "subhead"]) == [(2, "credit")]
    over = signed("滨海日报", TITLE, TIME, labels=["shoulder", "title", "other"])
    assert over == [(0, "credit")]
    assert signed("何一苇", TIME, labels=["body", "other"]) == [(0, "byline")]


def test_without_a_time_nobody_signed():
    assert signed(TITLE, "何一苇", labels=["title", "subhead"]) == []


def test_the_headline_itself_is_no_author():
    assert signed("何一苇", TIME, labels=["title", "other"]) == []
    assert signed("滨海日报", TIME, labels=["title", "other"]) == []
    # That is no family name.
    assert signed("鑫一苇", TIME, labels=["body", "other"]) == []


def test_a_name_of_any_words_is_an_account_right_beside_the_time():
    beside = ["title", "subhead", "other"]
    assert signed(TITLE, "老船长说海", TIME, labels=beside) == [(1, "credit")]
    apart = ["title", "subhead", "other", "other"]
    assert signed(TITLE, "老船长说海", "隔一行", TIME, labels=apart) == []
    # What speaks of the headline, or of the text, is about it.
    assert signed(TITLE, "渔港清淤", TIME, labels=beside) == []
    assert signed(TITLE, "靠泊记", TIME, labels=beside) == []


def test_an_account_is_short():
    title = TITLE + "三百吨渔船可以靠泊"
    beside = ["title", "subhead", "other"]
    assert signed(title, "滨海之声新闻客户端今日版报", TIME, labels=beside) == []
    assert signed(title, "滨海之声今天新闻客户端", TIME, labels=beside) == [(1, "credit")]
