"""What a file's name and first bytes say of it: its form, and whether it is a feed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

Form = Literal["txt", "html", "json", "jsonl"]

TYPES: dict[Form, str] = {
    "txt": "text/plain",
    "html": "text/html",
    "json": "application/json",
    "jsonl": "application/json",
}
"""Form: the media type of one article of it."""
UTF8_MARK = b"\xef\xbb\xbf"
FEED = "an RSS or Atom feed is no article. Give the pages or texts that it names"
"""The line that refuses a feed."""

_SUFFIXES: dict[str, Form] = {
    ".txt": "txt", ".text": "txt", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".shtml": "html", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
_XML = (".xml", ".rss", ".atom", ".rdf")
# What may stand before the root is taken whole and never given back: a thousand comments, each of
# which could end at any later mark, would be tried in every combination.
_FEED_ROOT = re.compile(
    rb"(?:\s|<\?(?>.*?\?>)|<!--(?>.*?-->)|<!DOCTYPE(?>[^>]*>))*+<(?:rss|feed|rdf:RDF)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def form_of(name: str) -> Form | None:
    """Return the form that a file's name says, `.gz` left out; None where it says none."""
    path = Path(name.lower().removesuffix(".gz"))
    return _SUFFIXES.get(path.suffix)


def may_be_feed(name: str) -> bool:
    """Say whether a file's name is that of XML, which is read for feeds alone."""
    return name.lower().endswith(_XML)


def sniffed(first: bytes) -> Form:
    """Return what bytes of no known name are: JSON Lines, a page, or text."""
    start = first.removeprefix(UTF8_MARK).lstrip()[:1]
    if start == b"{":
        return "jsonl"
    if start == b"[":
        return "json"
    return "html" if start == b"<" else "txt"


def is_feed(first: bytes) -> bool:
    """Say whether a document that begins so is RSS or Atom, in any encoding that holds ASCII."""
    # UTF-16 holds it too, with a zero beside each character.
    plain = first.removeprefix(UTF8_MARK).lstrip(b"\xff\xfe").replace(b"\0", b"")
    return _FEED_ROOT.match(plain) is not None
