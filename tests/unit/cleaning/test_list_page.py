"""A home page, a channel and a list of results have no article; what looks like them may have one."""

import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.cleaning.page.site_rules import SiteRules
from pipeline.stages import shipped
from pipeline.types.articles import Origin, RawArticle, Rejection
from tests.eval.html_table import without_names
from tests.made_pages import FERRY, NAV, SECOND, TEASERS, teasers
from tests.pages import read_page

HEADS = [
    f"{place}传来消息 {what}"
    for place in ("南坪", "北岸", "柳河", "鹤浦", "白鹭洲", "石桥")
    for what in ("菜场换了新秤", "渡口今天停航", "秧田等来头遍水")
]
LINKS = "".join(
    f"<li><a href='/n/{n}'>{head}</a><span>05-07</span></li>" for n, head in enumerate(HEADS)
)
CARDS = teasers(TEASERS * 4)
FOOT = "<p>云溪在线版权所有 未经授权不得转载</p>"
NOTE = "<p>云溪在线是云溪市最早的新闻网站，每天更新。</p>"
SUMMARIES = [
    ("北岸菜场换了电子秤", "电子秤连着市场监管所的屏幕，少一两都看得见，摊主们说这下不用再吵。"),
    ("南坪渡口今天停航", "江上起了大雾，最早一班船要等雾散，过江的人可以改走上游的浮桥。"),
    ("柳河两岸种下柳树", "三千棵柳树是去年冬天定下的，镇上每户认两棵，写了名字挂在枝上。"),
    ("石桥小学搬进新楼", "新楼有三层，一楼是食堂，二楼的窗户正对着河，校长说开学前通风两个月。"),
]


def cards(form, count=4):
    return "".join(form.format(n=n, head=h, text=t) for n, (h, t) in enumerate(SUMMARIES[:count]))


def page(title, body, head=""):
    return f"<html><head><title>{title}</title>{head}</head><body><ul>{NAV}</ul>{body}{FOOT}</body></html>"


