"""The article is what stands under the page's headline, whatever else has more text."""

import dataclasses

import pytest

from pipeline.cleaning.page.site_rules import SiteRules
from tests import made_pages
from tests.eval.html_table import without_names
from tests.made_pages import FERRY, HANT, SCHOOL, SECOND, STRANGERS, part, teasers
from tests.pages import read_page


def body(html):
    page = read_page(html, rules=SiteRules([]))
    return [page.text[k.start : k.end] for k in page.lines if k.label in {"body", "byline"}]


def shortened(layout, number):
    story = HANT if layout is made_pages.hant else FERRY
    return dataclasses.replace(story, paragraphs=story.paragraphs[:number])


def check(html, story, phrases=()):
    found = "\n".join(body(html)).replace("\u3000", "")
    assert [text for text in story.paragraphs if text not in found] == []
    assert [phrase for phrase in phrases if phrase in found] == []


@pytest.mark.parametrize("number", [1, 2, 6])
@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda s: s.name)
@pytest.mark.parametrize("layout", made_pages.LAYOUTS, ids=lambda f: f.__name__)
def test_a_stranger_on_the_page_is_not_the_article(layout, stranger, number):
    story = shortened(layout, number)
    above, below = (stranger.html, "") if stranger.above else ("", stranger.html)
    html = layout(story, above, below)
    check(html, story, stranger.phrases)
    check(without_names(html), story, stranger.phrases)


@pytest.mark.parametrize("number", [1, 2, 6])
@pytest.mark.parametrize("layout", made_pages.LAYOUTS, ids=lambda f: f.__name__)
def test_the_next_article_of_an_endless_page_is_not_this_one(layout, number):
    story = shortened(layout, number)
    html = layout(story, "", part(layout(SECOND, "", "")) + part(layout(SCHOOL, "", "")))
    check(html, story, ("屠三叔", "看棋不许出声", "老钟", "裘敲钟"))
    check(without_names(html), story, ("屠三叔", "看棋不许出声", "裘敲钟"))


@pytest.mark.parametrize("layout", made_pages.LAYOUTS, ids=lambda f: f.__name__)
def test_many_strangers_at_once(layout):
    story = shortened(layout, 1)
    above = "".join(s.html for s in STRANGERS if s.above)
    below = "".join(s.html for s in STRANGERS if not s.above)
    phrases = [phrase for s in STRANGERS for phrase in s.phrases]
    check(layout(story, above, below), story, phrases)


RULES = dataclasses.replace(
    FERRY,
    title="云溪在线公布新版跟帖规则 八类内容不得发布",
    paragraphs=(
        "云溪在线今天公布新版跟帖规则，从下月一日起施行；发表评论即表示同意这些规则，旧规则同时作废。",
        "规则写明，网友不得发布辱骂、造谣的内容，情节严重的，本站有权直接删除，并停用账号三个月。",
        "规则还说，请勿反复提交相同的跟帖，由此产生的后果由发帖人自负；对处理有异议的，可以在七天内申诉。",
    ),
)


@pytest.mark.parametrize("layout", made_pages.LAYOUTS, ids=lambda f: f.__name__)
def test_an_article_may_tell_of_rules(layout):
    check(layout(RULES, "", f"<div><h2>看了又看</h2>{teasers()}</div>"), RULES, ("伸缩缝",))


@pytest.mark.parametrize("place", [0, 1, 3, 5])
def test_a_paragraph_that_speaks_of_rules_stays_where_it_stands(place):
    texts = list(FERRY.paragraphs)
    texts[place] = RULES.paragraphs[1]
    story = dataclasses.replace(FERRY, paragraphs=tuple(texts))
    for layout in made_pages.LAYOUTS:
        check(layout(story, "", ""), story)


