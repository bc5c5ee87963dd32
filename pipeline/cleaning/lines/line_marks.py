"""Marks on lines that only a look at the string gives: dates, affixes, labels, names, repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.cleaning.names.inline_spans import tail_credits

Mark = tuple[int, int, float]
"""Line, column and value of a cell that is not zero."""

MARK_COUNT: Final = 12
"""Columns of `line_marks`: has a date, its share, ends in it; dressed in front, behind; bracketed;
labelled; how many pieces; pieces like headlines; a name; names; a credit at the end."""
# Columns of `repeat_marks`.
REPEAT_COUNT: Final = 4

# 2021-3-4, [2021-03-04], 2021/3/4 12:30, 2021年3月4日, 03-04 12:30, 12:30:05. The digit that each
# begins with stands at the head: a pattern that begins with one class is searched for fastest.
_DATE: Final = re.compile(
    r"\d(?:(?:\d{3}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|\d?[-/月]\d{1,2}日?(?=\s+\d{1,2}:))"
    r"(?:[\sT]*\d{1,2}:\d{2}(?::\d{2})?)?|\d?:\d{2}:\d{2})"
)
_PREFIX: Final = re.compile(r"(?:【[^】]{2,8}】|\[[^\]]{2,8}\]|[^\s:!|,。?]{2,7}[:!|])(?=.{5})")
_SUFFIX: Final = re.compile(
    r"(?:\s[-_]?\s?|[-_|])[\u4e00-\u9fffA-Za-z]{2,6}$|(?:【[^】]{2,8}】|\([^)]{2,8}\))$"
)
_BRACKETED: Final = re.compile(r"[(\[【〔].{2,60}[)\]】〕]$")
_LABELLED: Final = re.compile(r"[(\[【]?[\u4e00-\u9fff]{1,6}\s?[:/|]\s?\S")
_PIECES: Final = re.compile(r"\s*[|/]\s+|\s{2,}|\t|\s[·•▪-]\s")
_CRUMBS: Final = re.compile(r"\s*[>»|/]+\s*|\s+")


def title_line(lines: Sequence[str]) -> int:
    """Return the index of the line that reads like the web title: the first but breadcrumbs."""
    for number, line in enumerate(lines[:4]):
        if len(line) >= 5 and max(map(len, _CRUMBS.split(line[:200]))) >= 5:
            return number
    return 0


def line_marks(  # noqa: C901 # a call a look would cost more than the looks do
    lines: Sequence[str], worth: Sequence[Sequence[int]], surnames: frozenset[str]
) -> Iterator[Mark]:
    """Yield the marks that need a look at the string itself, of `MARK_COUNT` columns.

    Args:
        lines: The lines.
        worth: Their characters by what makes a look worth while, columns as `_WORTH`.
        surnames: Characters that names begin with.
    """
    for number, (line, looks) in enumerate(zip(lines, worth, strict=True)):
        length = len(line)
        digits, parted, opened, stops, coloned = looks
        # A credit inside a line stands after a sentence, or after another bracket.
        if length <= 80 and (stops or opened > 1):
            yield from _inline_credit(number, line)
        if length > 60 and stops:
            continue
        if length <= 120:
            if digits >= 3:
                yield from _dates(number, line)
            if (parted or opened) and _SUFFIX.search(line, max(0, length - 12)):
                yield number, 4, 1
            if length <= 62 and (opened or coloned or line[0] in surnames):
                if length <= 14 and line[0] in surnames and line.isalpha():
                    # A name has no mark in it, and is not looked at for one.
                    yield number, 9 if length <= 4 else 10, 1
                elif opened or coloned:
                    for column in _heads(line):
                        yield number, column, 1
            elif (coloned or opened) and _PREFIX.match(line):
                yield number, 3, 1
        if parted > 2 and length > 50:
            yield from _pieces(number, line)


def _inline_credit(number: int, line: str) -> Iterator[Mark]:
    for start, _ in tail_credits(line, most=1):
        if start:
            yield number, 11, 1


def _pieces(number: int, line: str) -> Iterator[Mark]:
    """Yield into how many pieces the line falls, and whether they could be headlines."""
    pieces = len(_PIECES.findall(line)) + 1
    yield number, 7, min(pieces, 12) / 12
    yield number, 8, pieces > 3 and len(line) / pieces > 8


def _dates(number: int, line: str) -> Iterator[Mark]:
    """Yield that the line has a date, how much of it that is, and whether it ends in it."""
    found = _DATE.search(line)
    if found:
        yield number, 0, 1
        yield number, 1, (found.end() - found.start()) / len(line)
        yield number, 2, found.end() >= len(line) - 1


def _heads(line: str) -> Iterator[int]:
    """Yield the columns of a short line that opens like a label or a bracket."""
    length = len(line)
    if _PREFIX.match(line):
        yield 3
    if _BRACKETED.match(line):
        yield 5
    if length <= 40 and _LABELLED.match(line):
        yield 6


def repeat_marks(lines: Sequence[str], about: str) -> Iterator[Mark]:
    """Yield whether each line is or is part of the title, ends it, holds it, or stood before."""
    first = title_line(lines)
    size = len(about)
    seen: set[str] = set()
    for number, line in enumerate(lines):
        length = len(line)
        if not 3 < length < 120:
            continue
        if number != first:
            where = about.find(line.lstrip("—-–· ")) if length <= size + 2 else -1
            if where >= 0:
                yield number, 0, 1
                yield number, 1, where + length >= size - 1
            elif length > size > 3 and about in line:
                yield number, 2, 1
        if line in seen:
            yield number, 3, 1
        seen.add(line)
