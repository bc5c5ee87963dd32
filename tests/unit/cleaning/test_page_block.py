"""Which block of a page is the article, and what in it is not: comments, cards, notices."""

import pytest

from pipeline.cleaning.page.block import find_block, path_to
from pipeline.cleaning.page.known_words import marks_of
from pipeline.cleaning.page.site_rules import SiteRules, dropped_nodes, site_rule
from pipeline.cleaning.page.tree import take_apart
from pipeline.errors import ResourceError
from pipeline.stages import shipped
from tests.pages import read_page

STORY = [
    "清晨六点,城西的早市已经热闹起来,菜农把沾着露水的青菜码得整整齐齐。",
    "摊主们一边称重一边招呼客人,说今年雨水好,萝卜和白菜都特别水灵。",
    "经过三个月的改造,市场新添了遮雨棚和两处公厕,门口的道路也重新铺过。",
    "附近居民说,以前下雨天要踩着泥水买菜,如今再也不用为这件事发愁了。",
    "早市的管理员每天四点到岗,先扫地,再点灯,然后把摊位的号码牌一块块摆好。",
    "收摊之后,剩下的菜送到附近的食堂,一斤也不会扔掉,食堂的师傅都很高兴。",
]
OTHER = "说得很对,我们这里的市场也该修一修,盼了好多年了。"


def paragraphs(lines):
    return "".join(f"<p>{line}</p>" for line in lines)


TEXT = "<div class='text'>" + paragraphs(STORY) + "</div>"


def body(html, **how):
    page = read_page(f"<html><title>早市新貌</title><body>{html}</body></html>", **how)
    return [page.text[line.start : line.end] for line in page.lines if line.label == "body"]


def block(html, rule=None):
    """Return class and id of the article's block."""
    tree = take_apart(f"<body>{html}</body>")
    found = find_block(tree, shipped.cleaning().marks, rule)
    return tree.nodes[found.node].names


def test_the_innermost_block_that_holds_all_of_the_text_is_the_article():
    assert block(f"<div class='a'><div class='b'>{TEXT}</div></div>") == "text"
    half = (
        f"<div class='b'>{paragraphs(STORY[:3])}</div><div class='c'>{paragraphs(STORY[3:])}</div>"
    )
    assert block(f"<div class='a'>{half}</div>") == "a"


def test_one_paragraph_is_no_article():
    links = "".join(f"<p><a href='/{n}'>{text}</a></p>" for n, text in enumerate(STORY[:2]))
    one = f"<div class='a'>{links}<div class='b'><p>{STORY[0] * 2}</p></div></div>"
    assert block(one) == "a"


def test_comments_and_a_sites_statement_do_not_draw_the_block_wide():
    comments = f"<div class='comment'>{paragraphs([OTHER] * 4)}</div>"
    assert block(f"<div class='a'>{TEXT}<p><a href='/'>返回首页</a></p>{comments}</div>") == "text"
    statement = shipped.cleaning().marks.statement
    foot = "本网站由城西传媒主办,互联网新闻信息服务许可证,违法和不良信息举报电话。"
    assert statement.search(foot)
    assert block(f"<div class='a'>{TEXT}<div><p>{foot}</p><p>九点收摊。</p></div></div>") == "text"
    assert (
        block(f"<div class='a'>{TEXT}<div><p>{foot[:15]}</p><p>九点收摊。</p></div></div>") == "a"
    )


def test_a_poem_has_no_sentence_and_is_an_article():
    poem = "".join(
        f"<p>{line}</p>" for line in ("江上有渡船", "船上有归人", "人在雨里等", "雨在夜里停")
    )
    links = "".join(f"<p><a href='/{n}'>早市新貌</a></p>" for n in range(4))
    assert block(f"<div class='a'>{links}<div class='b'>{poem}</div></div>") == "b"
    assert body(f"<div>{links}</div><div>{poem}</div>") == [
        "江上有渡船",
        "船上有归人",
        "人在雨里等",
        "雨在夜里停",
    ]


def rule(**paths):
    return site_rule("a", {"hosts": ["a.example"], **paths}, where="a.toml")


@pytest.mark.parametrize(("size", "ruled"), [(60, True), (59, False)])
def test_a_ruled_block_holds_two_sentences_at_least(size, ruled):
    frame = "<div id='frame'><p>" + "早" * (size - 1) + "。</p></div>"
    found = block(frame + TEXT, rule(body=["//div[@id='frame']"]))
    assert (found == "frame") is ruled


