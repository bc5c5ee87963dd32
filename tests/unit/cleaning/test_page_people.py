"""Who signs a page and where it is from, by its markup and by the lines about its headline."""

import json

import pytest

from tests.pages import STORY, read_page

TITLE = "老早市换了新模样"
TIME = "<div>2023-05-03 09:30</div>"


def page(info="", *, head="", below="", title=f"{TITLE}_城西网"):
    return read_page(
        f"<html><head><title>{title}</title>{head}</head><body><h1>{TITLE}</h1>{info}"
        f"<div class='text'>{STORY}</div>{below}</body></html>"
    )


def authors(*args, **kwargs):
    return [(found.value, found.where) for found in page(*args, **kwargs).authors]


def hints(*args, **kwargs):
    return [found.value for found in page(*args, **kwargs).hints]


def source(*args, **kwargs):
    found = page(*args, **kwargs).source
    return (found.value, found.where) if found else None


def linked(author):
    text = json.dumps({"datePublished": "2023-05-03", "author": author}, ensure_ascii=False)
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("王明", ["王明"]),
        ({"name": "王明"}, ["王明"]),
        ([{"name": "王明"}, "李红"], ["王明", "李红"]),
        ([[{"name": "王明"}]], []),
        (7, []),
        ("王", []),
        ("A" * 20, ["A" * 20]),
        ("A" * 21, []),
        ("王明,李红", ["王明", "李红"]),
        ("王明、李红梅 / 张强", ["王明", "李红梅", "张强"]),
        ("王明,早市人家", []),
        ("城西通訊社", []),
        ("王明2", []),
        ("城西网", []),
        ("城西日报", []),
        ("WWW.A.com", []),
    ],
)
def test_who_is_an_author(author, names):
    assert authors(head=linked(author)) == [(name, "json-ld") for name in names]


def test_the_site_that_the_title_ends_in_is_no_author():
    tag = "<meta name='author' content='城西小站'>"
    assert authors(head=tag) == [("城西小站", "meta:author")]
    for mark in "-_|｜–—":
        assert authors(head=tag, title=f"{TITLE}{mark}城西小站") == []


@pytest.mark.parametrize(
    ("info", "names"),
    [
        ("<span class='author'>王明</span>", ["王明"]),
        ("<span itemprop='author'>作者：王明</span>", ["王明"]),
        ("<span id='Writer'>晚报记者 林小舟</span>", ["林小舟"]),
        ("<a rel='author'>王明</a>", ["王明"]),
        ("<span class='name-author'>王明</span>", ["王明"]),
        # The first element that names one, and no list, picture or editor.
        (
            "<span class='author'>早2</span><span class='author'>王明</span><i class='author'>李红</i>",
            ["王明"],
        ),
        ("<span class='author-list'>王明</span>", []),
        ("<span class='authorimg'>王明</span>", []),
        ("<span class='editor author'>王明</span>", []),
        ("<div class='comment'><span class='author'>王明</span></div>", []),
        ("<span class='author'>王明" + " " * 398 + "</span>", ["王明"]),
        ("<span class='author'>王明" + " " * 399 + "</span>", []),
    ],
)
def test_an_element_named_for_it_names_the_author(info, names):
    assert authors(info) == [(name, "class") for name in names]


@pytest.mark.parametrize(
    ("info", "wanted"),
    [
        ("<span class='source'>城西日报</span>", ("城西日报", "class")),
        ("<span class='source'>来源：城西日报 王明</span>", ("城西日报", "class")),
        ("<span id='media_name'>出处 | 城西日报</span>", ("城西日报", "class")),
        ("<span class='resource'>城西日报</span>", None),
        ("<span class='source'>城</span>", None),
        ("<span class='source'>" + "城" * 16 + "</span>", ("城" * 16, "class")),
        ("<span class='source'>" + "城" * 17 + "</span>", None),
        ("<span class='source'>城西1</span>", None),
    ],
)
def test_an_element_named_for_it_names_the_source(info, wanted):
    assert source(info) == wanted


