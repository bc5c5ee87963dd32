"""Flashes, digests and lists that are the article stay; author and account are no headlines."""

import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.cleaning.lines.headline_lines import about_the_headline
from pipeline.cleaning.lines.kept_lines import kept_lines
from pipeline.stages import shipped
from pipeline.text.lines import from_columns
from pipeline.types.articles import Origin, RawArticle

CLEANER = Cleaner(shipped.cleaning())
WORDS = shipped.furniture()
PARAGRAPH = "停产二十年的南滩盐场如今水草丰茂，今年春天有三千多只白鹭在这里筑巢，比去年多了一倍。"
MORE = "县里计划明年把旧盐仓改成观鸟站，门票收入的一半用于补种芦苇，其余分给附近三个村子。"


def labelled(text, title=None):
    found = CLEANER(
        RawArticle(origin=Origin(source_id="test", timestamp=1.7e9), title=title, text=text)
    )
    return [(line.label, found.text[line.start : line.end]) for line in from_columns(found.lines)]


@pytest.mark.parametrize(
    "text",
    [
        "南滩盐场今晨发现两只黑脸琵鹭，护鸟队正在巡护。",
        "- 南滩盐场今晨发现两只黑脸琵鹭，护鸟队正在巡护。",
        "【快讯】滨海铁路三号隧道贯通",
        "滨海指数收盘上涨百分之二，成交额创三个月新高。",
        "· 滨海市政府宣布明日起免收过桥费",
    ],
)
def test_a_flash_is_its_own_body(text):
    assert ("body", text) in labelled(text, "要闻")


@pytest.mark.parametrize(
    "text",
    ["南滩盐场今晨发现两只黑脸琵鹭，护鸟队正在巡护。", "滨海铁路三号隧道昨日贯通，明年春天通车。"],
)
def test_a_sentence_without_a_title_is_body(text):
    assert labelled(text) == [("body", text)]


@pytest.mark.parametrize("mark", ["新滨社|", "滨通社 | ", "☉ ", "■", "▲ "])
def test_the_heads_of_a_digest_stay(mark):
    heads = [
        f"{mark}滨海指数周一重挫百分之三",
        f"{mark}南滩盐业股价八连跌 市值蒸发",
        f"{mark}多家盐厂同意会谈",
    ]
    text = "\n".join([heads[0], PARAGRAPH, heads[1], MORE, heads[2], PARAGRAPH[:-1] + "半。"])
    found = labelled(text, "财经头条：滨海指数周一重挫")
    assert {label for label, _ in found} <= {"body", "byline"}


@pytest.mark.parametrize(
    ("title", "bullet"),
    [
        ("滨海市2023年十大新闻", "- "),
        ("盘点：南滩这一年的大事", "● "),
        ("本周要闻速览", "· "),
        ("年度榜单揭晓", "{}. "),
        ("滨海早报：今天要知道的事", "★"),
    ],
)
def test_a_list_that_its_title_announces_is_the_article(title, bullet):
    entries = ["盐场停产二十年后迎来白鹭", "三号隧道全线贯通", "过桥费取消 日均车流翻倍", "老码头改成图书馆",
               "新医院收治首位病人", "渔港完成百年来首次清淤"]  # fmt: skip
    lines = [bullet.format(n) + entry for n, entry in enumerate(entries, 1)]
    assert {label for label, _ in labelled("\n".join([title, *lines]), title)} <= {
        "body",
        "title",
        "headline",
    }
    body = [text for label, text in labelled("\n".join(lines), title) if label == "body"]
    assert body == lines


def test_links_under_a_marker_are_links_though_the_title_announces_a_list():
    links = [
        "- 盐场停产二十年后迎来白鹭",
        "- 三号隧道全线贯通",
        "- 过桥费取消 日均车流翻倍",
        "- 老码头改成图书馆",
    ]
    found = labelled("\n".join([PARAGRAPH, MORE, "相关阅读", *links]), "本周要闻速览")
    assert [text for label, text in found if label == "body"] == [PARAGRAPH, MORE]


def test_a_list_that_is_the_article_ends_at_the_marker():
    lines = [
        "盐场停产后迎来白鹭",
        "三号隧道全线贯通",
        "过桥费取消了",
        "相关阅读",
        "老盐工的账本",
        "三代人的盐垛",
    ]
    labels = ["link", "link", "link", "marker", "link", "link"]
    found = kept_lines(lines, labels, "盘点：南滩这一年的大事", shipped.furniture())
    assert {at: known.label for at, known in found.items()} == dict.fromkeys(range(3), "body")


