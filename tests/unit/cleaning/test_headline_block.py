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


@pytest.mark.parametrize(
    "head",
    [
        "<div><div>{over}</div><div><h1>{title}</h1></div><div>{under}</div>{info}</div>",
        "<section><p>{over}</p><h1>{title}</h1><p>{under}</p></section>{info}",
        "<table><tr><td>{over}</td></tr><tr><td><b>{title}</b></td></tr><tr><td>{under}</td></tr></table>{info}",
        "<ul><li>{over}</li><li><h2>{title}</h2></li><li>{under}</li><li>2024-05-06 08:15</li></ul>",
        "<table><tr><td class='yinti'><i>{over}</i></td></tr><tr><td><x-title>{title}</x-title></td></tr><tr><td class='t3'><x-subtitle>{under}</x-subtitle></td></tr></table>",
    ],
)
@pytest.mark.parametrize(
    ("over", "title", "under"),
    [(OVER, TITLE, "北岸头班船周五恢复"), ("江上交通安全專項檢查啟動", TITLE, "兩條渡船 輪流上岸")],
)
def test_a_line_alone_over_or_under_a_headline_needs_no_name(head, over, title, under):
    html = head.format(over=over, title=title, under=under, info=INFO)
    found = labels(f"<div>{html}<div>{TEXTS}</div></div>")
    assert (found[over], found[title], found[under]) == ("shoulder", "headline", "subhead")


def test_right_on_the_page_they_are_of_the_headlines_kind():
    head = "<p align='center'>{}</p><{tag}>{}</{tag}><p align='center'>{}</p>"
    under = "北岸头班船周五恢复"
    for tag, kinds in (("p", ("shoulder", "subhead")), ("div", ("other", "other"))):
        found = labels(f"{head.format(OVER, TITLE, under, tag=tag)}{INFO}<div>{TEXTS}</div>")
        assert (found[OVER], found[under]) == kinds
    # In the flow of the text too.
    found = labels(f"{head.format(OVER, TITLE, under, tag='p')}<p>2024-05-06 08:15</p>{TEXTS}")
    assert (found[OVER], found[under]) == ("shoulder", "subhead")


@pytest.mark.parametrize(
    ("over", "under"),
    [
        ("云溪市融媒体中心", "本报记者 林小舟 何一苇"),
        ("欢迎来到云溪在线", "云溪日报社 何一苇 林小舟"),
        ("云溪镇人民政府办公室", "林小舟、何一苇、温竹"),
        ("民生故事会", "阅读三千零二十一次 点赞"),
        ("2024年5月6日 星期一 晴", "[05月06日 08时15分]"),
        ("雲溪地方法院 歡迎參觀", "A+ A- 大 中 小"),
        ("云溪在线,每天都新的网站。", "渡口停航三天，过江的人可以改坐摆渡车。"),
    ],
)
def test_what_stands_alone_beside_a_headline_and_is_the_sites(over, under):
    found = labels(
        f"<div><div><div>{over}</div><h1>{TITLE}</h1><div>{under}</div></div>{INFO}<div>{TEXTS}</div></div>"
    )
    assert not {found[over], found[under]} & {"shoulder", "subhead"}


def test_a_line_that_shares_its_block_or_comes_second_is_neither():
    two = f"<div><div>{OVER}</div><div>云溪两岸的人都来看</div><h1>{TITLE}</h1></div>{INFO}"
    assert "shoulder" not in labels(f"<div>{two}<div>{TEXTS}</div></div>").values()
    shared = f"<div><div><h1>{TITLE}</h1></div><div><p>北岸头班船周五恢复</p><p>云溪两岸的人都来看</p></div></div>{INFO}"
    assert "subhead" not in labels(f"<div>{shared}<div>{TEXTS}</div></div>").values()


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
        # A link, a button, who wrote it, the time.
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


@pytest.mark.parametrize(
    "words",
    [
        "图为工人给渡船上漆",
        "▲老渡口的候船亭",
        "五月六日，工人把渡船拖上岸",
        "5月6日,何一苇在岸边看船",
        "圖為渡口的告示牌",
        "修好的候船亭。林小舟攝",
        "老渡口的旧照片（渡口管理站供图）",
    ],
)
@pytest.mark.parametrize(
    "picture",
    [
        "<div><img src='a.jpg'><br>{}</div>",
        "<dl><dt><img src='a.jpg'></dt><dd>{}</dd></dl>",
        "<table><tr><td><img src='a.jpg'></td></tr><tr><td>{}</td></tr></table>",
        "<div><p><img src='a.jpg'></p><p><font>{}</font></p></div>",
        "<center><img src='a.jpg'><div>{}</div></center>",
    ],
)
def test_words_that_point_at_a_picture_are_body_over_and_under_the_text(words, picture):
    html = picture.format(words)
    for above, below in ((html, ""), ("", html)):
        found = labels(
            f"<h1>{TITLE}</h1>{INFO}{above}<section><div>{TEXTS}</div></section>{below}<div>责任编辑：何一苇</div>"
        )
        assert found[words] == "body"


@pytest.mark.parametrize(
    "under",
    [
        # No words that point; no picture; behind a heading, a marker, a link; a link itself.
        f"<div><img src='a.jpg'><br>{CAPTION}</div>",
        "<div>图为工人给渡船上漆</div>",
        "<h3>图片新闻</h3><div><img src='a.jpg'><br>图为工人给渡船上漆</div>",
        "<div>热门推荐</div><div><img src='a.jpg'><br>图为工人给渡船上漆</div>",
        "<div><a href='/1'>石桥镇办起露天棋赛</a></div><div><img src='a.jpg'><br>图为工人给渡船上漆</div>",
        "<div><a href='/1'><img src='a.jpg'><br>图为工人给渡船上漆</a></div>",
    ],
)
def test_a_picture_of_something_else_under_the_text(under):
    found = labels(f"<h1>{TITLE}</h1>{INFO}<section><div>{TEXTS}</div></section>{under}")
    assert "body" not in {found.get(CAPTION), found.get("图为工人给渡船上漆")}


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


@pytest.mark.parametrize(
    ("form", "taken"),
    [
        ("<div class='photo'><img src='1.jpg'><h3 class='img_desc'>{}</h3></div>", True),
        ("<ul><li class='pics'><img src='1.jpg'><h4>{}</h4></li></ul>", True),
        ("<figure><img src='1.jpg'><h2>{}</h2></figure>", True),
        ("<div class='photo'><h3>{}</h3></div>", False),
        ("<div class='photo'><img src='1.jpg'><h1>{}</h1></div>", False),
    ],
)
def test_a_sentence_with_a_picture_is_no_heading_whatever_its_tag(form, taken):
    words = "管理站的人说，两条船都要换螺旋桨，换下来的要送去重铸。"
    found = labels(
        f"<div><h1>{TITLE}</h1>{INFO}<div>{form.format(words)}</div><div>{TEXTS}</div></div>"
    )
    assert (found[words] == "body") is taken
    short = "渡船的新螺旋桨"
    found = labels(
        f"<div><h1>{TITLE}</h1>{INFO}<div>{form.format(short)}</div><div>{TEXTS}</div></div>"
    )
    assert found[short] != "body"
