"""Lines that go on a list of links: their numbers count on with its own, or their dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.dedup.links.dates_of_lines import date_ahead
from pipeline.dedup.links.ranks import rank_ahead, rank_of
from pipeline.text.folding import COMPARING

# Fewer lines are no list; of a list at least half are known to be links.
_FEWEST = 3
# and one, where each line has both a number and a date.
_FEWEST_LINKS = 0.5
# A date and its clock, and what they stand in.
_HEAD = 32
_DIGIT, _DIGITS = re.compile(r"\d"), re.compile(r"\d+")
# Most lines begin with a character that begins neither a number (第3) nor, folded, is a bullet.
_WORD = re.compile("[\u4e00-\u9fff](?<![第丨])")

_Opening = tuple[object, ...]


def go_on_lists(texts: Sequence[str], links: Sequence[bool]) -> Iterator[int]:
    """Yield the numbers of lines that are no link yet, and stand in a list of links.

    Args:
        texts: The lines of a page, the blank ones too.
        links: Which of them are links.
    """
    shown = [i for i, text in enumerate(texts) if text and not text.isspace()]
    opened = [(i, _opening(texts[i], place)) for place, i in enumerate(shown)]
    for opening, group in groupby(opened, key=lambda each: each[1]):
        run = [i for i, _ in group]
        known = sum(links[i] for i in run)
        fewest = 1 if opening and opening[-1] else _FEWEST_LINKS * len(run)
        if opening is None or len(run) < _FEWEST or known < fewest:
            continue
        yield from (i for i in run if not links[i])


def _opening(text: str, place: int) -> _Opening | None:
    """Return what the lines of one list begin with: numbers that count on, or dates."""
    if _WORD.match(text) or _DIGIT.search(text, 0, _HEAD) is None:
        return None
    head = COMPARING.fold(text[:_HEAD])
    rank = rank_of(head)
    if rank is not None and not rank.may_be_own:
        begins = rank_ahead(head, len(head) - len(head.lstrip()), len(head))
        return rank.style, rank.number - place, date_ahead(head, begins, len(head)) > begins
    edge = date_ahead(head, 0, len(head))
    return (_DIGITS.sub("0", head[:edge]), False) if edge else None
