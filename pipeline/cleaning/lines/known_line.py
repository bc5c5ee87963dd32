"""What one line is by its words: a credit, a statement, a call, a marker.

The networks judge a line by its shape and surroundings. One line of furniture under an article has
the shape of a short paragraph, and surroundings that say nothing; its words say what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from pipeline.cleaning.lines.closing_lines import among_credits
from pipeline.cleaning.names.credit_lines import credit_roles, role_heads
from pipeline.cleaning.names.furniture_words import OPEN, FurnitureWords
from pipeline.cleaning.names.inline_spans import tail_furniture
from pipeline.cleaning.names.notices import line_notice
from pipeline.cleaning.names.signatures import is_signature, made_by
from pipeline.types.articles import Label
from pipeline.types.line_reasons import LineReason

_MARKED: Final = re.compile(rf"{OPEN}(?P<word>.{{2,10}}?)[)\]】》」]?\s?[:|>»▶↓]*\s?[)\]】]?")
_LED: Final = re.compile(r"\s?[:|]\s?\S|[】\]]\s?\S")
# A line of a list of words and what they mean: 名称:江口米酒.
_ENTRY: Final = re.compile(r"[^\s:。]{2,8}:\S")
# Beside so many entries a line is one of their list.
_LISTED: Final = 2
# A line of pieces is no longer. Between paragraphs no longer line is furniture.
LONGEST: Final = 120
# Nothing but a code of the staff: (SN123), [NF].
_CODE: Final = re.compile(r"[(\[【]\s?[A-Z]{1,4}[-_]?\d{0,6}\s?[)\]】]")
# A headline stands under its label, and has no more characters.
_SHORT: Final = 60


class Known(NamedTuple):
    """What a line is by its words, and why."""

    label: Label
    reason: LineReason


def known_line(
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
        listed = not edge and roles[0].kind != "title" and in_a_list(lines, number, words)
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
    if _CODE.fullmatch(line) or words.outlets.fullmatch(line):
        return Known("credit", "credit-shape")
    if label := made_by(line, words.surnames) or among_credits(
        lines, number, words, below=credited
    ):
        return _named(label)
    return _eaten(lines, number, words)


def _eaten(lines: Sequence[str], number: int, words: FurnitureWords) -> Known | None:
    """Return what a line is that is nothing but pieces of furniture, one behind the other."""
    line = lines[number]
    pieces = tail_furniture(line, words, last=True, whole=True) if len(line) <= LONGEST else []
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


def under_label(line: str, label: str, words: FurnitureWords) -> Known | None:
    """Return that a line is the headline whose label stands alone over it: 原标题:."""
    roles = credit_roles(label, words, closing=True)
    titled = len(roles) == 1 and roles[0].kind == "title" and len(line) <= _SHORT
    return Known("credit", "credit-shape") if titled and line[-1] not in "。;" else None


def _lead(line: str) -> int:
    found = re.match(OPEN, line)
    return found.end() if found else 0


def in_a_list(lines: Sequence[str], number: int, words: FurnitureWords) -> bool:
    """Return whether a line stands among entries of a list: 名称:…, 来源:…, 用途:….

    One of them names no role, or they are credits.
    """
    above, below = reversed(lines[:number]), lines[number + 1 :]
    run = [line for side in (above, below) for line in takewhile(_ENTRY.match, side)]
    return len(run) >= _LISTED and any(next(role_heads(line, words), None) is None for line in run)