LISTS = {
    "home": page(
        "云溪在线_云溪第一门户", f"<h1><a href='/'>云溪在线</a></h1><ul>{LINKS}</ul>{CARDS}"
    ),
    "channel": page("本地新闻_云溪在线", f"<h1>本地新闻</h1><ul>{LINKS}</ul>"),
    "channel of cards": page("本地新闻_云溪在线", f"<h2>本地新闻</h2>{CARDS}"),
    "channel of a long name": page(
        "云溪市各区县新闻汇总_云溪在线", f"<h1>云溪市各区县新闻汇总</h1>{CARDS}"
    ),
    "with a note": page("云溪在线", f"{NOTE}<ul>{LINKS}</ul>{CARDS}"),
    "results": page(
        "搜索：渡口_云溪在线",
        f"<form><input></form><p>共找到一百二十条结果，用时零点三秒。</p>{CARDS}",
    ),
    "home of few links": page(
        "云溪在线_云溪第一门户",
        f"<h2>本地</h2><ul>{LINKS[: LINKS.index('/n/5')]}</a></ul><h2>民生</h2>",
    ),
    "cut summaries": page(
        "教育_云溪在线",
        "<h1>教育</h1>"
        + "".join(
            f"<dl><dt><a href='/{n}'>{h}</a></dt><dd>{h[:4]}的街坊今天都在说这一件事……</dd></dl>"
            for n, h in enumerate(HEADS[:4])
        ),
    ),
    "three cards and a pager": page(
        "民生_云溪在线",
        cards("<div><div><a href='{n}.htm'>{head}</a></div><div>{text}</div></div>", 3)
        + "<p>第1页 共8页 <a href='2.htm'>下页</a></p>",
    ),
    "dated cards flat in a block": page(
        "民生-云溪在线",
        "<div><h2>民生</h2>"
        + cards("<h3><a href='{n}'>{head}</a></h3><p>{text}</p><p>云溪在线 05月0{n}日</p>")
        + "</div>",
    ),
    "cards right on the page": page(
        "云溪在线", cards("<h3><a href='{n}'>{head}</a></h3><p>{text}</p>")
    ),
    "cards that are articles by their tag": page(
        "标签：柳河 云溪在线",
        "<h1>标签：柳河</h1>"
        + cards("<article><h2><a href='{n}'>{head}</a></h2><div>{text}</div></article>"),
    ),
    "cards that lead on, under a long name": page(
        "云溪在线民生新闻中心",
        "<h1>云溪在线民生新闻中心</h1>"
        + cards("<li><a href='{n}'>{head}</a><br>{text}<a href='{n}'>[查看详情]</a></li>"),
    ),
    "dates and a desk in cards of a table": page(
        "云溪在线 本地",
        "<table>"
        + cards(
            "<tr><td><a href='{n}'><b>{head}</b></a><br>本地<br>{text}<br>2024-05-0{n}</td></tr>"
        )
        + "</table>",
    ),
    "results in the traditional script": page(
        "磨坊 - 雲溪報",
        "<p>共找到 12 筆結果，以下依照時間排序，您也可以改用進階查詢。</p>"
        + cards("<dl><dt><a href='{n}'>{head}</a></dt><dd>{text}</dd></dl>", 3),
    ),
    "table": page(
        "云溪要闻",
        "<table>"
        + "".join(f"<tr><td>·<a href='/{n}'>{h}</a> [05-07]</td></tr>" for n, h in enumerate(HEADS))
        + "</table>",
    ),
}
TIME = "<div>2024-05-06 08:15 来源：云溪晚报</div>"
ONE = "云溪渡口昨天起停航三天，两条渡船轮流上岸检修，过江的人可以改坐摆渡车，不另收费。"
ARTICLES = {
    "flash": page(FERRY.title, f"<h1>{FERRY.title}</h1>{TIME}<p>{ONE}</p><ul>{LINKS}</ul>{CARDS}"),
    "flash without a time": page(
        FERRY.title, f"<h1>{FERRY.title}</h1><p>{ONE}</p><ul>{LINKS}</ul>"
    ),
    "film": page(
        FERRY.title, f"<h1>{FERRY.title}</h1>{TIME}<video src='a.mp4'></video><ul>{LINKS}</ul>"
    ),
    "no headline": page(
        "云溪在线", f"<div>{''.join(f'<p>{t}</p>' for t in FERRY.paragraphs)}</div><ul>{LINKS}</ul>"
    ),
    "digest": page(
        "云溪早读：今天的四件事",
        f"<h1>云溪早读：今天的四件事</h1>{TIME}<p>早上好，今天是五月七日，小满将至，我们为您挑了四条消息，读完要三分钟，记得带伞。</p>{CARDS}",
    ),
    "flash over cards": page(
        FERRY.title,
        f"<h1>{FERRY.title}</h1>{TIME}<p>云溪渡口昨天起停航三天。</p>"
        + cards("<div><a href='{n}'>{head}</a><p>{text}</p></div>"),
    ),
    "its own headline is a link": page(
        FERRY.title,
        f"<div><h3><a href='/self'>{FERRY.title}</a></h3><p>{ONE}</p></div>"
        + cards("<div><h3><a href='{n}'>{head}</a></h3><p>{text}</p></div>", 3),
    ),
    "digest of linked heads": page(
        "云溪早读：今天的四件事",
        f"<h1>云溪早读：今天的四件事</h1>{TIME}"
        + cards("<p><a href='{n}'>{head}</a></p><p>{text}</p>"),
    ),
    "digest of linked heads without a time": page(
        "云溪早读：今天的四件事",
        "<h1>云溪早读：今天的四件事</h1><div>"
        + cards("<p><a href='{n}'>{head}</a></p><p>{text}</p>")
        + "</div>",
    ),
    "related between paragraphs": page(
        FERRY.title,
        f"<h1>{FERRY.title}</h1>"
        + "".join(
            f"<p>{text}</p><p><a href='{n}'>{head}</a></p>"
            for n, (text, head) in enumerate(zip(FERRY.paragraphs[:3], HEADS, strict=False))
        ),
    ),
    "two cards": page(
        "民生_云溪在线",
        cards("<div><a href='{n}'>{head}</a><p>{text}</p></div>", 2) + "<p>下一页</p>",
    ),
    "three cards and no sign": page(
        "民生_云溪在线", cards("<div><a href='{n}'>{head}</a><p>{text}</p></div>", 3)
    ),
    "says so": page(
        FERRY.title, f"<ul>{LINKS}</ul>", "<meta property='og:type' content='article'>"
    ),
    "three links": page(
        "本地新闻_云溪在线", f"<h1>本地新闻</h1><ul>{LINKS[: LINKS.index('/n/3')]}</a></ul>"
    ),
    "nine links under a headline": page(
        FERRY.title, f"<h1>{FERRY.title}</h1><ul>{LINKS[: LINKS.index('/n/9')]}</a></ul>"
    ),
    "nine links under a flash": page(
        "快讯_云溪在线", f"<h1>快讯</h1><p>{ONE}</p><ul>{LINKS[: LINKS.index('/n/9')]}</a></ul>"
    ),
}


