"""Companies named behind their kind, or by a coined word and a trade: 矿业公司|米纳斯科普."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import any_of
from pipeline.types.articles import EntityType

NAME = "named_bodies"
# Above the tagger, to whom 法国奢侈品集团洛朗索尔 is one body and 米纳斯科普 a person.
RANK = 1
_KINDS = (
    "公司|集团|品牌|巨头|厂商|企业|车企|药企|券商|房企|独角兽|运营商|制造商|"
    "开发商|供应商|零售商|生产商|服务商|代工商|平台|律所|智库"
)
_TRADES = (
    "半导体|信托|重工|装备|数据|国际|科技|生物|医药|药业|制药|证券|能源|电子|"
    "智能|汽车|资本|金控|地产|置业|物流|传媒|影业|食品|乳业|酒业|矿业|钢铁|化工|"
    "纸业|航运|航空|游戏|网络|信息|软件|通信|光电|新材|环保|水务|电气|机械|精密|"
    "动力|股份|控股|餐饮|互娱|机器人|激光|芯片|租赁|煤业|担保|精机|新材料|时装|服饰|家居|工程机械|重装|航发|材料"
)
# What stands behind a body's name: who leads it, when, what bodies do.
_LED = (
    "(?:联合)?创始人|创办人|董事长|总裁|总经理|CEO|CFO|CTO|首席|"
    "执行董事|实控人|实际控制人|发言人|合伙人"
)
_DAY = (
    "[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}日|"
    "周[一二三四五六日]|(?:近|日|此|当)[日前]|昨[天日]|今[天日年]|同日"
)
_DOES = (
    "宣布|表示|称|发布|推出|透露|披露|公布|公告|计划|考虑|正考虑|正[在与寻]|拟|"
    "将|已[经于在与]|因|在[^,。]{2,8}[上中]|回应|股价|获|完成|启动|收购|"
    "上线|收涨|收跌|大[涨跌]|[涨跌][0-9]|[涨跌][停逾超近幅]|推出|旗下|中标|落选|拒绝|前(?:总|董事|首席)|时任|披露|首款|首次|上市首日"
)
_FRAME = re.compile(f"{_LED}|{_DAY}|{_DOES}")
_TRADE = re.compile(f"(?:{_TRADES})$")
_HAN = "[\u4e00-\u9fff]"
# Each alternative begins with a letter: such a pattern jumps to where it may begin.
_KIND = re.compile(
    "|".join(f"{kind}(?<={_HAN}{{2}}{kind})(?={_HAN}{{3}})" for kind in _KINDS.split("|"))
)
# Characters before a kind in which a country stands.
_BACK = 14
# Characters of a name; of one that is spelt by its sounds at the least.
_LONGEST, _SPELT = 8, 4
_AFTER = (
    f"{_LED}|{_DAY}|宣布|表示|公告|披露|回应|股价|收涨|收跌|[涨跌]|推出|旗下|午后|早盘|盘中|盘前|拟|中标|落选|拒绝|遭|"
    "前(?:总|董事|首席)|时任|把首|一[艘架]|的公章|的[厂工股债客]"
)
_COINED = re.compile(
    f"(?:(?<![\u4e00-\u9fff])|(?<=[对与由向被]))(?:原|前)?(?P<name>(?![对与由向被])[\u4e00-\u9fff]{{2,3}}(?:{_TRADES}))(?={_AFTER})"
)
# What stands in each of them, and in few texts.
_FRAMED = re.compile("|".join(f"{trade}(?={_AFTER})" for trade in _TRADES.split("|")))
# Parts of speech of what may be a coined word or a piece of one.
_OF_NAMES = frozenset({"", "nr", "nrt", "nrfg", "nz", "ns", "x", "zg"})

# Of a known word that names something or somebody.
_HEADS = frozenset({"nr", "nrt", "nz"})


class NamedBodies:
    """Reads names of companies that no list has off the words around them.

    Args:
        lexicon: Word lists.
    """

    name = NAME

    def __init__(self, lexicon: Lexicon) -> None:
        self._sounds = frozenset("".join(lexicon.words("sounds")))
        countries = any_of(lexicon.words("countries"))
        self._land = re.compile(f"(?P<land>{countries})[\u4e00-\u9fff]{{2,6}}$")

    def find(self, passage: Passage) -> list[Finding]:
        """Return the companies that are named so, and the country before their kind."""
        text = passage.folded
        found: list[Finding] = []
        for kind in _KIND.finditer(text):
            end = self._end(passage, kind.end())
            if end is None:
                continue
            found.append(_finding("organisation", kind.end(), end))
            low = max(0, kind.start() - _BACK)
            if (land := self._land.search(text, low, kind.start())) is not None:
                found.append(_finding("place", *land.span("land")))
        if _FRAMED.search(text):
            found += (
                _finding("organisation", *coined.span("name"))
                for coined in _COINED.finditer(text)
                if _is_coined(passage, *coined.span("name"))
            )
        return found

    def _end(self, passage: Passage, start: int) -> int | None:
        """Return where the name ends that begins behind a kind of company, or None."""
        text = passage.folded
        for stop in self._stops(passage, start):
            name = text[start:stop]
            if _FRAME.match(text, stop) is None or passage.kind(name) not in _OF_NAMES:
                continue
            if self._sounds.issuperset(name):
                return stop if len(name) >= _SPELT else None
            return stop if _is_coined(passage, start, stop) else None
        return None

    def _stops(self, passage: Passage, start: int) -> Iterator[int]:
        """Yield where words end behind `start`, in order."""
        ends = passage.word_ends
        for index in range(bisect_right(ends, start), len(ends)):
            if ends[index] - start > _LONGEST or not passage.words[index].isalpha():
                return
            yield ends[index]


def _is_coined(passage: Passage, start: int, stop: int) -> bool:
    """Return whether a name is a word that no dictionary has, and a trade: 澜石|半导体."""
    text = passage.folded
    trade = _TRADE.search(text, start, stop)
    if trade is None or trade.start() - start not in {2, 3} or not _begins(passage, start):
        return False
    head = text[start : trade.start()]
    # 灵犀|动力: a word that is a name may be a company's.
    if passage.kind(head) in _HEADS:
        return trade.start() in passage.edges
    pieces = {head, *(head[at : at + 2] for at in range(len(head) - 1))}
    # 管理和|信息: words, and no coined one.
    return trade.start() in passage.edges and not any(map(passage.kind, pieces))


def _begins(passage: Passage, start: int) -> bool:
    """Return whether a name may begin at `start`: 对恒澜|光电, a name with what leads to it."""
    if not start or start in passage.edges:
        return True
    glued = start - 1 in passage.edges and passage.folded[start - 1] in "对与由向被"
    return glued and not passage.kind(passage.word_at(start))


def _finding(kind: EntityType, start: int, end: int) -> Finding:
    return Finding(
        type=kind,
        start=start,
        end=end,
        recognizer=NAME,
        # Chosen, not measured (see `gazetteer.py`).
        confidence=0.8,
        rank=RANK,
    )
