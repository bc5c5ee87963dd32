"""Which block of a page is the article, and what each line in and around it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.cleaning.page_marks import Marks
from pipeline.cleaning.pages import PageLine, Tree
from pipeline.models import Label, Struct

Judged = tuple[Label, float, str]

_STOPS = re.compile("[，。！？；：、,!?;…]")
_SENTENCE = re.compile("[。！？；…!?;][”’」』）)\"']?$|[：:]$")
_TIME = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}:\d{2}")


class Layout(Struct, frozen=True, kw_only=True):
    """The judged lines of a page: `block` is the article's node, `labels` one a line."""

    block: int
    labels: list[Judged]


def lay_out(tree: Tree, marks: Marks, *, title: str, block: int | None = None) -> Layout:
    """Return what each line of `tree` is.

    Args:
        tree: The page.
        marks: The words of page parts.
        title: The article's headline, where it is known.
        block: The article's node, where a site rule names it.
    """
    furniture = [marks.is_furniture(node.names) for node in tree.nodes]
    if block is None:
        block = article_block(tree, furniture)
    inside = below(tree, block)
    # A region is furniture only while it holds little of the article: names mislead.
    dropped = _furniture_in(tree, furniture, inside, block)
    flow = _flow(tree, inside, dropped, block)
    body = [
        number
        for number, line in enumerate(tree.lines)
        if line.node >= 0 and inside[line.node] and not dropped[line.node]
    ]
    good = [n for n in body if is_running(tree.lines[n])]
    first, last = (good[0], good[-1]) if good else (len(tree.lines), -1)
    in_flow = [n for n in good if _signature(tree, tree.lines[n].node, block) in flow]
    last_flow = in_flow[-1] if in_flow else last
    labels: list[Judged] = []
    wanted = set(body)
    for number, line in enumerate(tree.lines):
        if number not in wanted:
            labels.append(_outside(line, tree, marks, title))
            continue
        place = "before" if number < first else "after" if number > last_flow else "in"
        at_home = _signature(tree, line.node, block) in flow
        labels.append(_inside(line, marks, title, place=place, at_home=at_home))
    return Layout(block=block, labels=labels)


def is_running(line: PageLine) -> bool:
    """Say whether a line is running text: a sentence, or long with stops in it, mostly unlinked."""
    if line.linked * 2 > len(line.text):
        return False
    stops = len(_STOPS.findall(line.text))
    return len(line.text) >= 12 and (stops >= 2 or _SENTENCE.search(line.text) is not None)


def weight(line: PageLine) -> float:
    """Return how much a line speaks for its block being the article, in characters."""
    size = len(line.text)
    if line.linked * 2 > size:
        # A link costs at least ten characters, so that lists of short ones count.
        return -max(10.0, float(line.linked))
    stops = len(_STOPS.findall(line.text))
    if not stops:
        return 0.0 if size >= 20 or line.strong else -1.0
    # Thirty characters to a stop is the longest clause of ordinary prose.
    return float(min(size - line.linked, 30 * stops))


def article_block(tree: Tree, furniture: Sequence[bool]) -> int:
    """Return the node with the greatest sum of weights below it, the innermost such; -1 if none."""
    scores = [0.0] * len(tree.nodes)
    under = list(furniture)
    for number, node in enumerate(tree.nodes):
        if node.parent >= 0 and under[node.parent]:
            under[number] = True
    for line in tree.lines:
        if line.node >= 0 and not tree.nodes[line.node].hidden:
            value = weight(line)
            # Comments run on like articles; a tenth keeps them from drawing the block wide.
            scores[line.node] += value * 0.1 if under[line.node] and value > 0 else value
    for number in range(len(tree.nodes) - 1, 0, -1):
        parent = tree.nodes[number].parent
        if parent >= 0:
            scores[parent] += scores[number]
    return max(range(len(scores)), key=lambda n: (round(scores[n], 1), n), default=-1)


