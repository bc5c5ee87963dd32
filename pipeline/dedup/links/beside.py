"""What feeds print beside a headline: counts, times ago, badges, calls, signers, channels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from pipeline.dedup.links import printed_forms as form
from pipeline.dedup.links.dates_of_lines import DATE
from pipeline.text.phrases import any_of

PARTS: Final = (
    "counted", "badge", "call", "lead", "kind", "channel", "outlet", "signed", "abroad"
)  # fmt: skip
"""The word lists that say what may stand there."""

# Kinds of media that are a part of the headline before it too, in whatever is around them.
_OWN_KINDS = frozenset(("专题", "海报", "图说"))
# Marks that set something off at the end of a headline, and before it.
_MARK = r"[|/_·•~>»\-\\]"
_MARK_AHEAD = r"[|/_·•~>»:-]"
_OPEN, _CLOSE = r"[\[({<「]", r"[\])}>」]"
_SQUARE, _SQUARE_END = r"[\[{<「]", r"[\]}>」]"
# Which paper, and of which day, in one bracket.
_BOX_NAME = r"[^\W_]{2,10}[ ·/|,]+"
# Marks that stand on both sides of a channel.
_MARK_BOTH = r"[※★☆◆◇■□●○◎☉§◈✦]"
# The way to a page of a portal; a single dash without blanks stands in names too.
_STEP = r" *[|_/>»]+ *| +- +| *-{2,} *"
# How hot a ranked headline is, with no word: TOP3 <headline> 98.2万. No headline of the
# development set ends in a number behind a blank; by itself it stays.
_HEAT = re.compile(rf"(?: +| *[|]+ *){form.HEAT}\Z| +[新热荐爆沸精顶]\Z", re.IGNORECASE)
# One of these begins whatever is printed behind a headline.
_SET_OFF = re.compile(rf" |@|{_OPEN}|{_MARK}")
# Chinese letters that what is printed ahead begins with, whatever the lists hold: times, lengths,
# ranks, advertisements.
_BEGUN = frozenset("半一两二三四五六七八九十刚今昨前周星时片第热榜置广更发")
# A chart's name begins with any letter: 实时热榜 6. One of these is near.
_CHARTS, _NEAR = ("热", "榜", "话"), 6
# No headline ends with one.
_LEFT = " -|_"
# What is left must be a headline; of one end so many things are taken.
_FEWEST_LEFT = 6
_MOST = 4
# Only so much at either end of a line is searched.
_REACH = 40


class _Pair(NamedTuple):
    """What stands before and behind a headline and is printed there, though neither alone is."""

    ahead: re.Pattern[str]
    behind: re.Pattern[str]


class _Told(NamedTuple):
    """Patterns of what stands before a headline, behind it, and on both sides of one."""

    ahead: tuple[str, ...]
    behind: tuple[str, ...]
    pairs: tuple[tuple[str, tuple[str, ...]], ...]


class PrintedBeside:
    """Finds what a feed prints beside a headline, without having seen the headline before.

    Args:
        parts: Word lists by part, of `PARTS`.
    """

    def __init__(self, parts: Mapping[str, tuple[str, ...]]) -> None:
        told = _told(parts)
        self._ahead = _any_of(told.ahead)
        self._behind = _any_of(told.behind, end=r"\Z")
        self._pairs = tuple(
            _Pair(_any_of((ahead,)), _any_of(behind, end=r"\Z")) for ahead, behind in told.pairs
        )
        begin = ("counted", "signed", "badge", "lead", "kind", "channel", "abroad")
        self._begun = _BEGUN.union(word[0] for name in begin for word in parts.get(name, ()))

    def inside(
        self, folded: str, span: tuple[int, int], *, listed: bool = False
    ) -> tuple[int, int]:
        """Return the span of the headline between what is printed before and behind it.

        `listed` says that a number or a date stood before the span.
        """
        start, end = span
        plain = not self._may_begin(folded, start)
        if not plain:
            start, end = self._between(folded, start, end)
        if listed and (heat := _last(_HEAT, folded, start, end)):
            end = heat.start()
        if not plain:
            start = self.ahead(folded, start, end)
        return start, self.behind(folded, start, end)

    def _may_begin(self, folded: str, start: int) -> bool:
        """Return whether what is printed ahead may begin at `start`: of most headlines it may not.

        Where it does not, the headline begins with a letter that nothing printed begins with.
        """
        first = folded[start : start + 1]
        if first in self._begun or not "\u4e00" <= first <= "\u9fff":
            return True
        near = folded[start : start + _NEAR]
        return any(letter in near for letter in _CHARTS)

    def _between(self, folded: str, start: int, end: int) -> tuple[int, int]:
        """Return the span between two things that bear each other out."""
        for pair in self._pairs:
            ahead = pair.ahead.match(folded, start, min(end, start + _REACH))
            behind = ahead and _last(pair.behind, folded, ahead.end(), end)
            if ahead and behind:
                return ahead.end(), _set_off(folded, behind.start())
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
            end = _set_off(folded, match.start())
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


def _set_off(folded: str, end: int) -> int:
    """Return where the headline ends: the dash before 澜州网 2小时前 goes with it."""
    while end and folded[end - 1] in _LEFT:
        end -= 1
    return end


def _any_of(patterns: Iterable[str], end: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(patterns)}){end}", re.IGNORECASE)


def _told(parts: Mapping[str, tuple[str, ...]]) -> _Told:
    """Return the patterns over the word lists of the parts."""
    words = {name: any_of(parts.get(name, ())) for name in PARTS}
    counted, signed, channel = words["counted"], words["signed"], rf"(?:{words['channel']})"
    badge, call, kind = words["badge"], words["call"], words["kind"]
    count = (
        rf"(?:{counted})[量数值]?(?:指数)?[:(]? ?{form.AMOUNT}[次条人]?\)?"
        rf"|{form.AMOUNT} ?[次条个人位]?(?:网友)?(?:{counted})[量数过]?"
    )
    sign = rf"(?:{signed})(?: *[:/|] *)(?:{form.NAME}|{form.LENGTH})"
    told = rf"(?:{count}|{form.AGO}|{form.DAY_AND_CLOCK}|{form.STAMP}|{form.LONG}|{sign})"
    several = rf"{told}(?:[ ,|·/]*{told})*"
    also = rf"(?:{told}|{form.LABEL} {form.AMOUNT}| {form.DAY}| {badge}|{form.FACE} ?{form.AMOUNT})"
    behind = rf"(?:{form.LABEL} ?{form.AMOUNT} +)?{told}(?:[ ,|·/]*{also})*"
    written = rf"(?:{form.AGO}|{form.DAY}(?: ?{form.CLOCK})?)(?:[ ,|·/]*{told})*"
    outlet = rf"[^\W_]{{1,8}}(?:{words['outlet']}){form.EDITION}"
    # A channel that has a name: 青苗体育, 娱乐即时.
    ends = rf"(?:{words['channel']}|深度|即时|快讯|发布|周末)"
    named = rf"(?!{any_of(parts['scope'])})[^\W\d_]{{1,4}}{ends}"
    titled = rf"{channel}(?:频道|新闻|版|栏目|中心)?"
    site = rf"(?:{kind}|{titled}|{outlet})"
    shown = rf"(?:{form.LENGTH}|{form.PICTURES}|{form.SHOWN}|{kind}|{badge})"
    media = any_of({*parts.get("kind", ())} - _OWN_KINDS)
    boxed = (
        rf"(?:{_OPEN} *(?:{media}) *{_CLOSE}|{_SQUARE} *{titled} *{_SQUARE_END}|{channel} *>+"
        rf"|(?P<mark>{_MARK_BOTH})? *{channel} *(?(mark)(?P=mark)|{_MARK_BOTH})) *"
    )
    set_off = rf"(?:{_MARK_AHEAD}+ *)"
    way = (
        rf"[^\W_]{{2,6}}(?P=step)(?:{site}|{named})"
        rf"|(?:{outlet}|{named}|{titled})(?P=step)[^\W_]{{2,6}}"
    )
    abroad = rf"(?:{words['abroad']})(?: *\d{{1,2}})?|{form.FOREIGN}"
    rank = (
        rf"(?:{_OPEN} *{form.RANK} *{_CLOSE} *"
        rf"|{form.RANK}(?: *{_MARK_AHEAD}+ *| +)|{form.BARE_RANK} +)"
    )
    post = r"(?:本报|本刊|本网|本台)?(?:特约|首席|资深)?(?:记者|评论员|撰稿人|主笔|编译)"
    signer = rf"{post}(?: *[:/|] *| +)[^\W\d_]{{2,4}}"
    writer = (
        rf"{post} *[^\W\d_]{{2,4}}(?:综合)?(?:报道|报导|整理)"
        rf"|{post} +[^\W\d_]{{2,4}}(?: +发自[^\W\d_]{{2,4}})?"
    )
    return _Told(
        ahead=(
            rf"{boxed}{set_off}?",
            form.TAGS,
            rf"{_OPEN} *(?:{several}|{badge}|{form.LENGTH}|{form.RANK}) *{_CLOSE} *{set_off}?",
            rf"(?:{several}|{form.RANK}|置顶|广告) *{set_off}|(?:{badge})(?: *{_MARK}+ *)",
            rf"(?:{several}|置顶|new|hot|no\.? ?\d{{1,3}}|top ?\d{{1,3}}|{form.CHART})!? +",
            rf"(?:{words['lead']}) *[:|>»]+ *",
            rf"{titled}(?: +[|/·›»>-]+ +| {{2,}})|{channel}(?:频道|新闻版|版|栏目):",
            rf"{_OPEN} *(?:{abroad}) *{_CLOSE} *",
            rf"(?:{abroad})(?: *[:|!/)>]+ *| +-+ +| +{form.FACE} *)",
        ),
        behind=(
            rf" *{_OPEN} *(?:{form.SO_FAR}{several}|{badge}) *{_CLOSE}",
            rf" *{_OPEN} *(?:{kind})? *(?:{form.LENGTH}|{form.PICTURES}) *{_CLOSE}",
            rf" *{_SQUARE} *(?:{site}|{named}|{call}) *{_SQUARE_END}(?: *{form.LENGTH})?",
            rf" *{_OPEN} *(?:{kind}) *{_CLOSE} *{form.LENGTH}",
            rf" *\((?:{channel}|{form.PAPER}|{form.WEEKLY}|{signer}|0)\)",
            rf"(?<=[….]) *\((?:{call})\)",
            rf" *{_OPEN} *(?:{_BOX_NAME}{DATE}|{DATE}[ ·/|,]+[^\W_]{{2,10}}) *{_CLOSE}",
            rf"(?P<step>{_STEP})(?:{way})",
            rf" *-{channel}[^\W\d_]{{0,3}}-{outlet}",
            rf"(?: +{form.WRITER} +| +){written}| +by +(?:[\u4e00-\u9fff]{{2,4}}|{form.LETTERED})",
            rf"(?: +| *{_MARK}+ *)(?:{behind}|(?:{signed}) +[^\W\d_]{{2,4}}|{writer})",
            rf"(?: *{_MARK}+ *)(?:{call}|{badge}|{site}|{form.PICTURES}) *{_MARK}*",
            rf"(?: *[|_»>]+ *| +(?:[·•/]|-+) +|·){named}",
            rf" +(?:new|hot|vip|ad|{form.PICTURES}|{form.PAPER}|{form.FACE} ?{form.AMOUNT})!?",
            r" +/+ +[\u4e00-\u9fff]{2,3}",
            r" +(?:转载自|转自|摘自|via|来自@) *:? *@?[^\W_]{2,10}",
            r"(?: +#[^\s#]{2,10}#)+",
            rf"@{outlet}|(?: +@[^\W_]{{2,10}}){{2,}}| +@{form.PAPER}",
            r" +[>»]+| *[>»]{2,}| +[★☆→]+",
        ),
        pairs=(
            (
                rf"{boxed}|(?:{kind})(?: *[|]+ *| +)|{channel} *[|]+ *",
                (
                    rf" *{_OPEN} *{shown} *{_CLOSE}",
                    rf" +(?:{form.LENGTH}|{form.PICTURES}|{form.LONG})",
                    rf" *[|]+ *{shown}",
                    rf" +- *{shown}",
                ),
            ),
            (
                rf"(?:{badge}) +",
                (rf" +{form.WRITER} +{written}", rf"(?: +| *{_MARK}+ *){behind}"),
            ),
            (
                rank,
                (
                    rf"(?: +| *[|]+ *){form.HEAT}",
                    rf"(?: +| *{_MARK}+ *){behind}",
                    rf" +(?:{badge})",
                ),
            ),
        ),
    )
