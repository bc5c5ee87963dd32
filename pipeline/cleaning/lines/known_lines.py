"""Lines that words give away, however long they are: credits, statements, calls, markers.

The networks judge a line by its shape and surroundings. One line of furniture under an article has
the shape of a short paragraph, and surroundings that say nothing; its words say what it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from pipeline.cleaning.lines.closing_lines import (
    after_marker,
    among_credits,
    announces,
    statement_lines,
)
from pipeline.cleaning.names.credit_lines import credit_roles, is_staff_code
from pipeline.cleaning.names.furniture_words import MARK, OPEN, FurnitureWords
from pipeline.cleaning.names.inline_spans import tail_furniture
from pipeline.cleaning.names.notices import is_rule, line_notice
from pipeline.cleaning.names.signatures import is_signature, made_by
from pipeline.types.articles import BODY_LABELS, HEAD_LABELS, Label
from pipeline.types.line_reasons import LineReason

_KEPT: Final = (HEAD_LABELS | BODY_LABELS) - {"title"}
_MARKED: Final = re.compile(rf"{OPEN}(?P<word>.{{2,10}}?)[)\]】》」]?\s?[:|>»▶↓]*\s?[)\]】]?")
_LED: Final = re.compile(r"\s?[:|]\s?\S|[】\]]\s?\S")
# A line of a list of words and what they mean: 名称:江口米酒.
_ENTRY: Final = re.compile(r"[^\s:。]{2,8}:\S")
# So many lines before the article begins may be furniture.
_OPENING: Final = 4
# Between paragraphs no longer line is furniture.
_LONGEST: Final = 120
_STOPS: Final = frozenset("。”")
# So short a line under the article is looked at whatever it holds, if it ends like no sentence.
_SHORT: Final = 60
# And a longer one that begins like a credit: a role, a mark, a dozen names.
_CREDITING: Final = re.compile(rf"{OPEN}[\u4e00-\u9fff]{{1,8}}{MARK}\S")
# A stroke between paragraphs is no longer.
_STROKE: Final = 40
# From so many characters on a line is a paragraph, unless its words say otherwise.
_PARAGRAPH: Final = 36


class Known(NamedTuple):
    """What a line is by its words, and why."""

    label: Label
    reason: LineReason


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
    *,
    title: str = "",
    alone: bool = False,
) -> dict[int, Known]:
    """Return which of the lines that `labels` keeps are furniture by their words, by index.

    Args:
        lines: Width folded, stripped, none blank.
        labels: What the model says each is.
        told: The lines that hold a trigger of `words`: no other is looked at.
        words: What furniture is known by.
        title: The article's; a statement that it announces is the news.
        alone: Whether furniture may be all there is, as on a page that holds no article.
    """
    known: dict[int, Known] = dict.fromkeys(
        after_marker(lines, labels, words), Known("link", "after-marker")
    )
    announced = announces(title)
    kept = [number for number, label in enumerate(labels) if label in _KEPT]
    stated = set() if announced else statement_lines(lines, kept, told, words)
    # From the end upwards: what stands under the last paragraph is under the article.
    closing = True
    for number in range(len(lines) - 1, -1, -1):
        if labels[number] not in _KEPT or number in known:
            continue
        line = lines[number]
        short = closing and (len(line) <= _SHORT or _CREDITING.match(line) is not None)
        looked = (short and line[-1] not in _STOPS) or (
            number in told and (closing or len(line) <= _LONGEST)
        )
        if below := known.get(number + 1):
            credited = below.label == "credit"
        else:
            credited = number + 1 < len(labels) and labels[number + 1] == "credit"
        found = _known(lines, number, words, edge=closing, credited=credited) if looked else None
        if number in stated:
            found = found or Known("other", "disclaimer")
        elif found and announced and found.reason == "disclaimer" and not words.states(line):
            found = None
        if found is None and len(line) <= _STROKE and is_rule(line) and "…" not in line:
            found = Known("other", "page-furniture")
        if found is None:
            closing = False
        elif alone or _leaves_text(labels, number, known):
            known[number] = found
    _look_above(lines, labels, told, words, known, alone=alone)
    return known


def _look_above(
    lines: Sequence[str],
    labels: Sequence[Label],
    told: Collection[int],
    words: FurnitureWords,
    known: dict[int, Known],
    *,
    alone: bool,
) -> None:
    """Add to `known` the lines above the first paragraph that are furniture."""
    for number, line in enumerate(lines[:_OPENING]):
        if labels[number] not in _KEPT or number in known:
            continue
        found = _known(lines, number, words, edge=True) if number in told else None
        if number and number - 1 in known and lines[number - 1].endswith(":"):
            found = found or _under_label(line, lines[number - 1], words)
        if found is not None and (alone or _leaves_text(labels, number, known)):
            known[number] = found
        elif labels[number] == "body" and (len(line) >= _PARAGRAPH or line[-1] == "。"):
            break


def _leaves_text(labels: Sequence[Label], number: int, known: dict[int, Known]) -> bool:
    """Return whether body is left when line `number` goes: an article of one notice is news."""
    return any(
        label == "body" and other != number and other not in known
        for other, label in enumerate(labels)
    )


def _known(
    lines: Sequence[str],
    number: int,
    words: FurnitureWords,
    *,
    edge: bool,
    credited: bool = False,
) -> Known | None:
    """Return what line `number` is by its words; `credited` says that credits stand under it."""
    line = lines[number]
    roles = credit_roles(line, words, closing=edge)
    if roles and all(role.kind in {"writer", "picture"} for role in roles):
        # Who took the pictures alone stands under one as often as under the article.
        if edge and any(role.kind == "writer" for role in roles):
            return Known("byline", "names-of-writers")
        return Known("credit", "credit-shape") if edge and credited else None
    if edge and not roles and is_signature(line, words.surnames):
        return Known("byline", "names-of-writers")
    if roles:
        listed = not edge and roles[0].kind != "title" and _in_a_list(lines, number)
        return None if listed else Known("credit", "credit-shape")
    # Nothing stands above the first line that links could follow.
    found = _marker(line, words) if number else None
    if found is None and (reason := line_notice(line, words, edge=edge)):
        found = Known("other", reason)
    return _closing(lines, number, words, credited=credited) if found is None and edge else found


def _closing(
    lines: Sequence[str], number: int, words: FurnitureWords, *, credited: bool
) -> Known | None:
    """Return what a line above or under the article is by its form and by what is beside it."""
    line = lines[number]
    if is_staff_code(line) or words.outlets.fullmatch(line):
        return Known("credit", "credit-shape")
    if label := made_by(line, words.surnames) or among_credits(
        lines, number, words, below=credited
    ):
        return _named(label)
    return _eaten(lines, number, words)


def _eaten(lines: Sequence[str], number: int, words: FurnitureWords) -> Known | None:
    """Return what a line is that is nothing but pieces of furniture, one behind the other."""
    line = lines[number]
    pieces = tail_furniture(line, words, last=True, whole=True) if len(line) <= _LONGEST else []
    if not pieces:
        return None
    rest = line[: pieces[0][0]].strip()
    if not rest:
        kind = pieces[0][2]
        return Known("other", "page-furniture") if kind == "other" else _named(kind)
    if is_signature(rest, words.surnames):
        # It stays, and what is glued to it is cut out of it: the article is over all the same.
        return Known("body", "names-of-writers")
    if reason := line_notice(rest, words, edge=True):
        return Known("other", reason)
    if label := among_credits([*lines[:number], rest], number, words, below=True):
        return _named(label) if label == "credit" else None
    return None


def _named(label: str) -> Known:
    """Return that a line names who made it, or who wrote it."""
    if label == "byline":
        return Known("byline", "names-of-writers")
    return Known("credit", "credit-shape")


def _marker(line: str, words: FurnitureWords) -> Known | None:
    """Return what a line is that begins with the word of a list of links."""
    if len(line) > 80:
        return None
    begin = _lead(line)
    found = words.marker.match(line, begin)
    if found is None:
        return None
    if _MARKED.fullmatch(line) and len(line) - found.end() <= 4:
        return Known("marker", "heads-a-list")
    led = _LED.match(line, found.end())
    # 更多内容:… is a clause too, where no arrow or bracket leads it.
    clause = line.startswith(words.loose) or line[-1] in "。!"
    return Known("link", "after-marker") if led and (begin or not clause) else None


def _under_label(line: str, label: str, words: FurnitureWords) -> Known | None:
    """Return that a line is the headline whose label stands alone over it: 原标题:."""
    roles = credit_roles(label, words, closing=True)
    titled = len(roles) == 1 and roles[0].kind == "title" and len(line) <= _SHORT
    return Known("credit", "credit-shape") if titled and line[-1] not in "。;" else None


def _lead(line: str) -> int:
    found = re.match(OPEN, line)
    return found.end() if found else 0


def _in_a_list(lines: Sequence[str], number: int) -> bool:
    """Return whether a line stands among entries of a list: 名称:…, 来源:…, 用途:…."""
    beside = [lines[at] for at in (number - 1, number + 1) if 0 <= at < len(lines)]
    return len(beside) == 2 and all(_ENTRY.match(line) for line in beside)