@pytest.mark.parametrize(
    "said",
    [
        "您访问的链接即将离开本站，是否继续？",
        "您即将离开云溪市民政局门户网站，请确认是否跳转。",
        "您所访问的页面已失效，请返回首页。",
        "您的登录已过期，请刷新后再操作。",
        "允许云溪在线向您发送通知，第一时间知道身边的事。",
        "您訪問的連結即將離開雲溪在線，是否繼續？",
    ],
)
def test_what_a_dialog_says_is_told_of_and_not_the_article(said):
    told = f"老钟的手机上弹出一行字：“{said}”他没有理它，把船靠了岸。"
    told_of = dataclasses.replace(FERRY, paragraphs=(FERRY.paragraphs[0], told))
    for layout in made_pages.LAYOUTS:
        check(layout(told_of, "", ""), told_of)
        check(
            layout(shortened(layout, 1), "", f"<div>{said}<a>继续</a></div>"),
            shortened(layout, 1),
            (said[:9],),
        )


@pytest.mark.parametrize(
    "names", ["comment-body", "recommend-detail", "mp-editor", "card news_video", "share-content"]
)
def test_a_name_is_no_evidence_against_what_stands_under_the_headline(names):
    for number in (1, 4):
        story = shortened(made_pages.headed, number)
        html = made_pages.headed(story, "", STRANGERS[0].html)
        check(html.replace("class='txt'", f"class='{names}'"), story, STRANGERS[0].phrases)


def paragraphs(texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body):
    return f"<html><head><title>{FERRY.title}_云溪在线</title></head><body>{body}</body></html>"


TEXTS = FERRY.paragraphs


@pytest.mark.parametrize(
    "html",
    [
        # A lead beside the headline, the rest in a block of its own.
        (
            f"<header><h1>{FERRY.title}</h1><p>{TEXTS[0]}</p></header><div class='tools'><a>分享</a><a>字号</a></div>"
            f"<div class='bd'>{paragraphs(TEXTS[1:])}</div>"
        ),
        # The line of time comes after the lead.
        (
            f"<div><h1>{FERRY.title}</h1><p>{TEXTS[0]}</p></div><div><div>2024-05-06 08:15 来源：云溪晚报</div>"
            f"<div>字号 大 中 小</div>{paragraphs(TEXTS[1:])}</div>"
        ),
        # Each part in a section under a heading.
        f"<h1>{FERRY.title}</h1><article>"
        + "".join(
            f"<section><h2>第{n + 1}个变化</h2><p>{text}</p></section>"
            for n, text in enumerate(TEXTS)
        )
        + "</article>",
        f"<h1>{FERRY.title}</h1><article><p>{TEXTS[0]}</p>"
        + "".join(
            f"<section><h2>第{n + 1}个变化</h2><p>{text}</p></section>"
            for n, text in enumerate(TEXTS[1:])
        )
        + "</article>",
        # A box in the article, and one that closes it.
        (
            f"<h1>{FERRY.title}</h1><div>{paragraphs(TEXTS[:2])}<div class='box'><h3>渡口小史</h3><p>{TEXTS[2]}</p></div>"
            f"{paragraphs(TEXTS[3:])}</div>"
        ),
        f"<h1>{FERRY.title}</h1><div>{paragraphs(TEXTS[:5])}<div class='bg'><h4>新闻背景</h4><p>{TEXTS[5]}</p></div></div>",
        # Two blocks alike, with an advertisement between.
        (
            f"<h1>{FERRY.title}</h1><div class='seg'>{paragraphs(TEXTS[:4])}</div><div><a href='/ad'>广告</a></div>"
            f"<div class='seg'>{paragraphs(TEXTS[4:])}</div>"
        ),
        # The headline above the whole page, too, and in a bar.
        f"<div class='bar'>{FERRY.title}</div><h1>{FERRY.title}</h1><div>{paragraphs(TEXTS)}</div>",
        # h1 for the parts, as editors' tools write them.
        (
            f"<h1>{FERRY.title}</h1><div>{paragraphs(TEXTS[:2])}<h1>钱从哪里来</h1>{paragraphs(TEXTS[2:4])}<h1>何时复航</h1>"
            f"{paragraphs(TEXTS[4:])}</div>"
        ),
        # Reports of the day, each with its hour.
        f"<h1>{FERRY.title}</h1><div>"
        + "".join(
            f"<div class='live'><span>0{n}:15</span><p>{text}</p></div>"
            for n, text in enumerate(TEXTS)
        )
        + "</div>",
        # No headline on the page but in a picture.
        f"<div><img src='t.png'></div><div>{paragraphs(TEXTS)}</div>",
    ],
)
def test_all_of_the_article_is_taken(html):
    for below in ("", STRANGERS[0].html):
        check(page(html + below), FERRY, STRANGERS[0].phrases if below else ())


