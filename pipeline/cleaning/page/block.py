"""Which block of a page is the article: the one with the most running text and the fewest links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.cleaning.page.furniture import furniture_in
from pipeline.cleaning.page.known_words import Marks
from pipeline.cleaning.page.page_lines import PageLine, Tree
from pipeline.cleaning.page.repeated_blocks import record_nodes
from pipeline.cleaning.page.shapes import STOPS, is_info, is_linked, is_running
from pipeline.cleaning.page.site_rules import SiteRule, body_node, dropped_nodes
from pipeline.types.articles import Struct

# Elements between a line and its block that are looked at: so deep a nesting tells no more, and
# must not cost time.
_DEEPEST = 8
# Two lines to each side: a comment with its name, date and two buttons fills that window.
_NEAR = 2
# Characters from which a line counts as running text though it has no stop, and the most that a
# line weighs on a page without a sentence. Chosen, not measured.
_LONG = 25
# What its name calls furniture keeps a tenth of its weight and not none: names are wrong now and
# then, and an article in such a block is still to be found. Chosen, not measured.
_FURNITURE = 0.1
# A site's statement of itself weighs like a link: a short article above it is not drawn down to it.
_FOOT = -10.0
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
    running = [is_running(line) for line in tree.lines]
    linked = [is_linked(line) for line in tree.lines]
    records = record_nodes(tree, running, linked, furniture)
    slight = [each or record for each, record in zip(furniture, records, strict=True)]
    area = _area(tree, rule)
    dense = _density(tree.lines)
    weights = [
        _FOOT if marks.statement.search(line.text) else _weight(line, near)
        for line, near in zip(tree.lines, dense, strict=True)
    ]
    node = _heaviest(tree, slight, area, weights)
    inside = _inside(tree, node)
    if not any(runs and inside[k.node] for k, runs in zip(tree.lines, running, strict=True)):
        # A poem, a page of captions: no sentence anywhere.
        node = _heaviest(tree, slight, area, [_bare_weight(k, marks) for k in tree.lines])
        inside = _inside(tree, node)
    dropped = furniture_in(tree, furniture, inside, node, records)
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


def _weight(line: PageLine, near: float) -> float:
    """Return how much a line speaks for its block being the article, in characters.

    `near` says how much of what stands about it is running text.
    """
    size = len(line.text)
    if is_linked(line):
        # A link costs at least ten characters, so that lists of short ones count.
        return -max(10.0, float(line.linked))
    stops = len(STOPS.findall(line.text))
    if not stops:
        return 0.0 if size >= 20 or line.strong else -1.0
    # Thirty characters to a stop is the longest clause of ordinary prose.
    return float(min(size - line.linked, 30 * stops)) * near


def _bare_weight(line: PageLine, marks: Marks) -> float:
    """Return how much a line speaks for its block where no line of the page is a sentence."""
    text = line.text
    if is_linked(line):
        return -max(10.0, float(line.linked))
    known = marks.marker.match(text) or marks.credit.match(text) or marks.disclaimer.match(text)
    if line.heading or known or marks.rights.search(text) or is_info(text):
        return 0.0
    return float(min(len(text), _LONG)) if len(text) >= 4 else 0.0


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
