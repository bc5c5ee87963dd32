"""Bylines and credits inside body lines: the dateline a line opens with, the credits it ends in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.text.normalize import INVISIBLE
from pipeline.types.articles import Span

# A dateline: who reports, perhaps where and on which day, then 电, 讯 or 消息, perhaps names in
# brackets. Without a day something must close it, or every 电 and 讯 of running text would do.
# Width is folded.
_DAY: Final = r"(?:\d{2,4}年)?\d{1,2}月\d{1,2}日"
_NAMES: Final = r"\s*\([^()\n]{0,80}\)"
_DATELINE: Final = re.compile(
    r"[\s■●◆★]*(?:\([^()\n]{2,12}\)\s*)?"
    r"(?:"
    # 江口社北山3月8日电(记者 …)
    r"[\u4e00-\u9fffA-Za-z·/]{2,20}?\s?"
    + _DAY
    + r"(?:电|電|讯|訊|消息|报道|報道)(?!题|題|话|話|视|影|子)(?:"
    + _NAMES
    + r")?"
    # 江口网讯(记者 …), 江口台消息:
    r"|[\u4e00-\u9fffA-Za-z·/]{0,14}?(?:本报|本刊|本網|本報|网|網|报|報|社|台|臺|刊|端|闻|聞|视|視)"
    r"(?:讯|訊|消息|专电|專電)(?:" + _NAMES + r"\s?:?|\s?:|(?=\s))"
    # 记者 … 报道
    r"|[\u4e00-\u9fff]{0,8}\(?(?:记者|記者|通讯员)\s?[^()\s,。:]{2,12}\s?"
    r"(?:报道|報道|发自[^\s,。:]{1,6})\)?"
    # (记者 … 摄影 …)
    r"|\((?:[\u4e00-\u9fff]{0,6}记者|[\u4e00-\u9fff]{0,6}記者|通讯员|作者)\s?[^(),。:]{2,40}\)"
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
    r"[^\s,。!?;:()【】“”]{2,10}(?:\s[^\s,。!?;:()【】“”]{2,6}){0,2}\s*$"
)
# Bylines open a line and credits close it: the middle of a paragraph is not looked at. A dateline
# and three credits fit. Chosen, not measured.
_LOOK: Final = 200
_DATELINE_CHARS: Final = 160  # more than the longest
# A bracket of names and offices at the end of a line: chosen, not measured.
_LONGEST_TAIL: Final = 60
_CLAUSE_ENDS: Final = frozenset("。!?;:,、…”’\"'")  # no credit ends like a clause
# Author, photographer, editor: more credits one behind the other were not seen.
_MOST_CREDITS: Final = 3


def find_spans(number: int, line: str) -> Iterator[Span]:
    """Yield the inline bylines and credits of body line `number`, its width folded.

    Offsets are those of the line as given. Only its first and last two hundred characters are
    looked at.
    """
    head, tail = line[:_LOOK], line[-_LOOK:]
    shift = len(line) - len(tail)
    head_map = tail_map = None
    if not line.isprintable():
        head, head_map = _visible(head)
        tail, tail_map = _visible(tail)
    end = dateline_end(head)
    if end:
        start = len(head) - len(head.lstrip())
        yield Span(line=number, start=_at(head_map, start), end=_past(head_map, end), kind="byline")
        end = _past(head_map, end)
    for first, last in tail_credits(tail):
        start = shift + _at(tail_map, first)
        if start >= end:
            stop = shift + _past(tail_map, last)
            yield Span(line=number, start=start, end=stop, kind="credit")


def _visible(line: str) -> tuple[str, list[int]]:
    """Return `line` without its invisible characters, and where each that is left stood."""
    kept = [at for at, char in enumerate(line) if not INVISIBLE.match(char)]
    return "".join(line[at] for at in kept), [*kept, len(line)]


def dateline_end(text: str) -> int:
    """Return where the dateline that opens `text` ends, 0 when none does. Width is folded."""
    head = text[:_DATELINE_CHARS]
    if not _may_report(head):
        return 0
    found = _DATELINE.match(head)
    if found is None:
        return 0
    opening = found.group().split("(", 2)
    said = opening[0] if opening[0].strip() else opening[-1]
    if _SAID.search(said):
        return 0
    # The blank after a dateline goes with it, so that what is kept begins with a word.
    rest = text[found.end() :]
    return found.end() + len(rest) - len(rest.lstrip()) if rest.strip() else len(text.rstrip())


def _may_report(head: str) -> bool:
    """Return whether a dateline may stand in `head`: each of its forms needs one of these.

    电, 讯, 消息, 记者, 通讯员, 作者, 报道, simplified or traditional.
    """
    # Spelled out: asking character by character in a loop takes five times as long.
    return (
        "者" in head
        or "电" in head
        or "讯" in head
        or "消息" in head
        or "道" in head
        or "電" in head
        or "訊" in head
    )


def tail_credits(text: str, *, most: int = _MOST_CREDITS) -> list[tuple[int, int]]:
    """Return the credits that `text` ends in, ascending, half-open. Width is folded."""
    spans: list[tuple[int, int]] = []
    end = len(text.rstrip())
    if not end or text[end - 1] in _CLAUSE_ENDS:
        return spans
    while len(spans) < most:
        low = max(0, end - _LONGEST_TAIL)
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
