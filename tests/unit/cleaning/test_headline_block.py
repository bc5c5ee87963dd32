"""Shoulder, subhead, lead and captions of a page, and what only looks like them."""

import pytest

from pipeline.cleaning.page.site_rules import SiteRules
from tests.made_pages import FERRY
from tests.pages import read_page

TITLE = FERRY.title
TEXTS = "".join(f"<p>{text}</p>" for text in FERRY.paragraphs)
INFO = "<div class='info'>2024-05-06 08:15 来源：云溪晚报</div>"
OVER, UNDER = "江上交通安全专项检查启动", "头班船周五恢复"
NAV = "<ul><li><a href='/b'>本地民生报道</a></li></ul>"


def labels(body):
    html = f"<html><head><title>{TITLE}_云溪在线</title></head><body>{NAV}{body}</body></html>"
    page = read_page(html, rules=SiteRules([]))
    return {page.text[k.start : k.end]: k.label for k in page.lines}


@pytest.mark.parametrize(
    "head",
    [
        f"<div><h3>{OVER}</h3><h1>{TITLE}</h1><h4>{UNDER}</h4>{INFO}</div>",
        f"<div><p class='yinti'>{OVER}</p><h1>{TITLE}</h1><p class='futi'>{UNDER}</p>{INFO}</div>",
        f"<div><div class='pre-title'>{OVER}</div><h1>{TITLE}</h1><div class='subTitle'>{UNDER}</div></div>{INFO}",
        f"<table><tr><td>{OVER}<br><b>{TITLE}</b><br>{UNDER}</td></tr><tr><td>2024-05-06 08:15</td></tr></table>",
        f"<header><h2>{OVER}</h2><h1>{TITLE}</h1><h2>{UNDER}</h2></header>{INFO}",
        f"<div class='kicker'>{OVER}</div><div><h1>{TITLE}</h1></div><div>{INFO}</div><h3 class='deck'>{UNDER}</h3>",
    ],
)
def test_the_lines_over_and_under_a_headline(head):
    found = labels(f"<div>{head}<div>{TEXTS}</div></div>")
    assert found[OVER] == "shoulder"
    assert UNDER not in found or found[UNDER] == ("other" if "deck" in head else "subhead")
    assert found[TITLE] == "headline"


@pytest.mark.parametrize("text", [f"——{UNDER}", f"— {UNDER}", f"――{UNDER}"])
def test_a_dash_begins_a_subhead(text):
    assert (
        labels(f"<h1>{TITLE}</h1><div><p>{text}</p></div>{INFO}<div>{TEXTS}</div>")[text]
        == "subhead"
    )


@pytest.mark.parametrize(
    ("head", "text"),
    [
        # A channel, by its end or as a link elsewhere; the way to the page.
        (f"<h3>云溪新闻频道</h3><h1>{TITLE}</h1>{INFO}", "云溪新闻频道"),
        (f"<h3>本地民生报道</h3><h1>{TITLE}</h1>{INFO}", "本地民生报道"),
        (
            f"<p class='pre'>首页 &gt; 本地 &gt; 正文</p><h1>{TITLE}</h1>{INFO}",
            "首页 > 本地 > 正文",
        ),
        # A plain line, a link, a button, who wrote it, the time.
        (f"<p>{OVER}</p><h1>{TITLE}</h1>{INFO}", OVER),
        (f"<h3><a href='/s'>{OVER}</a></h3><h1>{TITLE}</h1>{INFO}", OVER),
        (f"<h1>{TITLE}</h1><h4>分享到朋友圈</h4>{INFO}", "分享到朋友圈"),
        (f"<h1>{TITLE}</h1><h4>云溪晚报记者 林小舟</h4>{INFO}", "云溪晚报记者 林小舟"),
        (f"<h1>{TITLE}</h1><h4>来源：云溪晚报</h4>{INFO}", "来源：云溪晚报"),
        (f"<h1>{TITLE}</h1><h4>2024-05-06 08:15</h4>", "2024-05-06 08:15"),
        (f"<h1>{TITLE}</h1><h4>2024-05-06 08:15</h4><h4>{UNDER}</h4>", UNDER),
        (f"<h1>{TITLE}</h1><h4>渡口本周停航。</h4>{INFO}", "渡口本周停航。"),
        (f"<h1>{TITLE}</h1><h4>停航了</h4>{INFO}", "停航了"),
    ],
)
def test_what_only_stands_beside_a_headline(head, text):
    assert labels(f"<div>{head}</div><div>{TEXTS}</div>")[text] not in {"shoulder", "subhead"}


CAPTION = "检修中的渡船停在岸上"


@pytest.mark.parametrize(
    "picture",
    [
        f"<div class='pic'><img src='a.jpg'><p>{CAPTION}</p></div>",
        f"<figure><img src='a.jpg'><figcaption>{CAPTION}</figcaption></figure>",
        f"<div class='x'><div><img src='a.jpg'></div><div class='photo-text'>{CAPTION}</div></div>",
        f"<figure><amp-img src='a.jpg'></amp-img><figcaption>{CAPTION}</figcaption></figure>",
        f"<div><img src='a.jpg'><div>{CAPTION} 林小舟摄</div></div>",
        f"<table><tr><td><img src='a.jpg'></td></tr><tr><td>{CAPTION}（渡口管理站供图）</td></tr></table>",
    ],
)
def test_a_caption_between_headline_and_text_is_body(picture):
    found = labels(
        f"<h1>{TITLE}</h1>{INFO}{picture}<div class='tools'>字号</div><div>{TEXTS}</div>"
    )
    assert {label for text, label in found.items() if text.startswith(CAPTION)} == {"body"}


@pytest.mark.parametrize(
    "picture",
    [
        # An avatar's words, a code to scan, a logo, links with pictures, a picture above the headline.
        f"<div><img src='a.jpg'><div>{CAPTION}</div></div>",
        "<div class='pic'><img src='a.jpg'><p>扫码下载客户端</p></div>",
        f"<div class='pic'><img src='a.jpg'><p><a href='/1'>{CAPTION}</a></p></div>",
        f"<div class='pic'><p>{CAPTION}</p></div>",
        f"<div class='pics'><img src='a.jpg'><p>一</p><p>二</p><p>三</p><p>{CAPTION}</p></div>",
    ],
)
def test_not_all_that_stands_with_a_picture_is_a_caption(picture):
    found = labels(f"<h1>{TITLE}</h1>{INFO}{picture}<div>{TEXTS}</div>")
    assert "body" not in {found.get(CAPTION), found.get("扫码下载客户端")}


LEAD = "渡口停航三天，两条渡船上岸检修，过江的人这几天要坐摆渡车。"


def test_a_lead_in_the_headlines_block_is_body_and_a_summary_is_not():
    def page(lead):
        head = f"<header><h1>{TITLE}</h1><p class='lead'>{lead}</p></header>"
        return labels(f"{head}<div class='tools'><a>分享</a></div>{INFO}<div>{TEXTS}</div>")

    assert page(LEAD)[LEAD] == "body"
    # It says the text's own sentence again.
    again = FERRY.paragraphs[1][:40] + "。"
    assert page(again)[again] == "other"


def test_what_an_author_says_of_himself_is_no_lead():
    bio = "在江边长大，写渡口和船上的人，也写岸上的事。"
    head = f"<h1>{TITLE}</h1><div class='AuthorInfo'><img src='a.png'><div>{bio}</div></div>"
    assert labels(f"<div>{head}</div><div>{TEXTS}</div>")[bio] == "other"
