"""What feeds print beside a headline: counts, times ago, badges, calls, signers, channels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from pipeline.dedup.links.dates_of_lines import DATE
from pipeline.text.phrases import any_of

PARTS: Final = ("counted", "badge", "call", "lead", "kind", "channel", "outlet", "signed")
"""The word lists that say what may stand there."""

_AMOUNT = r"\d[\d.,]* ?(?:万|亿|千|百|k|w)?\+?"
_DAY = r"(?:今天|昨天|前天|今日|昨日)"
_AGO = (
    r"(?:(?:\d{1,3}|半|[一两二三四五六七八九十]{1,2}) ?个?"
    r"(?:秒钟?|分钟?|小时|钟头|天|日|周|星期|月|年)(?:之|以)?前|刚刚)"
)
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
_DAY_AND_CLOCK = rf"(?:{_DAY}|周[一二三四五六日]|星期[一二三四五六日]) ?{_CLOCK}"
_LENGTH = r"(?:\d{1,2}:)?\d{1,2}:[0-5]\d"
_LONG = rf"(?:时长|片长) *:? *(?:{_LENGTH}|\d{{1,3}}(?:分钟?|秒)(?:\d{{1,2}}秒)?)"
_PICTURES = r"共? ?\d{1,3} ?(?:张图?片?|图|幅|p)"
_RANK = r"(?:no\.? ?|top ?|第|热搜第?|榜)\d{1,3}(?:名|位)?"
_NAME = r"[^\W_]{2,8}"
# Who wrote it, before the time: a headline's last clause says with a number how many. Of 4,037
# headlines of the development set 47 end in a clause of so few letters behind a blank.
_WRITER = r"(?:by +[^\W_]{2,8}|[^\W\d_零一二三四五六七八九十两百千万]{2,4})"
# What is on show beside the words: 有片, 附表, 多图有片.
_SHOWN = r"(?:(?:有|多|附|含)(?:影?片|视频|音频|短片|图[则表解]?|表|相))+"
# A label of two letters beside one that is listed: 浏览 4万 回帖 512.
_LABEL = r"[^\W\d_]{2}"
# A paper behind a blank, in its longer names: a headline may end in 上网 or 举报.
_PAPER = (
    r"[^\W\d_]{2,4}(?:[日晚早晨时商]报网?|都市报|青年报|新闻网|电视台|在线|客户端|通讯社|融媒体?)"
)
_EDITION = r"(?:电子版|电子报|数字报|官网)?"
# 已有6万人参与.
_SO_FAR = r"(?:已有?|共有?)?"
# A picture beside a number: thumbs, hearts, eyes.
_FACE = r"[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?"
# Tags before a headline: #民生#, #教育##划片#, #热搜 #食品安全. One left open is a name: #1机组.
_TAG = r"[^\W_][^\s#]{0,11}"
_TAGS = rf"(?:#{_TAG}# *|# {_TAG} # +)+|(?:#{_TAG} +){{2,4}}(?=\w)"
# Kinds of media that are a part of the headline before it too, in whatever is around them.
_OWN_KINDS = frozenset(("专题", "海报", "图说"))
# Marks that set something off at the end of a headline, and before it.
_MARK = r"[|/_·•~>»\-\\]"
_MARK_AHEAD = r"[|/_·•~>»:-]"
_OPEN, _CLOSE = r"[\[({<「]", r"[\])}>」]"
_SQUARE, _SQUARE_END = r"[\[{<「]", r"[\]}>」]"
# Which paper, and of which day, in one bracket.
_BOX_NAME = r"[^\W_]{2,10}[ ·/|,]+"
# The way to a page of a portal; a single dash without blanks stands in names too.
_STEP = r" *[|_/>»]+ *| +- +| *-{2,} *"
# How hot a ranked headline is, with no word: TOP3 <headline> 98.2万. No headline of the
# development set ends in a number behind a blank; by itself it stays.
_HEAT = re.compile(r" +\d[\d.,]* ?[万亿kw]\+?\Z", re.IGNORECASE)
# One of these begins whatever is printed behind a headline.
_SET_OFF = re.compile(rf" |@|{_OPEN}|{_MARK}")
# Chinese letters that what is printed ahead begins with, whatever the lists hold: times, lengths,
# ranks, advertisements.
_BEGUN = frozenset("半一两二三四五六七八九十刚今昨前周星时片第热榜置广")
# What is left must be a headline; of one end so many things are taken.
_FEWEST_LEFT = 6
_MOST = 4
# Only so much at either end of a line is searched.
_REACH = 40


class _Pair(NamedTuple):
    """What stands before and behind a headline and is printed there, though neither alone is."""

    ahead: re.Pattern[str]
    behind: re.Pattern[str]


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
            rf"(?:{counted})[量数]?[:(]? ?{_AMOUNT}[次条人]?\)?"
            rf"|{_AMOUNT} ?[次条个人位]?(?:网友)?(?:{counted})[量数过]?"
        )
        sign = rf"(?:{signed})(?: *[:/] *)(?:{_NAME}|{_LENGTH})"
        told = rf"(?:{count}|{_AGO}|{_DAY_AND_CLOCK}|{_LONG}|{sign})"
        several = rf"{told}(?:[ ,|·/]*{told})*"
        also = rf"(?:{told}|{_LABEL} {_AMOUNT}| {_DAY}| {badge})"
        behind = rf"(?:{_LABEL} ?{_AMOUNT} +)?{told}(?:[ ,|·/]*{also})*"
        written = rf"(?:{_AGO}|{_DAY}(?: ?{_CLOCK})?)(?:[ ,|·/]*{told})*"
        outlet = rf"[^\W_]{{1,8}}(?:{words['outlet']}){_EDITION}"
        site = rf"(?:{words['kind']}|(?:{words['channel']})(?:频道|新闻|版|栏目|中心)?|{outlet})"
        shown = rf"(?:{_LENGTH}|{_PICTURES}|{_SHOWN}|{words['kind']}|{badge})"
        self._behind = re.compile(
            rf" *{_OPEN} *(?:{_SO_FAR}{several}|{badge}|{_LENGTH}|{_PICTURES}) *{_CLOSE}\Z"
            rf"| *{_SQUARE} *(?:{site}|{call}) *{_SQUARE_END}(?: *{_LENGTH})?\Z"
            rf"| *{_OPEN} *(?:{_BOX_NAME}{DATE}|{DATE}[ ·/|,]+[^\W_]{{2,10}}) *{_CLOSE}\Z"
            rf"|(?P<step>{_STEP})(?:[^\W_]{{2,6}}(?P=step)(?:{site})|{outlet}(?P=step)[^\W_]{{2,6}})\Z"
            rf"| *-(?:{words['channel']})[^\W\d_]{{0,3}}-{outlet}\Z"
            rf"|(?: +{_WRITER} +| +){written}\Z| +by +[\u4e00-\u9fff]{{2,4}}\Z"
            rf"|(?: +| *{_MARK}+ *){behind}\Z"
            rf"|(?: *{_MARK}+ *)(?:{call}|{badge}|{site}|{_PICTURES}) *{_MARK}*\Z"
            rf"| +(?:new|hot|vip|ad|{_PICTURES}|{_PAPER}|{_FACE} ?{_AMOUNT})!?\Z"
            rf"| +(?:{signed}) +[^\W\d_]{{2,4}}\Z"
            rf"|@{outlet}\Z|(?: +@[^\W_]{{2,10}}){{2,}}\Z"
            rf"| +[>»]+\Z| *[>»]{{2,}}\Z",
            re.IGNORECASE,
        )
        begin = ("counted", "signed", "badge", "lead", "kind", "channel")
        self._begun = _BEGUN.union(word[0] for name in begin for word in parts.get(name, ()))
        kind = any_of({*parts.get("kind", ())} - _OWN_KINDS)
        channel = rf"(?:{words['channel']})"
        boxed = rf"(?:{_OPEN} *(?:{kind}) *{_CLOSE}|{_SQUARE} *{channel} *{_SQUARE_END}) *"
        self._ahead = re.compile(
            rf"{boxed}(?:{_MARK_AHEAD}+ *)?|{_TAGS}"
            rf"|{_OPEN} *(?:{several}|{badge}|{_LENGTH}|{_RANK}) *{_CLOSE} *(?:{_MARK_AHEAD}+ *)?"
            rf"|(?:{several}|{_RANK}|置顶|广告)(?: *{_MARK_AHEAD}+ *)|(?:{badge})(?: *{_MARK}+ *)"
            rf"|(?:{several}|置顶|new|hot|no\.? ?\d{{1,3}}|top ?\d{{1,3}}) +"
            rf"|(?:{words['lead']}) *[:|>»]+ *",
            re.IGNORECASE,
        )
        self._pairs = (
            _Pair(
                re.compile(rf"{boxed}|(?:{kind})(?: *[|]+ *| +)|{channel} *[|]+ *", re.IGNORECASE),
                re.compile(
                    rf" *{_OPEN} *{shown} *{_CLOSE}\Z| +(?:{_LENGTH}|{_PICTURES}|{_LONG})\Z"
                    rf"| *[|]+ *{shown}\Z| +- *{shown}\Z",
                    re.IGNORECASE,
                ),
            ),
            _Pair(
                re.compile(rf"(?:{badge}) +", re.IGNORECASE),
                re.compile(rf"(?: +| *{_MARK}+ *){behind}\Z", re.IGNORECASE),
            ),
            _Pair(
                re.compile(rf"{_RANK} +", re.IGNORECASE),
                _HEAT,
            ),
        )

    def inside(
        self, folded: str, span: tuple[int, int], *, listed: bool = False
    ) -> tuple[int, int]:
        """Return the span of the headline between what is printed before and behind it.

        `listed` says that a number or a date stood before the span.
        """
        start, end = span
        first = folded[start : start + 1]
        # Most headlines begin with a letter that nothing printed begins with.
        plain = "\u4e00" <= first <= "\u9fff" and first not in self._begun
        if not plain:
            start, end = self._between(folded, start, end)
        if listed and (heat := _last(_HEAT, folded, start, end)):
            end = heat.start()
        if not plain:
            start = self.ahead(folded, start, end)
        return start, self.behind(folded, start, end)

    def _between(self, folded: str, start: int, end: int) -> tuple[int, int]:
        """Return the span between two things that bear each other out."""
        for pair in self._pairs:
            ahead = pair.ahead.match(folded, start, min(end, start + _REACH))
            behind = ahead and _last(pair.behind, folded, ahead.end(), end)
            if ahead and behind:
                return ahead.end(), behind.start()
        return start, end

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
            match = _last(self._behind, folded, start, end)
            if not match:
                break
            end = match.start()
        return end


def _last(pattern: re.Pattern[str], folded: str, start: int, end: int) -> re.Match[str] | None:
    """Return what `pattern` finds at the end of `folded[start:end]` behind a headline."""
    # Plain headlines have neither a blank nor a mark: of most nothing is tried.
    for first in _SET_OFF.finditer(folded, max(start, end - _REACH), end):
        at = first.start()
        match = pattern.match(folded, at, end)
        if match and len(folded[start:at].strip()) >= _FEWEST_LEFT:
            return match
    return None