FLASH = "南坪渡口今天起恢复夜班船,每半小时一班,票价不变,老人和孩子半价。"
TIME = "<div>2024-05-01 09:30 来源:<a href='/s'>云溪市广播电视台新闻中心</a></div>"
COLUMN = cards("<dl><dt><a href='{n}.htm'>{head}</a></dt><dd>{text}</dd></dl>")
HEADED = {
    "a long linked source": f"<h1>南坪渡口恢复夜班船</h1>{TIME}<div><p>{FLASH}</p></div>",
    "the linked name of a picture": f"<h1>南坪渡口恢复夜班船</h1>{TIME}<div><p><a href='1.jpg'>夜班船靠岸的那一刻</a></p><p>{FLASH}</p></div>",
    "an agency's linked dateline": f"<div><h2>南坪渡口恢复夜班船</h2><p>2024-05-01 09:30</p><div><a href='/w'>云溪通讯社（www.yunxi.example）</a> 5月1日讯</div><div>{FLASH}</div></div>",
    "links in its paragraphs": f"<h1>南坪渡口恢复夜班船</h1><div>{TIME}<p>{FLASH}</p><p>{FLASH}说这话的是<a href='/p'>南坪渡口管理处</a>的老周。</p><p>{FLASH}</p></div>",
    "a column of cards before it": f"<div>{COLUMN}</div><div><h1>南坪渡口恢复夜班船</h1>{TIME}<p><a href='/x'>新闻热线一二三四五</a></p><p>{FLASH}</p></div>",
    "a short headline": f"<h3>夜班船来了</h3><div>作者:温竹 2024-05-01 18:32</div><p><a href='/u'>更多温竹写的文章</a></p><p>{FLASH}</p>",
}


@pytest.mark.parametrize("name", HEADED)
def test_text_under_its_headline_and_time_is_an_article_among_links(name):
    title = "夜班船来了" if name == "a short headline" else "南坪渡口恢复夜班船"
    html = page(f"{title}_云溪在线", f"{HEADED[name]}<ul>{LINKS}</ul>")
    found = read_page(html, rules=SiteRules([]))
    assert found.has_article
    bodies = [found.text[k.start : k.end] for k in found.lines if k.label == "body"]
    assert any(FLASH in body for body in bodies)


def test_cards_under_a_time_of_the_day_are_a_list():
    for count in (3, 4):
        listed = cards("<div><a href='{n}.htm'>{head}</a><p>{text}</p></div>", count)
        html = page("民生_云溪在线", f"<h1>民生</h1><p>2024-05-01 星期三</p>{listed}<p>共8页</p>")
        assert not read_page(html, rules=SiteRules([])).has_article


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_no_article(name):
    for html in (LISTS[name], without_names(LISTS[name])):
        assert not read_page(html, rules=SiteRules([])).has_article


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_among_links_is_one(name):
    for html in (ARTICLES[name], without_names(ARTICLES[name])):
        assert read_page(html, rules=SiteRules([])).has_article


@pytest.mark.parametrize(
    ("url", "has"), [("https://a.example/", False), ("https://a.example/n/7.html", True)]
)
def test_an_address_says_that_a_page_is_the_home_page(url, has):
    text = (
        "云溪在线是云溪市最早的新闻网站，由几个下岗的排字工人办起来，每天更新，节假日也不休息，欢迎来信来电，告诉我们您身边的事。"
        * 2
    )
    links = "".join(f"<li><a href='/n/{n}'>{head}</a></li>" for n, head in enumerate(HEADS[:12]))
    html = page("云溪在线", f"<ul>{links}</ul><div><p>{text}</p></div>")
    assert read_page(html, url=url, rules=SiteRules([])).has_article is has


def test_the_stage_rejects_it_and_takes_a_withdrawal():
    cleaner = Cleaner(shipped.cleaning())
    origin = Origin(source_id="a", timestamp=1_700_000_000.0)
    found = cleaner(RawArticle(origin=origin, html=LISTS["channel"], url="https://a.example/l"))
    assert isinstance(found, Rejection)
    assert (found.stage, found.reason) == ("clean", "no-article")
    gone = RawArticle(
        origin=origin, html=LISTS["channel"], url="https://a.example/l", pub_status="canceled"
    )
    assert not isinstance(cleaner(gone), Rejection)


def test_a_body_that_is_a_guess_is_flagged():
    cleaner = Cleaner(shipped.cleaning()._replace(rules=SiteRules([])))
    origin = Origin(source_id="a", timestamp=1_700_000_000.0)
    texts = [f"<p>{text}</p>" for text in FERRY.paragraphs]

    def flags(body):
        found = cleaner(RawArticle(origin=origin, html=page("云溪在线", body)))
        assert not isinstance(found, Rejection)
        return found.facts.flags

    one, two = "".join(texts[:3]), "".join(texts[3:])
    # Two texts, and no headline that says which is meant.
    links = "".join(f"<p><a href='/{n}'>{head}</a></p>" for n, head in enumerate(HEADS))
    assert "uncertainBody" in flags(f"<div>{one}</div>{links}<div>{two}</div>")
    assert "uncertainBody" not in flags(f"<div>{one}</div>{links}<div>{texts[3]}</div>")
    # The headline says it, unless what it leaves out is far more.
    head = "<h1>云溪渡口停航三天 检修两条渡船</h1>"
    other = "".join(f"<p>{text}</p>" for text in SECOND.paragraphs)
    more = f"<div><h2>石桥镇办起露天棋赛</h2>{other}</div>"
    titled = page("云溪渡口停航三天 检修两条渡船", f"<div>{head}<p>{ONE}</p></div>" + "{}")
    found = [cleaner(RawArticle(origin=origin, html=titled.format(x))) for x in (more, "")]
    assert ["uncertainBody" in each.facts.flags for each in found] == [True, False]
