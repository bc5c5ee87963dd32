"""Datelines: who reports, from where and on which day, as a line opens with it."""

from __future__ import annotations

import re
from typing import Final

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
    r"(?:讯|訊|消息|专电|專電)(?:" + _NAMES + r"\s?:?|\s?[\u4e00-\u9fff]{0,4}(?:记者|記者)"
    r"\s?[\u4e00-\u9fff、]{2,16}?(?:摄影)?(?:报道|報道|報導):?|\s?:|(?=\s))"
    # 江口讯(记者 …)
    r"|[\u4e00-\u9fff]{2,8}(?:讯|訊)\s?\([^()\n]{0,8}(?:记者|記者|通讯员|通訊員)[^()\n]{2,60}\)"
    # 江口社記者林小舟北山8日電
    r"|\(?[\u4e00-\u9fff]{2,12}?(?:记者|記者)\s?[\u4e00-\u9fff、\s]{2,16}?\d{1,2}日(?:电|電|讯|訊)\)?"
    # 【財訊/林小舟】, 〔記者林小舟/北山報導〕, (林小舟/北山報導)
    r"|[【〔\[][^【】〔〕\[\]\n/]{2,16}/[\u4e00-\u9fff、]{2,16}[】〕\]]"
    r"|\((?:记者|記者)?\s?[\u4e00-\u9fff、]{2,16}/[\u4e00-\u9fff]{2,8}(?:报道|報道|報導|报导|电|電)\)"
    # 记者 … 报道
    r"|[\u4e00-\u9fff]{0,8}\(?(?:记者|記者|通讯员)\s?[^()\s,。:]{2,12}\s?"
    r"(?:报道|報道|報導|报导|发自[^\s,。:]{1,6})\)?"
    # (记者 … 摄影 …)
    r"|\((?:[\u4e00-\u9fff]{0,6}记者|[\u4e00-\u9fff]{0,6}記者|通讯员|作者)\s?[^(),。:]{2,40}\)"
    r")"
)
_SAID: Final = re.compile(r"[,。!?;“”]")  # a dateline has no clause in it, outside its brackets
_DATELINE_CHARS: Final = 160  # more than the longest


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
        or "導" in head
        or head.lstrip()[:1] in {"【", "〔", "["}
        or "电" in head
        or "讯" in head
        or "消息" in head
        or "道" in head
        or "電" in head
        or "訊" in head
    )
