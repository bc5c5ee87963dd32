"""The headline of a page whose document's title is no help: the heading nearest above its text."""

from __future__ import annotations

from pipeline.cleaning.page.block import Block
from pipeline.cleaning.page.page_lines import Tree
from pipeline.cleaning.page.shapes import is_info, is_linked, is_prose

# Lines between a headline and its text: byline, time, source, font sizes, share buttons.
_ABOVE = 15


def headline_in(tree: Tree, block: Block) -> str:
    """Return the heading nearest before the article's text, for a page whose title is no help."""
    found = above = last = ""
    heads = 0
    for number, line in enumerate(tree.lines):
        held = block.holds(number, line)
        if held and is_prose(line, ""):
            # What lies farther up than a headline's neighbourhood belongs to the site.
            return found if found and number - heads <= _ABOVE else above
        node = tree.nodes[line.node] if line.node >= 0 else None
        if node is None or node.hidden or is_linked(line) or not 6 <= len(line.text) <= 80:
            continue
        if is_info(line.text):
            # With no heading, the line above that of time and source is the headline.
            above = above or last
        last = line.text
        if (line.heading or "title" in node.names.lower()) and not is_info(line.text):
            found, heads = line.text, number
    return ""


def is_above(tree: Tree, block: Block, title: str) -> bool:
    """Say whether a headline stands above half of the article: a site names itself at the foot."""
    bare = "".join(title.split())
    seen, below, whole = False, 0, 0
    for number, line in enumerate(tree.lines):
        seen = seen or "".join(line.text.split()).startswith(bare)
        if block.holds(number, line) and is_prose(line, title):
            whole += len(line.text)
            below += len(line.text) * seen
    # Where no line says the headline whole, its words are as good as they are.
    return not seen or 2 * below >= whole