def ruled(html):
    rules = SiteRules([rule(body=["//div[@id='text']"])])
    page = read_page(
        f"<title>早市新貌_城西网</title>{html}", rules=rules, url="https://a.example/1"
    )
    return [page.text[line.start : line.end] for line in page.lines if line.label == "body"]


@pytest.mark.parametrize(
    "rest",
    [
        "<div class='pic'><img></div>" + paragraphs(STORY * 3),
        "".join(f"<div>{line}</div>" for line in STORY * 3),
        "<p>" + "<br>".join(STORY * 3) + "</p>",
    ],
)
def test_a_ruled_block_that_broken_markup_closes_early_is_not_the_article(rest):
    first = paragraphs([STORY[0] + STORY[1]])
    html = f"<div><h1>早市新貌</h1><div id='text'>{first}</div>{rest}</div>"
    assert body(html, rules=SiteRules([]))[-6:] == STORY
    assert ruled(html)[-6:] == STORY
    # What stands beside half of the text is left to the rule.
    html = (
        f"<div><h1>早市新貌</h1><div id='text'>{paragraphs(STORY)}</div>{paragraphs([OTHER])}</div>"
    )
    assert ruled(html) == STORY


def test_a_page_whose_text_a_rule_names_is_no_list():
    links = "".join(f"<li><a href='/{n}'>城西早市的第{n}件新鲜事</a></li>" for n in range(40))
    text = f"<div id='text'>{paragraphs([STORY[0] + STORY[1]])}</div>"
    rules = SiteRules([rule(body=["//div[@id='text']"])])
    html = f"<title>早市</title><div><p><a href='/0'>城西早市的图片一组</a></p>{text}</div><ul>{links}</ul>"
    assert read_page(html, rules=rules, url="https://a.example/1").has_article
    assert not read_page(html, rules=SiteRules([])).has_article


def test_what_a_rule_drops_is_no_part_of_the_article():
    html = TEXT.replace(
        "<p>", "<div class='tip'><p>编者说,这是一篇旧稿,读者要留意。</p></div><p>", 1
    )
    rules = SiteRules([rule(drop=["//div[@class='tip']"])])
    assert "编者说,这是一篇旧稿,读者要留意。" in body(html, rules=SiteRules([]))
    assert body(html, rules=rules, url="https://a.example/1") == STORY
    tree = take_apart(html)
    assert len(dropped_nodes(rule(drop=["//div[@class='tip']"]), tree)) == 1


def test_a_ruled_title_has_four_characters_to_a_hundred_and_twenty():
    rules = SiteRules([rule(title=["//h6"])])
    for size, ruled in ((3, False), (4, True), (120, True), (121, False)):
        html = (
            f"<html><title>老早市换了新模样</title><body><h6>{'早' * size}</h6>{TEXT}</body></html>"
        )
        page = read_page(html, rules=rules, url="https://a.example/1")
        assert (page.title == "早" * size) is ruled


@pytest.mark.parametrize("number", [5, 4])
def test_a_page_without_an_address_is_of_the_site_of_five_links(number):
    rules = SiteRules([rule(title=["//h6"])])
    links = "<a href='http://w.a.example/1'>早</a>" * number
    page = read_page(f"<body><h6>早市新貌如何</h6>{links}{TEXT}</body>", rules=rules)
    assert (rules.for_page(take_apart(links), ()) is not None) is (number == 5)
    assert page.title == "早市新貌如何" or number < 5


def record(number, text=OTHER, kind="item_{}"):
    return f"<div class='{kind.format(number)}'><p>{text}</p><p>{number}天前</p></div>"


@pytest.mark.parametrize(("number", "left_out"), [(3, True), (2, False)])
def test_three_blocks_alike_with_a_mark_of_their_own_are_records(number, left_out):
    # No name tells what they are.
    records = "".join(record(n) for n in range(1, number + 1))
    found = body(f"<div class='a'>{paragraphs(STORY)}<div>{records}</div></div>")
    assert (OTHER not in found) is left_out
    assert [line for line in found if line in STORY] == STORY