def test_a_first_paragraph_of_two_sentences_is_no_title():
    lead = (
        "南滩盐场白鹭翻倍引来争议。村民称稻田被毁，护鸟队却说是野鸭所为。老盐工讲述二十年的变化……"
    )
    text = f"{lead}\n白鹭在盐埂上觅食\n{PARAGRAPH}\n{MORE}"
    assert ("body", lead) in labelled(text)


@pytest.mark.parametrize(
    "head",
    [
        ["邵一鸣", "滨海日报"],
        ["滨海日报", "邵一鸣"],
        ["滨海发布"],
        ["欧阳晓晓", "滨海新闻客户端"],
        ["邵一鳴", "濱海時報"],
    ],
)
def test_author_and_account_over_the_time_are_no_headlines(head):
    found = labelled("\n".join([*head, "2024年03月01日 09:12", PARAGRAPH, MORE]), "白鹭回来了")
    assert not {label for label, _ in found} & {"shoulder", "headline", "subhead"}


ITEMS = (
    ("东岸渔港完成清淤", "东岸渔港昨天完成清淤，港池平均挖深两米，三百吨的渔船可以靠泊。"),
    ("盐场仓库改成观鸟站", "老盐场的仓库改成了观鸟站，门票收入的一半用来补种芦苇。"),
    ("操场晚上开放", "北街小学的操场从本周起对居民开放，晚上九点熄灯，校门口设了登记台。"),
)


@pytest.mark.parametrize(
    "shape", ["☉{}", "【{}】", "[{}]", "滨海晚报 | {}", "◆ {}", "《{}》", "▍{}", "{}"]
)
def test_heads_of_which_the_paragraphs_speak_stay(shape):
    text = "\n".join(f"{shape.format(head)}\n{told}" for head, told in ITEMS)
    found = labelled(text, "滨海夜读：今天的三件事")
    assert [label for label, _ in found] == ["body"] * 6


def test_a_digest_without_a_title_beside_it_has_its_first_line():
    text = "县里这一周\n" + "\n".join(f"☉{head}\n{told}" for head, told in ITEMS)
    assert labelled(text)[0] == ("title", "县里这一周")


def test_lines_about_the_headline_are_told_from_a_path():
    about = "滨海推进渔港整修\n\n三百吨渔船可以直接靠泊\n\n港池清淤用了四十天 渔民自己当监工"
    body = f"东岸{ITEMS[0][1]}\n{ITEMS[1][1]}"
    assert labelled(f"{about}\n\n{body}")[0] == ("shoulder", "滨海推进渔港整修")
    for line, found in (("渔港主任何一苇和他的船", ["title"]), ("左起：渔港主任何一苇、温竹", [])):
        lines = [line, f"渔港主任何一苇说，{ITEMS[0][1]}", ITEMS[1][1]]
        told = about_the_headline(lines, ["other", "body", "body"], set())
        assert [label for _, label in told] == found
    path = "滨海新闻网 > 渔港 > 正文"
    assert labelled(f"{path}\n\n三百吨渔船可以直接靠泊渔港\n\n{body}")[0] == ("other", path)


def test_one_sentence_with_a_full_stop_is_no_title():
    lead = "东岸渔港昨天完成清淤，港池平均挖深两米，渔船可以直接靠泊。"
    assert labelled(f"{lead}\n{ITEMS[1][1]}\n{ITEMS[2][1]}")[0] == ("body", lead)


@pytest.mark.parametrize("label", ["credit", "other"])
@pytest.mark.parametrize(
    ("behind", "kept"),
    [
        ("昨天上午,护鸟队在盐场数出三千多只白鹭,比去年多了一倍。队长说明年还会更多。", True),
        ("护鸟队在盐场数出三千多只白鹭,比去年多了一倍。", True),
        ("護鳥隊在鹽場數出三千多隻白鷺,比去年多了一倍!", True),
        ("护鸟队说明年还会更多。", False),
    ],
)
def test_a_paragraph_that_the_headline_is_glued_to_is_the_articles(label, behind, kept):
    line = f"原标题:南滩盐场迎来白鹭 {behind}"
    found = kept_lines([line, MORE], [label, "body"], "南滩盐场", WORDS, {0})
    assert (0 in found and found[0].label == "body") is kept


def test_a_list_of_links_with_a_long_paragraph_is_no_article():
    entries = ["盐场停产二十年后迎来白鹭", "三号隧道全线贯通", "老码头改成图书馆"]
    title = "滨海市2023年十大新闻"
    for told, kept in (([], True), (["护鸟队在巡护。"], True), ([MORE * 2], False)):
        labels = [*["link"] * 3, *["body"] * len(told)]
        found = kept_lines([*entries, *told], labels, title, WORDS)
        assert ({found[n].label for n in range(3) if n in found} == {"body"}) is kept
