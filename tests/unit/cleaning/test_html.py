"""A page to lines: what is body, what is not, and the facts about the article."""

from __future__ import annotations

import json
from html import escape

import pytest

from pipeline.cleaning.page.meta import first_part
from tests.pages import read_page

PARAGRAPHS = [
    "清晨六点,城西的早市已经热闹起来,菜农把沾着露水的青菜码得整整齐齐。",
    "“今年雨水好,萝卜特别水灵。”摊主一边称重一边说,语气里透着高兴。",
    "记者走访发现,经过三个月的改造,市场新添了遮雨棚和两处公厕,道路也重新铺过。",
    "附近居民告诉记者,以前下雨天要踩着泥水买菜,如今再也不用发愁了。",
]

PAGE = """<!DOCTYPE html><html lang="zh-CN"><head>
<title>老早市换了新模样 - 城西新闻 - 某某网</title>
<meta name="keywords" content="早市,改造,民生">
<link rel="canonical" href="https://news.example.cn/a/1.html">
</head><body>
<div class="nav"><a href="/">首页</a><a href="/n">新闻</a><a href="/s">体育</a></div>
<div class="main">
  <h1>老早市换了新模样</h1>
  <div class="info"><span class="time">2023-05-03 09:30</span> <span>来源:城西日报</span>
    <span>作者:王明</span></div>
  <div class="text">
    <p>{}</p><p>{}</p>
    <div class="pic"><img src="a.jpg"><p>摊主在整理青菜</p></div>
    <p>{}</p><p>{}</p>
    <p>(责任编辑:李红)</p>
  </div>
  <div class="related"><h3>相关阅读</h3><ul>
    <li><a href="/1">河边步道本月开放,夜跑的人多了起来</a></li>
    <li><a href="/2">老城区再添三处口袋公园,孩子有了去处</a></li></ul></div>
  <div class="pinglun"><p>网友甲</p><p>去过一次,确实比以前干净多了,停车也方便了不少。</p><p>赞(3)</p></div>
</div>
<div class="footer">某某网 版权所有 未经授权不得转载</div>
<script>var x = "<p>脚本里的话,谁也看不到。</p>";</script>
</body></html>""".format(*PARAGRAPHS)


def labelled(page, *labels):
    return [page.text[k.start : k.end] for k in page.lines if k.label in labels]


def test_the_body_is_the_paragraphs_and_the_caption():
    body = labelled(read_page(PAGE), "body", "byline")
    assert body == [*PARAGRAPHS[:2], "摊主在整理青菜", *PARAGRAPHS[2:]]


def test_nothing_visible_is_lost():
    page = read_page(PAGE)
    for word in (
        "首页",
        "相关阅读",
        "河边步道",
        "网友甲",
        "版权所有",
        "责任编辑:李红",
        "2023-05-03",
    ):
        assert word in page.text
    assert "脚本里的话" not in page.text


def test_what_is_no_body_says_what_it_is():
    page = read_page(PAGE)
    assert labelled(page, "headline") == ["老早市换了新模样"]
    assert labelled(page, "credit") == ["(责任编辑:李红)"]
    assert labelled(page, "marker") == ["相关阅读"]
    assert "河边步道本月开放,夜跑的人多了起来" in labelled(page, "link")
    assert all(line.reason for line in page.lines)


def test_the_facts_of_a_page():
    page = read_page(PAGE)
    assert page.title == "老早市换了新模样"
    assert page.page_title == "老早市换了新模样 - 城西新闻 - 某某网"
    assert page.canonical_url == "https://news.example.cn/a/1.html"
    assert page.keywords == ("早市", "改造", "民生")
    assert page.language == "zh-CN"
    published = page.published
    assert published is not None
    assert (published.value, published.where) == ("2023-05-03 09:30", "line")
    assert page.text[published.start : published.end] == published.value


def test_comments_with_no_telling_name_are_left_out():
    comments = "".join(
        f"<div><p>读者{n}号</p><p>说得很对,我们这里的市场也该修一修,盼了好多年。</p><p>{n}天前</p><p>回复</p></div>"
        for n in range(12)
    )
    page = read_page(PAGE.replace('<div class="pinglun">', f"<div>{comments}"))
    assert "我们这里的市场" not in "\n".join(labelled(page, "body", "byline"))


def test_hidden_and_template_text():
    hidden = '<p style="display: none">藏起来的一段话,读者看不到它,也不该进正文。</p>'
    page = read_page(PAGE.replace("<p>" + PARAGRAPHS[2], hidden + "<p>" + PARAGRAPHS[2]))
    assert "藏起来的一段话" not in "".join(labelled(page, "body"))
    assert ("other", "hidden") in {(k.label, k.reason) for k in page.lines}


def test_paragraphs_parted_by_breaks_alone():
    text = "<br><br>".join(PARAGRAPHS)
    page = read_page(f"<html><title>标题在这里呢</title><body><div>{text}</div></body></html>")
    assert labelled(page, "body") == PARAGRAPHS


def test_a_time_in_the_markup_serves_when_none_is_seen():
    bare = PAGE.replace('<span class="time">2023-05-03 09:30</span>', "")
    meta = '<meta property="article:published_time" content="2023-05-03T09:31:00+08:00">'
    page = read_page(bare.replace("<title>", meta + "<title>"))
    assert (page.published.value, page.published.where) == (
        "2023-05-03T09:31:00+08:00", "meta:article:published_time",
    )  # fmt: skip
    linked = '<script type="application/ld+json">{"@graph":[{"datePublished":"2023-05-03T09:32:00+08:00","author":{"name":"赵六"}}]}</script>'
    page = read_page(bare.replace("<title>", linked + "<title>"))
    assert page.published.where == "json-ld"
    assert [a.value for a in page.authors] == ["赵六"]


