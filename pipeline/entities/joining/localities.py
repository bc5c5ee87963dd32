"""What lies in a place and is named right behind it: 渠县|渠南街道|大山社区, 美国|刘易斯顿市."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial

from pipeline.entities.joining.places import Divisions
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding

NAME = "localities"
# Of the tagger's rank: a longer reading (渠南街道办事处) stands.
RANK = 0
# Chosen, not measured (see `gazetteer.py`).
_place = partial(Finding, type="place", recognizer=NAME, confidence=0.75, rank=RANK)
# What villages and streets lie in.
_OUTER = ("省", "市", "县", "区", "旗", "州", "盟", "镇", "乡", "街道", "苏木", "村")
# No name holds these: 各乡镇, 所辖村.
_NO_NAME = (
    "的在与和及等从到有是了为某该各全多这那本每两几其以对把被让向将就也都还由于内"
    "外后里间处共近约含跨进出入来去回赴驻辖属另个省市县区旗"
)
_QUARTER = re.compile(f"(?:(?![{_NO_NAME}])[\u4e00-\u9fff]){{1,5}}?(?:街道|社区|苏木|镇|乡|村)")
# Villages and districts of a kind, not of a name.
_KINDS = re.compile(
    "乡|城|农|山|渔|小|古|集|重点|示范|贫困|试点|移民|行政|自然|脱贫|安置|受灾|传统|文明|美丽|特色|先进|部分|周边|相关|帮扶|偏远|边境"
    "|空心|城中|淘宝|旅游|明星|最美|搬迁|老旧|智慧|未来|高档|主要|个别|附近|沿线|所在|城乡|户籍|新农|现代|标杆|样板|网红"
)
# Roads and what else is built in a division, by a name of its own.
_ENDS = "大道|大街|街|寨|闸|大桥|码头|渡口|水库|水电站|港|体育场|体育馆|广场|公园|湿地"
_BUILT = re.compile(
    f"(?:(?![{_NO_NAME}沿至])[\u4e00-\u9fff]){{2,4}}?"
    f"(?:(?<![思道铁公山马速线网水陆一出门])路|{_ENDS})(?![上口边头道桥客长政局员面])"
)
# Such ones of a kind: 朝阳区|步行街, 凯里市|农贸广场.
_BUILT_KINDS = re.compile(
    "(?:步行|商业|美食|小吃|酒吧|文化|主要|沿线|环城|进城|出城|乡村|农村|高速|普通|县级|市级|城市|滨江|沿江|过江|跨海"
    "|大型|小型|中型|最大|唯一|各大|多个|部分|客运|货运|旅游|水利|口袋|主题|地质|森林|国家|中心|生态|儿童|体育|工业|产业|科技|市民|新建|老|新)+"
    f"(?:路|{_ENDS})"
)
# Districts and towns of 台湾 behind their city or county.
_TAIWAN = re.compile(f"(?:(?![{_NO_NAME}])[\u4e00-\u9fff]){{2,3}}?[区乡镇市](?![长公])")
_ABROAD = re.compile(f"(?:(?![{_NO_NAME}])[\u4e00-\u9fff]){{2,7}}?[省州郡市县镇岛港]")
# States and provinces abroad that stand alone: 西爪哇|省.
_STATE = re.compile("[省州郡]")
_LEAST = 3
# Parts of speech of what such a name is made of: no verb, no number.
_OF_BUILT = frozenset(
    {"", "ns", "nr", "nrt", "nrfg", "nz", "x", "n", "f", "s", "b", "j", "nt", "zg"}
)
# Parts of speech of what spells a foreign name.
_OF_NAMES = frozenset({"", "ns", "nr", "nrt", "nrfg", "nz", "x"})


def localities(
    findings: Sequence[Finding], passage: Passage, divisions: Divisions
) -> Iterator[Finding]:
    """Yield the places that stand right behind those of `findings`, and states abroad.

    Args:
        findings: Disjoint findings in order of the text.
        passage: The text.
        divisions: Knows the countries, and China's own divisions.
    """
    text = passage.folded
    for finding in findings:
        # What stands behind a place is mostly a mark.
        if finding.type == "place" and text[finding.end : finding.end + 1].isalpha():
            yield from _behind(finding, passage, divisions)
    for match in _STATE.finditer(text):
        unit = match.start()
        if unit < _LEAST or passage.word_ends[bisect_right(passage.word_ends, unit - 1)] != unit:
            continue
        word = passage.word_at(unit - 1)
        name = word + text[unit]
        if (
            len(word) >= _LEAST
            and passage.kind(word) in _OF_NAMES
            and not passage.kind(text[unit : unit + 2])
            and name not in divisions
            and word not in divisions
        ):
            yield _place(start=unit - len(word), end=unit + 1)


def _behind(place: Finding, passage: Passage, divisions: Divisions) -> Iterator[Finding]:
    """Yield what lies in a place and stands right behind it."""
    text, start = passage.folded, place.end
    surface = text[place.start : start]
    if divisions.is_abroad(surface):
        found = _ABROAD.match(text, start)
        if found and _spelt(passage, start, found.end()):
            yield _place(start=start, end=found.end())
    elif divisions.is_province(surface):
        # 贵州|松桃: a county by its short name.
        word = passage.word_at(start) if start in passage.edges else ""
        if passage.kind(word) in _OF_NAMES and divisions.within(word, surface):
            yield _place(start=start, end=start + len(word))
    elif surface in divisions.taiwan and (inner := _TAIWAN.match(text, start)):
        # Cities lie in counties alone: 台南市|变哥谭市.
        if inner[0][-1] == "市" and surface[-1] != "县":
            return
        if not _spelt(passage, start, inner.end() - 1) and not _spelt(passage, start, inner.end()):
            return
        yield _place(start=start, end=inner.end())
        yield from _built(passage, inner.end())
    elif surface.endswith(_OUTER):
        yield from _quarters(passage, start)


def _quarters(passage: Passage, start: int) -> Iterator[Finding]:
    """Yield the streets and villages of a row that begins at `start`."""
    text = passage.folded
    while (found := _QUARTER.match(text, start)) is not None:
        end = found.end()
        name = found[0]
        if (
            end not in passage.edges
            or passage.kind(name) in {"n", "v", "vn", "l"}
            or _KINDS.fullmatch(name.rstrip("镇乡村").removesuffix("街道").removesuffix("社区"))
        ):
            return
        yield _place(start=start, end=end)
        start = end
    yield from _built(passage, start)


def _built(passage: Passage, start: int) -> Iterator[Finding]:
    """Yield the road, the bridge or the square that a division is followed by."""
    found = _BUILT.match(passage.folded, start)
    if found is None or start not in passage.edges or _BUILT_KINDS.fullmatch(found[0]):
        return
    ends, end = passage.word_ends, found.end()
    words = passage.words[bisect_right(ends, start) : bisect_right(ends, end - 1) + 1]
    # 华阳|闸前: the words are cut wrongly.
    if (end in passage.edges or not passage.kind(words[-1])) and all(
        passage.kind(word) in _OF_BUILT for word in words
    ):
        yield _place(start=start, end=end)


def _spelt(passage: Passage, start: int, end: int) -> bool:
    """Return whether a stretch is words of names, or of one character each."""
    ends = passage.word_ends
    first, last = bisect_right(ends, start), bisect_right(ends, end - 1)
    if end not in passage.edges or (start not in passage.edges):
        return False
    return all(
        len(word) == 1 or passage.kind(word) in _OF_NAMES
        for word in passage.words[first : last + 1]
    )
