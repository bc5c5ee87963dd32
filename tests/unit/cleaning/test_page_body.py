"""What each line of a page is: parts, credits, buttons, captions, markers, on invented pages."""

import pytest

from pipeline.cleaning.page.block import find_block
from pipeline.cleaning.page.body import is_byline
from pipeline.cleaning.page.heading_above import headline_in
from pipeline.cleaning.page.shapes import same_words
from pipeline.cleaning.page.tree import take_apart
from pipeline.stages import shipped
from tests.pages import read_page

STORY = [
    "清晨六点,城西的早市已经热闹起来,菜农把沾着露水的青菜码得整整齐齐。",
    "摊主们一边称重一边招呼客人,说今年雨水好,萝卜和白菜都特别水灵。",
    "经过三个月的改造,市场新添了遮雨棚和两处公厕,门口的道路也重新铺过。",
    "附近居民说,以前下雨天要踩着泥水买菜,如今再也不用为这件事发愁了。",
]
TITLE = "老早市换了新模样"


def labels(*rows, title=TITLE):
    """Return label and reason of each line of a page whose article holds `rows`."""
    body = "".join(rows)
    page = read_page(
        f"<html><title>{title}</title><body><div class='text'>{body}</div></body></html>"
    )
    return {
        page.text[line.start : line.end]: (line.label, line.reason) for line in page.lines
    }  # fmt: skip


def p(text):
    return f"<p>{text}</p>"


def among(row, text):
    """Return what a line is that stands between the paragraphs of an article."""
    return labels(*map(p, STORY[:2]), row, *map(p, STORY[2:]))[text]


@pytest.mark.parametrize(("heads", "label"), [(3, "body"), (2, "other")])
def test_three_headings_alike_are_an_articles_parts(heads, label):
    # The first stands above all text: there nothing else is body.
    rows = [f"<h3>第{n}处变化</h3>" + p(STORY[n]) for n in range(heads)]
    assert labels(*rows, p(STORY[3]))["第0处变化"][0] == label


def test_the_headline_is_no_part_and_a_part_stands_above_a_paragraph():
    rows = [f"<h1>第{n}处变化</h1>" + p(STORY[n]) for n in range(3)]
    assert labels(*rows)["第0处变化"] != ("body", "heads-a-part")
    rows = [f"<h3>第{n}处变化</h3><h3>说明</h3>" + p(STORY[n]) for n in range(3)]
    assert labels(*rows)["第0处变化"] != ("body", "heads-a-part")


def test_a_part_whose_heading_has_no_title_of_its_own_goes_with_its_text():
    rows = [p(STORY[0]), "<h3></h3>", p(STORY[1]), "<h3>停车</h3>", p(STORY[2]), p(STORY[3])]
    found = labels(*rows)
    assert {found[line][0] for line in (*STORY, "停车")} == {"body"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("(责任编辑:李红)", ("credit", "credit")),
        ("责任编辑:" + "李" * 154, ("credit", "credit")),
        ("责任编辑:" + "李" * 155, ("body", "in-flow")),
        ("责任编辑:" + "李,红," * 14 + "李", ("body", "running")),
        ("《城西日报》(2023年05月03日 07 版)", ("credit", "credit")),
        ("2023-05-03 09:30", ("other", "time-stamp")),
        ("05/03", ("other", "time-stamp")),
        ("2023年5月3日", ("body", "in-flow")),
        ("\ue001\ue002", ("other", "icons")),
        ("晨报记者 王明", ("byline", "names-its-authors")),
        ("相关阅读", ("marker", "marker")),
        ("相关阅读" + "早" * 20, ("marker", "marker")),
        ("相关阅读" + "早" * 21, ("body", "in-flow")),
    ],
)
def test_what_a_line_is_by_its_words(text, wanted):
    assert among(p(text), text) == wanted


def test_a_link_in_the_article_is_a_link():
    assert among("<p><a href='/1'>河边步道本月开放</a></p>", "河边步道本月开放") == (
        "link",
        "linked",
    )


def test_a_caption_is_read_in_its_block_and_the_one_around():
    picture = "<div class='Photo'><div>{}摊主在整理青菜</div></div>"
    assert among(picture.format(""), "摊主在整理青菜") == ("body", "caption")
    assert among(picture.format("<div><div>") + "</div></div>", "摊主在整理青菜")[1] != "caption"
    assert among("<figure>摊主在整理青菜</figure>", "摊主在整理青菜") == ("body", "caption")
    assert among("<div class='picker'>摊主在整理青菜</div>", "摊主在整理青菜")[1] == "in-flow"


def test_what_stands_before_and_after_the_text_in_another_block_is_none():
    found = labels("<div>早市专栏</div>", *map(p, STORY), "<div>往期早市</div>")
    assert found["早市专栏"] == ("other", "before-body")
    assert found["往期早市"] == ("other", "after-body")


