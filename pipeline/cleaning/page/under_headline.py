"""What stands under a page's headline as its article, and what begins something else there.

The first paragraph below the headline is the article's, however short it is. From it the tree is
walked upwards: what stands beside it goes on with the article, until a block has a heading of its
own, rules and dialogs, or another article's headline and time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from pipeline.cleaning.page.beside import Beside
from pipeline.cleaning.page.known_words import Marks
from pipeline.cleaning.page.page_lines import Tree
from pipeline.cleaning.page.shapes import is_linked
from pipeline.cleaning.page.survey import INFO_NEAR, STRONG, Survey
from pipeline.types.articles import Struct

# Lines between a headline and its first paragraph: tools and cards, but not a whole list.
_FARTHEST = 40
# Lines that say the headline again; a page has it in a bar, in its path and above the text.
_MOST_HEADLINES = 8
# The pictures of a series are counted behind their headline: (5/7).
_COUNT = re.compile(r"[(（\[【]?\d{1,3}[/／]\d{1,3}[)）\]】]?$")


class Article(Struct, frozen=True, kw_only=True):
    """Where the headline stands, and what its article is.

    `headline` is the headline's line, -1 for a page that shows none above a paragraph: then nothing
    else is known. `node` is the block around all of the article's paragraphs, `text` says of each
    line whether it is one of them, `foreign` of each whether it stands in something else.
    `sure` is False where what was left out is more than what was taken, and by its place alone.
    """

    headline: int = -1
    node: int = -1
    text: list[bool] = []
    foreign: list[bool] = []
    sure: bool = True


def article_under(
    tree: Tree,
    marks: Marks,
    title: str,
    *,
    running: Sequence[bool],
    furniture: Sequence[bool],
    records: Sequence[bool],
) -> Article:
    """Return the article under the headline `title`.

    Args:
        tree: The page.
        marks: The words by which parts of a page are known.
        title: The headline; it must be a line of the page.
        running: Whether each line is running text.
        furniture: Whether each node is furniture by its names.
        records: Whether each node is one of many alike.
    """
    if not title:
        return Article()
    survey = Survey(tree, marks, title, running, furniture, records)
    best: tuple[tuple[int, int], int, int] | None = None
    for number, rank in islice(_headlines(tree, title), _MOST_HEADLINES):
        # Where the headline is of one of many alike, or nothing but they stand below it, they are
        # articles, or the parts of one.
        if not rank and _is_foot(survey, number):
            continue
        first = -1
        if not records[tree.lines[number].node]:
            first = _first_paragraph(survey, number, furniture, records)
        if first < 0:
            first = _first_paragraph(survey, number, furniture, ())
        if first >= 0 and (best is None or (rank, number - first) > best[0]):
            best = (rank, number - first), number, first
    if best is None:
        return Article()
    return _Walk(survey, best[1], best[2]).article()


def _headlines(tree: Tree, title: str) -> Iterator[tuple[int, int]]:
    """Yield the lines that are the headline, and how much each looks like it."""
    bare = "".join(title.split())
    if not bare:
        return
    for number, line in enumerate(tree.lines):
        if line.node < 0 or len(line.text) < len(bare) or line.text[0] != bare[0]:
            continue
        said = "".join(line.text.split())
        if tree.nodes[line.node].hidden or bare not in {said, _COUNT.sub("", said)}:
            continue
        if line.heading:
            yield number, 3 if line.heading == 1 else 2
        elif line.linked * 2 <= len(line.text):
            yield number, int("title" in tree.nodes[line.node].names.lower())


def _is_foot(at: Survey, headline: int) -> bool:
    """Say whether a site's name stands at the foot of its page: rights follow, text is above."""
    below = at.tree.lines[headline + 1 : headline + 1 + INFO_NEAR]
    claims = any(at.marks.claims(line.text) for line in below)
    return claims and 2 * at.sizes[headline] > at.sizes[-1]


def _first_paragraph(
    at: Survey, headline: int, furniture: Sequence[bool], records: Sequence[bool]
) -> int:
    """Return the first paragraph below a headline that is in no odd block, else -1.

    Odd is a record, and a block by its name, unless it seems to be the article. A block that
    holds the headline too is not odd, whatever it is called.
    """
    nodes = at.tree.nodes
    limit = min(len(at.prose), headline + 1 + _FARTHEST)
    number = at.next_good(headline + 1, limit)
    while number < limit:
        node, odd = at.tree.lines[number].node, -1
        while not at.holds(node, headline):
            if furniture[node] or (records and records[node]):
                odd = node
            node = nodes[node].parent
        if odd < 0:
            return number
        after = at.next_good(max(at.end[odd], number + 1), limit)
        headed = after >= limit or at.next_label[at.end[odd]] < after
        if not (records and records[odd]) and (at.size(odd) >= STRONG or headed):
            return number
        number = after
    return -1


