"""Digests: headed items that are the article, in lines that look like links.

Heads are alike by what they begin with, and the paragraph under each speaks of what it says. A link
between paragraphs does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pipeline.cleaning.lines.line_starts import read_line_starts
from pipeline.cleaning.lines.overlap import shared_pairs
from pipeline.types.articles import BODY_LABELS, HEAD_LABELS, Label

# Two make a pattern, three where nothing but their place is alike.
_LEAST_HEADS: Final = 2
_LEAST_BARE: Final = 3
# A head is no longer, the paragraph under it no shorter. Chosen, not measured.
_LONGEST_HEAD: Final = 48
_PARAGRAPH: Final = 10
_ENDS: Final = frozenset("。!?”…)")
_BARRED: Final = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,8}\s?\|")
_CLOSED: Final = re.compile(r"(?:【[^【】]+】|\[[^\[\]]+\]|《[^《》]+》|<[^<>]+>)")

Shape = tuple[int, bool, str]
_BARE: Final[Shape] = (0, False, "")


def digest_heads(lines: Sequence[str], labels: Sequence[Label]) -> set[int]:
    """Return the heads of a digest's items, whatever `labels` says that they are."""
    may_head = [n for n in range(len(lines) - 1) if _may_head(lines[n], lines[n + 1])]
    odd = len(may_head) >= _LEAST_HEADS and any(
        labels[n] not in BODY_LABELS for n in (0, *may_head)
    )
    linked = _linked_heads(lines, labels)
    if not odd and not linked:
        return set()
    starts = read_line_starts(lines).signatures.tolist()
    found = set(linked) if _are_alike(lines, linked, starts) else set()
    groups: dict[Shape, list[int]] = {}
    for n in may_head if odd else ():
        line = lines[n]
        if not starts[n] or starts[n] != starts[n + 1]:
            closed = line[0] if _CLOSED.fullmatch(line) else ""
            shape = starts[n], _BARRED.match(line) is not None, closed
            groups.setdefault(shape, []).append(n)
    for shape, heads in groups.items():
        least = _LEAST_BARE if shape == _BARE else _LEAST_HEADS
        if len(heads) < least or found.issuperset(heads):
            continue
        spoken = sum(shared_pairs(lines[n], lines[n + 1]) > 0 for n in heads)
        # One under the other from the first line to the last they are all that there is.
        turns = all(right - left == 2 for left, right in pairwise(heads))
        whole = turns and heads[0] <= 1 and heads[-1] >= len(lines) - 3
        told = 3 * spoken >= 2 * len(heads)
        if (told and whole) or (shape != _BARE and (told or (whole and len(heads) > least))):
            found.update(heads)
    return found


def _may_head(line: str, below: str) -> bool:
    """Return whether a line may head the paragraph below it."""
    return (
        len(line) <= _LONGEST_HEAD
        and line[-1] not in "。;,"
        and len(below) >= _PARAGRAPH
        and below[-1] in _ENDS
    )


def _linked_heads(lines: Sequence[str], labels: Sequence[Label]) -> list[int]:
    """Return lone links, each with its paragraph under it, whatever that speaks of."""
    heads = [
        number
        for number, label in enumerate(labels)
        if (
            label in {"link", "byline"}
            or (label == "title" and not number)
            or (label == "body" and "|" in lines[number][:12] and _BARRED.match(lines[number]))
        )
        and number + 1 < len(labels)
        and labels[number + 1] == "body"
        and (number == 0 or labels[number - 1] in BODY_LABELS | HEAD_LABELS)
    ]
    # A title and a byline over the first paragraph are every article's.
    alone = all(labels[number] in {"title", "byline"} for number in heads)
    return [] if len(heads) < _LEAST_HEADS or (alone and len(heads) <= _LEAST_HEADS) else heads


def _are_alike(lines: Sequence[str], heads: Sequence[int], starts: Sequence[int]) -> bool:
    """Return whether heads begin alike, and with more than a word."""
    shapes = [(starts[number], _BARRED.match(lines[number]) is not None) for number in heads]
    return bool(shapes) and shapes.count(shapes[0]) == len(shapes) and shapes[0] != (0, False)
