"""Bylines and furniture inside body lines: the dateline a line opens with, what it ends in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.cleaning.names.credit_lines import Head, credit_roles, role_heads
from pipeline.cleaning.names.datelines import dateline_end
from pipeline.cleaning.names.furniture_words import FurnitureWords
from pipeline.cleaning.names.notices import tail_notice
from pipeline.cleaning.names.signatures import is_signature, made_by, stands_alone
from pipeline.text.normalize import INVISIBLE
from pipeline.types.articles import Span, SpanKind

_BRACKETED: Final = re.compile(
    r"[(\[【〔]\s*(?:[^\s()\[\]【】〔〕:/,。]{2,8}\s?[:/]|"
    r"(?:责任|責任|值班|本文)?(?:编辑|編輯|责编|責編|校对|校對|审核|審核|来源|來源|供稿|摄影|攝影)\s)"
    r"[^()\[\]【】〔〕。!?]{1,36}[)\]】〕]\s*$"
)
_BARE: Final = re.compile(
    r"(?:(?<=[。!?…)】”’\]])|(?<=\s))"
    r"(?:[\u4e00-\u9fff]{2,4}\s?[:]\s?|文/|图/|文、图/)"
    r"[^\s,。!?;:()【】“”]{2,10}(?:\s[^\s,。!?;:()【】“”]{2,6}){0,2}\s*$"
)
# Bylines open a line and credits close it: the middle of a paragraph is not looked at. A dateline
# and three credits fit. Chosen, not measured.
_LOOK: Final = 200
# A bracket of names and offices at the end of a line: chosen, not measured.
_LONGEST_SHAPE: Final = 60
# The same, as words of roles find it.
_LONGEST_TAIL: Final = 100
# A headline in brackets that opens a paragraph: (原标题:…).
_HEAD_BRACKET: Final = re.compile(r"\s*[(\[【][^()\[\]【】]{3,80}[)\]】]\s*")
# 原标题:… glued to the text; most lines do not begin so.
_TITLED: Final = re.compile(r"[\s(\[【]{0,4}[\u4e00-\u9fff]{0,4}原[\u4e00-\u9fff]{0,2}[题題标標]")
_BLANKS: Final = re.compile(r"[ \t\u3000\xa0]+")
_SIGNED: Final = re.compile(
    r"(?:记者|記者|通讯员|通訊員|评论员|評論員|实习生|作者)[: ]?[\u4e00-\u9fff、· ]{2,30}$"
)
# Behind these a tail may begin.
_BEFORE_TAIL: Final = frozenset("。!?…)】”」』;> \t\u3000\xa0]")
_CLAUSE_ENDS: Final = frozenset("。!?;:,、…”’\"'")  # no credit ends like a clause
# A wire says where its text ends, and its credits may stand before that.
_END: Final = re.compile(r"(?<=[)\]】〕])\s*[(\[【]完[)\]】]\s*\Z")
# Author, photographer, editor: more credits one behind the other were not seen.
_MOST_CREDITS: Final = 3
# And more pieces of furniture of any kind. Chosen, not measured.
_MOST_TAILS: Final = 6


def find_spans(
    number: int, line: str, words: FurnitureWords, *, last: bool = False, told: bool = True
) -> Iterator[Span]:
    """Yield the inline bylines and furniture of body line `number`, its width folded.

    Offsets are those of the line as given. Only its first and last two hundred characters are
    looked at.

    Args:
        number: Of the line.
        line: The line.
        words: What furniture is known by.
        last: Whether the article ends with it: statements and calls may then be glued to it.
        told: Whether it may hold a word of furniture; only then is that looked for.
    """
    head, tail = line[:_LOOK], line[-_LOOK:]
    shift = len(line) - len(tail)
    head_map = tail_map = None
    if not line.isprintable():
        head, head_map = _visible(head)
        tail, tail_map = _visible(tail)
    titled = title_end(head, words) if told else 0
    if titled:
        start = len(head) - len(head.lstrip())
        yield Span(
            line=number, start=_at(head_map, start), end=_past(head_map, titled), kind="credit"
        )
    end = dateline_end(head[titled:])
    if end:
        start = titled + len(head[titled:]) - len(head[titled:].lstrip())
        end = _past(head_map, titled + end)
        yield Span(line=number, start=_at(head_map, start), end=end, kind="byline")
    end = end or (_past(head_map, titled) if titled else 0)
    glued = tail_furniture(tail, words, last=last) if told else []
    if glued and not end and not shift and is_signature(tail[: glued[0][0]], words.surnames):
        # 江口日报记者林一舟【编辑:何一苇】: who wrote it is all that is left.
        glued.insert(0, (0, len(tail[: glued[0][0]].rstrip()), "byline"))
    for first, stop, kind in glued:
        start = shift + _at(tail_map, first)
        if start >= end:
            yield Span(line=number, start=start, end=shift + _past(tail_map, stop), kind=kind)


def title_end(head: str, words: FurnitureWords) -> int:
    """Return where the bracket ends that opens `head` with the headline it stood under; else 0."""
    found = _HEAD_BRACKET.match(head)
    if found and found.end() < len(head.rstrip()):
        roles = credit_roles(found.group().strip(), words)
        if roles and roles[0].kind in {"title", "source"}:
            return found.end()
    if not _TITLED.match(head):
        return 0
    first = next(role_heads(head, words), None)
    return _title_stop(head, first.end) if first and first.kind == "title" else 0


def _title_stop(head: str, at: int) -> int:
    """Return where the text goes on behind a headline that begins at `at`: at a dateline, a blank.

    Where no blank parts them the label alone is cut.
    """
    full = head.find("。", at)
    blanks = [each.end() for each in _BLANKS.finditer(head, at, full if full > 0 else len(head))]
    if not blanks:
        return at
    comma = head.find(",", at)
    early = [blank for blank in blanks if comma < 0 or blank < comma]
    sent = next((blank for blank in blanks if dateline_end(head[blank:])), 0)
    return sent or (early or blanks)[-1]


def tail_furniture(
    text: str, words: FurnitureWords, *, last: bool = False, whole: bool = False
) -> list[tuple[int, int, SpanKind]]:
    """Return the credits and other furniture that `text` ends in, ascending.

    Args:
        text: Width folded.
        words: What furniture is known by.
        last: Whether the article ends with it.
        whole: Whether that may be all of it.
    """
    found: list[tuple[int, int, SpanKind]] = []
    closed = _END.search(text, max(0, len(text) - _LOOK)) if last else None
    end = len(text.rstrip()) if closed is None else closed.start()
    while end and len(found) < _MOST_TAILS:
        part = text[:end]
        start, kind = _credit_start(part, words, last=last, whole=whole)
        if start is None:
            kind, start = "other", tail_notice(part, words, last=last)
        if start is None or not (whole or part[:start].strip()):
            break
        # The blanks before the piece behind it go with it.
        glued = kind == "other" and found
        found.append((start, found[-1][0] if glued else end, kind))
        end = len(part[:start].rstrip())
    found.reverse()
    return found


def _credit_start(
    text: str, words: FurnitureWords, *, last: bool, whole: bool
) -> tuple[int | None, SpanKind]:
    """Return where the credits begin that `text` ends in, bare or in one bracket, and their kind.

    Who wrote it stays in the body, as bylines do.
    """
    if text[-1] in _CLAUSE_ENDS - {":"}:
        return None, "credit"
    low = max(0, len(text) - _LONGEST_TAIL)
    starts: Iterator[int]
    if text[-1] in ")]】〕":
        starts = iter([max(text.rfind(mark, low) for mark in "([【〔")])
    else:
        starts = (
            low + head.start
            for head in role_heads(text[low:], words)
            if (head.marked or head.kind == "core")
            and (_may_begin(text, low + head.start) or _is_signed(text, low + head.start, head))
        )
    for start in starts:
        # A bare outlet in a bracket is one under the article alone: elsewhere it explains.
        named = words.outlets.fullmatch(text, start) if last and start >= 0 else None
        if named and (whole or (_may_begin(text, start) and (named["lead"] or text[-1] == ")"))):
            return start, "credit"
        if last and start > 0 and _may_begin(text, start):
            if _is_signed_by(text[start:], words):
                return start, "byline"
            if text[start] in "([【〔" and (label := made_by(text[start:], words.surnames)):
                return start, label
        roles = credit_roles(text[start:], words, closing=last) if start >= 0 else []
        if roles:
            wrote = all(role.kind == "writer" for role in roles)
            return start, "byline" if wrote else "credit"
    return None, "credit"


def _is_signed_by(bracket: str, words: FurnitureWords) -> bool:
    return bracket[0] in "([【〔" and (
        is_signature(bracket, words.surnames) or stands_alone(bracket, words.surnames)
    )


def _may_begin(text: str, start: int) -> bool:
    """Return whether a tail may begin at `start`: behind a sentence, a bracket, a blank, a day."""
    before = text[start - 1 : start]
    return before in _BEFORE_TAIL or (before == "日" and text[start - 2 : start - 1].isdecimal())


def _is_signed(text: str, start: int, head: Head) -> bool:
    """Return whether a reporter's name is what a source is glued to: 记者林一舟来源:江口晚报."""
    return (
        head.kind == "source"
        and start <= _LONGEST_SHAPE
        and _SIGNED.search(text, 0, start) is not None
    )


