"""What stands around a link and is no decoration: bullets, numbers, lead-ins, the cut."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from pipeline.dedup.links.dates_of_lines import COUNTED, RANK_AND_DATE, date_ahead
from pipeline.dedup.links.ranks import rank_ahead
from pipeline.text.folding import COMPARING
from pipeline.text.normalize import INVISIBLE

# Characters that open a headline though Unicode calls them marks.
_OPENERS = frozenset("\"'“‘《〈「『【（([〔#@$￥¥%‰+")
_BULLET_KINDS = frozenset(("Pd", "Po", "Sm", "So", "Sk", "Sc", "No", "Co", "Pi"))
# A mark that belongs to the name of a share.
_SHARE = "*ST"
_NUMBER = re.compile(r"[(\[]?(\d{1,3})([.、)\]]) *")
# With a zero before it, a number is a rank: 08 <headline>, but 08 年 is a year.
_PADDED = re.compile(rf"0\d(?: +| *[|·] *)(?!{COUNTED})")
# Without one too, where no word follows that counts and a whole headline is left: of 10,113
# headlines of the shared sets none begins with a number and a blank.
_MEASURE = (
    r"[年月日号岁旬后名个亿万千百元角分块届级倍只条位座家所次天周点时秒米里吨斤克升亩平种项件张幅辆台架艘套间层"
    r"楼户口场局轮球比连强胜负部本集期季字句步招大问看图成折度线路人国省市县区村镇校队组班门对双枚颗株头匹尾支瓶"
    r"杯盒袋篇则段章节处起批股桶死伤男女厘毫%℃]|小时|公[里斤顷]"
)
_LONE = re.compile(rf"\d{{1,2}} +(?!{_MEASURE})(?=[\u4e00-\u9fff]\w{{3}}.{{4}})")
_ENTITY = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|zwj|zwnj|#0*160|#x0*a0|#0*8203);?", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"[\[(\"「<{]?[上下前后]一?[篇条页则](?:[\])\"」>}] *[:|]? *| *[:>»|/_~→-]+ *| +)(?=.{4})"
    r"|(?:延伸|相关|推荐|热门|更多|拓展|扩展|往期|精彩|猜你喜欢|关联|热点|深度)"
    r"(?:阅读|新闻|链接|文章|推荐|报道|资讯|内容|回顾)[:>»] ?"
)
_TAB = re.compile(r"(?<=\S)\t(?=\S)")
_CUT_ENDS = frozenset("….。")
# Only the end of a line is searched for a cut.
_LONGEST_CUT = 32
_CUT = re.compile(r"(?:…+|\.{2,}|。{2,}|[.…]+)\Z")

# Several links on one line stand this far apart at least, or one bar is a column of a headline.
_FEWEST_PARTS = 3
_SHORTEST_PART = 5
# A gap begins where its blanks do: tried at each blank of a long run it took time in its square.
_GAPS = {
    mark: re.compile(rf"(?<! ) +{re.escape(mark[1:-1])} +" if mark.strip() else "(?<! ) {2,}")
    for mark in ("  ", " | ", " / ", " · ")
}
_ONLY_DATE = re.compile(r" *[(\[]?[\d\-/.: 年月日]{4,20}[)\]]? *\Z")


class Copy(msgspec.Struct, frozen=True):
    """A folded copy of a line without invisible characters and entities, to match in.

    `places[i]` is where the copy's i-th character stands in the line; None when nothing is left
    out and both are the same.
    """

    text: str
    places: list[int] | None = None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the line that `text[start:end]` stands for."""
        if self.places is None or start >= end:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def copy_of(line: str) -> Copy:
    """Return the copy of `line` that links are read in."""
    folded = COMPARING.fold(line)
    if "「" in line or "『" in line:
        # These quote in one script and are brackets in the other: not yet all quotation marks.
        folded = "".join(map(_corner, line, folded))
    if "\t" in line:
        # What one tab parts are columns: no headline holds any.
        for tab in _TAB.finditer(line):
            folded = f"{folded[: tab.start()]}|{folded[tab.end() :]}"
    gaps: list[tuple[int, int]] = []
    if INVISIBLE.search(line):
        gaps.extend(match.span() for match in INVISIBLE.finditer(line))
    if "&" in line:
        gaps.extend(match.span() for match in _ENTITY.finditer(line))
    if not gaps:
        return Copy(folded)
    left_out = {place for start, end in gaps for place in range(start, end)}
    places = [place for place in range(len(line)) if place not in left_out]
    return Copy("".join(folded[place] for place in places), places)


