"""Quotation marks, brackets and the marks of titles, as a reader of clauses needs them."""

from __future__ import annotations

import re

# A quotation of more characters is a mark that was never closed.
LONGEST = 1000
_MARKS = re.compile("[“”\n]")
# What stands in brackets behind a name (a ticker, 化名) parts nothing; what stands in marks inside
# a clause (a title, 一带一路) is a word of it.
ASIDE, WORD = "\x00", "\x01"
_MARKED = re.compile("《[^《》\n]{1,60}》|“[^“”,。;:!?\n]{1,20}”|\\([^()\n]{1,24}\\)")


def mask(text: str) -> str:
    """Return `text` with what stands in brackets and marks inside a clause made opaque."""
    return _MARKED.sub(lambda m: (ASIDE if m[0][0] == "(" else WORD) * len(m[0]), text)


def pairs(text: str) -> dict[int, int]:
    """Return where each outer quotation closes, by where it opens."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for match in _MARKS.finditer(text):
        place = match.start()
        if match[0] == "\n":
            # A quotation of several paragraphs opens anew with each and closes once.
            opened.clear()
        elif match[0] == "“":
            if opened and place - opened[0] >= LONGEST:
                opened.clear()
            opened.append(place)
        elif opened:
            begin = opened.pop()
            if not opened and place - begin < LONGEST:
                found[begin] = place
    return found
