"""What stands in an article's block and is not the article: buttons, cards, comments, notices."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.cleaning.page.page_lines import PageLine, Tree
from pipeline.cleaning.page.shapes import is_linked, is_running

# Fewer hidden paragraphs are a notice that a script may show.
_LEAST_FOLDED = 2


def furniture_in(
    tree: Tree,
    furniture: Sequence[bool],
    inside: Sequence[bool],
    block: int,
    records: Sequence[bool],
    running: Sequence[bool],
) -> list[bool]:
    """Return for each node whether it is left out of the article.

    `running` says of each line whether it is running text, and not known to be of something else.
    """
    share = [0.0] * len(tree.nodes)
    for line, runs in zip(tree.lines, running, strict=True):
        if runs and line.node >= 0 and inside[line.node] and not records[line.node]:
            share[line.node] += len(line.text)
    for number in range(len(tree.nodes) - 1, max(block, 0), -1):
        if inside[number] and (parent := tree.nodes[number].parent) >= 0:
            share[parent] += share[number]
    # Names mislead: what holds three tenths of the article's text is no furniture, and where next
    # to nothing were left (each paragraph in its own card), none is. Parts chosen, not measured.
    whole = share[block] if share else 0.0
    # Records were left out of the sums: however much they hold, they are small.
    small = [size <= 0.3 * whole for size in share]
    unfolded = set(_folded(tree, inside))
    for number, node in enumerate(tree.nodes):
        if number in unfolded or node.parent in unfolded:
            unfolded.add(number)
            small[number] = False
    dropped = _dropped(
        tree, [a or b for a, b in zip(furniture, records, strict=True)], inside, small
    )
    kept = outside = 0
    for number, line in enumerate(tree.lines):
        if not running[number]:
            continue
        kept += len(line.text) * (not dropped[line.node])
        beside = not (inside[line.node] or records[line.node])
        outside += len(line.text) * beside
    if kept - outside >= 0.15 * whole:
        return dropped
    return _dropped(tree, [False] * len(tree.nodes), inside, [True] * len(tree.nodes))


def _folded(tree: Tree, inside: Sequence[bool]) -> list[int]:
    """Return the hidden blocks of the article that hold its rest, until a reader unfolds it.

    They run on as the article does, without links, and say what it has not said yet.
    """
    seen = {line.text for line in tree.lines if line.node >= 0 and not tree.nodes[line.node].hidden}
    texts: dict[int, list[PageLine]] = {}
    for line in tree.lines:
        node = line.node
        if node < 0 or not inside[node] or not tree.nodes[node].hidden:
            continue
        while (parent := tree.nodes[node].parent) >= 0 and tree.nodes[parent].hidden:
            node = parent
        texts.setdefault(node, []).append(line)
    return [
        node
        for node, lines in texts.items()
        if sum(is_running(line) for line in lines) >= max(_LEAST_FOLDED, len(lines) / 2)
        and not any(is_linked(line) or line.text in seen for line in lines)
    ]


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
