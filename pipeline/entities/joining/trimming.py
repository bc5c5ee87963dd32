"""A tagger's names without the marks, verbs and posts that it took along; words are none."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Sequence

from msgspec.structs import replace

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.types.articles import Value

_MEASURES = frozenset({"quantity", "money", "percent"})
_OUTSIDE = frozenset(";,。、:!?“”…·- \t\r\u3000\u200b")
# Characters of a name with its family name, and of a short one.
_FULL, _SHORT = 3, 2
# What a tagger takes for bodies that are none.
_NO_BODIES = frozenset(
    {"新时代", "中华", "一带一路", "共建", "两会", "中方", "警方", "官方", "校方"}
)
_LAND = frozenset("峪沟屯坝塬垭圩堡坪湾岭坡沱洼")
_VERB = re.compile(
    "取代|接替|出席|参加|会见|会晤|表示|指出|强调|介绍|认为|透露|担任|主持|带队|带领|访问|调研|获得|击败|战胜|回应|宣布|发现|来到|赶到|抵达|前往|出任|当选|领衔|要求|希望|告诉|负责"
)
# What a person is called behind the name, and no part of it (昌德拉|博士).
_ADDRESS = ("博士", "先生", "女士", "教授", "院士", "老师", "同志", "夫妇")
# Family names of two characters: a tagger knows many given names behind the second one.
_FAMILIES = frozenset(
    {
        *("欧阳", "皇甫", "上官", "诸葛", "司马", "司徒", "司空", "夏侯", "尉迟", "公孙", "慕容"),
        *("令狐", "宇文", "端木", "南宫", "轩辕", "闻人", "独孤", "呼延", "澹台", "濮阳", "淳于"),
        *("单于", "申屠", "钟离", "鲜于", "赫连", "长孙", "仲孙", "拓跋", "纳兰", "完颜", "耶律"),
    }
)
_BESIDE = "/"
# Days and weeks that all the world, or a country, keeps.
_OF_ALL, _DAYS = ("国际", "世界", "全球", "全国", "中国"), frozenset("日周节")
# 欧方, 滕氏: a side and a family are nobody.
_SIDES = frozenset("方氏队")
# 裴守正|在报告中说, which the words part as 正在: the clause says something at an occasion.
_SAYS_AT = re.compile("正在[^,。;!?“”]{1,14}[中时上后会](?:说|表示|指出|强调|介绍|提出|透露|称)")
# Directions and parts behind a division: no place of its own (大兴安岭|北部).
_SIDE = frozenset("部区内海带籍")
_PARTS = (
    re.compile("(?:[东西南北中]部|市区|城区|境内|沿海|近海|一带|籍)$"),
    re.compile("[东西南北中]{2}部$"),
)
# What ends a body's name: such a one may be made of ordinary words.
_BODY_ENDS = frozenset(
    "局委院校学司团会协行厅处所心站队部署社馆店厂场园庭办组党军府坊台网报企盟库联方科室系庙寺厦城矿座"
)
_TRADES = (
    *("地产", "置业", "实业", "证券", "保险", "基金", "信托", "药业", "股份", "控股"),
    *("影业", "传媒", "资本", "航空"),
)
_ORDINARY = frozenset(
    {
        *("n", "v", "vn", "a", "ad", "an", "b", "d", "m", "q", "r", "c", "p", "f", "t", "l", "i"),
        *("s", "z", "vd", "ng", "vg", "u", "uj", "ul", "k"),
    }
)
# A noun of two characters may be a brand (首钢, 热火), an adverb is none.
_BRANDS = frozenset({"n", "nz", "nt", "j"})
# Of two characters a tagger must be so sure.
_SURE = 0.8
# What stands before a body and is none of it; whoever is named so generally is nobody.
_BEFORE_BODY = re.compile(
    "(?:责成|授权|委托|要求|邀请|包括|学生代表|未来|当地|上述|相关|有关|这家|该|某|原(?![子油料创生告本则先始野平州]))(?=[\u4e00-\u9fff]{3})"
)
_ANY_BODY = re.compile(
    "各|部分|多家|一些|其他|所有|国家驻|地方(?!志)|(?:世界|国际|国内)?(?:一流|知名|著名|顶尖)|跨国公司$|中资|外资企业"
    "|(?:公办|民办|公立|私立)(?:幼儿园|[小中大]学|学校|高校|医院|机构)$"
)
# How many, and what is said behind a body's name.
_COUNT = re.compile(
    "[一两二三四五六七八九十几多数](?:[一两二三四五六七八九十几多数]*(?:家|所|名|个|座)"
    "|(?<=[两二三四五六七八九十几])大(?![队学会厦道]))"
)
_DOES = re.compile("(?:主办|承办|协办|举办|会同|联合|联合主办|和|与|及|暨)+$")
# What these end with: most names end with none of them, and need no search.
_LAST_OF_DOES, _LAST_OF_HOLDER = frozenset("办同合和与及暨"), frozenset("长席记理人")
_TOGETHER = re.compile("会同|联合(?![会国体报])(?=[\u4e00-\u9fff]{2,}[部委局会院]$)")
_HOLDER = re.compile(
    "(?:行长|部长|局长|院长|校长|厅长|主席|书记|会长|董事长|总经理|委员长|秘书长|发言人|负责人)$"
)
_WARD_END = "科"
_WARD = re.compile("医院(?P<ward>[\u4e00-\u9fff]{1,6}科)$")


# What leads to a place more than to whoever bears its name: 由|宁波|的船厂, but 诗人|成都.
_LEADS = frozenset("由在从自到于往赴")


def trimmed(findings: Sequence[Finding], passage: Passage, places: Container[str]) -> list[Finding]:
    """Return `findings` without what they begin or end with and is none of the name.

    A person's name does not end inside a verb (汪延|取代), and none ends as villages do (罗家峪); a
    body does not begin with a verb nor end with a post (国家银行|行长).

    Args:
        findings: A tagger's, disjoint and in order.
        passage: The text.
        places: Names that are places wherever they stand.
    """
    text = passage.folded
    people = {text[f.start : f.end] for f in findings if f.type == "person"}
    kept: list[Finding] = []
    for finding in findings:
        start, end = finding.start, finding.end
        while start < end and text[start] in _OUTSIDE:
            start += 1
        while start < end and text[end - 1] in _OUTSIDE:
            end -= 1
        bare = finding if (start, end) == (finding.start, finding.end) else None
        if bare is None:
            if end - start < _SHORT:
                continue
            bare = replace(finding, start=start, end=end)
        if (
            bare.type == "person"
            and text[start - 1 : start] in _LEADS
            and text[start:end] in places
        ):
            kept.append(replace(bare, type="place"))
        elif bare.type == "person":
            kept += _person(bare, passage)
        elif bare.type == "place":
            kept += _place(bare, text, places)
        else:
            kept += _body(bare, passage, people, places)
    return kept


def _person(finding: Finding, passage: Passage) -> Iterator[Finding]:
    text, edges = passage.folded, passage.edges
    start, end = finding.start, finding.end
    # 扮演者|皇|甫若彤, and not 公司|马文博.
    if start and text[start - 1 : start + 1] in _FAMILIES and start - 1 in edges:
        start -= 1
    if end - start > _FULL and text.endswith(_ADDRESS, start, end):
        end -= _SHORT
    if end - start == _SHORT and text[end - 1] in _SIDES:
        return
    if end - start == _SHORT and _SAYS_AT.match(text, end):
        end += 1
    elif end - start == _FULL:
        if text[end - 1] in _LAND and text[end - 2] in "家庄":
            yield replace(finding, type="place")
            return
        if end not in edges and end - 1 in edges and _VERB.match(text, end - 1):
            end -= 1
    yield _spanning(finding, start, end)


def _place(finding: Finding, text: str, places: Container[str]) -> Iterator[Finding]:
    start, end = finding.start, finding.end
    parts = [part.search(text, start, end) for part in _PARTS] if text[end - 1] in _SIDE else ()
    heads = [part.start() for part in parts if part and text[start : part.start()] in places]
    if heads:
        end = heads[0]
    # 青岛|亚: the character behind a place's full name is the next word's.
    elif end - start > _SHORT and text[end - 1] in "阴晴亚" and text[start : end - 1] in places:
        end -= 1
    yield _spanning(finding, start, end)


def _body(
    finding: Finding, passage: Passage, people: Container[str], places: Container[str]
) -> Iterator[Finding]:
    text = passage.folded
    start, end = finding.start, finding.end
    # A wire's mark: 12月5日|电|联合国.
    if text[start] == "电" and text[start - 1 : start] == "日":
        start += 1
    if (before := _BEFORE_BODY.match(text, start, end)) is not None:
        start = before.end()
    # 马力系|中央戏剧学院.
    link = text.find("系", start + _SHORT, start + _FULL + 1)
    if link > 0 and text[start:link] in people and end - link > _FULL:
        yield replace(finding, type="person", start=start, end=link)
        start = link + 1
    if (together := _TOGETHER.search(text, start + _FULL, end)) is not None:
        yield replace(finding, start=start, end=together.start())
        start = together.end()
    end = _body_end(passage, start, end)
    name = text[start:end]
    # 国际博物馆|日 is a day.
    if text[end : end + 1] in _DAYS and name.startswith(_OF_ALL):
        return
    # 教育部|门; 甲/乙 are two who play together.
    if _BESIDE in name or not _may_be_body(name) or text[end - 1 : end + 1] == "部门":
        return
    if name in places and (start, end) != (finding.start, finding.end):
        yield replace(finding, type="place", start=start, end=end)
    elif not _is_ordinary(passage, start, end, finding.confidence):
        yield _spanning(finding, start, end)


def _may_be_body(name: str) -> bool:
    return len(name) >= _SHORT and name not in _NO_BODIES and not _ANY_BODY.match(name)


def _body_end(passage: Passage, start: int, end: int) -> int:
    """Return where a body's name ends before a number of bodies, a verb, a post, or a ward."""
    text = passage.folded
    count = _COUNT.search(text, start + 1, end)
    if count is not None and count.start() in passage.edges:
        end = count.start()
    if text[end - 1] in _LAST_OF_DOES and (tail := _DOES.search(text, start, end)) is not None:
        end = tail.start()
    if text[end - 1] in _LAST_OF_HOLDER and (tail := _HOLDER.search(text, start, end)) is not None:
        # 国务委员长 is a post alone.
        end = tail.start() if tail.start() - start >= _FULL else start
    if text[end - 1] == _WARD_END and (ward := _WARD.search(text, start, end)) is not None:
        end = ward.start("ward")
    return end - text.endswith("政府会", start, end)


