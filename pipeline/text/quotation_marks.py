"""Quotation marks that do not say which end they are: each is turned the way that it faces."""

from __future__ import annotations

import re

_MARK = re.compile('["“”]')


def turned(text: str) -> str:
    """Return `text`, as long as it was, with the straight quotation marks of a line as “ and ”.

    The first mark of a line opens and the second closes. So it is where all marks of a line face
    one way (”好,”他说), which is how a keyboard without an input method types them. A line whose
    marks are odd in number or of two kinds stays as it is, and so does one that begins with inches
    (13"): nobody can tell.
    """
    if '"' not in text and text.count("“") == text.count("”"):
        return text
    return "\n".join(map(_turned_line, text.split("\n")))


def _turned_line(line: str) -> str:
    marks = [match.start() for match in _MARK.finditer(line)]
    if len(marks) % 2 or len({line[mark] for mark in marks}) != 1 or _is_inches(line, marks[0]):
        return line
    characters = list(line)
    for opening, closing in zip(marks[::2], marks[1::2], strict=True):
        characters[opening], characters[closing] = "“", "”"
    return "".join(characters)


def _is_inches(line: str, mark: int) -> bool:
    return line[mark] == '"' and line[:mark][-1:].isdigit()