def test_an_update_is_not_the_publication():
    info = "<div>2023-05-03 09:30</div><div>最后更新:2023-05-04 18:00</div>"
    page = read_page(PAGE.replace('<span class="time">2023-05-03 09:30</span>', info))
    assert page.published.value == "2023-05-03 09:30"


def test_dates_and_times_in_neighbouring_elements():
    info = '<span class="d">2023-05-03</span><span class="t">09:30</span>'
    page = read_page(PAGE.replace('<span class="time">2023-05-03 09:30</span>', info))
    assert page.published.value == "2023-05-03 09:30"


def test_a_page_titled_by_its_channel_takes_its_heading():
    page = read_page(PAGE.replace("老早市换了新模样 - 城西新闻 - 某某网", "新闻动态"))
    assert page.title == "老早市换了新模样"


def test_an_encoding_that_the_string_declares_is_not_heeded():
    page = read_page(PAGE.replace("<title>", '<meta charset="gb2312"><title>'))
    assert page.title == "老早市换了新模样"
    assert (
        read_page('<?xml version="1.0" encoding="big5"?><p>你好,世界。</p>').text == "你好,世界。"
    )


def test_nothing_is_one_blank_line():
    page = read_page("")
    assert (page.text, [k.label for k in page.lines]) == ("", ["blank"])


def test_preformatted_text_keeps_its_lines():
    assert read_page("<pre>第一行\n第二行</pre>").text == "第一行\n第二行"


SHELL = "<html><head><title>早市新貌_某某网</title></head><body><h1>早市新貌</h1><div id='app'></div>{}</body></html>"
MARKUP = "".join(f"<p>{text}</p>" for text in PARAGRAPHS * 2)


@pytest.mark.parametrize(
    "kept",
    [
        "<script>var data = " + json.dumps({"content": MARKUP}) + ";</script>",
        "<script>var data = " + json.dumps({"content": MARKUP}, ensure_ascii=False) + ";</script>",
        "<script>x = {content: '" + escape(MARKUP) + "'}</script>",
        "<textarea class='article-content'>" + escape(MARKUP) + "</textarea>",
    ],
)
def test_an_article_that_a_script_would_show(kept):
    page = read_page(SHELL.format(kept))
    assert labelled(page, "body") == PARAGRAPHS * 2
    assert page.title == "早市新貌"


def test_scripts_are_not_read_where_the_page_shows_its_article():
    kept = "<script>var data = " + json.dumps({"content": "<p>另一篇文章。</p>" * 90}) + "</script>"
    assert "另一篇文章" not in read_page(PAGE.replace("</body>", kept + "</body>")).text


@pytest.mark.parametrize(
    ("page_title", "headline"),
    [
        ("早市换了新模样_城西新闻_某某网", "早市换了新模样"),
        ("早市换了新模样 - 城西新闻 - 某某网", "早市换了新模样"),
        ("早市换了新模样！-某某网", "早市换了新模样！"),
        ("早市换了新模样--城西--某某网", "早市换了新模样"),
        ("早市|换了新模样,人人都说好|某某网", "换了新模样,人人都说好"),
        ("新开端——城西早市换了新模样", "新开端——城西早市换了新模样"),
        ("早市", "早市"),
        ("", ""),
    ],
)
def test_the_documents_title_without_channel_and_site(page_title, headline):
    assert first_part(page_title) == headline


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://news.example.cn/2023/05/03/a1.html", "2023-05-03"),
        ("https://news.example.cn/2023-05/03/c_1.htm", "2023-05-03"),
        ("https://news.example.cn/a/20230503/x.shtml", "2023-05-03"),
        ("https://news.example.cn/p/202305031234567", "2023-05-03"),
        ("https://news.example.cn/2023/13/03/a.html", None),
        ("https://news.example.cn/p/2023", None),
    ],
)
def test_the_day_in_the_address_comes_last(url, day):
    bare = PAGE.replace('<span class="time">2023-05-03 09:30</span>', "")
    bare = bare.replace('<link rel="canonical" href="https://news.example.cn/a/1.html">', "")
    published = read_page(bare, url=url).published
    assert (published.value if published else None) == day
    assert read_page(PAGE, url=url).published.value == "2023-05-03 09:30"


def test_an_article_hidden_until_a_script_has_run():
    shy = f"<div style='visibility: hidden; opacity: 0;'>{MARKUP}</div>"
    page = read_page(f"<html><title>早市新貌</title><body>{shy}</body></html>")
    assert labelled(page, "body") == PARAGRAPHS * 2


def test_prose_that_begins_like_a_credit_or_a_button_stays():
    prose = [
        "制作:先把鱼洗净切段,再加盐腌上十分钟,最后下锅煎到两面金黄。",
        "安装空调的师傅说,这几天一天要跑十二家,嗓子都哑了。",
    ]
    lines = "".join(f"<p>{text}</p>" for text in [*PARAGRAPHS, *prose, PARAGRAPHS[0]])
    page = read_page(f"<html><title>早市新貌</title><body><div>{lines}</div></body></html>")
    assert labelled(page, "body") == [*PARAGRAPHS, *prose, PARAGRAPHS[0]]


def test_names_mislead_where_every_paragraph_has_its_card():
    cards = "".join(f"<div class='card'><p>{text}</p></div>" for text in PARAGRAPHS * 2)
    page = read_page(f"<html><title>早市新貌</title><body><div>{cards}</div></body></html>")
    assert labelled(page, "body") == PARAGRAPHS * 2