def _is_ordinary(passage: Passage, start: int, end: int, confidence: float) -> bool:
    """Return whether a body's name is ordinary words and ends as no body does (新能源汽车).

    Of 40 such of MSRA's dev and 300 articles three were bodies, all with a name of two characters.
    """
    text = passage.folded
    if text[end - 1] in _BODY_ENDS or text.endswith(_TRADES, start, end):
        return False
    if end not in passage.edges:
        return False
    if start and start not in passage.edges:
        return False
    if end - start == _SHORT and (confidence >= _SURE or passage.kind(text[start:end]) in _BRANDS):
        return False
    ends = passage.word_ends
    words = passage.words[bisect_right(ends, start) : bisect_right(ends, end - 1) + 1]
    return all(passage.kind(word) in _ORDINARY for word in words)


def _spanning(finding: Finding, start: int, end: int) -> Finding:
    if (start, end) == (finding.start, finding.end):
        return finding
    return replace(finding, start=start, end=end)


def unmeasured(tagged: Sequence[Finding], values: Sequence[Value]) -> list[Finding]:
    """Return `tagged` without names that are a measure's tail (万立方米 of 300万立方米)."""
    measures = [v for v in values if v.type in _MEASURES]
    starts = [v.start for v in measures]
    kept = []
    for finding in tagged:
        index = bisect_left(starts, finding.start) - 1
        if index < 0 or measures[index].end < finding.end:
            kept.append(finding)
    return kept