class _Walk:
    """The way from the first paragraph up to the root; each block beside it is judged once."""

    def __init__(self, survey: Survey, headline: int, first: int) -> None:
        self.at = survey
        self.headline, self.start = headline, first
        count = len(survey.prose)
        self.text = [False] * count
        self.foreign = [False] * count
        self.taken = 0
        self.beside = Beside(survey)
        self.stop = self._next_headline()

    def article(self) -> Article:
        for number in range(self.stop, len(self.foreign)):
            self.foreign[number] = True
        waiting = [(self.start, 0)]
        while waiting:
            first, top = waiting.pop()
            waiting.extend(self._climb(first, top))
        return Article(
            headline=self.headline,
            node=_around(self.at.tree, self.text),
            text=self.text,
            foreign=self.foreign,
            sure=self.beside.doubtful <= max(self.taken, STRONG),
        )

    def _next_headline(self) -> int:
        """Return the line where another article begins among the paragraphs of this one."""
        at, lines, nodes = self.at, self.at.tree.lines, self.at.tree.nodes
        mine = lines[self.headline]
        shape = mine.heading, nodes[mine.node].tag, nodes[mine.node].names
        for number in range(self.start + 1, len(lines)):
            line = lines[number]
            if line.text == mine.text or line.node < 0 or is_linked(line):
                continue
            alike = (line.heading, nodes[line.node].tag, nodes[line.node].names) == shape
            if alike and (shape[2] or line.heading == 1):
                info = at.next_info[number]
                if number < info <= number + INFO_NEAR and info < at.next_prose[number + 1]:
                    return number
        return len(lines)

    def _climb(self, first: int, top: int) -> Iterator[tuple[int, int]]:
        """Judge what stands beside the way from a paragraph up to `top`; yield what goes on."""
        at, nodes = self.at, self.at.tree.nodes
        node, below = at.tree.lines[first].node, -1
        self._take(first, first + 1)
        while node >= 0:
            # Text straight in the block, beside its blocks.
            own = self._own_lines(node, first)
            for number in own:
                self._take(number, number + 1)
            outer = below >= 0 and at.holds(below, self.headline)
            beside = [n for n in at.children[node] if n != below and at.size(n)]
            last = max((at.first[n] for n in beside if self.beside.is_plain(n, below)), default=-1)
            last = max(last, own[-1] if own else -1)
            alike: dict[tuple[str, str], int] = {}
            for n in beside:
                alike[at.kind(n)] = alike.get(at.kind(n), 0) + 1
            for n in beside:
                if at.first[n] < first:
                    self._judge_before(n, below)
                    continue
                if outer:
                    goes_on = self.beside.goes_on_outside(n, below, self.taken)
                else:
                    goes_on = self.beside.goes_on_inside(
                        n, below, self.taken, last=last, alike=alike[at.kind(n)]
                    )
                if not goes_on:
                    self._leave(n)
                elif at.children[n]:
                    good = at.next_good(at.first[n], at.end[n])
                    yield good if good < at.end[n] else at.next_prose[at.first[n]], n
                else:
                    self._take_all(n)
            if node == top:
                return
            node, below = nodes[node].parent, node

    def _own_lines(self, node: int, first: int) -> list[int]:
        at = self.at
        lines = [n for n in at.owns[node] if n >= first and at.prose[n]]
        # Beside the first paragraph, not about it, they go on with it.
        beside = at.tree.lines[first].node == node
        return lines if beside else [n for n in lines if not at.is_said(n)]

    def _judge_before(self, node: int, below: int) -> None:
        """Judge a block before the first paragraph: above the headline nothing is the article."""
        at = self.at
        if at.end[node] <= self.headline:
            self._leave(node)
        elif at.is_dialog(node):
            # Among paragraphs like it, it is one: an article may tell of rules.
            (self._take_all if self.beside.is_like(node, below) else self._leave)(node)

    def _take(self, start: int, end: int) -> None:
        at = self.at
        for number in range(start, min(end, self.stop)):
            if at.prose[number] and not self.text[number]:
                self.text[number] = True
                self.taken += len(at.tree.lines[number].text)

    def _take_all(self, node: int) -> None:
        self._take(self.at.first[node], self.at.end[node])

    def _leave(self, node: int) -> None:
        for number in range(self.at.first[node], self.at.end[node]):
            self.foreign[number] = True


def _around(tree: Tree, taken: Sequence[bool]) -> int:
    """Return the innermost block around the lines that are taken."""
    counts = [0] * len(tree.nodes)
    for line, each in zip(tree.lines, taken, strict=True):
        counts[line.node] += each
    whole = sum(counts)
    for number in range(len(tree.nodes) - 1, 0, -1):
        if counts[number] == whole:
            return number
        if (parent := tree.nodes[number].parent) >= 0:
            counts[parent] += counts[number]
    return 0
