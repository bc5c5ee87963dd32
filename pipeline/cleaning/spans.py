"""Bylines and credits inside body lines: the dateline a line opens with, the credits it ends in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.models import Span
from pipeline.text.chars import fold_width
from pipeline.text.normalize import INVISIBLE

# A dateline: who reports, perhaps where and on which day, then 电, 讯 or 消息, perhaps names in
# brackets. Without a day something must close it, or every 电 and 讯 of running text would do.
# Width is folded.
_DAY: Final = r"(?:\d{2,4}年)?\d{1,2}月\d{1,2}日"
_NAMES: Final = r"\s*\([^()\n]{0,80}\)"
_DATELINE: Final = re.compile(
    r"[\s■●◆★]*(?:\([^()\n]{2,12}\)\s*)?"
    r"(?:"
    r"[\u4e00-\u9fffA-Za-z·/]{2,20}?\s?" + _DAY + r"(?:电|電|讯|訊|消息)(?!题|題|话|話|视|影|子)"
    r"(?:" + _NAMES + r")?"
    r"|[\u4e00-\u9fffA-Za-z·/]{1,14}?(?:讯|訊|消息|专电|專電)"
    r"(?:" + _NAMES + r"\s?:?|\s?:|(?=[\s\u3000]))"
    r"|[\u4e00-\u9fff]{0,8}\(?(?:本报|本刊|本网|本報|本刊)?(?:记者|記者|通讯员)\s?[^()\s,。]{2,12}\s?(?:报道|報道|发自[^\s,。]{1,6})\)?"
    r")"
)
_SAID: Final = re.compile(r"[,。!?;“”]")  # a dateline has no clause in it, outside its brackets

_BRACKETED: Final = re.compile(
    r"[(\[【〔]\s*(?:[^\s()\[\]【】〔〕:/,。]{2,8}\s?[:/]|"
    r"(?:责任|責任|值班|本文)?(?:编辑|編輯|责编|責編|校对|校對|审核|審核|来源|來源|供稿|摄影|攝影)\s)"
    r"[^()\[\]【】〔〕。!?]{1,36}[)\]】〕]\s*$"
)
_BARE: Final = re.compile(
    r"(?:(?<=[。!?…)】”’\]])|(?<=\s))"
    r"(?:[\u4e00-\u9fff]{2,4}\s?[:]\s?|文/|图/|文、图/)"
    r"[^\s,。!?;:()【】“”]{2,14}(?:\s[^\s,。!?;:()【】“”]{2,6}){0,2}\s*$"
)
_LONGEST_TAIL: Final = 60
_MOST_CREDITS: Final = 3


def visible(line: str) -> tuple[str, list[int] | None]:
    """Return a matching copy of `line`, width folded and invisible characters out, and its map.

    The map gives the offset in `line` of each of its characters and of its end; None when it is
    the identity.
    """
    folded = fold_width(line)
    if INVISIBLE.search(folded) is None:
        return folded, None
    kept: list[int] = []
    position = 0
    for found in INVISIBLE.finditer(folded):
        kept.extend(range(position, found.start()))
        position = found.end()
    kept.extend(range(position, len(folded)))
    text = "".join(folded[at] for at in kept)
    kept.append(len(folded))
    return text, kept


def find_spans(number: int, line: str) -> Iterator[Span]:
    """Yield the inline bylines and credits of body line `number`; offsets in `line` as given.

    Only the first and last hundred characters are looked at.
    """
    if len(line) > 4000:
        # The map of a very long line is not worth making: its ends are looked at as they are.
        text, back = fold_width(line[:200]), None
        tail, shift = fold_width(line[-200:]), len(line) - 200
        tail_back = None
    else:
        text, back = visible(line)
        tail, shift, tail_back = text, 0, back
    end = dateline_end(text)
    if end:
        start = len(text) - len(text.lstrip())
        yield Span(line=number, start=_at(back, start), end=_past(back, end), kind="byline")
    for first, last in tail_credits(tail):
        if shift + first >= end:
            yield Span(
                line=number,
                start=shift + _at(tail_back, first),
                end=shift + _past(tail_back, last),
                kind="credit",
            )


def dateline_end(text: str) -> int:
    """Return where the dateline that opens `text` ends, 0 when none does. Width is folded."""
    found = _DATELINE.match(text[:160])
    if found is None:
        return 0
    opening = found.group().split("(", 2)
    said = opening[0] if opening[0].strip() else opening[-1]
    if _SAID.search(said):
        return 0
    # The blank after a dateline goes with it, so that what is kept begins with a word.
    rest = text[found.end() :]
    return found.end() + len(rest) - len(rest.lstrip()) if rest.strip() else len(text.rstrip())


def tail_credits(text: str, *, most: int = _MOST_CREDITS) -> list[tuple[int, int]]:
    """Return the credits that `text` ends in, ascending, half-open. Width is folded."""
    spans: list[tuple[int, int]] = []
    end = len(text.rstrip())
    while len(spans) < most:
        low = max(0, end - _LONGEST_TAIL)
        tail = text[low:end]
        found = None
        opening = max(tail.rfind(mark) for mark in "([【〔")
        if opening >= 0:
            found = _BRACKETED.match(tail, opening)
        if found is None:
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
