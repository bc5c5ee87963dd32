"""Cards of a list page: a linked headline with a summary of its article, several built alike.

A channel, a tag's page and results of a search consist of them; an article has text beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.cleaning.page.page_lines import PageLine, Tree
from pipeline.cleaning.page.shapes import is_info, is_linked
from pipeline.types.articles import Struct

# The shortest headline and the shortest summary; a date, a source and a button are less.
_HEAD, _SUMMARY = 6, 10
# Lines from a head to its summary: a date, a name of the channel between them.
_NEAR = 3
_LEAST = 3
# What counts the results and turns the pages is said in so many characters.
_NOTE = 40
_UPWARDS = 2
_WHOLE = frozenset({"body", "html", "main"})
# A summary that its list cut, or that leads on to its article.
_CUT = re.compile(
    r"(?:…|\.{3})\s?$|[\[【［(（]?(?:阅读|閱讀|查看|看|更多|展开)?(?:详细|详情|詳情|詳細|全文|更多|more)[>»›\]】］)）.]*$",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"(?:(?:19|20)?\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}\s?(?:分钟|小时|天|分鐘|小時)前"
)
_PAGER = re.compile(
    r"(?:上|下|前|后|後)一?[页頁]|[末尾]页|加载更多|載入更多|查看更多|[共第]\s?\d+\s?[页頁]|^[«‹<]?\s?1\s?2\s?3"
)
_FOUND = re.compile(
    r"找到.{0,12}(?:结果|結果|[条條篇个個笔筆项項])|(?:搜索|搜尋|检索|檢索|查询|相关|相關)结?結?果|(?:标签|標籤|关键词|关键字|搜索|搜尋|站内搜索|站內搜尋)\s?[:：]"
)


class Cards(Struct, frozen=True, kw_only=True):
    """The cards of a page that are alike, and whether the page shows that it is a list of them.

    `first` is the line of the first card's head, `lines` are those of heads and summaries, and
    those that count results and turn pages.
    """

    count: int = 0
    first: int = -1
    lines: frozenset[int] = frozenset()
    shown: bool = False


def cards_in(tree: Tree, title: str) -> Cards:
    """Return the cards of a page, those of the commonest shape; none where fewer than three are.

    A line that is `title` heads no card: a page may link its own headline.
    """
    whole = _WHOLE if sum(k.tag == "article" for k in tree.nodes) > 1 else _WHOLE | {"article"}
    alike: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    bare = "".join(title.split())
    for head, under in _pairs(tree, whole):
        if bare and "".join(tree.lines[head].text.split()) == bare:
            continue
        shape = _shape(tree, head), _shape(tree, under), under - head
        alike.setdefault(shape, []).append((head, under))
    found = max(alike.values(), key=len, default=[])
    if len(found) < _LEAST:
        return Cards()
    every = {n for pairs in alike.values() for pair in pairs for n in pair}
    cut = sum(_is_cut(tree, under) for _, under in found)
    dated = sum(_is_dated(tree, *pair) for pair in found)
    notes = [n for n, line in enumerate(tree.lines) if _is_note(line)]
    return Cards(
        count=len(found),
        first=found[0][0],
        lines=frozenset((*every, *notes)),
        shown=bool(notes) or 2 * max(cut, dated) >= len(found),
    )


def _pairs(tree: Tree, whole: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the lines of linked headlines, each with that of the summary below it in its card."""
    lines = tree.lines
    for head, line in enumerate(lines):
        if line.node < 0 or line.linked < _HEAD or not is_linked(line):
            continue
        for under in range(head + 1, min(head + 1 + _NEAR, len(lines))):
            below = lines[under]
            if below.linked >= _HEAD and is_linked(below):
                break
            beside = under == head + 1 and _parent(tree, head) == _parent(tree, under)
            if _is_summary(below) and (beside or are_together(tree, head, under, whole)):
                yield head, under
                break


def _is_note(line: PageLine) -> bool:
    """Say whether a line counts what a list holds, or turns its pages."""
    if len(line.text) > _NOTE:
        return False
    return bool(_PAGER.search(line.text) or _FOUND.search(line.text))


def _parent(tree: Tree, number: int) -> int:
    return tree.nodes[tree.lines[number].node].parent


def _is_summary(line: PageLine) -> bool:
    if line.node < 0 or line.heading or is_linked(line) or is_info(line.text):
        return False
    return len(line.text) >= _SUMMARY


def are_together(tree: Tree, left: int, right: int, whole: frozenset[str]) -> bool:
    """Say whether two lines stand in one block, two levels up at most, and not just on the page.

    `whole` are the tags of blocks that hold all of a page.
    """
    around: list[set[int]] = []
    for number in (left, right):
        node, blocks = tree.lines[number].node, set[int]()
        while node >= 0 and len(blocks) <= _UPWARDS and tree.nodes[node].tag not in whole:
            blocks.add(node)
            node = tree.nodes[node].parent
        around.append(blocks)
    return not around[0].isdisjoint(around[1])


def _shape(tree: Tree, number: int) -> tuple[str, str]:
    node = tree.nodes[tree.lines[number].node]
    return node.tag, re.sub(r"\d+", "#", node.names)


def _is_cut(tree: Tree, under: int) -> bool:
    """Say whether a summary is cut, or a button right below it leads on."""
    if _CUT.search(tree.lines[under].text):
        return True
    below = tree.lines[under + 1 : under + 2]
    return any(len(line.text) <= _HEAD and _CUT.search(line.text) for line in below)


def _is_dated(tree: Tree, head: int, under: int) -> bool:
    """Say whether a date stands in a card beside its head and its summary."""
    near: Sequence[PageLine] = tree.lines[head + 1 : under + _NEAR]
    for line in near:
        if is_linked(line) and line.linked >= _HEAD:
            return False
        if len(line.text) <= 40 and not _is_summary(line) and _STAMP.search(line.text):
            return True
    return False
