"""The article that a page keeps in a script or a form field, for its own code to show.

Read only where the page shows next to no text itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import lxml.html
import msgspec
from lxml import etree
from lxml.html import HtmlElement

# A page that shows fewer characters of text than this has its article elsewhere.
LEAST_SHOWN = 120
# Fewer Han characters are a teaser, a share text or a setting.
_LEAST_HAN = 150
# A string of a script, in either quotes. One that does not close ends with its line: the pattern
# matches at every quote, so nothing is read twice.
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*+)"?' + r"|'((?:[^'\\\n]|\\.)*+)'?")
_HAN = re.compile("[\u4e00-\u9fff]|\\\\u[4-9][0-9a-fA-F]{3}")
_MARKUP = re.compile(r"<(?:p|div|br|section|span)[\s>/]", re.IGNORECASE)


def is_kept_markup(element: HtmlElement) -> bool:
    """Say whether a text area holds markup, which no reader is meant to see."""
    return element.tag == "textarea" and bool(_MARKUP.search((element.text or "")[:4000]))


def embedded_article(root: HtmlElement) -> HtmlElement | None:
    """Return the longest article that scripts and text areas of a page hold, as an element."""
    best = max(_candidates(root), key=len, default="")
    if not best:
        return None
    try:
        return lxml.html.fragment_fromstring(best, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _candidates(root: HtmlElement) -> Iterator[str]:
    """Yield the markup with enough Han characters, unescaped."""
    for element in root.iter("script", "textarea"):
        text = element.text or ""
        if element.tag == "textarea":
            strings = [text]
        else:
            strings = [found[1] or found[2] or "" for found in _STRING.finditer(text)]
        for string in strings:
            if len(string) < _LEAST_HAN:
                continue
            if sum(1 for _ in _HAN.finditer(string)) >= _LEAST_HAN:
                markup = _unescaped(string)
                if _MARKUP.search(markup):
                    yield markup


def _unescaped(string: str) -> str:
    """Return a script's string without its escapes: of JSON, then of HTML."""
    if "\\" in string:
        quoted = string.replace("\\'", "'")
        try:
            string = msgspec.json.decode(f'"{quoted}"'.encode(), type=str)
        except (msgspec.DecodeError, UnicodeError):
            string = string.replace("\\/", "/").replace('\\"', '"').replace("\\n", "\n")
    # Twice: toutiao and others escape what is already escaped.
    for _ in range(2):
        if not _MARKUP.search(string) and "&" in string:
            string = html.unescape(string)
    return re.sub("[\x00\ud800-\udfff]", "", string)
