"""The article that a page keeps in a script or a form field, for its own code to show.

Read only where the page shows next to no text itself.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import lxml.html
import msgspec
from lxml import etree
from lxml.html import HtmlElement

from pipeline.cleaning.page.huge_tags import has_huge_tag
from pipeline.cleaning.page.script_state import LEAST_HAN, StateArticle, kept_articles
from pipeline.types.articles import Struct

# A page that shows fewer characters of text than this has its article elsewhere.
LEAST_SHOWN = 120
# One that shows fewer than this may: a summary, a footer, while the article waits in a script.
LITTLE_SHOWN = 600
# A string of a script, in either quotes. One that does not close ends with its line: the pattern
# matches at every quote, so nothing is read twice.
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*+)"?' + r"|'((?:[^'\\\n]|\\.)*+)'?")
_HAN = re.compile("[\u4e00-\u9fff]|\\\\u[4-9][0-9a-fA-F]{3}")
_MARKUP = re.compile(r"<(?:p|div|br|section|span)[\s>/]", re.IGNORECASE)
# Where a script gives a value that may be JSON; what fails is read once more, so few are tried.
_ASSIGNED = re.compile(r"=\s{0,8}(?=[\[{])")
# Chosen, not measured: state objects stand among the first few assignments of a script.
_MOST_TRIED = 8
_UNDEFINED = re.compile(r"(?<=:)\s{0,4}undefined(?=\s{0,4}[,}])")


class Embedded(Struct, frozen=True, kw_only=True):
    """An article's markup as an element, and the facts that stood beside it in its script."""

    element: HtmlElement
    facts: dict[str, str] = {}


def is_kept_markup(element: HtmlElement) -> bool:
    """Say whether a text area holds markup, which no reader is meant to see."""
    return element.tag == "textarea" and bool(_MARKUP.search((element.text or "")[:4000]))


def embedded_article(root: HtmlElement) -> Embedded | None:
    """Return the longest article that scripts and text areas of a page hold."""
    best = max(_candidates(root), key=lambda kept: len(kept.markup), default=None)
    if best is None or has_huge_tag(best.markup.encode("utf-8", "replace")):
        return None
    try:
        element = lxml.html.fragment_fromstring(best.markup, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return Embedded(element=element, facts=best.facts)


def _candidates(root: HtmlElement) -> Iterator[StateArticle]:
    """Yield every text with enough Han characters: of JSON first, for its facts stand beside it."""
    for element in root.iter("script", "textarea"):
        text = element.text or ""
        if len(text) < LEAST_HAN or (_HAN.search(text) is None and "%" not in text):
            continue
        if element.tag == "script":
            for value in _json_values(text):
                yield from kept_articles(value)
            strings = [found[1] or found[2] or "" for found in _STRING.finditer(text)]
        else:
            strings = [text]
        for string in strings:
            if len(string) < LEAST_HAN or sum(1 for _ in _HAN.finditer(string)) < LEAST_HAN:
                continue
            markup = _unescaped(string)
            if markup[:1] in "[{":
                # JSON.parse("…"): the article is in it, not it.
                for value in _json_values("=" + markup):
                    yield from kept_articles(value)
            elif _MARKUP.search(markup):
                yield StateArticle(markup=markup)


def _json_values(text: str) -> Iterator[Any]:
    """Yield the JSON that a script is, or assigns."""
    text = text.strip()
    if text[:3].upper() in {"%7B", "%5B"}:
        text = unquote(text)
    if text[:1] in "[{":
        text = "=" + text
    text = _UNDEFINED.sub("null", text)
    decoder = json.JSONDecoder(strict=False)
    position = 0
    for _ in range(_MOST_TRIED):
        found = _ASSIGNED.search(text, position)
        if not found:
            return
        position = found.end()
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            continue
        yield value


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