FIELDS = (
    ("索 引 号：", "SX-2024/00013"),
    ("分 类：", "水利、航运、江河交通；市政通告"),
    ("发文机关：", "云溪市人民政府"),
)


@pytest.mark.parametrize(
    "table",
    [
        "<table>" + "".join(f"<tr><td>{k}</td><td>{v}</td></tr>" for k, v in FIELDS) + "</table>",
        "<table><tr>" + "".join(f"<th>{k}</th><td>{v}</td>" for k, v in FIELDS) + "</tr></table>",
        "<dl>" + "".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in FIELDS) + "</dl>",
        "<ul>" + "".join(f"<li><div>{k}</div><div>{v}</div></li>" for k, v in FIELDS) + "</ul>",
        "<div><p>主題分類:</p><p>水利、航運、交通；市政通告、公告</p></div>",
    ],
)
def test_the_fields_of_a_document_are_not_its_text(table):
    for number in (1, 6):
        story = dataclasses.replace(FERRY, paragraphs=FERRY.paragraphs[:number])
        head = "<p><b>云溪市人民政府通告</b></p>"
        text = f"<div><div>{head}{paragraphs(story.paragraphs)}</div></div>"
        html = page(f"<h1>{FERRY.title}</h1><div>{table}</div><div>2024-05-06 08:15</div>{text}")
        check(html, story, ("水利、航", "SX-2024"))


@pytest.mark.parametrize("said", ["主持人：", "记者：", "导读：", "導語:", "各有关单位："])
def test_a_sentence_under_a_name_is_text(said):
    lead = "船底补了三层漆，比往年多了一层。"
    text = f"<div><div>{paragraphs(FERRY.paragraphs)}</div></div>"
    html = page(
        f"<div><h1>{FERRY.title}</h1><div><p>{said}</p><p>{lead}</p></div></div>"
        f"<div>2024-05-06 08:15</div>{text}"
    )
    check(html, dataclasses.replace(FERRY, paragraphs=(lead, *FERRY.paragraphs)))


@pytest.mark.parametrize("names", ["", " class='row'"])
def test_a_row_that_holds_the_article_is_no_record(names):
    def row(html):
        return f"<tr{names}><td>{html}</td></tr>"

    rows = (
        row(f"<div>{FERRY.title}</div>")
        + row("<div>江口</div><div>2024-05-06 08:15</div>")
        + row("<div>云溪图片库</div><a href='/p'>全部图片</a>")
        + row(f"<div>{paragraphs(TEXTS)}</div><a href='/2'>下一页</a>")
        + row("<div>责任编辑：何一苇</div><a href='/q'>关闭窗口</a>")
    )
    foot = "<div><p>云溪在线的来历和三十年来的人与事，都写在这一页的最下面，请您慢慢看。</p></div>"
    check(page(f"<table>{rows}</table>{foot}"), FERRY, ("三十年来的人与事",))


ADDRESS = "云溪市河东路一号,总机 0500-1234567,传真 0500-1234568,来信请写明部门。"


