"""Chains of divisions taken apart: 潍坊市坊子区 names two places, each with a code of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from pipeline.entities.joining.places import Divisions
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding

# 江苏 before 沛县: no chain of two divisions is shorter.
_SHORTEST = 4
# 台湾风情街 is a street and 北京路 a road: the place in its name is none of the news.
_STREET = re.compile(
    "(?:风情|美食|特色|步行|商业|[东西南北中一二三])?"
    "(?:街|路(?![透上过途线边况段人演径])|大道|大街|大厦|大酒店|大饭店|酒店|饭店|宾馆|小区|小吃)"
)

_DIVISION_ENDS = ("省", "市", "县", "区", "镇", "乡", "村", "州")


# Of what a chain may end with that is no division: 东兴市|北仑大道, 长清区|大学城站.
_SPOT = re.compile(
    "[\u4e00-\u9fff]{2,6}(?:路|街|大道|大街|站|机场|村|镇|乡|街道|社区|小区|码头|广场|公园|景区|开发区)$"
)
# These make a name of a river or mountain before them: 长江学者, 黄河友谊奖.
_HONOUR = re.compile("学者|友谊奖|[\u4e00-\u9fff]{0,3}奖(?!金|励|学)")
_BEFORE_HONOUR = frozenset({"长江", "黄河", "珠江", "泰山", "黄山", "华山", "钱江", "香江"})
# Characters of a division's name, at the least, mostly, at the most.
_LEAST, _MOSTLY, _LONGEST = 2, 7, 15
_LAST = frozenset("省市县区州旗盟")
# A tagger that is less sure took a chain of places for an office (沙田区|议会).
_SURE = 0.7
# Names whose places are kept: articles of a day name the same.
_REMEMBERED = 4096
# So many places of a row leave an office its last one alone: 某自治区|某市|某县海关.
_ROW = 3
# What ends an office, a firm, a house; 果农 and 联合 do not.
_OFFICE_ENDS = frozenset(
    "局委院校学司团会行厅处所心站队部署社馆店厂场园庭办组党军府关方台科室网报业企盟库城坊联协房宫寺庙"
)
_QUARTER = re.compile("[\u4e00-\u9fff]{1,5}?(?:街道|社区|苏木|镇|乡|村)(?![镇乡村])")
_QUARTERS = re.compile(f"(?:{_QUARTER.pattern})+")
_TAIWAN = re.compile("[\u4e00-\u9fff]{2,3}[区乡镇市]")
_ZONE = re.compile("[\u4e00-\u9fff]{2,4}(?:新区|开发区|高新区|自贸区|保税区|示范区)$")


def split_chains(
    findings: Iterable[Finding], passage: Passage, divisions: Divisions
) -> Iterator[Finding]:
    """Yield `findings`, each division of a chain by itself.

    A tagger's teachers take a chain for one place as often as for two; apart, places of MSRA's dev
    are .725, not .712.
    """
    text = passage.folded
    for finding in findings:
        if finding.type == "organisation" and not finding.rank:
            yield from _unofficial(finding, text, divisions)
        elif finding.type == "place":
            yield from _split(finding, text, divisions)
        else:
            yield finding


def _split(rest: Finding, text: str, divisions: Divisions) -> Iterator[Finding]:
    """Yield the divisions of one chain, and one that stands right behind it."""
    if (seat := text.find("省会", rest.start + _LEAST, rest.end - _LEAST)) > 0:
        yield replace(rest, end=seat)
        rest = replace(rest, start=seat + _LEAST)
    # 江西|省会|南昌.
    if text.startswith("省会", rest.end - 1) and text[rest.end + 1 : rest.end + 3] in divisions:
        rest = replace(rest, end=rest.end - 1)
    while rest.end - rest.start >= _SHORTEST:
        chain = text[rest.start : rest.end]
        cut = _cut(chain, divisions)
        if cut is None:
            break
        yield replace(rest, end=rest.start + cut)
        rest = replace(rest, start=rest.start + cut)
    yield rest
    # 弥勒|市遭: the words are cut wrongly, but the place before says what it is.
    stop = _next(text, rest, divisions)
    if stop is not None:
        yield replace(rest, start=rest.end, end=stop)


def first_end(chain: str, divisions: Divisions) -> int | None:
    """Return where the first place of a chain ends, if the rest is divisions by full name."""
    for cut in range(_LEAST, len(chain) - 1):
        rest = chain[cut:]
        if chain[:cut] not in divisions:
            continue
        # 江苏沛县: of four characters the second must lie in the first.
        if len(chain) <= _SHORTEST and not divisions.holds(chain[:cut], rest):
            continue
        if divisions.is_full(rest) or first_end(rest, divisions):
            return cut
    return None


def _unofficial(finding: Finding, text: str, divisions: Divisions) -> Iterator[Finding]:
    """Yield the places that an office's name begins with, and the office where one is left."""
    chain = text[finding.start : finding.end]
    ends = [*_row(chain, divisions)]
    inner = _seat(chain, divisions) if len(ends) < 2 else None
    if inner is not None:
        # 云南禄丰: a county by its short name.
        ends = [inner, len(chain)]
    rest = chain[ends[-1] :] if ends else chain
    if len(ends) < 2 or not (
        finding.confidence < _SURE
        or len(ends) >= _ROW
        or not rest
        or rest[-1] not in _OFFICE_ENDS
        or any(rest[:size] in divisions for size in (2, 3))
    ):
        yield finding
        return
    office = rest != "" and rest[-1] in _OFFICE_ENDS and finding.confidence >= _SURE
    if office and len(ends) >= _ROW and not any(rest[:size] in divisions for size in (2, 3)):
        # The last place is the office's own.
        ends.pop()
    start = 0
    for end in ends:
        yield replace(finding, type="place", start=finding.start + start, end=finding.start + end)
        start = end
    if office:
        yield replace(finding, start=finding.start + start)
    elif _SPOT.match(chain, start):
        yield replace(finding, type="place", start=finding.start + start)


