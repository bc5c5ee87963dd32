"""What a line looks like: its shape, its lead and tail, its words' place in the document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.leads import LEAD_COUNT, read_leads
from pipeline.cleaning.overlap import OVERLAP_COUNT, overlaps
from pipeline.cleaning.phrases import GROUPS, Phrases
from pipeline.cleaning.spans import tail_credits
from pipeline.text import chars

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# A longer line is judged by its first and last characters: work a line stays bounded.
_HEAD_CHARS: Final = 2000
_TAIL_CHARS: Final = 1000

_LENGTH_STEPS: Final = np.array((3, 5, 8, 12, 18, 26, 36, 50, 80, 130), dtype=np.float32)
_LAST: Final = (
    chars.HAN, chars.DIGIT, chars.LATIN, chars.STOP, chars.COMMA, chars.COLON, chars.SEMICOLON,
    chars.CLOSE, chars.QUOTE, chars.ELLIPSIS,
)  # fmt: skip
_FIRST: Final = (
    chars.HAN, chars.DIGIT, chars.LATIN, chars.OPEN, chars.QUOTE, chars.DASH, chars.SYMBOL,
    chars.NUMERAL,
)  # fmt: skip
_COUNTED: Final = (
    chars.STOP, chars.COMMA, chars.COLON, chars.SPACE, chars.BAR, chars.QUOTE, chars.DIGIT,
    chars.OPEN, chars.ELLIPSIS,
)  # fmt: skip
_SHARED: Final = (chars.HAN, chars.DIGIT, chars.LATIN, chars.SPACE, chars.COMMA, chars.STOP)
_ONE_HOT: Final = np.eye(chars.CLASS_COUNT, dtype=np.float32)
_LAST_TABLE: Final = _ONE_HOT[:, _LAST]
_FIRST_TABLE: Final = _ONE_HOT[:, _FIRST]
_CLOSING: Final = np.isin(
    np.arange(chars.CLASS_COUNT), (chars.STOP, chars.COMMA, chars.SEMICOLON, chars.COLON)
)
_PARTING: Final = (chars.SPACE, chars.BAR, chars.DASH, chars.SYMBOL)
_COLONS: Final = (chars.COLON, chars.STOP, chars.BAR)

# 2021-3-4, [2021-03-04], 2021/3/4 12:30, 2021年3月4日, 03-04 12:30, 12:30:05
_DATE: Final = re.compile(
    r"(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|\d{1,2}[-/月]\d{1,2}日?(?=\s+\d{1,2}:))"
    r"(?:[\sT]*\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}:\d{2}:\d{2}"
)
_PREFIX: Final = re.compile(r"(?:【[^】]{2,8}】|\[[^\]]{2,8}\]|[^\s:!|,。?]{2,7}[:!|])(?=.{5})")
_SUFFIX: Final = re.compile(
    r"(?:\s[-_]?\s?|[-_|])[\u4e00-\u9fffA-Za-z]{2,6}$|(?:【[^】]{2,8}】|\([^)]{2,8}\))$"
)
_BRACKETED: Final = re.compile(r"[(\[【〔].{2,60}[)\]】〕]$")
_LABELLED: Final = re.compile(r"[(\[【]?[\u4e00-\u9fff]{1,6}\s?[:/|]\s?\S")
_PIECES: Final = re.compile(r"\s*[|/]\s+|\s{2,}|\t|\s[·•▪-]\s")
_CRUMBS: Final = re.compile(r"\s*[>»|/]+\s*|\s+")

_TAIL_COUNT: Final = 12
_REPEAT_COUNT: Final = 4
_SHAPE_COUNT: Final = (
    1 + len(_LENGTH_STEPS) + len(_SHARED) + len(_COUNTED) + len(_LAST) + len(_FIRST) + 2
)
TAIL_AT: Final = _SHAPE_COUNT + OVERLAP_COUNT + LEAD_COUNT
PHRASE_AT: Final = TAIL_AT + _TAIL_COUNT
BASE_COUNT: Final = PHRASE_AT + len(GROUPS) + _REPEAT_COUNT
"""Columns of `Base.table`; those of the function words begin at `PHRASE_AT`."""


class Base(NamedTuple):
    """Features of each line that do not depend on its neighbours, and what runs are built from.

    `table` has shape (lines, `BASE_COUNT`); `signatures` numbers the lead of each line, 0 for none;
    `core` says which lines can be nothing but running text; `closed` which end like a clause.
    """

    table: Floats
    signatures: Ints
    core: Bools
    closed: Bools
    lengths: Ints
    told: Floats


def base_features(lines: Sequence[str], phrases: Phrases, title: str = "") -> Base:
    """Return the features of `lines`: width folded, none blank, stripped of what cannot be seen.

    `title` is what the article is known to be about; without it the first line that reads like
    a title serves.
    """
    count = len(lines)
    clipped = [
        line if len(line) <= _HEAD_CHARS + _TAIL_CHARS else line[:_HEAD_CHARS] + line[-_TAIL_CHARS:]
        for line in lines
    ]
    lengths = np.fromiter(map(len, lines), dtype=np.int64, count=count)
    sizes = np.minimum(lengths, _HEAD_CHARS + _TAIL_CHARS)
    text = "".join(clipped)
    codes = chars.code_points(text)
    kinds = chars.classes_of(codes)
    owner = np.repeat(np.arange(count), sizes)
    ends = np.cumsum(sizes)
    starts = ends - sizes
    counts = np.bincount(
        owner * chars.CLASS_COUNT + kinds, minlength=count * chars.CLASS_COUNT
    ).reshape(count, chars.CLASS_COUNT)
    counts[:, chars.HAN] += counts[:, chars.NUMERAL]
    last = kinds[ends - 1]
    leads = read_leads(clipped)
    first = kinds[np.minimum(starts + leads.widths, ends - 1)]
    stops = counts[:, chars.STOP]
    core = ((lengths >= 36) & (stops >= 1)) | ((lengths >= 80) & (counts[:, chars.COMMA] >= 2))
    closed = _CLOSING[last]

    table = np.empty((count, BASE_COUNT), dtype=np.float32)
    table[:, 0] = np.log1p(lengths) / 6
    table[:, 1:11] = np.tanh((lengths[:, None] - _LENGTH_STEPS) / (1 + 0.15 * _LENGTH_STEPS))
    opening = title or clipped[title_line(clipped)][:400]
    about = overlaps(
        codes, kinds, owner, core | (closed & (lengths > 5)), chars.code_points(opening)
    )
    at = 11
    for block in (
        counts[:, _SHARED] / sizes[:, None],
        np.minimum(counts[:, _COUNTED], 4) / 4,
        _LAST_TABLE[last],
        _FIRST_TABLE[first],
        core[:, None],
        closed[:, None],
        about,
        leads.table,
        _tails(clipped, counts, phrases.surnames),
        phrases.cover(text, starts, sizes),
        _repeats(clipped, opening),
    ):
        table[:, at : at + block.shape[1]] = block
        at += block.shape[1]
    return Base(table, leads.signatures, core, closed, lengths, about[:, 2])


def title_line(lines: Sequence[str]) -> int:
    """Return the index of the line that reads like the web title: the first but breadcrumbs."""
    for number, line in enumerate(lines[:4]):
        if len(line) >= 5 and max(map(len, _CRUMBS.split(line[:200]))) >= 5:
            return number
    return 0


def _tails(lines: Sequence[str], counts: Ints, surnames: frozenset[str]) -> Floats:
    """Return the columns that need a look at the string itself, (lines, `_TAIL_COUNT`).

    Args:
        lines: The lines.
        counts: Their characters by class, (lines, classes): they say which look is worth while.
        surnames: Characters that names begin with.
    """
    table = np.zeros((len(lines), _TAIL_COUNT), dtype=np.float32)
    # Plain lists: a cell of an array costs five times as much to read.
    digits = counts[:, chars.DIGIT].tolist()
    parted = counts[:, _PARTING].sum(axis=1).tolist()
    opened = counts[:, chars.OPEN].tolist()
    stops = counts[:, chars.STOP].tolist()
    coloned = counts[:, _COLONS].sum(axis=1).tolist()
    for number, line in enumerate(lines):
        length = len(line)
        if length > 60 and stops[number]:
            continue
        if length <= 120:
            if digits[number] >= 3 and (found := _DATE.search(line)):
                table[number, 0] = 1
                table[number, 1] = (found.end() - found.start()) / length
                table[number, 2] = found.end() >= length - 1
            if (coloned[number] or opened[number]) and _PREFIX.match(line):
                table[number, 3] = 1
            if (parted[number] or opened[number]) and _SUFFIX.search(line, max(0, length - 12)):
                table[number, 4] = 1
            if length <= 62 and opened[number] and _BRACKETED.match(line):
                table[number, 5] = 1
            if length <= 40 and coloned[number] and _LABELLED.match(line):
                table[number, 6] = 1
            if length <= 14 and line[0] in surnames and line.isalpha():
                table[number, 9 if length <= 4 else 10] = 1
            if length <= 80:
                tail = tail_credits(line, most=1)
                if tail and tail[0][0] > 0:
                    table[number, 11] = 1
        if length > 50 and parted[number] > 2:
            pieces = len(_PIECES.findall(line)) + 1
            table[number, 7] = min(pieces, 12) / 12
            table[number, 8] = pieces > 3 and length / pieces > 8
    return table


def _repeats(lines: Sequence[str], about: str) -> Floats:
    """Return whether each line is or is part of the title, or has stood before."""
    table = np.zeros((len(lines), _REPEAT_COUNT), dtype=np.float32)
    first = title_line(lines)
    seen: set[str] = set()
    for number, line in enumerate(lines):
        if not 3 < len(line) < 120:
            continue
        row = table[number]
        if number != first:
            where = about.find(line.lstrip("—-–· "))
            if where >= 0:
                row[0] = 1
                row[1] = where + len(line) >= len(about) - 1
            elif len(line) > len(about) > 3 and about in line:
                row[2] = 1
        row[3] = line in seen
        seen.add(line)
    return table
