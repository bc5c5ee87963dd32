"""Whether a block beside an article's paragraphs goes on with it, or begins something else."""

from __future__ import annotations

from pipeline.cleaning.page.shapes import is_linked, terms_of
from pipeline.cleaning.page.survey import LEAST_TERMS, STRONG, Survey

# The heading of a box that closes an article: 新闻背景, 名词解释.
_BOX = 10
# What is longer is no lead; of an alphabet it has twice the characters. Chosen, not measured.
_LEAD = 2 * STRONG
# Links of which a list consists; an article has one or two between its paragraphs.
_LEAST_LINKS = 3
# How many of the headline's terms a whole article says again. Chosen, not measured.
_SPOKEN = 0.4


class Beside:
    """Judges blocks one after another; `doubtful` counts what was left out by its place alone.

    `node` is the block, `below` the one beside it on the way up from the first paragraph (-1:
    none), `taken` how many characters the article has so far.
    """

    def __init__(self, survey: Survey) -> None:
        self.at = survey
        self.doubtful = 0

    def is_like(self, node: int, below: int) -> bool:
        """Say whether a block is a paragraph as the one on the way is one."""
        at = self.at
        if below < 0 or max(at.end[n] - at.first[n] for n in (node, below)) > 1:
            return False
        # A paragraph in a block of its own is none of those that stand straight beside it.
        depths = [at.tree.lines[at.first[n]].node == n for n in (node, below)]
        return at.kind(node)[0] == at.kind(below)[0] and depths[0] == depths[1]

    def is_plain(self, node: int, below: int) -> bool:
        """Say whether a block is as the one on the way is, and has no heading of its own."""
        at = self.at
        return below >= 0 and at.kind(node) == at.kind(below) and not at.has_label(node)

    def goes_on_outside(self, node: int, below: int, taken: int) -> bool:
        """Say whether a block outside the headline's own is of the article."""
        at = self.at
        if at.is_dialog(node):
            return self.is_like(node, below)
        if at.is_article(node) or at.is_repeated(node):
            return False
        if self._is_main(node, taken):
            return True
        if at.has_label(node):
            head = at.tree.lines[at.next_label[at.first[node]]]
            self.doubtful += 0 if is_linked(head) or not head.heading else at.size(node)
            return False
        same = below >= 0 and at.kind(node) == at.kind(below)
        goes_on = same or (taken < STRONG and not at.has_headline(node))
        self.doubtful += 0 if goes_on else at.size(node)
        return goes_on

    def goes_on_inside(self, node: int, below: int, taken: int, *, last: int, alike: int) -> bool:
        """Say whether a block in the headline's own, after the first paragraph, is of the article.

        `last` is the last line beside it that goes on plainly, `alike` how many are as it is.
        """
        at = self.at
        if self.is_like(node, below):
            return True
        if at.is_dialog(node) or self._is_feed(node):
            return False
        same, first = below >= 0 and at.kind(node) == at.kind(below), at.first[node]
        if not at.has_label(node):
            # A name tells where there is an article already, and less in the block than in that.
            named = at.furniture[node] and not same
            return not (named and at.size(node) < taken >= STRONG)
        if at.next_marker[first] < at.next_prose[first] or at.is_article(node):
            return False
        # A box that closes the article (新闻背景) stands among its paragraphs and is named in few
        # words; parts come in twos.
        head = at.tree.lines[at.next_label[first]]
        among = below >= 0 and not at.children[below] and not is_linked(head)
        box = alike > 1 or (at.size(node) < taken and len(head.text) <= _BOX)
        if same or first < last or (among and box):
            return True
        self.doubtful += at.size(node)
        return False

    def _is_main(self, node: int, taken: int) -> bool:
        """Say whether a block is the article, and what stands under the headline but its lead.

        It has far more text and speaks of what the headline says, whatever line it begins with.
        """
        at = self.at
        first = at.first[node]
        if taken >= _LEAD or at.size(node) < max(STRONG, 3 * taken) or self._is_feed(node):
            return False
        headed = at.next_marker[first] < at.next_prose[first]
        return not headed and self._is_of_title(node)

    def _is_of_title(self, node: int) -> bool:
        """Say whether the paragraphs of a block speak of what the headline says."""
        at = self.at
        rows = range(at.first[node], at.end[node])
        text = "\n".join(at.tree.lines[n].text for n in rows if at.prose[n])
        shared = len(at.terms & terms_of(text))
        return shared >= max(LEAST_TERMS, _SPOKEN * len(at.terms))

    def _is_feed(self, node: int) -> bool:
        """Say whether a block is a list of other articles: records, as many links as paragraphs."""
        at = self.at
        if not at.is_repeated(node):
            return False
        rows = range(at.first[node], at.end[node])
        linked = sum(is_linked(at.tree.lines[n]) for n in rows)
        return linked >= max(_LEAST_LINKS, sum(at.prose[n] for n in rows))