def test_the_headline_again_and_the_line_of_time_above_the_text():
    found = labels(p("老早市 换了新模样"), p("2023-05-03 09:30 来源:城西日报"), *map(p, STORY))
    assert found["老早市 换了新模样"] == ("headline", "headline")
    assert found["2023-05-03 09:30 来源:城西日报"] == ("other", "time-line")


@pytest.mark.parametrize(
    "forbids",
    ["未经授权,禁止转载。", "本网版权所有,未经许可不得转载。", "免责声明:本文仅代表作者个人观点。"],
)
@pytest.mark.parametrize("rest", [[], STORY[3:]])
def test_what_goes_on_in_the_paragraph_of_a_disclaimer_is_of_it(forbids, rest):
    then = "读者据此行事,后果自己承担,有意合作的请来信说明用途和时间。"
    told = [*map(p, STORY[:3])]
    found = labels(*told, f"<p>{forbids}<br>{then}</p>", *map(p, rest))
    assert found[forbids] == found[then] == ("other", "disclaimer")
    # A paragraph of its own is read by its own words.
    assert labels(*told, p(forbids), p(then), *map(p, rest))[then][0] == "body"


def test_a_disclaimer_that_ends_the_article_is_none_of_it():
    claim = "本网转载的文章版权归原作者所有,未经授权不得转载,如有不妥请与我们联系。"
    assert labels(*map(p, STORY), p(claim))[claim] == ("other", "disclaimer")
    # Three lines at the end may claim rights, what stands above them tells of it.
    assert labels(p(claim), *map(p, STORY))[claim][0] == "body"


@pytest.mark.parametrize(
    "told",
    [
        "声明称,市场管理方已经退还多收的摊位费,共涉及四十二户。",
        "声明中,管理方为停水的事向摊主和街坊道歉,并答应周五前修好。",
        "聲明指出,菜價不會因為搬遷而上漲,街坊可以放心。",
        "风险提示函发到了每一位摊主手里,要他们留意假币。",
        "友情提示牌立在门口,写着老人先走、车子慢行。",
    ],
)
def test_who_tells_of_a_statement_makes_none(told):
    assert among(p(told), told) == ("body", "running")
    assert among(p("声明:" + told), "声明:" + told) == ("other", "disclaimer")


@pytest.mark.parametrize(
    "opening",
    [
        "本文来自城西晚报",
        "特别提示:本文三千字,读完要八分钟。",
        "版权声明:本文归城西晚报所有。",
        "轉載說明:本文經城西晚報同意。",
        "©城西晚报",
    ],
)
def test_a_disclaimer_above_the_text_does_not_take_the_text_along(opening):
    """The paragraphs of many pages are lines of one block."""
    for size in (2, 3, 4):
        found = labels("<div>" + "<br>".join([opening, *STORY[:size]]) + "</div>")
        assert [found[text][0] for text in STORY[:size]] == ["body"] * size


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("今年的菜价比去年低了一成,批发商说是雨水好的缘故。以上看法仅供参考。", "body"),
        ("改造一共花了三百万元,摊主没有出一分钱。评论不代表本报观点。", "body"),
        ("以上是几位摊主个人的看法,仅供读者参考。", "other"),
        ("本文看法仅供参考,不代表本报观点。据此操作后果自负,文责自负。", "other"),
    ],
)
def test_a_last_paragraph_goes_where_half_of_it_speaks_of_rights(text, label):
    assert labels(*map(p, STORY), p(text))[text][0] == label


CLAIMS = [
    "凡本网注明来源的作品,版权均属于本网,未经授权不得转载或以其他方式使用。",
    "凡注明来自别处的作品,目的在于传递更多信息,并不代表本网赞同其观点。",
    "如因作品内容和版权需要联系的,请在三十日内进行。",
]
HANT_CLAIMS = [
    "凡本網注明來源的作品,版權均屬于本網,未經授權不得轉載。",
    "凡註明來自別處的作品,並不代表本網立場,僅供參考。",
]


@pytest.mark.parametrize(
    "rows",
    [
        ["城西网版权与免责声明:", "①", CLAIMS[0], "②", CLAIMS[1], "③", CLAIMS[2]],
        ["【免责声明】", CLAIMS[1], CLAIMS[0]],
        ["城西網版權與免責聲明：", "①", HANT_CLAIMS[0], "②", HANT_CLAIMS[1]],
        ["法律声明", "一、" + CLAIMS[0], "二、" + CLAIMS[1], "三、" + CLAIMS[2]],
        ["转载须知", CLAIMS[0], "联系电话 0500-1234567"],
    ],
)
@pytest.mark.parametrize("parted", ["</p><p>", "<br>"])
def test_rights_in_several_lines_under_the_article(rows, parted):
    found = labels("<p>" + parted.join([*STORY, *rows]) + "</p>")
    assert [text for text in STORY if found[text][0] != "body"] == []
    assert [text for text in rows if found.get(text, ("",))[0] == "body"] == []


