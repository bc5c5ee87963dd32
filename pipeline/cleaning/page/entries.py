"""Entries of a list that goes on with a paragraph: six matters in a <ul>, prizes a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.cleaning.page.page_lines import Judged, Node, Tree
from pipeline.cleaning.page.shapes import is_linked

# What is shorter on average is buttons; one entry is no list.
_LEAST_SIZE, _LEAST_ENTRIES = 6, 2
# Why a line is left out that may be the article's all the same.
_ELSEWHERE = frozenset({"outside-article", "after-body"})


def entries_under(tree: Tree, labels: Sequence[Judged]) -> Iterator[int]:
    """Yield the entries of lists that stand beside a paragraph, right below it, and link nowhere.

    They are those of a <ul>, or paragraphs as it is one itself where it ends with a colon.
    """
    number = 0
    while number < len(labels):
        paragraph = number
        number += 1
        if labels[paragraph][0] != "body":
            continue
        found = []
        while number < len(labels) and _is_entry(tree, paragraph, number, labels):
            found.append(number)
            number += 1
        size = sum(len(tree.lines[n].text) for n in found)
        if len(found) >= _LEAST_ENTRIES and size >= _LEAST_SIZE * len(found):
            yield from found


def _is_entry(tree: Tree, paragraph: int, number: int, labels: Sequence[Judged]) -> bool:
    """Say whether a line is an entry of the list that stands beside `paragraph`."""
    line, nodes = tree.lines[number], tree.nodes
    if labels[number][2] not in _ELSEWHERE or is_linked(line) or line.linked or line.node < 0:
        return False
    announces, above = tree.lines[paragraph].text, nodes[tree.lines[paragraph].node]
    node = line.node
    if announces.endswith((":", "：")) and _alike(nodes[node]) == _alike(above):
        return not nodes[node].hidden
    while node >= 0 and nodes[node].tag != "li":
        node = nodes[node].parent
    if node < 0 or nodes[node].hidden:
        return False
    home, ranks = above.parent, nodes[nodes[node].parent]
    return home >= 0 and ranks.parent == home and not ranks.names


def _alike(node: Node) -> tuple[int, str, str]:
    """Return what a paragraph and the next one of its list share."""
    return node.parent, node.tag, node.names
