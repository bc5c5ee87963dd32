"""The lines about a page's text: a lead over it, and the words of pictures over and under it.

They stand outside the block of the paragraphs more often than in it, so place and shape tell them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.cleaning.names.bylines import source_in
from pipeline.cleaning.page.block import Block
from pipeline.cleaning.page.known_words import Marks
from pipeline.cleaning.page.page_lines import PageLine, Tree
from pipeline.cleaning.page.shapes import is_info, is_linked, is_running

# Blocks that hold a picture and the words below it.
_CAPTION = re.compile("img|image|pic(?!k)|photo|caption|figure")
# A caption ends with who took it; an avatar's words, with no such name, tell of a person.
_TAKEN_BY = re.compile(
    "(?:摄|攝|供图|供圖|资料图|資料照|资料照片|图源.{2,12}|制图|发)[)）】\\]]?。?$"
)
# Or begins with what points at the picture, or with its day: 图为…, ▲…, 5月1日，….
_POINTS = re.compile(
    "图为|圖為|[上下左右本]图|[上下左右本]圖|图[①-⑨一二三四五\\d]|圖[①-⑨一二三四五\\d]|资料图|資料圖|資料照|[▲△▼]"
    "|(?:\\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\\d{1,2}|[一二三四五六七八九十]{1,3})[日号號][，,]"
)
# Lines between a headline and its first paragraph that may hold a picture's words.
_FARTHEST = 20
_SHORTEST = 5
# A picture and its words make a block of few lines.
_MOST_LINES = 3
_UPWARDS = 3
# So many characters are no chance.
_OPENING = 15
_ICONS = re.compile(r"^\W+")
_PERSON = re.compile("author|profile|user|(?:^|[\\s_-])bio(?:$|[\\s_-])")


def headline_line(tree: Tree, block: Block, title: str, first: int) -> int:
    """Return the line of the headline nearest above the line `first`, -1 where there is none."""
    if block.under.headline >= 0:
        return block.under.headline
    bare = "".join(title.split())
    for number in range(min(first, len(tree.lines)) - 1, -1, -1):
        line = tree.lines[number]
        if bare and "".join(line.text.split()) == bare and line.node >= 0 and not is_linked(line):
            return -1 if tree.nodes[line.node].hidden else number
    return -1


def pictures_before(tree: Tree, headline: int, first: int, marks: Marks) -> list[int]:
    """Return the lines between headline and text that stand with a picture and tell of it."""
    if headline < 0:
        return []
    numbers = range(max(headline + 1, first - _FARTHEST), min(first, len(tree.lines)))
    return [n for n in numbers if _is_of_picture(tree, n, marks, named=True)]


def pictures_after(tree: Tree, last: int, marks: Marks) -> list[int]:
    """Return the lines below the text that stand with a picture and tell of it by their words.

    What begins something else ends them: a heading, a marker, a link.
    """
    found = []
    for n in range(last + 1, min(last + 1 + _FARTHEST, len(tree.lines))):
        line = tree.lines[n]
        if line.heading or marks.marker.match(line.text) or is_linked(line):
            break
        if _is_of_picture(tree, n, marks, named=False):
            found.append(n)
    return found


def _is_of_picture(tree: Tree, number: int, marks: Marks, *, named: bool) -> bool:
    """Say whether a line is a picture's words; `named` says that a class may say so."""
    line = tree.lines[number]
    if not tree.elements or not _is_caption(line, marks) or not _has_picture(tree, number):
        return False
    said = _POINTS.match(line.text) or _TAKEN_BY.search(line.text)
    return bool(said) or (named and is_captioned(tree, line.node))


def is_lead(tree: Tree, number: int, body: Iterable[int]) -> bool:
    """Say whether a paragraph above the block of the others says what they do not say again.

    What an author says of himself, and a summary made of the text's own sentences, are no lead.
    """
    return not (_is_of_person(tree, number) or _says_again(tree, number, body))


def is_summary(tree: Tree, body: Sequence[int]) -> bool:
    """Say whether the first line of a body, in a block of its own, is no part of it.

    It is said again below, or tells of the author.
    """
    parents = [tree.nodes[tree.lines[n].node].parent for n in body[:2]]
    odd = _is_of_person(tree, body[0]) or _says_again(tree, body[0], body[1:])
    return parents[0] != parents[-1] and odd


def _is_of_person(tree: Tree, number: int) -> bool:
    node = tree.lines[number].node
    for _ in range(_UPWARDS):
        if node >= 0 and _PERSON.search(tree.nodes[node].names.lower()):
            return True
        node = tree.nodes[node].parent if node >= 0 else -1
    return False


def _says_again(tree: Tree, number: int, body: Iterable[int]) -> bool:
    opening = _ICONS.sub("", tree.lines[number].text)[:_OPENING]
    return len(opening) == _OPENING and any(opening in tree.lines[n].text for n in body)


def is_captioned(tree: Tree, node: int) -> bool:
    """Say whether a block, or the one around it, holds a picture and its words, by tag or name."""
    steps = (node, tree.nodes[node].parent)
    return any(
        n >= 0
        and (
            tree.nodes[n].tag in {"figure", "figcaption"}
            or _CAPTION.search(tree.nodes[n].names.lower())
        )
        for n in steps
    )


def _is_caption(line: PageLine, marks: Marks) -> bool:
    text = line.text
    # A sentence is no heading, whatever its tag.
    heads = line.heading and not (line.heading > 1 and is_running(line))
    if line.node < 0 or heads or is_linked(line) or not _SHORTEST <= len(text) <= 200:
        return False
    if is_info(text) or source_in(text) is not None:
        return False
    known = (marks.marker, marks.credit, marks.disclaimer, marks.tools)
    if any(each.match(text) for each in known) or marks.calls.search(text):
        return False
    return not (marks.dialog.search(text) or marks.statement.search(text))


def _has_picture(tree: Tree, number: int) -> bool:
    node = tree.lines[number].node
    if tree.nodes[node].hidden:
        return False
    for _ in range(_UPWARDS):
        if node < 0 or _lines_from(tree, node, number) > _MOST_LINES:
            return False
        element = tree.elements[node]
        if next(element.iter("img", "amp-img", "picture"), None) is not None:
            return True
        node = tree.nodes[node].parent
    return False


def _lines_from(tree: Tree, node: int, number: int) -> int:
    """Return how many lines of a block stand about one of its own, or that there are too many."""
    count = 0
    for step in (1, -1):
        at = number if step > 0 else number - 1
        while 0 <= at < len(tree.lines) and count <= _MOST_LINES and _is_in(tree, at, node):
            count, at = count + 1, at + step
    return count


def _is_in(tree: Tree, number: int, block: int) -> bool:
    node = tree.lines[number].node
    for _ in range(2 * _UPWARDS):
        if node <= block:
            return node == block
        node = tree.nodes[node].parent
    return False
