"""A headline that is broken over lines or has a badge glued to it is found whole."""

import pytest

from pipeline.cleaning.page.meta import find_title
from pipeline.cleaning.page.tree import take_apart
from tests.made_pages import NAV, TEASERS, teasers
from tests.pages import STORY, read_page, texts_of

FLASH = "<p>东滩的护林员昨晚数到三百二十只白鹭,比去年同一天多了近一半,滩上的栈道从今天起限流。</p>"


def page(title, head, text=STORY, rest=""):
    return (
        f"<html><head><title>{title}</title></head><body><ul>{NAV}</ul><div>{head}</div>"
        f"<div>2023-05-03 10:20</div><div>{text}</div>{rest}</body></html>"
    )


def headlines(html):
    return texts_of(html, "headline")


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("老码头拆了围挡 早市重新开张_江口网", "<h1>老码头拆了围挡<br>早市重新开张</h1>"),
        ("老码头拆了围挡早市重新开张", "<p>老码头拆了围挡</p><p>早市重新开张</p>"),
        ("老碼頭拆了圍擋 早市重新開張 - 江口", "<h3>老碼頭拆了圍擋</h3><h3>早市重新開張</h3>"),
        (
            "关于老码头片区早市、夜市摊位管理办法的通知--江口县",
            "<div class=bt>关于老码头片区<br>早市、夜市摊位管理办法<br>的通知</div>",
        ),
        ("老码头拆围挡，早市重开张|江口", "<td><b>老码头拆围挡，<br/>早市重开张</b></td>"),
    ],
)
def test_a_broken_headline_is_one(title, head):
    (found,) = headlines(page(title, head))
    assert title.startswith((found, found.replace(" ", "")))


@pytest.mark.parametrize(
    "head",
    [
        "<h2><span>原创</span>东滩飞来三百只白鹭 栈道今起限流</h2>",
        "<h1><i class=x>独家</i> 东滩飞来三百只白鹭 栈道今起限流</h1>",
        "<div class=t>【视频】东滩飞来三百只白鹭 栈道今起限流</div>",
        "<h1>东滩飞来三百只白鹭 栈道今起限流<em>置顶</em></h1>",
        "<p><b>熱</b><strong>东滩飞来三百只白鹭 栈道今起限流</strong></p>",
    ],
)
def test_a_badge_beside_the_headline_costs_no_article(head):
    title = "东滩飞来三百只白鹭 栈道今起限流"
    html = page(f"{title}_江口网", head, FLASH, teasers(TEASERS * 4))
    read = read_page(html)
    assert (read.has_article, read.title) == (True, title)
    assert headlines(html) == [title]


@pytest.mark.parametrize(
    ("title", "head", "wanted"),
    [
        # Another line is the headline already.
        ("东滩飞来三百只白鹭_江口", "<p>快讯:东滩飞来三百只白鹭</p><h1>东滩飞来三百只白鹭</h1>", 1),
        # A subhead, which the title does not say.
        ("东滩飞来三百只白鹭_江口", "<h1>东滩飞来三百只白鹭<br>栈道从今天起限流</h1>", 1),
        # A title of few characters is anywhere.
        ("江口大桥", "<h1>江口</h1><h1>大桥</h1>", 0),
        # A column that the document's title says too.
        ("观潮|东滩飞来三百只白鹭-江口", "<h1>观潮|东滩飞来三百只白鹭</h1>", 1),
        # More than a badge.
        ("东滩飞来三百只白鹭_江口", "<p>记者在现场看到东滩飞来三百只白鹭</p>", 0),
    ],
)
def test_what_is_no_broken_headline_stays(title, head, wanted):
    assert len(headlines(page(title, head))) == wanted


@pytest.mark.parametrize(
    "title",
    [
        "东滩飞来三百只白鹭 栈道今…_江口网",
        "东滩飞来三百只白鹭 栈... - 江口",
        "东滩飞来三百只白鹭......",
        "东滩飞来三百只白⋯⋯|江口",
        "<title>x</title><meta property='og:title' content='东滩飞来三百只白鹭 栈道……'>",
    ],
)
def test_a_title_that_was_cut_finds_its_headline(title):
    whole = "东滩飞来三百只白鹭 栈道今起限流"
    html = page(title, f"<div class=t>{whole}</div>", FLASH, teasers(TEASERS * 4))
    read = read_page(html.replace("<title><title>", "<title>").replace("></title>", ">"))
    assert (read.has_article, read.title) == (True, whole)


@pytest.mark.parametrize(
    ("title", "sure"),
    [
        ("东滩飞来三百只白…", True),
        ("东滩飞来三百只…", False),
        ("东滩飞来三百只白鹭", False),
        ("东滩飞来三百只白.", False),
        ("…", False),
    ],
)
def test_only_a_long_title_that_was_cut_confirms(title, sure):
    tree = take_apart("<p>东滩飞来三百只白鹭 栈道今起限流</p><p>北岸飞来三百只白鹭</p>")
    assert find_title(tree, title, "")[1] is sure


def test_a_line_that_is_as_the_title_is_goes_before_a_whole_one():
    tree = take_apart("<p>东滩飞来三百只白…</p><p>东滩飞来三百只白鹭</p>")
    assert find_title(tree, "东滩飞来三百只白…", "") == ("东滩飞来三百只白…", True)
