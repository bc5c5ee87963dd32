"""Whose page it is and what it is called: buttons, logos and navigation say neither."""

import pytest

from pipeline.cleaning.page.site_rules import SiteRules, site_rule
from tests.made_pages import FERRY, NAV
from tests.pages import find_metadata, read_page

TEXTS = "".join(f"<p>{text}</p>" for text in FERRY.paragraphs)
TITLE = FERRY.title


def read(info, *, head="", above="", below="", rules=None):
    html = (
        f"<html><head><title>{TITLE}_云溪在线</title>{head}</head><body><ul>{NAV}</ul>{above}"
        f"<h1>{TITLE}</h1><div class='info'>{info}</div><div>{TEXTS}</div>{below}</body></html>"
    )
    page = read_page(html, rules=rules or SiteRules([]), url="https://a.example/1")
    metadata, published, _ = find_metadata(page.text, page.lines, (), page=page)
    return page, [each.value for each in metadata.sources], published, metadata


@pytest.mark.parametrize(
    "info",
    [
        "<span class='source'>在云溪<a>下载客户端</a><em>独家抢先看</em></span>",
        "<span class='source'>来源：<a href='/x'>在云溪</a></span>",
        "<span class='source'>在云溪 <i>+关注</i></span>",
        "<b class='laiyuan'>在云溪<button>订阅</button></b>",
        "<span class='media_name'><a href='/x'>在云溪</a><a href='/y'>查看更多</a></span>",
        "<span class='source'>來源：在云溪 <a>追蹤</a></span>",
    ],
)
def test_a_button_is_no_part_of_a_source(info):
    assert read(f"2024-05-06 08:15 {info}")[1] == ["在云溪"]


def test_two_names_of_one_source_stay_together():
    info = "<span class='source'><a>云溪网</a>-<a>云溪日报海外版</a></span>"
    assert read(info)[1] == ["云溪网-云溪日报海外版"]


@pytest.mark.parametrize(
    "text", ["图源：云溪影像", "图片来源 云溪影像", "圖／云溪影像", "摄影：云溪影像"]
)
def test_whose_picture_it_is_says_nothing_of_the_article(text):
    picture = f"<div class='pic'><img src='a.jpg'><span class='source'>{text}</span></div>"
    page = read("2024-05-06 08:15", above=picture)[0]
    assert page.source is None


@pytest.mark.parametrize(
    "dialog",
    [
        "<div class='sourcePop'><span>我已授权</span></div>",
        "<div id='source-tip'>点此同意协议</div>",
        "<p class='media-name'>云溪好物馆</p>",
        "<section class='laiyuan-box'>選擇來源</section>",
        "<div class='resource source'>资源下载</div>",
    ],
)
def test_what_a_dialog_far_from_the_article_calls_its_source_is_none(dialog):
    far = "".join(f"<p><a href='/{n}'>云溪渡口今天停航了</a></p>" for n in range(9))
    assert read("2024-05-06 08:15", below=far + dialog)[1] == []


@pytest.mark.parametrize(
    ("info", "wanted"),
    [
        ("来源于：云溪晚报", ["云溪晚报"]),
        ("來源於：雲溪日報", ["雲溪日報"]),
        ("来源于 云溪青年报", ["云溪青年报"]),
        ("信息来源于：云溪区教育局", ["云溪区教育局"]),
        ("来源：网络", []),
        ("来源：互联网整理", []),
        ("來源：網路綜合", []),
        ("稿源：其他媒体", []),
        ("来源：未知", []),
        ("来源：网络文学报", ["网络文学报"]),
    ],
)
def test_a_source_is_somebody(info, wanted):
    assert read(f"2024-05-06 08:15 {info}")[1] == wanted


@pytest.mark.parametrize("column", ["时政新闻", "社会新闻", "本地新闻", "即時新聞", "行业资讯"])
def test_a_column_beside_the_time_is_no_source(column):
    assert read(f"2024-05-06 08:15 {column} 1665")[1] == []


def test_an_outlet_beside_the_time_is_one():
    assert read("2024-05-06 08:15 云溪新闻 1665")[1] == ["云溪新闻"]


