"""A headline that its lines hide: broken in two, or with a badge (原创, 独家) glued to it.

Everything else asks for the line that is the headline; these pages have none until it is whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.cleaning.page.meta import PageMeta, bare_text, first_part
from pipeline.cleaning.page.page_lines import PageLine, Tree

# A title that is shorter is found in lines by chance.
_SHORTEST = 8
# So many lines a headline is broken into, and the shortest of them.
_MOST_LINES, _LEAST_LINE = 3, 2
# The longest badge: 原创, 【独家】, 视频.
_BADGE = 4


def with_whole_headline(tree: Tree, meta: PageMeta) -> Tree | None:
    """Return `tree` with the headline of its document on a line of its own, None where it has it.

    Lines that together are the document's title become one; a badge becomes a line beside it.
    """
    given = meta.tags.get("og:title", "")
    wanted = {bare_text(first_part(title)) for title in (meta.page_title, given)}
    wanted = {each for each in wanted if len(each) >= _SHORTEST}
    if not wanted or (meta.sure and bare_text(meta.title) in wanted):
        return None
    longest = 2 * max(map(len, wanted))
    said = f"{bare_text(meta.page_title)}\n{bare_text(given)}"
    for number, line in enumerate(tree.lines):
        if line.node < 0 or line.links or tree.nodes[line.node].hidden:
            continue
        bare = bare_text(line.text) if len(line.text) <= longest else ""
        for title in wanted:
            count = 1
            found: Sequence[PageLine] = ()
            if parts := _broken(tree, number, bare, title):
                count, found = len(parts), [_joined(parts)]
            elif title in bare and bare not in said and len(bare) - len(title) <= _BADGE:
                found = _apart(line, title, size=len(bare) - len(title))
            if found:
                lines = [*tree.lines[:number], *found, *tree.lines[number + count :]]
                return replace(tree, lines=lines)
    return None


def _broken(tree: Tree, first: int, bare: str, title: str) -> Sequence[PageLine]:
    """Return the lines from `first` on that are `title` together, none where they are not."""
    found = []
    for line in tree.lines[first : first + _MOST_LINES]:
        if line.links or not _are_beside(tree, first, line):
            break
        found.append(line)
        bare = bare if len(found) == 1 else bare + bare_text(line.text)
        if not title.startswith(bare) or len(line.text) < _LEAST_LINE:
            break
        if bare == title:
            return found if len(found) > 1 else ()
    return ()


def _are_beside(tree: Tree, first: int, line: PageLine) -> bool:
    """Say whether a line stands in the block of line `first`, or in one like it beside that."""
    left, right = tree.lines[first].node, line.node
    if left == right or right < 0:
        return left == right
    one, other = tree.nodes[left], tree.nodes[right]
    return one.parent == other.parent and one.tag == other.tag


def _joined(lines: Sequence[PageLine]) -> PageLine:
    return replace(
        lines[0],
        text=" ".join(line.text for line in lines),
        strong=sum(line.strong for line in lines) + len(lines) - 1,
    )


def _apart(line: PageLine, title: str, *, size: int) -> Sequence[PageLine]:
    """Return a line as two, the badge of `size` characters apart from the headline."""
    for at in (size, len(line.text) - size):
        texts = line.text[:at].strip(), line.text[at:].strip()
        if all(texts) and title in map(bare_text, texts):
            return [
                replace(line, text=text, strong=len(text) if line.strong else 0) for text in texts
            ]
    return ()
