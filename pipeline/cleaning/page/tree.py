"""An HTML page to lines of text, each with the structure it stood in.

One pass over the tree, iterative: a page of any depth and size costs time linear in it. Nothing
visible is lost; what the browser does not show is left out.
"""

from __future__ import annotations

import re

import lxml.html
from lxml import etree
from lxml.html import HtmlElement
from msgspec.structs import replace

from pipeline.cleaning.page.embedded import (
    LEAST_SHOWN,
    LITTLE_SHOWN,
    embedded_article,
    is_kept_markup,
)
from pipeline.cleaning.page.huge_tags import has_huge_tag
from pipeline.cleaning.page.page_lines import INLINE, LineBuffer, Node, PageLine, Tree, collapse
from pipeline.cleaning.page.unparsed import flat_lines

# Elements whose content no reader sees.
_UNSEEN = frozenset(
    {
        "script", "style", "noscript", "template", "head", "meta", "link", "object", "iframe",
        "svg", "math", "canvas", "audio", "video", "map", "datalist", "title",
    }
)  # fmt: skip
# Of a field's choices a browser shows one.
_CHOICES = frozenset({"select", "optgroup", "option"})
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BOLD = frozenset({"b", "strong"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TIME = re.compile(
    r"(?=\s*\d)\s*(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*"
)
_TIME_SIZE = 40
# A link around so many sentences that end a line is none; a card has a summary, at most two.
_LINKED_TEXT = 4
_SENTENCE = re.compile("[。！？][”’」』）)]?$")
_LONE = re.compile("[\x00\ud800-\udfff]")
# Ends of the document: included headers bring their own, two pages stand in one file. A browser
# reads on behind them; libxml2 drops the rest, or hangs it beside the body.
_ENDS = re.compile(rb"</(?:[Bb][Oo][Dd][Yy]|[Hh][Tt][Mm][Ll])\s{0,80}>")


def take_apart(html: str) -> Tree:
    """Return the blocks and lines of a page; never raises, whatever the string holds."""
    root = parse(html)
    if root is None:
        found = flat_lines(_LONE.sub("\ufffd", html), INLINE, collapse)
        flat = [PageLine(text=text, node=0) for text in found]
        return Tree(nodes=[Node(parent=-1, tag="body")], lines=flat)
    builder = _Builder()
    builder.walk(root)
    shown = builder.shown()
    kept: dict[str, str] = {}
    if shown < LITTLE_SHOWN and (article := embedded_article(root)) is not None:
        text = collapse("".join(article.element.itertext()))
        seen = any(text[:20] in line.text for line in builder.lines)
        if shown < LEAST_SHOWN or (len(text) > 3 * shown and not seen):
            root.append(article.element)
            kept = article.facts
            builder = _Builder()
            builder.walk(root)
    if builder.shown(hidden=False) < LEAST_SHOWN:
        # Some sites hide their article until a script has run; hidden asides stand beside a text.
        builder.nodes = [
            replace(node, hidden=False) if node.tag not in _CHOICES else node
            for node in builder.nodes
        ]
    return Tree(
        nodes=builder.nodes,
        lines=builder.lines,
        root=root,
        elements=builder.elements,
        kept=kept,
    )


def parse(html: str) -> HtmlElement | None:
    """Return lxml's tree of a page, None where it gives up: empty, too deep, or with a huge tag.

    The string is already decoded, so an encoding that it declares is not heeded.
    """
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    data = _ENDS.sub(b"", _LONE.sub("\ufffd", html).encode())
    if has_huge_tag(data):
        return None
    try:
        root = lxml.html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    # Below 2,048 levels libxml2 drops what follows; such a page is read without its structure.
    if any("depth" in entry.message for entry in parser.error_log):
        return None
    return root


class _Builder:
    """Collects lines while the tree is walked; the state of the line being built."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.lines: list[PageLine] = []
        self.elements: list[HtmlElement] = []
        self.open: list[int] = []
        self.line = LineBuffer()
        self.in_pre = 0
        self.linked_from: list[int] = []

    def shown(self, *, hidden: bool = True) -> int:
        """Return how many characters of text, not of links and buttons, the lines hold."""
        lines = (k for k in self.lines if hidden or not self.nodes[k.node].hidden)
        return sum(len(k.text) for k in lines if len(k.text) >= 20 > 2 * k.linked)

    def walk(self, root: HtmlElement) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        skipped = False
        for event, element in walker:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                skipped = self._begin(element, tag)
                if skipped:
                    walker.skip_subtree()
                elif element.text:
                    self._add(element.text)
            else:
                if not (tag in _UNSEEN or not tag or is_kept_markup(element)):
                    self._finish(element, tag)
                if element.tail and element is not root:
                    self._add(element.tail)
        self._flush()

    def _begin(self, element: HtmlElement, tag: str) -> bool:
        if tag in _UNSEEN or not tag or is_kept_markup(element):
            return True
        if _is_link(element, tag):
            self.line.open_link()
            self.linked_from.append(len(self.lines))
        elif tag in _BOLD:
            self.line.in_bold += 1
        elif tag == "br":
            self._flush()
        if tag in INLINE or tag == "br":
            if self.line and self.open and _is_beside(element, self.nodes[self.open[-1]]):
                self.line.add(" ")
            return False
        self._flush()
        parent = self.open[-1] if self.open else -1
        above = self.nodes[parent] if self.open else None
        style, names = element.get("style") or "", _names(element)
        hidden = bool(above and above.hidden) or tag in _CHOICES
        hidden = hidden or bool(style and _HIDDEN.search(style))
        heading = _HEADINGS.get(tag, above.heading if above else 0)
        self.open.append(len(self.nodes))
        self.nodes.append(Node(parent=parent, tag=tag, names=names, hidden=hidden, heading=heading))
        self.elements.append(element)
        self.in_pre += tag in {"pre", "textarea"}
        return False

    def _finish(self, element: HtmlElement, tag: str) -> None:
        if _is_link(element, tag):
            self.line.in_link -= 1
            self._free(self.linked_from.pop())
        elif tag in _BOLD:
            self.line.in_bold -= 1
        if tag in INLINE or tag == "br":
            return
        self._flush()
        self.open.pop()
        self.in_pre -= tag in {"pre", "textarea"}

    def _add(self, text: str) -> None:
        if not self.in_pre:
            self.line.add(text)
            return
        for number, part in enumerate(text.split("\n")):
            if number:
                self._flush()
            self.line.add(part)

    def _free(self, start: int) -> None:
        """Take the lines since `start` for text where the link around them holds an article.

        An anchor that was never closed, or a link around all paragraphs, heads nothing elsewhere; a
        card links a headline and its summary.
        """
        lines = self.lines[start:]
        if sum(bool(_SENTENCE.search(line.text)) for line in lines) >= _LINKED_TEXT:
            self.lines[start:] = [replace(k, linked=0, links=0, led=False) for k in lines]
            self.line.free()

    def _flush(self) -> None:
        node = self.open[-1] if self.open else -1
        line = self.line.take(node, self.nodes[node] if self.open else None)
        if line:
            self.lines.append(line)


def _is_beside(element: HtmlElement, block: Node) -> bool:
    """Say whether a space that only the style sheet shows parts an element from the last.

    Time, source and author stand so in info lines, each of its own class; in a paragraph a class
    marks a few characters of one word.
    """
    last = element.getprevious()
    if last is None or last.tail or last.tag not in INLINE:
        return False
    if _is_time(last) or _is_time(element):
        return True
    if not (element.get("class") and last.get("class")):
        return False
    return block.tag != "p" and not block.heading


def _is_link(element: HtmlElement, tag: str) -> bool:
    """Say whether an element leads anywhere: `<a name=…>` marks a place."""
    return tag == "a" and not (element.get("href") is None and element.get("name"))


def _is_time(element: HtmlElement) -> bool:
    """Say whether an element holds a time and nothing else: 04:29:44 before 39江口网."""
    text = element.text
    return bool(text) and len(text) < _TIME_SIZE and _TIME.fullmatch(text) is not None


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()
