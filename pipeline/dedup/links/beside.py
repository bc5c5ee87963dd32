"""What feeds print beside a headline: counts, times ago, badges, calls, signers, channels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pipeline.text.phrases import any_of

PARTS: Final = ("counted", "badge", "call", "lead", "kind", "channel", "outlet", "signed")
"""The word lists that say what may stand there."""

_COUNT = r"\d[\d.,]* ?(?:万|亿|千|百|k|w)?\+?"
_AGO = (
    r"(?:\d{1,3}|半|[一两二三四五六七八九十]{1,2}) ?个?"
    r"(?:秒钟?|分钟?|小时|钟头|天|日|周|星期|月|年)(?:之|以)?前|刚刚"
)
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
_DAY_AND_CLOCK = rf"(?:今天|昨天|前天|今日|昨日|周[一二三四五六日]|星期[一二三四五六日]) ?{_CLOCK}"
_LENGTH = r"(?:\d{1,2}:)?\d{1,2}:[0-5]\d"
_PICTURES = r"共? ?\d{1,3} ?(?:张图?片?|图|幅|p)"
_RANK = r"(?:no\.? ?|top ?|第|热搜第?|榜)\d{1,3}(?:名|位)?"
_NAME = r"[^\W_]{2,8}"
# Marks that set something off at the end of a headline, and before it.
_MARK = r"[|/_·•~>»\-\\]"
_MARK_AHEAD = r"[|/_·•~>»:-]"
_OPEN, _CLOSE = r"[\[({<「]", r"[\])}>」]"
_SQUARE, _SQUARE_END = r"[\[{<「]", r"[\]}>」]"
# One of these begins whatever is printed behind a headline.
_SET_OFF = re.compile(rf" |{_OPEN}|{_MARK}")
# What is left must be a headline; of one end so many things are taken.
_FEWEST_LEFT = 6
_MOST = 4
# Only so much at either end of a line is searched.
_REACH = 40


class PrintedBeside:
    """Finds what a feed prints beside a headline, without having seen the headline before.

    Args:
        parts: Word lists by part, of `PARTS`.
    """

    def __init__(self, parts: Mapping[str, tuple[str, ...]]) -> None:
        words = {name: any_of(parts.get(name, ())) for name in PARTS}
        counted, signed = words["counted"], words["signed"]
        badge, call = words["badge"], words["call"]
        count = (
            rf"(?:{counted})[量数]?[:(]? ?{_COUNT}[次条人]?\)?"
            rf"|{_COUNT} ?[次条个人位]?(?:网友)?(?:{counted})[量数过]?"
        )
        sign = rf"(?:{signed})(?: *[:/] *)(?:{_NAME}|{_LENGTH})"
        told = rf"(?:{count}|{_AGO}|{_DAY_AND_CLOCK}|{sign})"
        several = rf"{told}(?:[ ,|·/]*{told})*"
        outlet = rf"[^\W_]{{1,8}}(?:{words['outlet']})"
        site = rf"(?:{words['kind']}|(?:{words['channel']})(?:频道|新闻|版|栏目|中心)?|{outlet})"
        self._behind = re.compile(
            rf" *{_OPEN} *(?:{several}|{badge}|{_LENGTH}|{_PICTURES}) *{_CLOSE}\Z"
            rf"| *{_SQUARE} *(?:{site}|{call}) *{_SQUARE_END}\Z"
            rf"|(?: +| *{_MARK}+ *){several}\Z"
            rf"|(?: *{_MARK}+ *)(?:{call}|{badge}|{site}|{_PICTURES})\Z"
            rf"| +(?:new|hot|vip|ad|{_PICTURES})!?\Z"
            rf"| +[>»]+\Z| *[>»]{{2,}}\Z",
            re.IGNORECASE,
        )
        self._ahead = re.compile(
            rf"{_OPEN} *(?:{several}|{badge}|{_LENGTH}|{_RANK}) *{_CLOSE} *(?:{_MARK_AHEAD}+ *)?"
            rf"|(?:{several}|{_RANK}|置顶|广告)(?: *{_MARK_AHEAD}+ *)|(?:{badge})(?: *{_MARK}+ *)"
            rf"|(?:{several}|置顶|new|hot|no\.? ?\d{{1,3}}|top ?\d{{1,3}}) +"
            rf"|(?:{words['lead']}) *[:|>»]+ *",
            re.IGNORECASE,
        )

    def inside(self, folded: str, span: tuple[int, int]) -> tuple[int, int]:
        """Return the span of the headline between what is printed before and behind it."""
        start = self.ahead(folded, *span)
        return start, self.behind(folded, start, span[1])

    def ahead(self, folded: str, start: int, end: int) -> int:
        """Return where the headline begins behind what is printed before it."""
        for _ in range(_MOST):
            match = self._ahead.match(folded, start, min(end, start + _REACH))
            if not match or end - match.end() < _FEWEST_LEFT:
                break
            start = match.end()
        return start

    def behind(self, folded: str, start: int, end: int) -> int:
        """Return where the headline ends before what is printed behind it."""
        for _ in range(_MOST):
            # Plain headlines have neither a blank nor a mark: of most nothing is tried.
            first = _SET_OFF.search(folded, max(start, end - _REACH), end)
            match = self._behind.search(folded, first.start(), end) if first else None
            if not match or match.start() - start < _FEWEST_LEFT:
                break
            end = match.start()
        return end
