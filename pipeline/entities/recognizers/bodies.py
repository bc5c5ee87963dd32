"""Organisations by their shape: 博世(中国)投资有限公司, 中国互联网与工业融合创新联盟."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon

NAME = "bodies"
# Of the tagger's rank: the longer of two readings stands.
RANK, _ABOVE = 0, 1
_PAIR = 2
# Behind the bracket of a company's place or trade.
_REST = re.compile(
    "\\((?:[\u4e00-\u9fff]{2,8})\\)[\u4e00-\u9fff]{0,14}?"
    "(?:股份有限公司|有限责任公司|有限公司|集团公司|分公司|公司|集团|研究院)"
)
# Characters of such a company before its bracket.
_HEAD = 8
_LEAGUE = re.compile("协会|学会|联盟|联合会|商会|基金会|促进会|研究会")
_STARTS = ("中国", "全国", "中华", "国际", "世界", "亚洲", "全球")
# Characters between the two, and what none of them is: 中国加入…联盟.
_LONGEST = 20
_BROKEN = re.compile(
    "[^\u4e00-\u9fff]|[的在是将了为被对向把从于时说让使给过着等]|^[和与及]"
    "|加入|成为|担任|出席|访问|邀请|支持|举办|组织|参加|授权|通过|选择|要求|批准|发布|成立|退出|呼吁|表示|主席|宣布|当选|会长"
)
# 康文署|署长: the head of a body says its last character again; 台北市捷运局|长 has it once.
_HEADED = re.compile(
    "(?<![\\w”》])(?![原前时该和与])(?P<name>[\u4e00-\u9fff]{1,4}(?P<last>[局署厅]))(?=(?P=last)长[\u4e00-\u9fff]{2})"
)
_BUREAU = re.compile(
    "(?P<land>[\u4e00-\u9fff]{2,3}[市县])[\u4e00-\u9fff]{2,4}(?<![副局署处])[局署处](?=长[\u4e00-\u9fff]{2})"
)
# What no such place lacks.
_TWICE = re.compile("局局长|署署长|厅厅长")
_CHIEF = re.compile("局长|署长|处长")
# 香港|养和|医院: houses behind a place and a name that is no word.
_HOUSE = re.compile("医院|中学|小学|大学|书院|幼儿园")
_CALLED = re.compile("[\u4e00-\u9fff]{2,4}")
_LAND, _LITTLE = "ns", frozenset("的是在和与及有为了")


class Bodies:
    """Companies with a bracket in their name, and bodies that begin with 中国, 国际 and the like.

    Args:
        lexicon: Its lists `event_stops` and `post_stops`: no company's name begins before these.
    """

    name = NAME

    def __init__(self, lexicon: Lexicon) -> None:
        self._stops = frozenset((*lexicon.words("event_stops"), *lexicon.words("post_stops")))

    def find(self, passage: Passage) -> list[Finding]:
        """Return the organisations that are shaped so."""
        text = passage.folded
        found = []
        bracket = text.find("(")
        while bracket >= 0:
            rest = _REST.match(text, bracket)
            if rest and (start := self._begin(passage, bracket)) < bracket - 1:
                found.append(_organisation(start, rest.end()))
            bracket = text.find("(", bracket + 1)
        for head in _LEAGUE.finditer(text):
            low = max(0, head.start() - _LONGEST)
            start = max(text.rfind(word, low, head.start()) for word in _STARTS)
            if start < 0 or head.end() not in passage.edges or not _opens(passage, start):
                continue
            middle = text[start + 2 : head.start()]
            if len(middle) > 1 and not _BROKEN.search(middle):
                # 中国|国际商会.
                start -= 2 * (text[max(0, start - 2) : start] in _STARTS)
                found.append(_organisation(start, head.end()))
        # Most texts have neither.
        if _TWICE.search(text):
            found += (
                _organisation(*headed.span("name"), rank=_ABOVE)
                for headed in _HEADED.finditer(text)
                if not passage.kind(headed["name"])
            )
        if _CHIEF.search(text):
            found += (
                _organisation(*bureau.span())
                for bureau in _BUREAU.finditer(text)
                if _opens(passage, bureau.start()) and passage.kind(bureau["land"]) == _LAND
            )
        found += _houses(passage)
        return found

    def _begin(self, passage: Passage, bracket: int) -> int:
        """Return where the words begin that stand before a bracket without a mark or a stop."""
        words, ends = passage.words, passage.word_ends
        index = bisect_right(ends, bracket)
        begin = bracket
        if not index or ends[index - 1] != bracket:
            return bracket
        while index and bracket - begin < _HEAD:
            word = words[index - 1]
            if word in self._stops or not word.isalpha() or bracket - begin + len(word) > _HEAD:
                break
            index -= 1
            begin -= len(word)
        return begin


def _houses(passage: Passage) -> Iterator[Finding]:
    """Yield the hospitals and schools behind a place whose name no dictionary has."""
    words, ends = passage.words, passage.word_ends
    for house in _HOUSE.finditer(passage.folded):
        index = bisect_left(ends, house.end())
        if index == len(ends) or words[index] != house[0] or ends[index] != house.end():
            continue
        name = index - 1
        while name >= 0 and len(words[name]) == 1 and house.start() - ends[name] < _PAIR:
            name -= 1
        start = ends[name] if name >= 0 else 0
        called = passage.folded[start : house.start()]
        if not called and name > 0:
            called, start = words[name], ends[name - 1]
            name -= 1
        if (
            name >= 0
            and passage.kind(words[name]) == _LAND
            and _CALLED.fullmatch(called)
            # 美国|必看|博物馆: words, and no name.
            and not any(passage.kind(called[at : at + 2]) for at in range(len(called) - 1))
            and not passage.kind(called)
            and _LITTLE.isdisjoint(called)
        ):
            yield _organisation(ends[name] - len(words[name]), house.end())


def _opens(passage: Passage, start: int) -> bool:
    return start == 0 or start in passage.edges


def _organisation(start: int, end: int, *, rank: int = RANK) -> Finding:
    return Finding(
        type="organisation",
        start=start,
        end=end,
        recognizer=NAME,
        # Chosen, not measured (see `gazetteer.py`).
        confidence=0.8,
        rank=rank,
    )