def _corner(char: str, folded: str) -> str:
    return "「" if char in "「『" else "」" if char in "」』" else folded


def trim(folded: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without blanks at either end."""
    while start < end and folded[start] == " ":
        start += 1
    while end > start and folded[end - 1] == " ":
        end -= 1
    return start, end


def strip_front(folded: str, start: int, end: int, *, counted: bool) -> int:
    """Return where the headline begins after bullets, a number, a date and a lead-in.

    With `counted` set, the number counts on with others' of the page: it is a rank whatever sets
    it off.
    """
    numbered = False
    while start < end:
        first = start
        char = folded[start]
        if char == " " or (
            char not in _OPENERS
            and not folded.startswith(_SHARE, start)
            and (unicodedata.category(char) in _BULLET_KINDS or char in "»›")
        ):
            start += 1
        elif counted and (edge := rank_ahead(folded, start, end)) > start:
            start, counted, numbered = edge, False, True
        elif match := RANK_AND_DATE.match(folded, start, end):
            start, numbered = match.end(), True
        elif match := _LEAD_IN.match(folded, start, end):
            start = match.end()
        elif (match := _PADDED.match(folded, start, end)) or (
            match := _LONE.match(folded, start, end)
        ):
            start, numbered = match.end(), True
        elif (edge := date_ahead(folded, start, end, perhaps=numbered)) > start:
            start = edge
        elif (match := _NUMBER.match(folded, start, end)) and not (
            # Alone, "2.09" is a decimal; "3、" is always a list number.
            match[2] == "." and folded[match.end() : match.end() + 1].isdigit()
        ):
            start, numbered = match.end(), True
        if start == first:
            break
    return min(start, end)


def cut_at(folded: str, start: int, end: int) -> int | None:
    """Return where a headline was cut off by an ellipsis, or None when it is whole."""
    if folded[end - 1 : end] not in _CUT_ENDS:
        return None
    match = _CUT.search(folded, max(start, end - _LONGEST_CUT), end)
    if not match or match.start() <= start or match[0] == ".":
        return None
    return match.start()


def parts_of(folded: str) -> list[tuple[int, int]]:
    """Return the spans of the links on one line: mostly one, several where gaps set them apart."""
    spans: list[tuple[int, int]] = []
    for mark, gap in _GAPS.items():
        if folded.count(mark) < _FEWEST_PARTS - 1:
            continue
        spans = _split(folded, gap)
        if len(spans) >= _FEWEST_PARTS:
            long = sum(end - start >= 2 * _SHORTEST_PART for start, end in spans)
            # Columns before headlines make short parts: a list of links has long ones.
            if long >= 0.7 * len(spans):
                return spans
    return [trim(folded, 0, len(folded))]


def _split(folded: str, gap: re.Pattern[str]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for match in [*gap.finditer(folded), None]:
        end = match.start() if match else len(folded)
        span = trim(folded, start, end)
        if span[1] > span[0]:
            # A date and a scrap shorter than any headline belong to the link before them.
            scrap = span[1] - span[0] < _SHORTEST_PART
            if spans and (scrap or _ONLY_DATE.match(folded, *span)):
                spans[-1] = (spans[-1][0], span[1])
            else:
                spans.append(span)
        start = match.end() if match else end
    return spans