def test_a_line_that_names_a_source_is_no_subhead():
    html = f"<h1>{TITLE}</h1><h3>来源于：云溪街道办</h3><div>{TEXTS}</div>"
    page = read_page(f"<title>{TITLE}</title>{html}")
    assert "subhead" not in {line.label for line in page.lines}


@pytest.mark.parametrize(
    ("author", "wanted"), [("云溪校园何立群", []), ("何立群", ["何立群"]), ("林一舟", ["林一舟"])]
)
def test_a_desk_before_its_editors_name_is_no_author(author, wanted):
    head = f"<meta name='author' content='{author}'>"
    below = "<p>责任编辑：何立群</p>" if author != "何立群" else ""
    metadata = read("2024-05-06 08:15", head=head, below=below)[3]
    assert [each.value for each in metadata.authors] == wanted


def test_a_label_in_a_meta_tag_is_no_part_of_the_source():
    for label in ("来源：", "來源:", "稿源："):
        head = f"<meta name='source' content='{label}云溪青年报'>"
        assert read("2024-05-06 08:15", head=head)[1] == ["云溪青年报"]


@pytest.mark.parametrize(
    ("info", "source", "time"),
    [
        ("<span>2024-05-06 04:29:44</span><span>39云溪网</span>", "39云溪网", "04:29:44"),
        ("<span>2024年05月06日 04:29</span><span>云溪网</span>", "云溪网", "04:29"),
        ("<em>39云溪网</em><em>2024-05-06 04:29:44</em>", "39云溪网", "04:29:44"),
        ("<i>2024-05-06</i><i>04:29:44</i><i>39云溪网</i>", "39云溪网", "04:29:44"),
        ("<span>2024/05/06 04:29:44</span><a href='/s'>云溪网</a>", "云溪网", "04:29:44"),
    ],
)
def test_time_and_source_that_only_the_style_parts(info, source, time):
    _, sources, published, _ = read(info)
    assert sources == [source]
    assert time in published.value


def test_a_number_beside_a_number_is_not_parted():
    page = read("", below="<p>一共<span>12</span><span>34</span>元，账目贴在窗口旁边。</p>")[0]
    assert "一共1234元" in page.text


def rules(**paths):
    return SiteRules([site_rule("a", {"hosts": ["a.example"], **paths}, where="a.toml")])


def test_a_rule_that_meets_the_logo_first_goes_on_to_the_headline():
    logo = "<div><h1><a href='/'>云溪商业</a></h1></div>"
    assert read("2024-05-06", above=logo, rules=rules(title=["//h1"]))[0].title == TITLE
    # Where the page's own title is of no help, the rule is believed.
    html = f"<html><title>云溪在线</title><body><h6>{TITLE}</h6>{TEXTS}</body></html>"
    page = read_page(html, rules=rules(title=["//h6"]), url="https://a.example/1")
    assert page.title == TITLE


def test_a_rule_that_meets_the_navigation_first_goes_on_to_the_source():
    above = "<div class='fl'><a href='/'>网站首页</a><a href='/p'>时政</a></div>"
    info = "<div class='fl'>2024年05月06日06:38 来源：<a href='/x'>云溪网-云溪日报</a></div>"
    found = read(info, above=above, rules=rules(source=["//div[@class='fl']/a"]))[1]
    assert found[0] == "云溪网-云溪日报"
    assert not {"网站首页", "时政"} & set(found)


def test_a_cards_author_is_not_the_articles():
    card = "<div class='item'><a href='/2'>石桥镇办起露天棋赛</a><span class='author'>麦小米</span></div>"
    assert read("2024-05-06 08:15", below=card)[3].authors == ()
    own = "2024-05-06 08:15 <span class='author'>麦小米</span>"
    assert [a.value for a in read(own, below=card)[3].authors] == ["麦小米"]


def test_the_second_line_of_a_statement_is_no_body():
    lines = (
        "*本网站有关内容转载自合法授权网站，如果您认为转载内容侵犯了您的权益，",
        "请您来信来电声明，本网站将在收到信息核实后二十四小时内删除相关内容。",
    )
    page, sources, _, _ = read("2024-05-06", below=f"<div>{'<br>'.join(lines)}</div>")
    body = [page.text[k.start : k.end] for k in page.lines if k.label == "body"]
    assert not set(lines) & set(body)
    assert "合法授权网站" not in sources