def below(tree: Tree, block: int) -> list[bool]:
    """Return for each node whether it is `block` or stands in it."""
    inside = [False] * len(tree.nodes)
    for number, node in enumerate(tree.nodes):
        inside[number] = number == block or (node.parent >= 0 and inside[node.parent])
    return inside


def _furniture_in(
    tree: Tree, furniture: Sequence[bool], inside: Sequence[bool], block: int
) -> list[bool]:
    """Return for each node in the article whether it is hidden or furniture there."""
    share = [0.0] * len(tree.nodes)
    for line in tree.lines:
        if line.node >= 0 and inside[line.node] and is_running(line):
            share[line.node] += len(line.text)
    for number in range(len(tree.nodes) - 1, block, -1):
        parent = tree.nodes[number].parent
        if parent >= 0 and inside[number]:
            share[parent] += share[number]
    limit = 0.3 * share[block] if block >= 0 and share else 0.0
    dropped = [False] * len(tree.nodes)
    for number, node in enumerate(tree.nodes):
        if not inside[number] or number == block:
            continue
        above = node.parent >= 0 and dropped[node.parent]
        odd = furniture[number] or node.hidden
        dropped[number] = above or (odd and share[number] <= limit)
    return dropped


def _signature(tree: Tree, node: int, block: int) -> tuple[str, ...]:
    """Return the tags from the article's block down to `node`, eight at most."""
    tags: list[str] = []
    while node not in {block, -1} and len(tags) < 8:
        tags.append(tree.nodes[node].tag)
        node = tree.nodes[node].parent
    return tuple(reversed(tags))


def _flow(
    tree: Tree, inside: Sequence[bool], dropped: Sequence[bool], block: int
) -> set[tuple[str, ...]]:
    """Return the signatures that the article's paragraphs share."""
    counts: Counter[tuple[str, ...]] = Counter()
    for line in tree.lines:
        if line.node >= 0 and inside[line.node] and not dropped[line.node] and is_running(line):
            counts[_signature(tree, line.node, block)] += len(line.text)
    total = sum(counts.values())
    return {signature for signature, size in counts.items() if size >= 0.15 * total}


def _outside(line: PageLine, tree: Tree, marks: Marks, title: str) -> Judged:
    if title and same_words(line.text, title):
        return ("headline", 0.9, "headline") if line.heading else ("other", 0.6, "title-again")
    if line.node >= 0 and tree.nodes[line.node].hidden:
        return "other", 0.9, "hidden"
    if line.linked * 2 > len(line.text):
        return "link", 0.95, "linked"
    if marks.marker.match(line.text):
        return "marker", 0.7, "marker"
    if marks.credit.match(line.text):
        return "credit", 0.6, "credit"
    return "other", 0.9, "outside-article"


def _inside(line: PageLine, marks: Marks, title: str, *, place: str, at_home: bool) -> Judged:
    """Return what a line in the article's block is; `at_home` says it stands like a paragraph."""
    text, size = line.text, len(line.text)
    running = is_running(line)
    if title and place == "before" and same_words(text, title):
        return "headline", 0.95, "headline"
    if size < 160 and marks.credit.match(text) and not (running and size > 60):
        return "credit", 0.9, "credit"
    if size < 300 and marks.disclaimer.match(text):
        return "other", 0.9, "disclaimer"
    if line.linked * 2 > size:
        return "link", 0.9, "linked"
    if size < 60 and marks.marker.match(text):
        return "marker", 0.85, "marker"
    if place == "before" and not at_home:
        return ("other", 0.7, "time-line") if _TIME.search(text) else ("other", 0.7, "before-body")
    if place == "after" and not at_home:
        return "other", 0.8, "after-body"
    if place == "in" and not at_home and not running and size < 12 and not line.heading:
        return "other", 0.55, "short-aside"
    return "body", 0.95 if running else 0.8, "running" if running else "in-flow"


def same_words(left: str, right: str) -> bool:
    """Say whether two lines are one headline: equal but for spaces."""
    return "".join(left.split()) == "".join(right.split())
