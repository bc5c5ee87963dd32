"""Which block of a page is the article: the one with the most running text and the fewest links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.cleaning.page_lines import PageLine, Tree
from pipeline.cleaning.page_marks import Marks
from pipeline.cleaning.site_rules import SiteRule, body_node, dropped_nodes
from pipeline.models import Struct

_STOPS = re.compile("[，。！？；、,!?;…]")
_SENTENCE = re.compile("[。！？；…!?;][”’」』）)\"']?$|[：:]$")
_DATE = re.compile(r"(?:19|20)?\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}:\d{2}")
_INFO = re.compile(
    "来源|來源|作者|发布|發布|发表|时间|時間|日期|更新|浏览|瀏覽|点击|阅读|字号|字體|评论|评論|打印|稿源|责编|编辑|分享|收藏"
)
_DEEPEST = 8
# Two lines to each side: a comment with its name, date and two buttons fills that window.
_NEAR = 2
_LONG = 25
_FURNITURE = 0.1
# A link that opens a paragraph of prose names a person or a place; a headline is longer.
_CARD = 9
# Two sentences: a ruled block with less is a frame that a script fills later.
_LEAST_TEXT = 60


class Block(Struct, frozen=True, kw_only=True):
    """The article's block, with what each node of the page is to it.

    `node` indexes `Tree.nodes`, -1 when the page has none; `inside` and `dropped` are one a node:
    whether it stands in the block, and whether it is hidden or furniture there. `flow` holds the
    tag paths that the article's paragraphs share.
    """

    node: int
    inside: list[bool]
    dropped: list[bool]
    flow: frozenset[tuple[str, ...]]

    def holds(self, line: PageLine) -> bool:
        """Say whether a line stands in the article and not in furniture there."""
        return line.node >= 0 and self.inside[line.node] and not self.dropped[line.node]


def find_block(tree: Tree, marks: Marks, rule: SiteRule | None = None) -> Block:
    """Return the article's block: the one that the site's rule names, if it holds text."""
    furniture = [marks.is_furniture(each.names) for each in tree.nodes]
    for number in dropped_nodes(rule, tree) if rule else ():
        furniture[number] = True
    node = _heaviest(tree, furniture, _area(tree, rule))
    inside = [False] * len(tree.nodes)
    for number, each in enumerate(tree.nodes):
        inside[number] = number == node or (each.parent >= 0 and inside[each.parent])
    dropped = _furniture_in(tree, furniture, inside, node)
    flow = _flow(tree, inside, dropped, node)
    return Block(node=node, inside=inside, dropped=dropped, flow=flow)


def _area(tree: Tree, rule: SiteRule | None) -> range:
    """Return the nodes to choose from: those in the block a rule names, if it holds text, or all.

    A subtree is one run of nodes in document order.
    """
    everything = range(len(tree.nodes))
    node = body_node(rule, tree) if rule else None
    if node is None:
        return everything
    end = node + 1
    while end < len(tree.nodes) and tree.nodes[end].parent >= node:
        end += 1
    text = (line for line in tree.lines if node <= line.node < end and is_running(line))
    return range(node, end) if sum(len(line.text) for line in text) >= _LEAST_TEXT else everything


def is_linked(line: PageLine) -> bool:
    """Say whether a line is a link, or a card: a linked headline with words about it behind."""
    return line.linked * 2 > len(line.text) or (line.led and line.linked >= _CARD)


def is_running(line: PageLine) -> bool:
    """Say whether a line is running text: a sentence, or long with stops in it, mostly unlinked."""
    if is_linked(line):
        return False
    stops = len(_STOPS.findall(line.text))
    return len(line.text) >= 12 and (stops >= 2 or _SENTENCE.search(line.text) is not None)


def is_info(text: str) -> bool:
    """Say whether a line is the one below a headline: time, source, counts, and no sentence."""
    if len(text) > 120 or not (found := _DATE.search(text)):
        return False
    rest = len(text) - (found.end() - found.start())
    return "。" not in text and (rest < 24 or _INFO.search(text) is not None)


def path_to(tree: Tree, node: int, block: int) -> tuple[str, ...]:
    """Return the tags from the article's block down to `node`, eight at most."""
    tags: list[str] = []
    while node not in {block, -1} and len(tags) < _DEEPEST:
        tags.append(tree.nodes[node].tag)
        node = tree.nodes[node].parent
    return tuple(reversed(tags))