def test_a_meta_tag_names_the_source_and_the_line_of_time_does_at_last():
    tag = "<meta name='mediaid' content='{}'>"
    beside = "<div>2023-05-03 09:30 城西晚报</div>"
    assert source(beside, head=tag.format("城" * 24)) == ("城" * 24, "meta:mediaid")
    assert source(beside, head=tag.format("城" * 25)) == ("城西晚报", "info")
    assert source(beside, head=tag.format("城")) == ("城西晚报", "info")


@pytest.mark.parametrize(
    ("info", "wanted"),
    [
        ("城西晚报", "城西晚报"),
        ("王明/城西新闻", "城西新闻"),
        ("城西省网", "城西省网"),
        ("晚报", None),
        ("城" * 12 + "晚报", "城" * 12 + "晚报"),
        ("城" * 13 + "晚报", None),
        ("更多新闻", None),
        ("城西早市", None),
    ],
)
def test_papers_stand_beside_the_time(info, wanted):
    found = source(f"<div>2023-05-03 09:30 {info}</div>")
    assert found == ((wanted, "info") if wanted else None)


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("<p>城西晚报</p>" + TIME, True),
        (TIME + "<p>城西晚报</p>", True),
        ("<p>城西晚报</p><p>早</p>" + TIME, False),
        (TIME + "<p>" + "早 " * 10 + "城西晚报</p>", True),
        (TIME + "<p>" + "早 " * 11 + "城西晚报</p>", False),
        ("<div>2023-05-03 09:30 来源" + " 早" * 47 + " 城西晚报</div>", True),
        ("<div>2023-05-03 09:30 来源" + " 早" * 49 + " 城西晚报</div>", False),
    ],
)
def test_or_in_a_short_line_that_touches_it(rows, wanted):
    assert source(rows) == (("城西晚报", "info") if wanted else None)


@pytest.mark.parametrize(
    ("info", "wanted"),
    [
        ("王小明", ["王小明"]),
        ("王明", []),
        ("王小明明", []),
        ("周报社", []),
        ("王家村", []),
        ("早小明", []),
        ("欧阳修", []),
    ],
)
def test_a_bare_name_of_three_characters_beside_the_time_is_a_hint(info, wanted):
    assert hints(f"<div>2023-05-03 09:30 {info}</div>") == wanted


LINK = "<div>{}</div>"


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ("<a href='/user/7'>清风徐来</a>", ["清风徐来"]),
        ("<a href='/a?uid=7'>清风徐来</a>", ["清风徐来"]),
        ("<a href='/7' class='nickname'>清风徐来</a>", ["清风徐来"]),
        ("<span class='Author'><a href='/7'>清风徐来</a></span>", ["清风徐来"]),
        ("<a href='/7'>清风徐来</a>", []),
        ("<a href='/user/7'>我的主页</a><a href='/user/8'>清风徐来</a>", ["清风徐来"]),
        ("<a href='/7'>早</a>" * 11 + "<a href='/user/7'>清风徐来</a>", ["清风徐来"]),
        ("<a href='/7'>早</a>" * 12 + "<a href='/user/7'>清风徐来</a>", []),
        ("早" * 116 + "<a href='/user/7'>清风徐来</a>", ["清风徐来"]),
        ("早" * 117 + "<a href='/user/7'>清风徐来</a>", []),
    ],
)
def test_a_link_to_a_profile_is_a_hint(row, wanted):
    # The class of the span names its author to `authors` too; a hint is asked of no page but such.
    assert hints(LINK.format(row)) == wanted


@pytest.mark.parametrize(("lines", "wanted"), [(2, True), (3, False)])
def test_a_profile_stands_up_to_three_lines_below_the_article(lines, wanted):
    link = LINK.format("<a href='/user/7'>清风徐来</a>")
    below = "<div>早</div>" * lines + link
    assert (hints(below=below) == ["清风徐来"]) is wanted


@pytest.mark.parametrize(("lines", "wanted"), [(14, True), (15, False)])
def test_and_up_to_fifteen_lines_above_it(lines, wanted):
    link = LINK.format("<a href='/user/7'>清风徐来</a>")
    assert (hints(link + "<div>早</div>" * lines) == ["清风徐来"]) is wanted
