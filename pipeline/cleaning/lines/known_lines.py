"""Lines that words give away, however long they are: credits, statements, calls, markers.

The networks judge a line by its shape and surroundings. One line of furniture under an article has
the shape of a short paragraph, and surroundings that say nothing; its words say what it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from pipeline.cleaning.lines.closing_lines import (
    after_marker,
    announces,
    statement_lines,
)
from pipeline.cleaning.lines.furniture_judge import HEAD_LINES, FurnitureJudge
from pipeline.cleaning.lines.furniture_model import Place
from pipeline.cleaning.lines.known_line import LONGEST, Known, known_line, under_label
from pipeline.cleaning.lines.own_words import ends_in_credits, heads_a_part, led_by_a_role
from pipeline.cleaning.names.furniture_words import MARK, OPEN, FurnitureWords
from pipeline.cleaning.names.notices import is_rule
from pipeline.types.articles import BODY_LABELS, HEAD_LABELS, Label

_KEPT: Final = (HEAD_LABELS | BODY_LABELS) - {"title"}
_STOPS: Final = frozenset("。”")
# So short a line under the article is looked at whatever it holds, if it ends like no sentence.
_SHORT: Final = 60
# And a longer one that begins like a credit: a role, a mark, a dozen names.
_CREDITING: Final = re.compile(rf"{OPEN}[\u4e00-\u9fff]{{1,8}}{MARK}\S")
# A stroke between paragraphs is no longer.
_STROKE: Final = 40
# From so many characters on a line is a paragraph, unless its words say otherwise.
_PARAGRAPH: Final = 36


class About(NamedTuple):
    """What an article is: its title, and who tells furniture in wording that no list holds.

    A statement that the title announces is the news. `alone` says that furniture may be all there
    is, as on a page that holds no article.
    """

    title: str = ""
    judge: FurnitureJudge | None = None
    alone: bool = False


_SPOKEN: Final = Known("other", "spoken-to-readers")
# What words gave away the model may deny.
_BY_WORDS: Final = frozenset({"call", "disclaimer"})


class Worded(NamedTuple):
    """The lines that hold a word of furniture, and those that hold one of what is glued."""

    lines: set[int]
    tails: set[int]


def told_lines(lines: Sequence[str], words: FurnitureWords) -> Worded:
    """Return which of `lines` hold a word of furniture; all are looked through at once."""
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    told = Worded(set(), set())
    for start, _, word in words.triggers.find("\n".join(lines)):
        at = bisect_right(starts, start) - 1
        told.lines.add(at)
        if word < words.tail_triggers:
            told.tails.add(at)
    return told


def known_lines(
    lines: Sequence[str],
    labels: Sequence[Label],
    told: Collection[int],
    words: FurnitureWords,
    about: About,
) -> dict[int, Known]:
    """Return which of the lines that `labels` keeps are furniture by their words, by index.

    Args:
        lines: Width folded, stripped, none blank.
        labels: What the model says each is.
        told: The lines that hold a trigger of `words`: no other is looked at.
        words: What furniture is known by.
        about: The article that they are of.
    """
    known: dict[int, Known] = dict.fromkeys(
        after_marker(lines, labels, words), Known("link", "after-marker")
    )
    kept = [number for number, label in enumerate(labels) if label in _KEPT]
    announced = announces(about.title)
    stated = set() if announced else statement_lines(lines, kept, told, words)
    # From the end upwards: what stands under the last paragraph is under the article.
    closing = True
    for number in reversed(kept):
        if number in known:
            continue
        line = lines[number]
        short = closing and (len(line) <= _SHORT or _CREDITING.match(line) is not None)
        looked = (short and line[-1] not in _STOPS) or (
            number in told and (closing or len(line) <= LONGEST)
        )
        if below := known.get(number + 1):
            credited = below.label == "credit"
        else:
            credited = number + 1 < len(labels) and labels[number + 1] == "credit"
        found = (
            known_line(lines, number, words, edge=closing, credited=credited) if looked else None
        )
        if number in stated:
            found = found or Known("other", "disclaimer")
        elif found and (
            _is_own(found, line, number, words, about, closing=closing)
            or heads_a_part(found.label, lines, labels, known, number, about.title)
        ):
            found = None
        if found is None and len(line) <= _STROKE and is_rule(line) and "…" not in line:
            found = Known("other", "page-furniture")
        label = found.label if found else labels[number]
        asked = label == "byline" or (found is None and label == "body")
        if (
            about.judge
            and asked
            and _is_spoken(about.judge, line, number, words, label, closing=closing)
        ):
            found = _SPOKEN
        if found is None:
            closing = False
        elif _may_go(found, labels, number, known, about):
            known[number] = found
    _look_above(lines, labels, told, words, known, about)
    return known


def _is_spoken(
    judge: FurnitureJudge,
    line: str,
    number: int,
    words: FurnitureWords,
    label: Label,
    *,
    closing: bool,
) -> bool:
    """Return whether a line of the body is the publisher's word to its readers.

    What names makers by its form is so only under the article, and surely.
    """
    place: Place = "tail" if closing else "middle"
    byline = label == "byline"
    if (byline and not closing) or not judge.is_furniture(number, place, surely=byline):
        return False
    # That one, he, yesterday: so begins what is told of a credit.
    told_of = words.others.match(line) is not None
    if byline or told_of or led_by_a_role(line, words):
        return closing and judge.is_furniture(number, place, surely=True)
    return not ends_in_credits(line, words)


def _is_own(
    found: Known,
    line: str,
    number: int,
    words: FurnitureWords,
    about: About,
    *,
    closing: bool,
) -> bool:
    """Return whether what words gave away as furniture is what the article says."""
    if found.reason == "disclaimer" and announces(about.title) and not words.states(line):
        return True
    judge = about.judge
    return (
        found.reason in _BY_WORDS and judge is not None and judge.is_news(number, closing=closing)
    )


def _look_above(
    lines: Sequence[str],
    labels: Sequence[Label],
    told: Collection[int],
    words: FurnitureWords,
    known: dict[int, Known],
    about: About,
) -> None:
    """Add to `known` the lines above the first paragraph that are furniture."""
    judge = about.judge
    for number, line in enumerate(lines[:HEAD_LINES]):
        if labels[number] not in _KEPT or number in known:
            continue
        found = known_line(lines, number, words, edge=True) if number in told else None
        if number and number - 1 in known and lines[number - 1].endswith(":"):
            found = found or under_label(line, lines[number - 1], words)
        if found and judge and found.reason in _BY_WORDS and judge.is_news(number, closing=False):
            found = None
        elif found is None and judge and number and judge.is_furniture(number, "head"):
            found = _SPOKEN
        if found and _may_go(found, labels, number, known, about):
            known[number] = found
        elif labels[number] == "body" and (len(line) >= _PARAGRAPH or line[-1] == "。"):
            break


def _may_go(
    found: Known, labels: Sequence[Label], number: int, known: Mapping[int, Known], about: About
) -> bool:
    """Return whether line `number` may go: an article of one notice is news."""
    if about.alone and found is not _SPOKEN:
        return True
    return any(
        label == "body" and other != number and other not in known
        for other, label in enumerate(labels)
    )