def test_a_part_of_an_article_may_be_headed_by_rights():
    part = ["版权说明", "早市的老照片是摊主们自己拍的,馆里付了钱,也在墙上写了他们的名字。"]
    found = labels(*map(p, [*STORY, *part]))
    assert found[part[1]][0] == "body"
    # The headline says that the statement is the news.
    told = ["版权与免责声明:", "①", CLAIMS[0], "②", CLAIMS[1]]
    for title, label in ((TITLE, "other"), ("早市发布版权与免责声明", "body")):
        assert labels(*map(p, [*STORY, *told]), title=title)["①"][0] == label


def headline(html):
    tree = take_apart(f"<body>{html}</body>")
    return headline_in(tree, find_block(tree, shipped.cleaning().marks))


TEXT = "<div>" + "".join(map(p, STORY)) + "</div>"


@pytest.mark.parametrize(
    ("above", "wanted"),
    [
        (f"<h1>{TITLE}</h1>", TITLE),
        (f"<p class='Title'>{TITLE}</p>", TITLE),
        (f"<p>{TITLE}</p>", ""),
        (f"<p>{TITLE}</p><p>2023-05-03 09:30</p>", TITLE),
        (f"<h1>{TITLE}</h1><h3>城西频道的栏目</h3>", "城西频道的栏目"),
        ("<h1>早市换了新</h1>", ""),
        ("<h1>早市换了新貌</h1>", "早市换了新貌"),
        (f"<h1>{'新' * 80}</h1>", "新" * 80),
        (f"<h1>{'新' * 81}</h1>", ""),
        (f"<h1><a href='/'>{TITLE}</a></h1>", ""),
        (f"<h1 style='display:none'>{TITLE}</h1>", ""),
        ("<h1>2023-05-03 09:30</h1>", ""),
        # A headline is at most fifteen lines above its text.
        (f"<h1>{TITLE}</h1>" + "<p>早</p>" * 14, TITLE),
        (f"<h1>{TITLE}</h1>" + "<p>早</p>" * 15, ""),
    ],
)
def test_the_heading_nearest_above_the_text(above, wanted):
    assert headline(above + TEXT) == wanted


def test_a_page_without_prose_has_no_heading_of_its_own():
    assert headline("<h1>老早市换了新模样</h1><p>早市</p>") == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("晨报记者 王明", True),
        ("文/李红梅", True),
        ("(记者林小舟／江口報導)", True),
        ("记者 王明 摄影", True),
        ("记者 王明 报道说早", False),
        ("城西日报城西晚报新闻部记者 王明", True),
        ("城西日报城西晚报新闻中心记者 王明", False),
        ("记者" + "李红梅、" * 10 + "李红梅、 张小强", True),
        ("记者" + "李红梅、" * 9 + "李红梅、 " * 2 + "张小强", False),
        ("早市换了新模样", False),
    ],
)
def test_a_byline_does_nothing_but_name_authors(text, wanted):
    assert is_byline(text, shipped.cleaning().names) is wanted


def test_two_lines_are_one_headline_but_for_spaces():
    assert same_words("老早市 换了", "老早 市换了")
    assert not same_words("老早市", "老早市换了")


def test_entries_beside_a_paragraph_that_link_nowhere_go_on_with_it():
    entries = ["新建遮雨棚三百米", "加装冷柜一百二十台", "停车位全部免费两小时"]
    items = "".join(f"<li>{entry}</li>" for entry in entries)
    found = labels(f"<p>{STORY[0]}</p><p>早市今年要办三件事：</p><ul>{items}</ul>")
    assert [found[entry] for entry in entries] == [("body", "list-item")] * 3
    buttons = "<li>微博</li><li>微信</li><li>复制</li>"
    found = labels(f"<p>{STORY[0]}</p><p>{STORY[1]}</p><ul>{buttons}</ul>")
    assert "body" not in {found[name][0] for name in ("微博", "微信", "复制")}


def test_paragraphs_that_a_colon_announces_go_on_with_it():
    entries = ["最佳摊位：东头豆腐坊", "最佳新人：张小强", "最佳人气奖：从缺"]
    rows = "".join(f"<p>{entry}</p>" for entry in entries)
    opening = f"<header><h1>{TITLE}</h1></header><div><p>早市昨晚评奖，{TITLE}。名单如下：</p>"
    found = labels(f"{opening}{rows}</div><div>未经授权不得转载本站内容</div>")
    assert [found[entry] for entry in entries] == [("body", "list-item")] * 3
    assert found["未经授权不得转载本站内容"][0] != "body"
    # What is built otherwise is of another list, and what no colon announces of none.
    other = "".join(f'<p class="hot">{entry}</p>' for entry in entries)
    assert labels(f"{opening}{other}</div>")[entries[0]][1] == "outside-article"
    linked = "".join(f'<p><a href="/{entry}">{entry}</a></p>' for entry in entries)
    assert labels(f"{opening}{linked}</div>")[entries[0]][0] == "link"
