"""The lines and blocks of a page, and the line that is being built while its tree is walked."""

from __future__ import annotations

import re
import unicodedata

from lxml.html import HtmlElement

from pipeline.types.articles import Label, Struct
from pipeline.types.line_reasons import LineReason

Judged = tuple[Label, float, LineReason]
"""What a line was called, how sure that is, and why."""

# Elements that stand within a line; all others begin and end one.
INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em",
        "font", "i", "img", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp",
        "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr",
    }
)  # fmt: skip
# What HTML collapses to one space; U+2028 and U+2029 end no line of a raw text.
_SPACE = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\xa0\u2028\u2029]+")


class PageLine(Struct, frozen=True, kw_only=True):
    """One line of a page, white space collapsed.

    `node` indexes `Tree.nodes`: the innermost block. `linked` and `strong` count its characters
    inside links and in bold; `links` its links; `led` says that it begins inside one and is no
    paragraph by its tag; `heading` is 1 to 6 inside h1 to h6, else 0.
    """

    text: str
    node: int
    linked: int = 0
    links: int = 0
    led: bool = False
    strong: int = 0
    heading: int = 0


class Node(Struct, frozen=True, kw_only=True):
    """One block: its parent's index (-1 for the root), its tag, its class and id.

    `hidden` says that it, or one around it, is not displayed.
    """

    parent: int
    tag: str
    names: str = ""
    hidden: bool = False
    heading: int = 0


class Tree(Struct, frozen=True, kw_only=True):
    """A page taken apart: its blocks and its lines in document order, and lxml's own tree.

    `root` is None when lxml could make nothing of it; `elements` holds the element of each node.
    `kept` are the facts of an article that stood in a script.
    """

    nodes: list[Node]
    lines: list[PageLine]
    root: HtmlElement | None = None
    elements: list[HtmlElement] = []
    kept: dict[str, str] = {}


def collapse(text: str) -> str:
    """Return `text` in NFC (character references undo it), white space as a browser shows it."""
    text = _SPACE.sub(" ", text).strip(" \u3000")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


class LineBuffer:
    """The line being built: its pieces, and how much of them is linked and bold."""

    def __init__(self) -> None:
        self.in_link = self.in_bold = 0
        self._links = 0
        self._clear()

    def _clear(self) -> None:
        self._pieces: list[str] = []
        self._linked = self._strong = 0
        self._led: bool | None = None
        self._links = self.in_link

    def __bool__(self) -> bool:
        """Say whether the line has any piece yet."""
        return bool(self._pieces)

    def open_link(self) -> None:
        """Count a link that begins here."""
        self.in_link += 1
        self._links += 1

    def free(self) -> None:
        """Take what the line has so far for text that no link holds."""
        self._linked, self._links, self._led = 0, self.in_link, False

    def add(self, text: str) -> None:
        """Take a piece of text as it stands in the markup."""
        self._pieces.append(text)
        count = len(text) - text.count(" ") - text.count("\n")
        self._linked += count if self.in_link else 0
        self._strong += count if self.in_bold else 0
        if self._led is None and count:
            self._led = self.in_link > 0

    def take(self, node: int, block: Node | None) -> PageLine | None:
        """Return the line in `block`, None when it holds but white space; begin the next."""
        if not self._pieces:
            return None
        text = collapse("".join(self._pieces))
        line = None
        if text:
            line = PageLine(
                text=text,
                node=node,
                linked=min(len(text), self._linked),
                links=self._links,
                led=bool(self._led) and block is not None and block.tag != "p",
                strong=min(len(text), self._strong),
                heading=block.heading if block else 0,
            )
        self._clear()
        return line