@lru_cache(maxsize=_REMEMBERED)
def _cut(chain: str, divisions: Divisions) -> int | None:
    """Return where the first place of a chain ends, None where it is one place."""
    return (
        first_end(chain, divisions)
        or _spot(chain, divisions)
        or _seat(chain, divisions)
        or _quarter(chain, divisions)
    )


def _quarter(chain: str, divisions: Divisions) -> int | None:
    """Return where the first ends of a county, its towns and their villages."""
    ends = _row(chain, divisions)
    # 新北市|板桥区: no table has the districts of 台湾.
    if ends and chain[: ends[0]] in divisions.taiwan and _TAIWAN.match(chain, ends[0]):
        return ends[0]
    # 凉山州|布拖县 behind a short name: it is one of a row.
    if len(ends) > 1 or (ends and chain[ends[0] - 1] in _LAST):
        return ends[0] if _QUARTERS.fullmatch(chain, ends[-1]) else None
    first = _QUARTER.match(chain)
    return first.end() if first and _QUARTERS.fullmatch(chain, first.end()) else None


@lru_cache(maxsize=_REMEMBERED)
def _seat(chain: str, divisions: Divisions) -> int | None:
    """Return where the province ends of 云南禄丰 or 陕西西咸新区, the country of 卡塔尔多哈."""
    for cut in range(_LEAST, min(len(chain) - 1, _MOSTLY)):
        outer, inner = chain[:cut], chain[cut:]
        if divisions.is_country(outer) and inner in divisions:
            return cut
        if outer in divisions and (
            (divisions.is_province(outer) and divisions.within(inner, outer))
            or _ZONE.fullmatch(inner)
        ):
            return cut
    return None


@lru_cache(maxsize=_REMEMBERED)
def _row(chain: str, divisions: Divisions) -> tuple[int, ...]:
    """Return where each of the places ends that a chain begins with, all but the first full."""
    ends: list[int] = []
    start = 0
    while len(chain) - start > _LEAST:
        end = next(
            (
                start + size
                for size in range(min(_LONGEST, len(chain) - start), _LEAST - (not start), -1)
                if divisions.is_full(chain[start : start + size])
                or (not start and chain[:size] in divisions)
            ),
            None,
        )
        if end is None:
            break
        ends.append(end)
        start = end
    return tuple(ends)


def _next(text: str, place: Finding, divisions: Divisions) -> int | None:
    """Return where the full name ends of a division of `place` that begins right behind it."""
    outer = text[place.start : place.end]
    for end in range(min(len(text), place.end + _MOSTLY), place.end + _LEAST, -1):
        if text[end - 1] in _LAST and divisions.holds(outer, text[place.end : end]):
            return end
    return None


def _spot(chain: str, divisions: Divisions) -> int | None:
    """Return where the division ends that a street or a station of a chain lies in."""
    ends = _row(chain, divisions)
    return ends[0] if ends and ends[0] < len(chain) and _SPOT.fullmatch(chain, ends[0]) else None


def without_signs(findings: Sequence[Finding], passage: Passage) -> list[Finding]:
    """Return `findings` without places that only name a street or an honour (台湾|风情街)."""
    text = passage.folded
    return [
        f
        for f in findings
        if f.type != "place"
        or text.endswith(_DIVISION_ENDS, f.start, f.end)
        or not (
            _STREET.match(text, f.end)
            or (text[f.start : f.end] in _BEFORE_HONOUR and _HONOUR.match(text, f.end))
        )
    ]