@pytest.mark.parametrize(
    "foot",
    [
        "<table><tr><td>云溪广播公司</td></tr><tr><td>本网站内容非经允许不得转载 All Rights Reserved.</td></tr></table>",
        "<div>云溪广播公司<br>本站所有内容未经许可不得使用，违者追究法律责任。</div>",
        "<p>云溪广播公司</p><p>未经授权不得转载</p>",
        "<div><div>云溪广播公司</div><p>网络视听许可证：云备20240501，举报电话：12345。</p></div>",
        "<center>云溪广播公司</center><address>版权所有 © 2024</address>",
    ],
)
def test_the_site_at_the_foot_is_not_the_headline(foot):
    story = (
        f"<tr><td><h3>{FERRY.title}</h3></td></tr><tr><td>"
        + "<br>".join(FERRY.paragraphs)
        + "</td></tr>"
    )
    html = f"<title>云溪广播公司</title><table>{story}</table>{foot}<p>{ADDRESS}</p>"
    check(html, FERRY, ("不得转载", "追究法律责任", "许可证", "河东路一号"))
    assert read_page(html, rules=SiteRules([])).title != "云溪广播公司"


@pytest.mark.parametrize("count", ["(5/7)", "（12/30）", "[1/3]", " 3/8", "【2／9】"])
def test_a_picture_of_a_series_is_counted_behind_its_headline(count):
    text = FERRY.paragraphs[0]
    rival = "".join(f"<p>{each}</p>" for each in SECOND.paragraphs)
    links = "".join(f"<p><a href='/{n}'>{n}月里的渡口和渡口边的人</a></p>" for n in range(9))
    html = f"<title>{FERRY.title}_云溪在线</title><div>{rival}</div><div><div>{FERRY.title}{count}</div><div>{text}</div></div>{links}"
    found = "".join(body(html))
    assert text in found
    assert SECOND.paragraphs[0] not in found


@pytest.mark.parametrize("tag", ["<div class=a>{}</div>", "<li>{}</li>", "<dl><dd>{}</dd></dl>"])
def test_a_feed_below_the_article_in_its_column_is_not_the_article(tag):
    feed = "".join(
        tag.format(
            f"<a href='/{n}'>{head}传来的消息</a><p>{head}{text}</p><p>江渔 2024-05-0{n}</p>"
        )
        for n, (head, text) in enumerate(
            [
                ("北岸", "的菜场换了电子秤，少一两都看得见，摊主们说这下不用再吵。"),
                ("柳河", "两岸种下三千棵柳树，镇上每户认两棵，写了名字挂在枝上。"),
                ("石桥", "的小学搬进新楼，二楼的窗户正对着河，开学前要通风两个月。"),
                ("白鹭洲", "的芦苇今年长得高，护林员说来过冬的鸟比往年多了一倍。"),
            ],
            1,
        )
    )
    story = shortened(made_pages.LAYOUTS[0], 2)
    html = (
        f"<title>{story.title}_云溪在线</title><div><div><h1>{story.title}</h1><p>2024-05-01 09:30</p></div>"
        f"<div><div>{''.join(f'<p>{t}</p>' for t in story.paragraphs)}</div><div>相关新闻</div>"
        f"<div><ul>{feed}</ul></div></div></div>"
    )
    check(html, story, ("少一两都看得见", "三千棵柳树", "通风两个月", "多了一倍"))


