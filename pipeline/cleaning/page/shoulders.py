"""The lines right over and right under a page's headline: its shoulder and its subhead.

A heading, the headline's own block or a class tells them; and where nothing does, their place:
alone in a block beside the headline's, with no other words between.
"""

from __future__ import annotations

import re

from pipeline.cleaning.names.bylines import source_in
from pipeline.cleaning.page.known_words import Marks
from pipeline.cleaning.page.page_lines import Judged, PageLine, Tree
from pipeline.cleaning.page.shapes import is_info, is_linked

# What editors and page builders call the two lines: 引题, 肩题, 眉题, 副题.
_OVER = re.compile(
    r"shoulder|yin-?_?ti|jian-?_?ti|mei-?_?ti|pre-?_?(?:title|head)|(?:^|[\s_-])(?:pre|eyebrow|kicker|overline)(?:$|[\s_-])"
)
_UNDER = re.compile(
    r"fu-?_?(?:biao-?_?)?ti|sub-?_?(?:title|head|line)|(?:^|[\s_-])(?:sub|deck|dek|standfirst|tagline)(?:$|[\s_-])|second-?_?title"
)
_DASHED = re.compile("[—–―-]{1,2}\\s?[^—–―\\d-]")
# A channel's name over a headline, or where the reader is.
_CHANNEL = re.compile(
    "(?:频道|頻道|新闻|新聞|要闻|要聞|专题|專題|栏目|欄目|首页|首頁|正文|网|網|客户端|快讯|资讯|滚动)$|[>＞»]|当前位置|您的位置|您现在的位置"
)
# A house, a desk, a greeting, a button, a clock: what else stands alone beside a headline.
_NO_HEAD = re.compile(
    "(?:社|报|報|台|局|部|厅|廳|委|办|辦|办公室|政府|网站|中心|公司|平台|公众号|杂志|雜誌|周刊|週刊|记者|記者|通讯员|作者|编辑|編輯)$"
    "|(?:日报|日報|晚报|晚報|时报|時報|报社|報社|通讯社|通訊社|电视台|電視台)(?:\\s|$)|欢迎|歡迎|您|字号|字號|字体|字體|[评評][论論]|阅读|閱讀|瀏覽|浏览|朗读|收听|收聽|播放|分享|收藏|点赞|點讚|订阅|訂閱|登录|登入|举报|打印|列印|广告|廣告"
    "|[A-Za-z][+-]|\\d:\\d\\d|\\d{4}[-/.年]|\\d月\\d|记者|記者|文[/／丨|]|图[/／丨|]"
)
_STOP = re.compile("[。；;…]|[：:]$")
_SHORTEST, _LONGEST = 5, 60
# The shortest line that its place alone makes a shoulder or a subhead: less is a channel's name.
_PLAIN = 7
# Words apart that are no longer are names: 林小舟、何一苇.
_NAME = 3
_APART = re.compile("[\\s、,，·]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_UPWARDS = 3
# Lines from a subhead to the text: time, source, buttons.
_TO_TEXT = 8
_WHOLE = frozenset({"body", "html"})


def over_and_under(
    tree: Tree, headline: int, first: int, marks: Marks, *, title: str
) -> list[tuple[int, Judged]]:
    """Return the shoulder and the subhead of the headline's line, where the page has them."""
    found: list[tuple[int, Judged]] = []
    if headline < 0:
        return found
    above, below = headline - 1, headline + 1
    if above >= 0 and _may_head(tree.lines[above], tree, marks, title):
        line = tree.lines[above]
        same = line.node == tree.lines[headline].node
        beside = same or (_parent(tree, above) == _parent(tree, headline) and line.heading)
        shaped = beside or _OVER.search(_names(tree, above, headline))
        if (shaped or _is_alone(tree, above, headline)) and not _is_channel(tree, above):
            found.append((above, ("shoulder", 0.8, "line-over-headline")))
    if below < min(first, len(tree.lines)) and _may_head(tree.lines[below], tree, marks, title):
        line = tree.lines[below]
        beside = line.heading > 1 and _parent(tree, below) == _parent(tree, headline)
        shaped = beside or line.node == tree.lines[headline].node or _DASHED.match(line.text)
        plain = first - below <= _TO_TEXT and _is_alone(tree, below, headline)
        if shaped or _UNDER.search(_names(tree, below, headline)) or plain:
            found.append((below, ("subhead", 0.8, "line-under-headline")))
    return found


def _may_head(line: PageLine, tree: Tree, marks: Marks, title: str) -> bool:
    """Say whether a line has the shape of one over or under a headline."""
    text = line.text
    if line.node < 0 or tree.nodes[line.node].hidden or is_linked(line) or line.links:
        return False
    if not _SHORTEST <= len(text) <= _LONGEST or _STOP.search(text) or is_info(text):
        return False
    if "".join(text.split()) == "".join(title.split()) or source_in(text) is not None:
        return False
    if all(len(part) <= _NAME for part in _APART.split(text)):
        return False
    known = (marks.marker, marks.credit, marks.disclaimer, marks.tools)
    return not (any(each.match(text) for each in known) or marks.calls.search(text))


def _is_alone(tree: Tree, number: int, headline: int) -> bool:
    """Say whether a line stands beside the headline, each alone in its block or its row.

    Over the headline it must begin their common block, for what stands there is the site's.
    """
    text = tree.lines[number].text
    if len(_HAN.findall(text)) < _PLAIN or _NO_HEAD.search(text) or _is_channel(tree, number):
        return False
    mine, its = _chain(tree, number), _chain(tree, headline)
    common = next((node for node in mine if node in its), -1)
    if common < 0 or mine[0] == common or its[0] == common:
        return False
    for chain, other in ((mine, number), (its, headline)):
        top = chain[chain.index(common) - 1]
        if any(_is_in(tree, each, top) for each in (other - 1, other + 1)):
            return False
    if tree.nodes[common].tag in _WHOLE:
        # Right on the page, they are lines of one kind: centred paragraphs.
        one, two = tree.nodes[mine[0]], tree.nodes[its[0]]
        return (one.tag, one.names) == (two.tag, two.names)
    return number > headline or not _is_in(tree, number - 1, common)


def _chain(tree: Tree, number: int) -> list[int]:
    """Return the blocks around a line, the innermost first, three upwards."""
    node, found = tree.lines[number].node, list[int]()
    while node >= 0 and len(found) <= _UPWARDS:
        found.append(node)
        node = tree.nodes[node].parent
    return found


def _is_in(tree: Tree, number: int, block: int) -> bool:
    if not 0 <= number < len(tree.lines):
        return False
    node = tree.lines[number].node
    while node > block:
        node = tree.nodes[node].parent
    return node == block


def _is_channel(tree: Tree, number: int) -> bool:
    """Say whether a line names a channel: by its end, or because it is a link elsewhere."""
    text = tree.lines[number].text
    return bool(_CHANNEL.search(text)) or any(
        line.text == text and line.linked for line in tree.lines
    )


def _names(tree: Tree, number: int, headline: int) -> str:
    """Return what a line's blocks are called, by tag and class, up to what holds the headline."""
    around = _chain(tree, headline)
    own = [node for node in _chain(tree, number) if node not in around]
    nodes = own or [tree.lines[number].node]
    return " ".join(f"{tree.nodes[n].tag} {tree.nodes[n].names}" for n in nodes).lower()


def _parent(tree: Tree, number: int) -> int:
    node = tree.lines[number].node
    return tree.nodes[node].parent if node >= 0 else -1