@pytest.mark.parametrize(
    "mark",
    ["城西网友 2023-05-03 10:20", "05-03", "3小时前", "早上 10:20", "回复(3)", "举报", "Like 7"],
)
def test_a_mark_is_a_date_or_a_button(mark):
    records = "".join(f"<div class='i{n}'><p>{OTHER}</p><p>{mark}</p></div>" for n in range(4))
    assert OTHER not in body(f"<div class='a'>{paragraphs(STORY)}<div>{records}</div></div>")


def test_blocks_that_are_the_article_are_no_records():
    # With no article beside them they are it; so they are where other text stands between.
    digest = "".join(
        f"<div class='i{n}'><p>{text}</p><p>{n}天前</p></div>" for n, text in enumerate(STORY)
    )
    assert [line for line in body(f"<div>{digest}</div>") if line in STORY] == STORY
    records = "".join(record(n) for n in range(4))
    assert OTHER in body(f"<div class='a'>{paragraphs(STORY[:4])}<div>{records}</div></div>")
    more = records + record(4) + record(5)
    assert OTHER in body(f"<div class='a'>{paragraphs(STORY)}{more}</div>")


@pytest.mark.parametrize(("share", "kept"), [(3, True), (1, False)])
def test_what_holds_three_tenths_of_the_text_is_no_furniture(share, kept):
    inner = f"<div class='comment'>{paragraphs(STORY[:share])}</div>"
    found = body(f"<div class='a'>{inner}{paragraphs(STORY[share:])}</div>")
    assert (STORY[0] in found) is kept


HIDDEN = "<div style='display:none'>{}</div>"
NEW = [
    "到了冬天,早市会晚开半个钟头,摊主们说这样大家都能多睡一会儿。",
    "管理员还在门口放了热水,买菜的人走累了可以坐下来喝一杯再走。",
]


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        (paragraphs(NEW), True),
        # One paragraph is a notice; what was said before, and links, are no rest.
        (paragraphs([NEW[0] * 2]), False),
        (paragraphs([*NEW, STORY[0]]), False),
        (paragraphs(NEW) + f"<p><a href='/'>{OTHER}</a></p>", False),
        # Half of it runs on.
        (paragraphs([*NEW, "冬天", "早市"]), True),
        (paragraphs([*NEW, "冬天", "早市", "热水"]), False),
    ],
)
def test_the_rest_of_an_article_may_be_folded_away(hidden, shown):
    found = body(f"<div class='a'>{paragraphs(STORY)}{HIDDEN.format(hidden)}</div>")
    assert any(line.startswith(NEW[0]) for line in found) is shown


def test_the_path_to_a_line_has_eight_tags_at_most():
    tree = take_apart(
        "<body>" + "<div>" * 9 + "早" + "</div>" * 9 + "<section><p>市</p></section></body>"
    )
    nodes = {line.text: line.node for line in tree.lines}
    top = next(n for n, node in enumerate(tree.nodes) if node.tag == "body")
    assert path_to(tree, nodes["市"], top) == ("section", "p")
    assert path_to(tree, nodes["早"], top) == ("div",) * 8
    assert path_to(tree, top, top) == ()


SHARED = {
    "roles": {"before": ["责任"], "cores": ["编辑"], "sources": ["来源"], "titles": ["原标题"]},
    "statements": {"leads": ["声明"]},
}
LISTS = {
    "furniture": {"stems": ["comment"], "words": ["nav"]},
    "credit": {
        "leads": ["纠错"],
        "disclaimers": ["声明："],
        "rights": ["版权"],
        "statements": ["ICP"],
    },
    "marker": {"leads": ["相关", "相关阅读"], "calls": ["扫码"]},
    "dialog": {"says": ["Cookie"], "tools": ["字号"]},
    "told": {"says": ["昨天"]},
}


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        ("Comment_12", True),
        ("xcommenty", True),
        ("topNav", True),
        ("NAV", True),
        ("main-nav", True),
        ("navy", False),
        ("canNavy", False),
        ("", False),
    ],
)
def test_furniture_is_known_by_stems_and_whole_words(names, wanted):
    assert marks_of(LISTS, SHARED, where="marks").is_furniture(names) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("编辑:李红", True),
        ("  ·(编辑 ： 李红", True),
        ("·····编辑:李红", False),
        ("编辑|李红", True),
        ("编辑为《早市》", True),
        ("编辑 李红梅", True),
        ("编辑 李红梅张强", False),
        ("编辑李红", False),
        ("总编辑:李红", False),
        ("责任编辑:李红", True),
        ("来源:早市报", True),
        ("纠错:早市报", True),
    ],
)
def test_a_credit_begins_with_its_word_and_a_mark(text, wanted):
    assert bool(marks_of(LISTS, SHARED, where="marks").credit.match(text)) is wanted


