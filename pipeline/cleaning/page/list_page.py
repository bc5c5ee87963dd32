"""Whether a page has no article: a home page, a channel, headlines with a line of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from pipeline.cleaning.page.block import Block
from pipeline.cleaning.page.cards import Cards, are_together, cards_in
from pipeline.cleaning.page.meta import PageMeta
from pipeline.cleaning.page.page_lines import Judged, Tree
from pipeline.cleaning.page.shapes import is_info, is_linked, is_running

# A link of so many characters is a headline; fewer of them stand under any article.
_HEADLINE, _LEAST_LINKS, _FEWEST_LINKS = 8, 10, 4
# A flash of one sentence is an article; what is shorter than this beside a list is its legend.
_FLASH = 30
# With no headline above it, a text must be of three sentences or outweigh what is linked.
_TEXT, _TIMES = 150, 5
# Lines from a headline to its time.
_NEAR = 6
_WHOLE = frozenset({"body", "html", "main", "article"})
# A list of so many cards is one though nothing else says so; fewer texts below links are chance:
# a picture's linked name, a linked source, above the one paragraph of a flash.
_MANY_CARDS, _FEW_CARDS = 4, 3
_HOME = re.compile(r"/?(?:(?:index|default|home)\.\w+)?/?", re.IGNORECASE)


def is_list(
    tree: Tree, block: Block, labels: Sequence[Judged], meta: PageMeta, *, url: str | None
) -> bool:
    """Say whether a page lists articles and is none.

    A page that says of itself that it is an article, and one whose headline stands above a line of
    time or above text of its own, is one, however many links it has. So is one whose text stands
    in the block that its site's rule names: a list has no such block.
    """
    if block.ruled or _says_article(tree, meta):
        return False
    return _is_of_cards(tree, block, labels, meta) or _is_of_links(tree, block, labels, url)


def _is_of_links(tree: Tree, block: Block, labels: Sequence[Judged], url: str | None) -> bool:
    """Say whether linked headlines are all that a page has, or next to all."""
    lines = tree.lines
    linked = [k.linked for k in lines if k.linked >= _HEADLINE]
    if len(linked) < _FEWEST_LINKS:
        return False
    body = [n for n, (label, _, _) in enumerate(labels) if label == "body" and is_running(lines[n])]
    carded = {n for n in body if _is_carded(tree, n)}
    free = sum(len(lines[n].text) for n in body if n not in carded)
    headline = block.under.headline
    if headline < 0:
        headline = next((n for n, k in enumerate(labels) if k[0] == "headline"), -1)
    timed = headline >= 0 and _is_timed(tree, headline)
    if timed and body and len(carded) < _FEW_CARDS:
        return False
    if headline >= 0 and len(lines[headline].text) >= _HEADLINE:
        if len(linked) < _LEAST_LINKS:
            return False
        if free >= _FLASH or (timed and not body):
            return False
    if len(linked) < _LEAST_LINKS:
        # So few links stand beside any article: where no line is free of them there is none.
        return not free
    home = url is not None and _HOME.fullmatch(urlsplit(url).path) is not None
    return free < _TEXT and (home or not free or sum(linked) >= _TIMES * free)


def _is_of_cards(tree: Tree, block: Block, labels: Sequence[Judged], meta: PageMeta) -> bool:
    """Say whether cards alike are all that a page has: headlines with a summary each.

    A digest links its heads too: it has its own headline and no sign of a list.
    """
    cards = cards_in(tree, meta.title)
    if not cards.count:
        return False
    lines = tree.lines
    free = sum(
        len(lines[n].text)
        for n, (label, _, _) in enumerate(labels)
        if label == "body" and n not in cards.lines and is_running(lines[n])
    )
    if free >= _FLASH:
        return False
    if _is_below_cards(tree, block, labels, cards):
        return False
    headline = _own_headline(block, labels, cards)
    if headline >= 0 and len(lines[headline].text) >= _HEADLINE:
        under = lines[headline + 1 : min(headline + _NEAR, cards.first)]
        return cards.shown and not any(is_info(k.text) for k in under)
    return cards.shown or cards.count >= _MANY_CARDS


def _own_headline(block: Block, labels: Sequence[Judged], cards: Cards) -> int:
    """Return the line of the page's own headline above its cards, -1 where it has none."""
    if 0 <= block.under.headline < cards.first:
        return block.under.headline
    return next((n for n in range(cards.first) if labels[n][0] == "headline"), -1)


def _is_timed(tree: Tree, headline: int) -> bool:
    """Say whether the time of its article stands right below a headline."""
    return any(is_info(k.text) for k in tree.lines[headline + 1 : headline + _NEAR])


def _is_below_cards(tree: Tree, block: Block, labels: Sequence[Judged], cards: Cards) -> bool:
    """Say whether an article stands under its headline and time, below a column of cards."""
    headline = block.under.headline
    if headline <= cards.first or len(tree.lines[headline].text) < _HEADLINE:
        return False
    return _is_timed(tree, headline) and any(
        label == "body" and n > headline and is_running(tree.lines[n])
        for n, (label, _, _) in enumerate(labels)
    )


def _says_article(tree: Tree, meta: PageMeta) -> bool:
    tags = meta.tags
    if meta.linked or tree.kept or "article:published_time" in tags:
        return True
    return tags.get("og:type", "").lower().startswith(("article", "news"))


def _is_carded(tree: Tree, number: int) -> bool:
    """Say whether a line tells of a link before it in its card, with its date between perhaps."""
    lines = tree.lines
    for before in (number - 1, number - 2):
        if before < 0:
            return False
        line = lines[before]
        if line.linked >= _HEADLINE and is_linked(line) and not is_info(line.text):
            return are_together(tree, before, number, _WHOLE)
        if not (is_info(line.text) or len(line.text) < _HEADLINE):
            return False
    return False