def _visible(line: str) -> tuple[str, list[int] | None]:
    """Return `line` without its invisible characters, and where each that is left stood.

    None where nothing is left out: a tab or a thin blank is not printable either, and stays.
    """
    kept: list[int] = []
    done = 0
    for gap in INVISIBLE.finditer(line):
        kept += range(done, gap.start())
        done = gap.end()
    if not done:
        return line, None
    # And where the line ends.
    return INVISIBLE.sub("", line), [*kept, *range(done, len(line) + 1)]


def tail_credits(text: str, *, most: int = _MOST_CREDITS) -> list[tuple[int, int]]:
    """Return what has the shape of credits at the end of `text`, ascending, half-open.

    The judge of lines was trained on it. What is cut out needs a role word: `tail_furniture`.
    """
    spans: list[tuple[int, int]] = []
    end = len(text.rstrip())
    if not end or text[end - 1] in _CLAUSE_ENDS:
        return spans
    while len(spans) < most:
        low = max(0, end - _LONGEST_SHAPE)
        tail = text[low:end]
        found = None
        if tail.endswith((")", "]", "】", "〕")):
            opening = max(tail.rfind("("), tail.rfind("["), tail.rfind("【"), tail.rfind("〔"))
            if opening >= 0:
                found = _BRACKETED.match(tail, opening)
        if found is None and (":" in tail or "/" in tail):
            found = _BARE.search(tail)
        if found is None or low + found.start() == 0:
            break
        spans.append((low + found.start(), low + len(found.group().rstrip()) + found.start()))
        end = len(text[: low + found.start()].rstrip())
    spans.reverse()
    return spans


def _at(back: list[int] | None, position: int) -> int:
    return position if back is None else back[position]


def _past(back: list[int] | None, position: int) -> int:
    return position if back is None else back[position - 1] + 1
