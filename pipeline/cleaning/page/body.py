"""What each line of a page is, once the article's block is known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.cleaning.names.bylines import authors_in
from pipeline.cleaning.names.person_names import GLUED, PersonNames
from pipeline.cleaning.page.block import Block, path_to
from pipeline.cleaning.page.closing_rights import rights_under
from pipeline.cleaning.page.entries import entries_under
from pipeline.cleaning.page.headline_block import (
    headline_line,
    is_captioned,
    is_lead,
    is_summary,
    pictures_after,
    pictures_before,
)
from pipeline.cleaning.page.known_words import Marks
from pipeline.cleaning.page.linked_heads import linked_heads
from pipeline.cleaning.page.page_lines import Judged, PageLine, Tree
from pipeline.cleaning.page.shapes import is_info, is_linked, is_prose, is_running, same_words
from pipeline.cleaning.page.shoulders import over_and_under

# A card's or a comment's date; a signature's is written out (2月14日) and stays.
_STAMP = re.compile(r"(?:(?:19|20)\d\d[-/.])?\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
# The page of the paper: 《某某报》(2023年05月03日 07 版)
_EDITION = re.compile(r".{0,16}[(（](?:19|20)\d\d年\s?\d{1,2}月\s?\d{1,2}日.{0,12}版\s?[)）]")
# Icon fonts put their signs in the private use area.
_WORDS = re.compile("[^\ue000-\uf8ff\\s]")
# Lines between a headline and its text: byline, time, source, font sizes, share buttons.
_ABOVE = 15
# The head of a list, a button: 相关阅读, 用微信扫描二维码分享至好友. What is longer is prose.
_MARKER = 24
# Fewer headings alike are chance: a column's name over a teaser.
_LEAST_PARTS = 3
# 記者林小舟／江口報導: where from, behind the names.
_FROM = re.compile("[／/][\u4e00-\u9fff]{2,6}(?:報導|报道|報道)$")
# Why a line is left out that may be the article's all the same.
_ELSEWHERE = frozenset({"outside-article", "before-body", "after-body"})
_SENTENCES = re.compile("[^。！？!?]+[。！？!?”’」』）)]*")
_TRIM = " \u3000()（）[]【】.。,，;；"


def label_lines(
    tree: Tree, block: Block, marks: Marks, names: PersonNames, *, title: str
) -> list[Judged]:
    """Return what each line of `tree` is, its score and why; `title` is the headline, if known."""
    held = [number for number, line in enumerate(tree.lines) if block.holds(number, line)]
    good = [n for n in held if is_prose(tree.lines[n], title)]
    at_home = {n for n in held if path_to(tree, tree.lines[n].node, block.node) in block.flow}
    if not good:
        good = [n for n in sorted(at_home) if not _is_about(tree.lines[n], title)]
    first = good[0] if good else len(tree.lines)
    last = max((n for n in good if n in at_home), default=good[-1] if good else -1)
    # A disclaimer that begins with no known words still ends the article.
    ending = set(good[-3:])
    labels = [_outside(line, tree, marks, title) for line in tree.lines]
    headed = _headings_of_parts(tree, held, first, at_home)
    begun = False
    for n in held:
        line = tree.lines[n]
        if n in headed:
            labels[n] = "body", 0.75, "heads-a-part"
            continue
        judged = _plain(line, marks, names, title, early=n < first, ending=n in ending)
        labels[n] = judged or _placed(
            line, tree, early=n < first, late=n > last, at_home=n in at_home
        )
        if labels[n][0] != "body":
            continue
        if begun and n in ending and labels[n - 1][2] == "disclaimer":
            # What forbids and threatens in two lines does so in one paragraph, under the article.
            labels[n] = labels[n - 1] if tree.lines[n - 1].node == line.node else labels[n]
        begun = True
    for n in rights_under(tree, held, labels, marks, title):
        labels[n] = "other", 0.85, "disclaimer"
    _label_outside(tree, block, marks, names, labels, title)
    for n in linked_heads(tree, labels):
        labels[n] = "body", 0.75, "heads-a-part"
    for n in list(entries_under(tree, labels)):
        labels[n] = "body", 0.75, "list-item"
    return labels


def _label_outside(
    tree: Tree, block: Block, marks: Marks, names: PersonNames, labels: list[Judged], title: str
) -> None:
    """Label what belongs to the article and stands outside its block: lead, captions, headlines."""
    body = [n for n, (label, _, _) in enumerate(labels) if label == "body"] or [len(labels)]
    headline = headline_line(tree, block, title, body[0])
    if headline < 0:
        return
    if len(body) > 1 and is_summary(tree, body):
        labels[body.pop(0)] = "other", 0.8, "before-body"
    # A lead in the headline's own block; what else stands outside the text is not sure enough.
    for n in range(max(headline + 1, body[0] - _ABOVE), body[0]):
        under = bool(block.under.text) and block.under.text[n]
        if under and labels[n][2] in _ELSEWHERE and is_lead(tree, n, body):
            judged = _plain(tree.lines[n], marks, names, title, early=False, ending=False)
            labels[n] = judged or ("body", 0.8, "running")
    first = next((n for n, (label, _, _) in enumerate(labels) if label == "body"), len(labels))
    pictures = [
        *pictures_before(tree, headline, first, marks),
        *pictures_after(tree, body[-1], marks),
    ]
    found: list[tuple[int, Judged]] = [(n, ("body", 0.7, "caption")) for n in pictures]
    texts = (n for n in body if headline < n < len(labels) and is_running(tree.lines[n]))
    text = next(texts, max(first, headline))
    # Where headline and text stand right on the page, what is between them flows as they do.
    found += over_and_under(tree, headline, text, marks, title=title)
    for n, judged in found:
        free = labels[n][2] in _ELSEWHERE or labels[n][2] == "in-flow"
        if free and not is_byline(tree.lines[n].text, names):
            labels[n] = judged
    if labels[headline][0] == "other" and first < len(labels):
        labels[headline] = "headline", 0.85, "headline"


def _headings_of_parts(
    tree: Tree, held: Sequence[int], first: int, at_home: set[int]
) -> frozenset[int]:
    """Return the headings of an article's parts that their place or their links would hide.

    Of a list of parts the first heading stands before all text; a digest's headings are links.
    """
    alike: dict[tuple[int, str], list[int]] = {}
    for n in held:
        line = tree.lines[n]
        node = tree.nodes[line.node]
        # One to three words above a paragraph: h2 to h6, never the page's own headline.
        if line.heading > 1 and n + 1 in at_home and is_running(tree.lines[n + 1]):
            alike.setdefault((line.heading, node.names), []).append(n)
    return frozenset(
        n
        for numbers in alike.values()
        if len(numbers) >= _LEAST_PARTS
        for n in numbers
        if n >= first - 1
    )


def is_byline(text: str, names: PersonNames) -> bool:
    """Say whether a line does nothing but name its authors: 晨报记者 王明, 文/李红."""
    bare = _FROM.sub("", GLUED.sub("", text).strip(_TRIM))
    found = list(authors_in(bare, names)) if len(text) <= 50 else []
    return bool(found) and found[-1].end >= len(bare) - 3 and found[0].start <= 14


def _is_about(line: PageLine, title: str) -> bool:
    """Say whether a line is a heading, the headline, or the line of time and source."""
    return bool(line.heading) or is_info(line.text) or same_words(line.text, title)


def _outside(line: PageLine, tree: Tree, marks: Marks, title: str) -> Judged:
    # Scores here and below say how sure a rule is: chosen, not measured. Those below .8 are in
    # doubt for the dedup stage (`site_lines.DOUBT`).
    judged: Judged = ("other", 0.9, "outside-article")
    if line.node >= 0 and tree.nodes[line.node].hidden:
        judged = "other", 0.9, "hidden"
    elif title and same_words(line.text, title):
        judged = ("headline", 0.9, "headline") if line.heading else ("other", 0.6, "title-again")
    elif is_linked(line):
        judged = "link", 0.95, "linked"
    elif is_info(line.text):
        judged = "other", 0.9, "time-line"
    elif marks.marker.match(line.text):
        judged = "marker", 0.7, "marker"
    elif marks.credit.match(line.text):
        judged = "credit", 0.6, "credit"
    elif marks.disclaimer.match(line.text):
        judged = "other", 0.9, "disclaimer"
    return judged


def _plain(
    line: PageLine,
    marks: Marks,
    names: PersonNames,
    title: str,
    *,
    early: bool,
    ending: bool,
) -> Judged | None:
    """Return what a line in the block is by its words alone, None when they do not tell."""
    text, size = line.text, len(line.text)
    judged: Judged | None = None
    if title and early and same_words(text, title):
        judged = "headline", 0.95, "headline"
    elif early and is_info(text):
        judged = "other", 0.9, "time-line"
    elif _EDITION.fullmatch(text) or (marks.credit.match(text) and _is_note(line)):
        judged = "credit", 0.9, "credit"
    elif _STAMP.fullmatch(text):
        judged = "other", 0.85, "time-stamp"
    elif not _WORDS.search(text):
        judged = "other", 0.9, "icons"
    elif is_byline(text, names):
        judged = "byline", 0.85, "names-its-authors"
    elif size < 300 and (marks.disclaimer.match(text) or (ending and _forbids(text, marks))):
        judged = "other", 0.9, "disclaimer"
    elif is_linked(line):
        judged = "link", 0.9, "linked"
    elif size <= 2 * _MARKER and not is_running(line):
        judged = _call(text, marks)
    return judged


def _forbids(text: str, marks: Marks) -> bool:
    """Say whether half of a paragraph speaks of rights: an article's last may say so at its end."""
    sentences = _SENTENCES.findall(text)
    return 2 * sum(len(each) for each in sentences if marks.rights.search(each)) >= len(text)


def _call(text: str, marks: Marks) -> Judged | None:
    """Return what a short line is that sends its reader elsewhere, None when it does not."""
    if len(text) <= _MARKER and marks.marker.match(text):
        return "marker", 0.85, "marker"
    return ("other", 0.8, "call") if marks.calls.search(text) else None


def _is_note(line: PageLine) -> bool:
    """Say whether a line that begins like a credit is one: 制作:把鱼洗净,切成段。 is no credit."""
    size = len(line.text)
    if size >= 160 or (size > 60 and is_running(line)):
        return False
    return size <= 25 or not line.text.endswith("。")


def _placed(line: PageLine, tree: Tree, *, early: bool, late: bool, at_home: bool) -> Judged:
    """Return what a line in the block is by where it stands; `at_home` says like a paragraph."""
    running = is_running(line)
    score = 0.95 if running else 0.8
    if at_home:
        return "body", score, "running" if running else "in-flow"
    if is_captioned(tree, line.node):
        return "body", 0.7, "caption"
    if early:
        return "other", 0.7, "before-body"
    if late:
        return "other", 0.8, "after-body"
    return "body", score - 0.1, "running" if running else "in-flow"
