"""Which block of a page is the article: the one with the most running text and the fewest links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.cleaning.page.furniture import furniture_in
from pipeline.cleaning.page.known_words import Marks
from pipeline.cleaning.page.page_lines import PageLine, Tree
from pipeline.cleaning.page.polls import poll_nodes
from pipeline.cleaning.page.repeated_blocks import has_text_beside, repeated_nodes
from pipeline.cleaning.page.shapes import is_linked, is_running
from pipeline.cleaning.page.site_rules import SiteRule, body_node, dropped_nodes
from pipeline.cleaning.page.under_headline import Article, article_under
from pipeline.cleaning.page.weights import bare_weight, weights_of
from pipeline.types.articles import Struct

# Elements between a line and its block that are looked at: so deep a nesting tells no more, and
# must not cost time.
_DEEPEST = 8
# What its name calls furniture keeps a tenth of its weight and not none: names are wrong now and
# then, and an article in such a block is still to be found. Chosen, not measured.
_FURNITURE = 0.1
# Two sentences: a ruled block with less is a frame that a script fills later.
_LEAST_TEXT = 60
# Where the text under the headline is so many times that of the rule's block, the block is broken.
_LEAST_SHARE = 3


class Block(Struct, frozen=True, kw_only=True):
    """The article's block, with what each node of the page is to it.

    `node` indexes `Tree.nodes`, -1 when the page has none; `inside` and `dropped` are one a node:
    whether it stands in the block, and whether it is hidden or furniture there. `flow` holds the
    tag paths that the article's paragraphs share. `under` is what stands under the headline.
    `sure` is False where another block may be the article; `ruled` says that a rule named it.
    """

    node: int
    inside: list[bool]
    dropped: list[bool]
    flow: frozenset[tuple[str, ...]]
    under: Article = Article()
    sure: bool = True
    ruled: bool = False

    def holds(self, number: int, line: PageLine) -> bool:
        """Say whether a line stands in the article and not in furniture there."""
        if self.under.foreign and self.under.foreign[number]:
            return False
        return line.node >= 0 and self.inside[line.node] and not self.dropped[line.node]


def find_block(tree: Tree, marks: Marks, rule: SiteRule | None = None, *, title: str = "") -> Block:
    """Return the article's block: the one that the site's rule names, if it holds text.

    Else it is sought among what stands under the headline `title`, where the page shows it.
    """
    furniture = [marks.is_furniture(each.names) for each in tree.nodes]
    for number in [*(dropped_nodes(rule, tree) if rule else ()), *poll_nodes(tree)]:
        furniture[number] = True
    running = [is_running(line) for line in tree.lines]
    linked = [is_linked(line) for line in tree.lines]
    records = repeated = repeated_nodes(tree, running, linked)
    if not has_text_beside(tree, repeated, running, furniture):
        records = [False] * len(tree.nodes)
    slight = [each or record for each, record in zip(furniture, records, strict=True)]
    ruled = _area(tree, rule)
    under = article_under(
        tree, marks, title, running=running, furniture=furniture, records=repeated
    )
    if ruled and _is_part(tree, ruled, under):
        ruled = None
    if ruled:
        area, under = ruled, Article()
    else:
        area = _subtree(tree, max(0, under.node))
        if under.headline >= 0 and repeated[tree.lines[under.text.index(True)].node]:
            # The article, or each of its parts, is one of many alike.
            records = [each and n not in area for n, each in enumerate(records)]
            slight = [a or b for a, b in zip(furniture, records, strict=True)]
    weights = weights_of(tree.lines, running, marks, under)
    node = _heaviest(tree, slight, area, weights)
    inside = _inside(tree, node)
    if not any(runs and inside[k.node] for k, runs in zip(tree.lines, running, strict=True)):
        # A poem, a page of captions: no sentence anywhere.
        node = _heaviest(tree, slight, area, [bare_weight(k, marks) for k in tree.lines])
        inside = _inside(tree, node)
    own = running
    if under.headline >= 0:
        own = [a and not b for a, b in zip(running, under.foreign, strict=True)]
    dropped = furniture_in(tree, furniture, inside, node, records, own)
    flow = _flow(tree, inside, dropped, node)
    block = Block(
        node=node, inside=inside, dropped=dropped, flow=flow, under=under, ruled=bool(ruled)
    )
    if not ruled:
        rivals = [a or b for a, b in zip(furniture, repeated, strict=True)]
        return replace(block, sure=_is_sure(tree, block, weights, rivals))
    return block


def _is_sure(tree: Tree, block: Block, weights: Sequence[float], odd: Sequence[bool]) -> bool:
    """Say whether nothing else of the page may be the article.

    With no headline above it, no other block may weigh half as much: as long as there is another
    text, which of them is meant is a guess.
    """
    if block.under.headline >= 0:
        return block.under.sure
    under = list(odd)
    for number, node in enumerate(tree.nodes):
        under[number] |= node.hidden or (node.parent >= 0 and under[node.parent])
    mine = other = 0.0
    for number, line in enumerate(tree.lines):
        if weights[number] <= 0 or line.node < 0:
            continue
        if block.holds(number, line):
            mine += weights[number]
        elif not under[line.node]:
            other += weights[number]
    return 2 * other <= mine


def _area(tree: Tree, rule: SiteRule | None) -> range | None:
    """Return the nodes in the block that a rule names, None where it holds no text."""
    node = body_node(rule, tree) if rule else None
    if node is None:
        return None
    area = _subtree(tree, node)
    text = (line for line in tree.lines if line.node in area and is_running(line))
    return area if sum(len(line.text) for line in text) >= _LEAST_TEXT else None


def _is_part(tree: Tree, ruled: range, under: Article) -> bool:
    """Say whether a rule's block ends early: broken markup closes it after the first paragraph.

    Most of what surely stands under the headline is then beside it.
    """
    if under.headline < 0 or not under.sure:
        return False
    held = whole = 0
    for line, taken in zip(tree.lines, under.text, strict=True):
        whole += len(line.text) * taken
        held += len(line.text) * (taken and line.node in ruled)
    return 0 < _LEAST_SHARE * held < whole


def _subtree(tree: Tree, node: int) -> range:
    """Return a node and all below it: one run in document order."""
    end = node + 1
    while end < len(tree.nodes) and tree.nodes[end].parent >= node:
        end += 1
    return range(node, min(end, len(tree.nodes)))


def _inside(tree: Tree, block: int) -> list[bool]:
    inside = [False] * len(tree.nodes)
    for number, node in enumerate(tree.nodes):
        inside[number] = number == block or (node.parent >= 0 and inside[node.parent])
    return inside


def path_to(tree: Tree, node: int, block: int) -> tuple[str, ...]:
    """Return the tags from the article's block down to `node`, eight at most."""
    tags: list[str] = []
    while node not in {block, -1} and len(tags) < _DEEPEST:
        tags.append(tree.nodes[node].tag)
        node = tree.nodes[node].parent
    return tuple(reversed(tags))


