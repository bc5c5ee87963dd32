"""A page taken apart: its lines, their links, their blocks, and what the page keeps in scripts."""

import json
import time

import pytest

from pipeline.cleaning.page.page_lines import INLINE, collapse
from pipeline.cleaning.page.tree import take_apart
from pipeline.cleaning.page.unparsed import flat_lines

STORY = "停航两周的渡轮恢复通航,两岸居民从早上六点起就可以登船,不必绕行大桥。"


def lines(html):
    return [line.text for line in take_apart(html).lines]


def only(html):
    (line,) = take_apart(html).lines
    return line


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>渡<b>轮</b> <i>通</i>航</p>", ["渡轮 通航"]),
        ("<p>渡轮<br>通航<br/></p>", ["渡轮", "通航"]),
        ("<div>渡轮<div>通航</div>今天</div>", ["渡轮", "通航", "今天"]),
        ("<p>渡\u2028轮\r\n \t通\xa0航</p>", ["渡 轮 通 航"]),
        ("<p>\u3000\u3000渡轮 </p><p> \u3000</p>", ["渡轮"]),
        ("<p>渡<script>轮</script>通<!-- 航 --></p>", ["渡通"]),
        ("<p>e&#769;</p>", ["é"]),
        ("<pre>渡轮\n<b>通航</b>\n\n今天</pre>今\n天", ["渡轮", "通航", "今天", "今 天"]),
        ("<textarea>渡轮\n通航</textarea>", ["渡轮", "通航"]),
        ("<textarea>渡轮<p>通航</p></textarea><p>今天</p>", ["今天"]),
        ("<p>渡轮</p>\ud800通航", ["渡轮", "\ufffd通航"]),
        # Elements of their own class stand apart in an info line, and not in a paragraph.
        ("<div><span class='d'>5月</span><span class='t'>9点</span></div>", ["5月 9点"]),
        ("<div><span class='d'>5月</span><span>9点</span></div>", ["5月9点"]),
        ("<div><span class='d'>5月</span>,<span class='t'>9点</span></div>", ["5月,9点"]),
        ("<p><span class='d'>5月</span><span class='t'>9点</span></p>", ["5月9点"]),
        ("<h1><span class='d'>5月</span><span class='t'>9点</span></h1>", ["5月9点"]),
    ],
)
def test_lines_are_what_a_reader_sees(html, wanted):
    assert lines(html) == wanted


def test_links_and_bold_are_counted():
    line = only("<div>渡 <a href='/1'>轮 通</a><b>航 今</b><a href='/2'>天</a></div>")
    assert (line.linked, line.links, line.strong, line.led) == (3, 2, 2, False)


@pytest.mark.parametrize(
    ("html", "led"),
    [
        ("<div><a href='/'>渡轮</a>通航</div>", True),
        ("<div> <a href='/'>渡轮</a>通航</div>", True),
        ("<p><a href='/'>渡轮</a>通航</p>", False),
        ("<div>渡<a href='/'>轮</a>通航</div>", False),
    ],
)
def test_a_line_is_led_by_a_link_unless_it_is_a_paragraph(html, led):
    assert only(html).led is led


def test_a_link_that_goes_on_counts_in_the_next_line():
    first, second, third = take_apart("<div><a href='/'>渡轮<br>通航</a><br>今天</div>").lines
    assert [(k.links, k.linked) for k in (first, second, third)] == [(1, 2), (1, 2), (0, 0)]


def test_blocks_say_what_they_are_in():
    tree = take_apart(
        "<div class='a' id='b'><h2>渡<div>轮</div></h2></div><div style='DISPLAY : none'><p>通</p></div>"
        f"<div>{STORY * 4}</div>"
    )
    nodes = [tree.nodes[line.node] for line in tree.lines[:3]]
    assert [(k.tag, k.heading, k.hidden) for k in nodes] == [
        ("h2", 2, False), ("div", 2, False), ("p", 0, True),
    ]  # fmt: skip
    assert tree.nodes[nodes[0].parent].names == "a b"
    assert [line.heading for line in tree.lines] == [2, 2, 0, 0]


def test_a_page_that_hides_all_its_text_shows_it():
    hidden = "<div style='visibility:hidden'>{}</div>"
    story, rest = f"<p>{STORY}</p>" * 4, f"<p>{STORY}</p>"
    assert not any(k.hidden for k in take_apart(hidden.format(story)).nodes)
    assert not any(k.hidden for k in take_apart(hidden.format(story) + rest * 3).nodes)
    assert any(k.hidden for k in take_apart(hidden.format(rest) + rest * 4).nodes)


LONG = [
    f"第{n}班渡轮从东岸开出,船上坐着赶早市的菜农和上学的孩子,一路都有人说笑。" for n in range(60)
]
MARKUP = "".join(f"<p>{line}</p>" for line in LONG)


