"""Rank numbers before links, whatever sets them off: they count on down the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.dedup.links.dates_of_lines import COUNTED
from pipeline.text.folding import COMPARING

# Brackets, or no mark, No. or TOP before the number; a mark, a blank or nothing behind it.
_RANK = re.compile(
    r"(?P<front>[(\[\"「{<]) *(?P<in>\d{1,3}) *[)\]\"」}>] *"
    r"|(?P<word>#?(?:no\.? ?|top ?|第)?)(?P<number>\d{1,3})(?P<unit>[条则篇位]?)"
    r"(?P<mark> *[.、)\]] *| *[|/:·>_~-]+ *| +|(?!\d))",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_NOT_BULLET = re.compile(r"[\w#(\[\"「{<]")
# Numbers of lists, as everybody writes them.
_LIST_MARKS = frozenset(".、)]")
_LISTED = ("", "", ".")
# So many lines must count on: two that follow one another where a number is set off as ranks are;
# three anywhere, or where the mark stands in figures too (2:1, 10-12, 1/3); four where the number
# may well be the headline's own: before a figure or what it counts, or with nothing behind it.
_TWO, _THREE, _FOUR, _NEVER = 2, 3, 4, 1_000_000
# Characters at the head of a line in which its number stands.
_HEAD = 16
_OWN = re.compile(COUNTED)
# With nothing behind it a rank has two digits: 03<headline>.
_WIDTH = 2
_FEWEST_LEFT = 4


class Rank(NamedTuple):
    """A number at the head of a line, and how it is set off: word, unit, mark.

    `fewest` is how many lines must count on, until it is a rank.
    """

    number: int
    style: tuple[str, str, str]
    fewest: int

    @property
    def may_be_own(self) -> bool:
        """Return whether the number may be one of the headline's."""
        return self.fewest > _THREE


def ranked(lines: Sequence[str]) -> list[bool]:
    """Return for each of a page's link lines whether its number counts on with others'.

    Between two numbers lie as many lines as they differ, whatever the lines between show.
    "2.09年..." between 1 and 3 is a headline that begins with 09; alone it is a decimal.
    """
    found = [rank_of(line) for line in lines]
    support = Counter(
        (rank.style, rank.number - i)
        for i, rank in enumerate(found)
        if rank is not None and rank.fewest < _NEVER
    )
    return [
        rank is not None
        and (
            support[rank.style, rank.number - i] >= max(rank.fewest, _THREE)
            or _counts_on(rank, found[i - 1 : i], -1)
            or _counts_on(rank, found[i + 1 : i + 2], 1)
        )
        for i, rank in enumerate(found)
    ]


def rank_ahead(folded: str, start: int, end: int) -> int:
    """Return where the headline begins behind a number that is, or may be, a rank."""
    match = _RANK.match(folded, start, end)
    return match.end() if match and match.end() < end else start


def loose_rank_ahead(folded: str, start: int, end: int) -> int:
    """Return where the headline begins behind a number that does not look like its own."""
    rank = _read(folded[start : start + _HEAD])
    if rank is None or rank.may_be_own or not (rank.style[0] or rank.style[2]):
        # 6位 alone is how many.
        return start
    edge = rank_ahead(folded, start, end)
    return edge if edge + _FEWEST_LEFT <= end else start


def rank_of(line: str) -> Rank | None:
    """Return the number that a line begins with, behind its bullets."""
    if _DIGIT.search(line, 0, _HEAD) is None:
        return None
    head = COMPARING.fold(line[:_HEAD])
    begins = _NOT_BULLET.search(head)
    return _read(head[begins.start() :]) if begins else None


def _read(head: str) -> Rank | None:
    match = _RANK.match(head)
    if match is None:
        return None
    if match["in"]:
        style = _LISTED if match["front"] in "([" else (match["front"], "", "")
        return Rank(int(match["in"]), style, _TWO)
    mark = match["mark"].strip() or match["mark"][:1]
    if mark in _LIST_MARKS:
        return Rank(int(match["number"]), _LISTED, _TWO)
    style = (match["word"].strip().lower(), match["unit"], mark)
    return Rank(int(match["number"]), style, _fewest(style, match["number"], head[match.end() :]))


def _fewest(style: tuple[str, str, str], digits: str, rest: str) -> int:
    """Return how many lines must count on with a number of this style before `rest`."""
    word, unit, mark = style
    if word.endswith("第") and not (unit and mark):
        # 第3条 is a rank, 第3届 none.
        return _NEVER
    if not word and not mark.strip() and not unit and _OWN.match(rest):
        return _FOUR if mark else _NEVER
    if not any(style):
        return _FOUR if len(digits) == _WIDTH else _NEVER
    if mark.strip() and rest[:1].isdigit():
        return _FOUR
    return _TWO if word or unit or not mark.strip() else _THREE


def _counts_on(rank: Rank, neighbour: Sequence[Rank | None], by: int) -> bool:
    """Return whether two lines are enough, and the number counts on from the one `by` away."""
    return rank.fewest == _TWO and any(
        near is not None and near[1:] == rank[1:] and near.number - rank.number == by
        for near in neighbour
    )
