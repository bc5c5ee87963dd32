"""Polls between an article's paragraphs: a question and what a reader may tick."""

from __future__ import annotations

from pipeline.cleaning.page.page_lines import Tree

_TICKED = frozenset({"radio", "checkbox"})
# One box is a consent; of two and more a reader chooses.
_LEAST = 2
# Lines beside the choices: the question, a note, buttons; what has more holds a text too.
_MOST_BESIDE = 4


def poll_nodes(tree: Tree) -> list[int]:
    """Return the blocks that are polls: all around the choices that hold little else."""
    boxes, lines = [0] * len(tree.nodes), [0] * len(tree.nodes)
    for number, element in enumerate(tree.elements):
        if element.tag == "input" and (element.get("type") or "").strip().lower() in _TICKED:
            boxes[number] = 1
    if sum(boxes) < _LEAST:
        return []
    for line in tree.lines:
        lines[line.node] += line.node >= 0
    for number in range(len(tree.nodes) - 1, 0, -1):
        if (parent := tree.nodes[number].parent) >= 0:
            boxes[parent] += boxes[number]
            lines[parent] += lines[number]
    return [
        number
        for number, count in enumerate(boxes)
        if count >= _LEAST and lines[number] <= count + _MOST_BESIDE
    ]