# What a page's own dialogs and foot speak of is news as well, in every paragraph of it.
TOPICS = {
    "镇上的小摊凭证营业": (
        "从昨天起，镇上的小摊都要凭许可证营业，许可证由市场所免费发放，每年换一次。",
        "摊主老周说，许可证上写着卖什么、在哪里卖，挂在车把上谁都看得见。",
        "没有许可证的摊子先劝后罚，到月底一共要发出三百张许可证，市场所的人说。",
    ),
    "接到电话后丢了三万元": (
        "石桥镇的一位老人昨天接到陌生人的电话，对方要的是手机上的验证码。",
        "十分钟后存折里少了三万元，又来了两条验证码，老人这才觉得不对。",
        "派出所的人说，验证码等于钥匙，这个月已经有四位老人念出了验证码。",
    ),
    "學生替網站挑毛病": (
        "縣中學三個學生花了一個暑假，數清本地網站留在電腦裡的cookie，一共六千個。",
        "他們說，一半的cookie沒有用處，關掉以後網頁照樣能看，還快了一些。",
        "老師把隱私政策印出來當教材，學生說，那些隱私政策比課文還長。",
    ),
    "缺斤短两可以打电话": (
        "市场所昨天公布了三个举报电话，街坊看到缺斤短两可以随时打，夜里也有人接。",
        "举报电话贴在每个摊位上，字有巴掌大，老周说自己也打过一回。",
        "第一天举报电话响了十九次，其中十一次说的是同一家水果店。",
    ),
    "村里来了懂法的人": (
        "北岸村上个月请了一位法律顾问，每周三下午坐在祠堂里，谁都可以去问。",
        "法律顾问姓温，他说来问的多半是宅基地的事，也有来问工钱的。",
        "村民说，有了法律顾问，吵架的人少了一半，祠堂门口总有人排队。",
    ),
    "老磨坊状告仿冒的面粉厂": (
        "老磨坊昨天把两家面粉厂告上法庭，要求追究法律责任，赔偿三十万元。",
        "磨坊主人说，追究法律责任不是为了钱，是为了牌子上那三个字。",
        "仿冒者要承担什么责任、怎样追究法律责任，法官下个月十五日宣判。",
    ),
}


@pytest.mark.parametrize("title", TOPICS)
@pytest.mark.parametrize("layout", made_pages.LAYOUTS, ids=lambda f: f.__name__)
def test_news_may_tell_of_what_dialogs_and_feet_say(layout, title):
    story = dataclasses.replace(FERRY, title=title, paragraphs=TOPICS[title])
    for stranger in STRANGERS:
        above, below = (stranger.html, "") if stranger.above else ("", stranger.html)
        phrases = [each for each in stranger.phrases if each not in "".join(story.paragraphs)]
        check(layout(story, above, below), story, phrases)


LEAD = "两条渡船要在岸上待三天，过江的人先坐摆渡车，车钱一分不收。"
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in FERRY.paragraphs)
OPENINGS = [
    "<figure><img src='1.jpg'><figcaption>检修中的渡船停在南岸</figcaption></figure>{}",
    "<h2>两船轮流上岸</h2>{}",
    "<div><span>云溪晚报客户端编辑部出品</span></div>{}",
    "<h4>本文导读</h4><div>{}</div>",
    "<p><b>停航三天</b></p>{}",
]


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize(
    "frame",
    [
        "<article><header><h1>{title}</h1><p>{lead}</p></header><section>{text}</section></article>",
        "<div><div><div><h1>{title}</h1><div>2024-05-06</div><p>{lead}</p></div></div><div><div>{text}</div></div></div>",
    ],
)
def test_a_lead_under_the_headline_is_not_all_of_the_article(frame, opening):
    html = frame.format(title=FERRY.title, lead=LEAD, text=opening.format(PARAGRAPHS))
    found = "".join(body(f"<title>{FERRY.title}_云溪在线</title><body>{html}</body>"))
    assert [text for text in (LEAD, *FERRY.paragraphs) if text not in found] == []


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_longer_text_of_something_else_does_not_follow_a_flash(opening):
    other = "".join(f"<p>{text}</p>" for text in SECOND.paragraphs)
    html = (
        f"<div><header><h1>{FERRY.title}</h1><p>{FERRY.paragraphs[0]}</p></header>"
        f"<section>{opening.format(other)}</section></div>"
    )
    found = "".join(body(f"<title>{FERRY.title}_云溪在线</title><body>{html}</body>"))
    assert FERRY.paragraphs[0] in found
    assert [text for text in SECOND.paragraphs if text in found] == []
