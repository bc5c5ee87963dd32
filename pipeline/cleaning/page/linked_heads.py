"""Heads of an article's parts that are links: a digest links each to the report that it sums up."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.cleaning.page.page_lines import Judged, Tree
from pipeline.cleaning.page.shapes import is_running

# Fewer links over paragraphs are chance: an article's own 相关阅读 stands between them too.
_LEAST = 3
_SHORTEST, _LONGEST = 8, 45
# The share of a head's pairs of characters that the paragraph under it says again. What leads
# elsewhere says less of it; one such link, and none is a head.
_SHARED = 0.5


def linked_heads(tree: Tree, labels: Sequence[Judged]) -> Sequence[int]:
    """Return the linked lines that stand over a paragraph each, which tells what they say."""
    lines, nodes = tree.lines, tree.nodes
    found = []
    for number in range(1, len(lines) - 1):
        head, under = lines[number], lines[number + 1]
        if labels[number][0] != "link" or labels[number + 1][0] != "body":
            continue
        if nodes[head.node].parent != nodes[under.node].parent or not is_running(under):
            continue
        if nodes[head.node].tag != nodes[under.node].tag or labels[number - 1][0] == "link":
            continue
        if not _is_said(head.text, under.text):
            return ()
        found.append(number)
    return found if len(found) >= _LEAST else ()


def _is_said(head: str, paragraph: str) -> bool:
    pairs = {head[n : n + 2] for n in range(len(head) - 1)}
    said = sum(pair in paragraph for pair in pairs)
    return _SHORTEST <= len(head) <= _LONGEST and said >= _SHARED * len(pairs)