def _weight(line: PageLine) -> float:
    """Return how much a line speaks for its block being the article, in characters."""
    size = len(line.text)
    if is_linked(line):
        # A link costs at least ten characters, so that lists of short ones count.
        return -max(10.0, float(line.linked))
    stops = len(_STOPS.findall(line.text))
    if not stops:
        return 0.0 if size >= 20 or line.strong else -1.0
    # Thirty characters to a stop is the longest clause of ordinary prose.
    return float(min(size - line.linked, 30 * stops))


def _density(lines: Sequence[PageLine]) -> list[float]:
    """Return for each line how much of what stands about it is running text, squared, 0..1.

    Paragraphs follow one another; comments and cards stand between names, dates and buttons.
    """
    sums = [0]
    for line in lines:
        sums.append(sums[-1] + (is_running(line) or len(line.text) >= _LONG))
    found = []
    for n in range(len(lines)):
        left, right = max(0, n - _NEAR), min(len(lines), n + _NEAR + 1)
        found.append(((sums[right] - sums[left]) / (right - left)) ** 2)
    return found


def _heaviest(tree: Tree, furniture: Sequence[bool], area: range) -> int:
    """Return the node of `area` with the greatest sum of weights below it, the innermost such."""
    scores = [0.0] * len(tree.nodes)
    counts = [0] * len(tree.nodes)
    under = list(furniture)
    for number, node in enumerate(tree.nodes):
        under[number] |= node.parent >= 0 and under[node.parent]
    for line, dense in zip(tree.lines, _density(tree.lines), strict=True):
        if line.node >= 0 and not tree.nodes[line.node].hidden:
            value = _weight(line)
            if value > 0:
                # Comments run on like articles; a tenth keeps them from drawing the block wide.
                value *= dense * (_FURNITURE if under[line.node] else 1.0)
            scores[line.node] += value
            counts[line.node] += 1
    for number in range(len(tree.nodes) - 1, 0, -1):
        if (parent := tree.nodes[number].parent) >= 0:
            scores[parent] += scores[number]
            counts[parent] += counts[number]
    best = max(area, key=lambda n: (round(scores[n], 1), n), default=-1)
    # One paragraph is no article: where links cost its block more than the others brought, they
    # still stand together.
    while best > area.start and counts[best] == 1:
        best = tree.nodes[best].parent
    return best


def _furniture_in(
    tree: Tree, furniture: Sequence[bool], inside: Sequence[bool], block: int
) -> list[bool]:
    share = [0.0] * len(tree.nodes)
    for line in tree.lines:
        if line.node >= 0 and inside[line.node] and is_running(line):
            share[line.node] += len(line.text)
    for number in range(len(tree.nodes) - 1, max(block, 0), -1):
        if inside[number] and (parent := tree.nodes[number].parent) >= 0:
            share[parent] += share[number]
    # Names mislead: what holds three tenths of the article's text is no furniture, and where next
    # to nothing were left (each paragraph in its own card), none is.
    whole = share[block] if share else 0.0
    dropped = _dropped(tree, furniture, inside, [size <= 0.3 * whole for size in share])
    kept = sum(len(k.text) for k in tree.lines if is_running(k) and not dropped[k.node])
    outside = sum(len(k.text) for k in tree.lines if is_running(k) and not inside[k.node])
    if kept - outside >= 0.15 * whole:
        return dropped
    return _dropped(tree, [False] * len(tree.nodes), inside, [True] * len(tree.nodes))


def _dropped(
    tree: Tree, furniture: Sequence[bool], inside: Sequence[bool], small: Sequence[bool]
) -> list[bool]:
    dropped = [False] * len(tree.nodes)
    for number, node in enumerate(tree.nodes):
        # The block itself, whose parent is not in it, is never dropped.
        if inside[number] and node.parent >= 0 and inside[node.parent]:
            odd = furniture[number] or node.hidden
            dropped[number] = dropped[node.parent] or (odd and small[number])
    return dropped


def _flow(
    tree: Tree, inside: Sequence[bool], dropped: Sequence[bool], block: int
) -> frozenset[tuple[str, ...]]:
    counts: Counter[tuple[str, ...]] = Counter()
    for line in tree.lines:
        if line.node >= 0 and inside[line.node] and not dropped[line.node] and is_running(line):
            counts[path_to(tree, line.node, block)] += len(line.text)
    total = sum(counts.values())
    return frozenset(path for path, size in counts.items() if size >= 0.15 * total)
