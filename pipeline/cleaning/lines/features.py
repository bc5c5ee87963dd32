"""What a line looks like: its shape, its start and marks, its words' place in the document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.lines.line_marks import (
    MARK_COUNT,
    REPEAT_COUNT,
    line_marks,
    repeat_marks,
    title_line,
)
from pipeline.cleaning.lines.line_starts import START_COUNT, read_line_starts
from pipeline.cleaning.lines.overlap import OVERLAP_COUNT, overlaps
from pipeline.cleaning.lines.phrases import GROUPS, Phrases
from pipeline.text import chars

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# A longer line is judged by its first and last characters: work a line stays bounded.
_HEAD_CHARS: Final = 2000
_TAIL_CHARS: Final = 1000

# Lengths about which the meaning of a line changes, from a button to a paragraph: chosen, not
# measured. The weights were learnt under them: another step needs `make train-cleaning`.
_STEPS: Final = np.array((3, 5, 8, 12, 18, 26, 36, 50, 80, 130), dtype=np.float32)
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
_CLOSING: Final = np.isin(
    np.arange(chars.CLASS_COUNT), (chars.STOP, chars.COMMA, chars.SEMICOLON, chars.COLON)
)
_SHARED_AT: Final = np.array(_SHARED)
_COUNTED_AT: Final = np.array(_COUNTED)
# Which look at a line is worth while: digits, parting marks, opening brackets, stops, and what
# parts a label from what it labels.
_WORTH: Final = np.zeros((chars.CLASS_COUNT, 5), dtype=np.int64)
for _column, _kinds in enumerate(
    (
        (chars.DIGIT,),
        (chars.SPACE, chars.BAR, chars.DASH, chars.SYMBOL),
        (chars.OPEN,),
        (chars.STOP,),
        (chars.COLON, chars.STOP, chars.BAR),
    )
):
    _WORTH[_kinds, _column] = 1


def _length_table() -> Floats:
    """Return the columns of each length up to the longest looked at: its order, and soft steps."""
    lengths = np.arange(_HEAD_CHARS + _TAIL_CHARS + 1, dtype=np.float32)[:, None]
    steps = np.tanh((lengths - _STEPS) / (1 + 0.15 * _STEPS))
    return np.concatenate([np.log1p(lengths) / 6, steps], axis=1)


def _ends_table() -> Floats:
    """Return the columns of each pair of last and first class, by last times classes plus first."""
    one_hot = np.eye(chars.CLASS_COUNT, dtype=np.float32)
    last = np.repeat(one_hot[:, _LAST], chars.CLASS_COUNT, axis=0)
    return np.concatenate([last, np.tile(one_hot[:, _FIRST], (chars.CLASS_COUNT, 1))], axis=1)


# Looked up, not computed: on an ordinary page every numpy call costs as much as ten lines do.
_LENGTHS: Final = _length_table()
_ENDS: Final = _ends_table()

_SHAPE_COUNT: Final = 1 + len(_STEPS) + len(_SHARED) + len(_COUNTED) + len(_LAST) + len(_FIRST) + 2
MARK_AT: Final = _SHAPE_COUNT + OVERLAP_COUNT + START_COUNT
PHRASE_AT: Final = MARK_AT + MARK_COUNT
BASE_COUNT: Final = PHRASE_AT + len(GROUPS) + REPEAT_COUNT
"""Columns of `Base.table`; those of the function words begin at `PHRASE_AT`."""


class Base(NamedTuple):
    """Features of each line that do not depend on its neighbours, and what runs are built from.

    `table` has shape (lines, `BASE_COUNT`); `signatures` numbers how each line starts, 0 for plain;
    `core` says which lines can be nothing but running text. The lines are those of one page or of
    several, one below another: `pages` says how many lines each has.
    """

    table: Floats
    signatures: Ints
    core: Bools
    lengths: Ints
    pages: Ints


def features_of_pages(
    pages: Sequence[Sequence[str]], phrases: Phrases, titles: Sequence[str]
) -> Base:
    """Return the features of each of `pages`, one below another.

    No page's features depend on the others': they share the work, since on a page of ordinary size
    calling numpy costs more than what it then does.

    Args:
        pages: None without a line. Lines with their width folded, none blank, stripped of what
            cannot be seen.
        phrases: Function words of the trade.
        titles: What each article is known to be about; without one the first line that reads like
            a title serves.
    """
    lines = [line for page in pages for line in page]
    count = len(lines)
    longest = _HEAD_CHARS + _TAIL_CHARS
    sizes = np.array([len(line) for line in lines], dtype=np.int64)
    lengths = sizes
    clipped = lines
    if sizes.max() > longest:
        clipped = [
            line if len(line) <= longest else line[:_HEAD_CHARS] + line[-_TAIL_CHARS:]
            for line in lines
        ]
        sizes = np.minimum(lengths, longest)
    codes = chars.code_points("".join(clipped))
    kinds = chars.classes_of(codes)
    per_page = np.array([len(page) for page in pages], dtype=np.int64)
    first_lines = (np.cumsum(per_page) - per_page).tolist()
    ends = np.cumsum(sizes)
    starts = ends - sizes
    by_kind = np.repeat(np.arange(0, count * chars.CLASS_COUNT, chars.CLASS_COUNT), sizes)
    by_kind += kinds
    counts = np.bincount(by_kind, minlength=count * chars.CLASS_COUNT).reshape(count, -1)
    counts[:, chars.HAN] += counts[:, chars.NUMERAL]
    line_starts = read_line_starts(clipped, frozenset(first_lines))
    last = kinds[ends - 1].astype(np.int64)
    first = kinds[np.minimum(starts + line_starts.widths, ends - 1)]
    core = (lengths >= 36) & (counts[:, chars.STOP] >= 1)
    core |= (lengths >= 80) & (counts[:, chars.COMMA] >= 2)
    closed = _CLOSING[last]
    told = core | (closed & (lengths > 5))
    clipped_pages = [
        clipped[at : at + len(page)] for at, page in zip(first_lines, pages, strict=True)
    ]
    openings = [
        title or page[title_line(page)][:400]
        for title, page in zip(titles, clipped_pages, strict=True)
    ]
    table = np.zeros((count, BASE_COUNT), dtype=np.float32)
    blocks = (
        _LENGTHS[sizes],
        counts.take(_SHARED_AT, axis=1) / sizes[:, None],
        np.minimum(counts.take(_COUNTED_AT, axis=1), 4) / 4,
        _ENDS[last * chars.CLASS_COUNT + first],
        core[:, None],
        closed[:, None],
        overlaps(codes, kinds, sizes, told, openings, per_page),
    )
    at = 0
    for block in blocks:
        table[:, at : at + block.shape[1]] = block
        at += block.shape[1]
    table[:, PHRASE_AT : PHRASE_AT + len(GROUPS)] = phrases.cover(clipped)
    table[np.arange(count), MARK_AT - START_COUNT + line_starts.kinds] = 1
    cells: list[int] = []
    values: list[float] = []
    for corner, marks in (
        (MARK_AT - START_COUNT, line_starts.marks),
        (MARK_AT, line_marks(clipped, (counts @ _WORTH).tolist(), phrases.surnames)),
        *(
            (at * BASE_COUNT + BASE_COUNT - REPEAT_COUNT, repeat_marks(page, opening))
            for at, page, opening in zip(first_lines, clipped_pages, openings, strict=True)
        ),
    ):
        for row, column, value in marks:
            cells.append(corner + row * BASE_COUNT + column)
            values.append(value)
    table.ravel()[cells] = values
    return Base(table, line_starts.signatures, core, lengths, per_page)
