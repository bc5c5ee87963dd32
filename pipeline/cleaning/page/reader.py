"""HTML to lines: every line of a page judged, its headline, time, authors and source found.

The block that holds the most running text and the fewest links is the article; in it, and before
it, each line is judged by its own shape. A site rule, where one exists, names the block instead.
"""

from __future__ import annotations

from pipeline.cleaning.names.person_names import PersonNames
from pipeline.cleaning.page.authors import author_hints, authors_in_markup, source_in_markup
from pipeline.cleaning.page.block import find_block
from pipeline.cleaning.page.body import label_lines
from pipeline.cleaning.page.heading_above import headline_in, is_above
from pipeline.cleaning.page.known_words import Marks
from pipeline.cleaning.page.list_page import is_list
from pipeline.cleaning.page.meta import read_meta, ruled_title
from pipeline.cleaning.page.site_rules import SiteRules
from pipeline.cleaning.page.times import published_in
from pipeline.cleaning.page.tree import take_apart
from pipeline.cleaning.page.whole_headlines import with_whole_headline
from pipeline.text.lines import make_line
from pipeline.text.normalize import raw_text
from pipeline.types.articles import Found, Line, Struct


class Page(Struct, frozen=True, kw_only=True):
    """A page as text: its lines judged, and what its head and its markup say.

    `text` is the raw text (NFC, lines joined by LF); `lines` are all lines of it. `title` is the
    article's headline, `page_title` the document's. `published` is the surface of a time and where
    it stood. `has_article` is False for a list of links, `sure` where another block may be the
    body. `hints` are authors by shape alone, for a page that names none.
    """

    text: str
    lines: tuple[Line, ...]
    title: str = ""
    page_title: str = ""
    canonical_url: str | None = None
    published: Found | None = None
    has_article: bool = True
    sure: bool = True
    authors: tuple[Found, ...] = ()
    hints: tuple[Found, ...] = ()
    source: Found | None = None
    keywords: tuple[str, ...] = ()
    language: str | None = None


def read_page(
    html: str, *, marks: Marks, names: PersonNames, rules: SiteRules, url: str | None = None
) -> Page:
    """Return the page that `html` is; never raises, whatever the string holds.

    Args:
        html: A page, decoded.
        marks: The words by which parts of a page are known.
        names: What knows names of persons.
        rules: The site rules.
        url: Where it was fetched; it chooses the site rule.
    """
    tree = take_apart(raw_text(html))
    meta = read_meta(tree)
    if whole := with_whole_headline(tree, meta):
        tree, meta = whole, read_meta(whole)
    rule = rules.for_page(tree, (url, meta.canonical_url))
    ruled = ruled_title(rule, tree, meta)
    title = ruled or meta.title
    block = find_block(tree, marks, rule, title=title)
    if not ruled and not (meta.sure and is_above(tree, block, title)):
        heading = headline_in(tree, block)
        # A forum's heading has its board before the title that the document gives.
        if not (len(title) > 7 and title in heading):
            title = heading or title
    labels = label_lines(tree, block, marks, names, title=title)
    lines: list[Line] = []
    start = 0
    for line, (label, score, reason) in zip(tree.lines, labels, strict=True):
        lines.append(make_line(start, len(line.text), label, score, reason))
        start += len(line.text) + 1
    return Page(
        text="\n".join(line.text for line in tree.lines),
        lines=tuple(lines) or (make_line(0, 0, "blank", 1.0, "blank"),),
        title=title,
        page_title=meta.page_title,
        canonical_url=meta.canonical_url,
        has_article=not is_list(tree, block, labels, meta, url=url),
        sure=block.sure,
        published=published_in(tree, lines, meta, marks, rule=rule, url=url),
        authors=tuple(authors_in_markup(tree, marks, names, meta, rule, lines=lines)),
        hints=tuple(author_hints(tree, lines, names)),
        source=source_in_markup(tree, lines, meta, marks, rule=rule),
        keywords=meta.keywords,
        language=meta.language,
    )
