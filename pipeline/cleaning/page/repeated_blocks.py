"""Blocks that repeat: comments, cards, feeds, each with a link, a date or a button of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.cleaning.page.page_lines import PageLine, Tree

# Fewer alike are chance: a pair of pictures, a quotation with its source.
_LEAST = 3
# A date or time that is next to all of its line: 江口网友 2023-05-03 10:20, 3小时前, 05-03.
_STAMP = re.compile(
    r".{0,20}?(?:(?:19|20)?\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s?\d{1,2}:\d{2}(?::\d{2})?)?.{0,8}"
    r"|.{0,20}?\d{1,2}:\d{2}(?::\d{2})?|.{0,20}?\d{1,3}\s?(?:秒|分钟|小时|天|个月|年)前.{0,8}"
)
_BUTTON = re.compile(
    r"(?:回复|回覆|举报|点赞|赞|顶|踩|支持|反对|引用|Reply|Like)(?:\s?[(（\[]?\d*[)）\]]?)?"
)
# Records are of one size, more or less. Both chosen, not measured.
_MOST, _MANY_LINES = 0.8, 5
# An article beside the records has so much text; where there is less, they may be the article.
_LEAST_OUTSIDE = 150
# And so little stands between them: a digest's parts have their introduction beside them.
_MOST_BETWEEN = 0.2


def repeated_nodes(tree: Tree, running: Sequence[bool], linked: Sequence[bool]) -> list[bool]:
    """Return for each node whether it is one of at least three records, or stands in one.

    Args:
        tree: The page.
        running: Whether each line is running text.
        linked: Whether each line is a link.
    """
    count = len(tree.nodes)
    sizes, marks, texts = [0] * count, [0] * count, [0] * count
    for line, sentence, link in zip(tree.lines, running, linked, strict=True):
        if line.node >= 0:
            sizes[line.node] += 1
            marks[line.node] += link or (not sentence and _is_mark(line))
            texts[line.node] += len(line.text) if sentence else 0
    for number in range(count - 1, 0, -1):
        if (parent := tree.nodes[number].parent) >= 0:
            sizes[parent] += sizes[number]
            marks[parent] += marks[number]
            texts[parent] += texts[number]
    # A record has words and a mark: a bare link is no record, nor is a paragraph.
    mixed = [bool(mark) and size > mark for size, mark in zip(sizes, marks, strict=True)]
    found = _repeated(tree, mixed, texts, sizes)
    for number, node in enumerate(tree.nodes):
        found[number] |= node.parent >= 0 and found[node.parent]
    return found


def has_text_beside(
    tree: Tree, records: Sequence[bool], running: Sequence[bool], furniture: Sequence[bool]
) -> bool:
    """Say whether an article stands beside the records; where none does, they may be it."""
    outside = sum(
        len(line.text)
        for line, sentence in zip(tree.lines, running, strict=True)
        if sentence and line.node >= 0 and not records[line.node] and not _in(tree, line, furniture)
    )
    return outside >= _LEAST_OUTSIDE


def _repeated(
    tree: Tree, mixed: Sequence[bool], texts: Sequence[int], sizes: Sequence[int]
) -> list[bool]:
    """Return for each node whether it is mixed, as are others like it under the same parent.

    One that holds next to all of their text, in many lines, is no record: a table's row with the
    article, among those of its headline, its time and its editor.
    """
    alike: dict[tuple[int, str, str], list[int]] = {}
    for number, node in enumerate(tree.nodes):
        if node.parent >= 0 and mixed[number]:
            alike.setdefault((node.parent, node.tag, _kind(node.names)), []).append(number)
    found = [False] * len(tree.nodes)
    for (parent, _, _), numbers in alike.items():
        size = sum(texts[number] for number in numbers)
        if len(numbers) >= _LEAST and texts[parent] - size <= _MOST_BETWEEN * size:
            for number in numbers:
                most = texts[number] >= _MOST * size and sizes[number] >= _MANY_LINES
                found[number] = not most
    return found


def _is_mark(line: PageLine) -> bool:
    return len(line.text) <= 40 and bool(
        _STAMP.fullmatch(line.text) or _BUTTON.fullmatch(line.text)
    )


def _kind(names: str) -> str:
    """Return class and id without what numbers them: post_12, item-3."""
    return re.sub(r"\d+", "#", names)


def _in(tree: Tree, line: PageLine, furniture: Sequence[bool]) -> bool:
    """Say whether a line's block, or one of the two around it, is furniture."""
    node = line.node
    for _ in range(3):
        if node < 0:
            return False
        if furniture[node]:
            return True
        node = tree.nodes[node].parent
    return False