def _heaviest(tree: Tree, furniture: Sequence[bool], area: range, weights: Sequence[float]) -> int:
    """Return the node of `area` with the greatest sum of weights below it, the innermost such."""
    scores = [0.0] * len(tree.nodes)
    counts = [0] * len(tree.nodes)
    under = list(furniture)
    for number, node in enumerate(tree.nodes):
        under[number] |= node.parent >= 0 and under[node.parent]
    for line, weight in zip(tree.lines, weights, strict=True):
        if line.node >= 0 and not tree.nodes[line.node].hidden:
            # Comments run on like articles; a tenth keeps them from drawing the block wide.
            slight = weight > 0 and under[line.node]
            scores[line.node] += weight * (_FURNITURE if slight else 1.0)
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


def _flow(
    tree: Tree, inside: Sequence[bool], dropped: Sequence[bool], block: int
) -> frozenset[tuple[str, ...]]:
    """Return the tag paths that running text has in the article; of any text where none runs."""
    held = [k for k in tree.lines if k.node >= 0 and inside[k.node] and not dropped[k.node]]
    lines = [k for k in held if is_running(k)] or [k for k in held if not is_linked(k)]
    counts: Counter[tuple[str, ...]] = Counter()
    for line in lines:
        counts[path_to(tree, line.node, block)] += len(line.text)
    # What holds less than a seventh of the text is a box or a caption. Chosen, not measured.
    total = sum(counts.values())
    return frozenset(path for path, size in counts.items() if size >= 0.15 * total)