def test_the_longest_word_is_read_and_the_case_of_a_statement_is_not():
    marks = marks_of(LISTS, SHARED, where="marks")
    assert marks.marker.match("◆相关阅读")[0] == "◆相关阅读"
    assert marks.statement.search("京icp备1号")
    assert marks.disclaimer.match("声明")
    assert marks.calls.search("请扫码")
    assert marks.rights.search("早市版权")


def test_a_list_that_is_missing_or_no_pattern_is_an_error():
    for broken in (
        {**LISTS, "marker": {"leads": []}},
        {**LISTS, "furniture": None},
        {**LISTS, "credit": {**LISTS["credit"], "rights": ["("]}},
    ):
        with pytest.raises(ResourceError, match="marks: "):
            marks_of(broken, SHARED, where="marks")
    with pytest.raises(ResourceError, match="marks: "):
        marks_of(LISTS, {"statements": SHARED["statements"]}, where="marks")


@pytest.mark.parametrize("title", ["老早市换了新模样", "老早市换新模样"])
def test_a_boards_name_before_the_title_is_no_part_of_it(title):
    # Of seven characters a title may be a channel's: then the heading is the better one.
    html = f"<html><title>{title}</title><body><h1>【民生】{title}</h1>{TEXT}</body></html>"
    assert read_page(html).title == (title if len(title) == 8 else f"【民生】{title}")


QUESTION = "早市搬到桥头以后,您还会不会每天去买菜?"
CHOICES = ["每天都去,一天也不落下。", "看天气,下雨就不去了。", "不去了,太远。"]


@pytest.mark.parametrize(
    "form",
    [
        "<p>{q}</p><ul><li><input type=radio>{a}</li><li><input type=radio>{b}</li><li><input type=radio>{c}</li></ul>",
        "<form><b>{q}</b><label><input type='checkbox'>{a}</label><br><label><input type='checkbox'>{b}</label><br><label><input type='checkbox'>{c}</label><button>提交</button></form>",
        "<table><tr><td colspan=2>{q}</td></tr><tr><td><input type=radio></td><td>{a}</td></tr><tr><td><input type=radio></td><td>{b}</td></tr><tr><td><input type=radio></td><td>{c}</td></tr></table>",
        "<dl><dt>{q}</dt><dd><INPUT TYPE=RADIO> {a}</dd><dd><INPUT TYPE=RADIO> {b}</dd><dd><INPUT TYPE=RADIO> {c}</dd></dl>",
        "<div>投票</div><div>{q}</div><p><input type=radio>{a}</p><p><input type=radio>{b}</p><p><input type=radio>{c}</p>",
    ],
)
def test_a_poll_between_paragraphs_is_not_of_the_article(form):
    poll = "<div>" + form.format(q=QUESTION, a=CHOICES[0], b=CHOICES[1], c=CHOICES[2]) + "</div>"
    for at in (3, 6):
        html = f"<div>{paragraphs(STORY[:at])}{poll}{paragraphs(STORY[at:])}</div>"
        assert body(html) == STORY
    # Without boxes to tick they are what the article says; one box is a consent.
    for plain in (poll.replace("input", "img"), poll.replace("INPUT", "img")):
        if "input" not in plain.lower():
            html = f"<div>{paragraphs(STORY[:3])}{plain}{paragraphs(STORY[3:])}</div>"
            assert any(CHOICES[0] in line for line in body(html))
    box = f"<div>{paragraphs(STORY)}<p><input type=checkbox>{OTHER}</p></div>"
    assert any(OTHER in line for line in body(box))


@pytest.mark.parametrize("open_", ["▶ ", "►", "▷", "☞ ", "👉"])
def test_an_arrow_may_stand_before_a_marker(open_):
    line = f"{open_}看更多:城西又开了一处早市"
    page = read_page(
        f"<title>早市新貌</title><div>{paragraphs([*STORY[:3], line, *STORY[3:]])}</div>"
    )
    found = {page.text[k.start : k.end]: k.label for k in page.lines}
    assert found[line] == "marker"