def kept(shown, markup=MARKUP):
    """Return whether a page that shows the paragraphs `shown` is read from its script."""
    script = f"<script>var a = {json.dumps({'content': markup})}</script>"
    html = "".join(f"<p>{line}</p>" for line in shown)
    return LONG[-1] in lines(html + script)


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        ([], True),
        ([LONG[0], STORY], True),
        # From 120 characters on only a much longer text is taken that was not begun.
        ([STORY] * 4, True),
        ([LONG[0], *[STORY] * 4], False),
        # From 600 on none.
        ([STORY] * 17, True),
        ([STORY] * 18, False),
    ],
)
def test_an_article_in_a_script_is_taken_where_the_page_shows_little(shown, wanted):
    assert 3 * len(STORY) < 120 < 600 - len(STORY) < 17 * len(STORY) < 600
    assert kept(shown) is wanted


@pytest.mark.parametrize(("count", "wanted"), [(9, False), (12, True)])
def test_what_the_script_keeps_is_three_times_what_is_shown(count, wanted):
    markup = "".join(f"<p>{line}</p>" for line in [*LONG[:count], LONG[-1]])
    assert kept([STORY] * 4, markup) is wanted


def test_links_and_buttons_are_nothing_that_is_shown():
    linked = [f"<a href='/'>{STORY}</a>"] * 20
    assert kept([*linked, *["返回首页"] * 100])


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<div>渡轮<b>通</b>航</div>今天", ["渡轮通航", "今天"]),
        ("3 < 5 <p>渡轮", ["3 < 5", "渡轮"]),
        ("<script>var a='<p>渡</p>';</script>轮<style>b{}</style>航", ["轮", "航"]),
        ("渡<SCRIPT>轮</SCRIPT>航", ["渡", "航"]),
        ("", []),
        ("渡轮<", ["渡轮<"]),
    ],
)
def test_markup_that_no_parser_takes_is_split_at_its_tags(html, wanted):
    assert list(flat_lines(html, INLINE, collapse)) == wanted


def test_a_page_too_deep_is_read_without_its_structure():
    tree = take_apart("<div>" * 3000 + "渡轮<p>通航")
    assert [line.text for line in tree.lines] == ["渡轮", "通航"]
    assert tree.root is None


def _of_many_attributes(many):
    return f"<p {' '.join(f'a{number}=1' for number in range(many))}>{STORY}</p>"


@pytest.mark.parametrize("as_text", [False, True])
def test_a_tag_of_very_many_attributes_takes_no_time(as_text):
    page = _of_many_attributes(80_000)
    if as_text:
        page = f"<script>var kept = {json.dumps(page * 2)}</script>"
    begin = time.process_time()
    take_apart(f"<div>{page}</div>")
    # Built as a tree it takes a minute, in C, where no watchdog ends it.
    assert time.process_time() - begin < 5


def test_the_text_of_a_huge_tag_is_kept():
    tree = take_apart(_of_many_attributes(20_000) + "<p>通航</p>")
    assert [line.text for line in tree.lines] == [STORY, "通航"]
    assert tree.root is None


def test_a_large_page_of_ordinary_tags_keeps_its_structure():
    assert take_apart(f"<p class=a id=b>{STORY}</p>" * 2000).root is not None
    assert take_apart(_of_many_attributes(900) + STORY * 2000).root is not None


@pytest.mark.parametrize(
    "html",
    [
        f"<html><body><div>江口网</div></html><div>{STORY}</div></body></html>",
        f"<html><body><div>江口网</div></body></HTML>\n<!-- 頁頭 -->\n<p>{STORY}</p>",
        f"<body><ul><li>江口网</ul></BODY ><div><table><tr><td>{STORY}</table></div></html>",
        f"<html><body>江口网</body></html><!DOCTYPE html><html><body><p>{STORY}</body></html>",
        f"<html><body><div>江口网</div></body></html>{STORY}",
    ],
)
def test_what_follows_an_end_of_the_document_is_read_as_a_browser_reads_it(html):
    tree = take_apart(html)
    assert [line.text for line in tree.lines] == ["江口网", STORY]
    assert all(tree.nodes[line.node].tag != "html" for line in tree.lines)


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ("<p><a name='top'>停航两周的渡轮今天恢复。</p>", 0),
        ("<p><a id='p1' name='p1'>停航两周的渡轮</a>今天恢复。</p>", 0),
        ("<p><a onclick='go()'>停航两周的渡轮今天恢复。</a></p>", 12),
        ("<p><a href='/1' name='n1'>停航两周的渡轮今天恢复。</a></p>", 12),
    ],
)
def test_an_anchor_without_an_address_is_no_link(html, linked):
    assert only(html).linked == linked


@pytest.mark.parametrize("parted", ["<br>", "</p><p>"])
def test_a_link_around_an_article_heads_nothing(parted):
    for size, linked in ((1, True), (3, True), (5, False), (9, False)):
        html = f"<div><a href='/1'><p>{parted.join([STORY] * size)}</p></a></div>"
        assert [line.linked > 0 for line in take_apart(html).lines] == [linked] * size
    card = "<a href='/1'><h3>渡轮恢复通航</h3><p>两岸居民可以登船。</p><p>不必绕行大桥。</p></a>"
    assert all(line.linked for line in take_apart(card * 3).lines)


def test_the_choices_of_a_field_are_not_shown():
    html = f"<p>{STORY}</p><select><option>渡轮</option><option>大桥</option></select>" * 3
    tree = take_apart(html)
    shown = [line.text for line in tree.lines if not tree.nodes[line.node].hidden]
    assert shown == [STORY] * 3
