"""The people, agencies and places that bylines, datelines and credits name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.errors import ResourceError
from pipeline.types.articles import Struct

_HAN = "\u4e00-\u9fff\u3400-\u4dbf"
# One name as bylines write it: Han characters, a Latin name, a name with a middle dot.
_TOKEN = rf"[{_HAN}]+(?:[·•‧・][{_HAN}]+)*|[A-Za-z][A-Za-z.'-]*(?:[ ][A-Z][A-Za-z.'-]*)*"
_NAME = re.compile(_TOKEN)
# What parts two names; a space does it too, but for the one inside a name of two characters.
_BETWEEN = r"[ \t\u3000\xa0]*[、,，/／&＆和与及;；]?[ \t\u3000\xa0]*"
_PEOPLE = rf"(?:{_TOKEN})(?:{_BETWEEN}(?:{_TOKEN})){{0,11}}"
_GAP = r"[ \t\u3000\xa0]*[:：︱|｜丨/／]?[ \t\u3000\xa0]*"
_MARK = r"[ \t\u3000\xa0]*[:：︱|｜丨/／][ \t\u3000\xa0]*"

# Where the names of one role end: at the word of the next.
_ROLES = (
    "记者|記者|通讯员|通訊員|摄影报道|攝影報道|摄影|摄像|编辑|編輯|责编|責編|责任编辑|責任編輯|攝影|綜合"
    "|校对|审核|审校|监制|统筹|策划|作者|编译|翻译|来源|來源|报道|報道|报导|報導|供稿|供图|实习生|制图|设计"
    "|复审|终审|初审|校审|责校|值班|主编|视频|剪辑|出品|发布"
)
_ROLE = re.compile(
    r"(?:本报|本刊|本网|本社|本台|新华社|中新社|中新网|新华网|人民网)?"
    r"(?:特约|实习|见习|学生|首席|全媒体|融媒体|高级|驻[^ ,，]{1,6}){0,3}"
    rf"(?:{_ROLES})(?:员)?"
    # 文 and 图 stand in names too (安文剑): a role only where a mark sets them off.
    rf"|(?<![{_HAN}])[文图摄](?=[\s/／:：|｜︱]|$)|[摄攝](?=[\s)）]|$)"
)
_REPORTER = "记者|記者|通讯员|通訊員|评论员|实习生"
_WRITER = "作者|撰文|撰稿人?|采写|執筆|执笔|编译|主笔|文字|文"
# A reporter is named with or without a mark between; a writer only behind one, for 作者 and 文 are
# words of prose too. The names are looked ahead at: the next role may stand among them.
_AUTHOR = re.compile(
    rf"(?P<role>{_REPORTER})(?=(?:{_GAP})(?P<names>{_PEOPLE}))"
    rf"|(?<![{_HAN}])(?:本文|文章)?(?:{_WRITER})(?=(?:{_MARK})(?P<text>{_PEOPLE}))"
    rf"|(?<![{_HAN}])(?:[{_HAN}]{{0,6}}|《[^》]{{1,10}}》)(?:{_WRITER})[ \t\u3000\xa0]{{1,4}}"
    rf"(?=(?P<spaced>{_PEOPLE})[\s)）】\]]*$)"
)
# A character of each word of `_AUTHOR`, of `_EDITOR`, of `_SOURCE`: few pieces hold one, and asking
# for it costs a tenth of trying the patterns at every place.
_AUTHOR_MARK = re.compile("[者员員文撰笔筆]|实习生|采写|编译")
_EDITOR_MARK = re.compile("[编編责責]")
_SOURCE_MARK = re.compile("[源自]")
# Whose picture it is: （圖／記者何立群攝）
_PICTURED = ("圖／", "图/", "圖/", "图／")
_EDITOR = re.compile(
    "(?:责任编辑|責任編輯|本文编辑|网络编辑|值班编辑|本期编辑|执行编辑|责编|責編|编辑|編輯|主编)"
    rf"{_GAP}(?P<names>{_PEOPLE})"
)
_SOURCE = re.compile(
    r"(?:(?:本文|文章|稿件|信息|新闻|内容|消息)?(?:来源|來源)(?=[\s\u3000:：︱|｜丨/／于])|稿源|转自|转载自|摘自)"
    r"[ \t\u3000\xa0]*[:：︱|｜丨/／于]?[ \t\u3000\xa0]*"
    r"(?P<name>(?!的)[《“\"]?[^\s:：|｜丨)）\]】》”\"；;，,。]{2,24})"
)
_AFTER_SOURCE = re.compile(
    "(?:[大中小]?字[体号]|[大中小]号字|分享到?|打印|收藏|评论|字号|作者|编辑|责编|发布于|发表于|发布时间|时间|阅读|浏览|点击|點閱|20\\d\\d).*"
)
# 新华社北京2月14日电, 中新网4月2日电, 本报深圳11月25日电, 本报讯, 央视网消息
_DATELINE = re.compile(
    rf"(?P<agency>(?:据)?(?:本报|本刊|本网|本台|[{_HAN}A-Za-z]{{1,10}}?(?:通讯社|新闻社|新闻网|社|网|報|报|台|客户端)))"
    rf"[ ]?(?P<place>[{_HAN}]{{2,8}}?)?[ ]?"
    r"(?P<date>(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日)?(?P<sort>电|電|讯|訊|消息|专电|综合报道)"
    r"(?:[ ]?[(（][^()（）\n]{2,60}[)）])?"
)
_DATELINE_MARK = re.compile("[电電讯訊息道]")
# (记者王明) or 【記者王明／彰化報導】 at the head of the text
_OPENING_BRACKET = re.compile(
    r"[\s\u3000]*(?:[【\[][^【】\[\]\n]{2,10}[】\]])?[(（【\[][^()（）【】\[\]\n]{0,12}(?:记者|記者|通讯员|通訊員)[^()（）【】\[\]\n]{2,40}[)）】\]]"
)
_BRACKET = re.compile(rf"[电電讯訊][ ]?[(（](?P<names>{_PEOPLE})[)）]")
# A word with a colon behind it is the next label, not a name.
_LABEL = re.compile(rf"[{_HAN}]{{2,6}}[ \u3000]?[:：]")
_NOT_NAMES = re.compile(
    r"(?:收藏|举报|分享|评论|点赞|推荐|关注|打印|转发|报道|報道|摄影|图片|提供|综合|网站|客户端|新闻|公众号|整理|网络|来源|本报|编辑|记者|视频|原创|不详|未知|管理员|admin)"
)


class Person(Struct, frozen=True, kw_only=True):
    """A name with its half-open span in the piece it was read from."""

    name: str
    start: int
    end: int


class Dateline(Struct, frozen=True, kw_only=True):
    """Who sends, from where and of which day; spans in the piece, None for what is not said.

    `end` is behind it and the bracket of names that may follow it.
    """

    agency: Person
    end: int
    place: Person | None = None
    date: tuple[int, int] | None = None


def bracket_in(piece: str) -> int:
    """Return where the bracket ends that a piece begins with and that names a reporter, else 0."""
    found = _OPENING_BRACKET.match(piece)
    return found.end() if found else 0


def authors_in(piece: str) -> Iterator[Person]:
    """Yield the reporters, correspondents and writers that a byline names."""
    for found in _AUTHOR.finditer(piece) if _AUTHOR_MARK.search(piece) else ():
        if piece.endswith(_PICTURED, 0, found.start()):
            continue
        if found["role"]:
            for person in people(piece, *found.span("names")):
                # 记者在现场看到 names nobody: reporters have short names, pen names may be long.
                if len(person.name) <= 4 or "·" in person.name or person.name[0].isascii():
                    yield person
        else:
            group = "text" if found["text"] else "spaced"
            yield from people(piece, *found.span(group), labelled=True)
    for found in _BRACKET.finditer(piece):
        if not _ROLE.search(found["names"]):
            yield from people(piece, *found.span("names"))


def editors_in(piece: str) -> Iterator[Person]:
    """Yield the editors that a credit names; proof-readers are none."""
    if not _EDITOR_MARK.search(piece):
        return
    for found in _EDITOR.finditer(piece):
        yield from people(piece, *found.span("names"))


def source_in(piece: str) -> Person | None:
    """Return the publisher after 来源 or a word like it."""
    found = _SOURCE.search(piece) if _SOURCE_MARK.search(piece) else None
    if not found:
        return None
    # Info lines go on with what sets the type size, and no space between.
    name = _AFTER_SOURCE.sub("", found["name"]).strip('《“"')
    start = found.start("name") + found["name"].index(name) if name else 0
    return Person(name=name, start=start, end=start + len(name)) if len(name) > 1 else None


def dateline_in(piece: str) -> Dateline | None:
    """Return the dateline that a piece begins with."""
    if not _DATELINE_MARK.search(piece):
        return None
    found = _DATELINE.match(piece, len(piece) - len(piece.lstrip(" \u3000(（【[")))
    if not found:
        return None
    start = found.start("agency") + (1 if found["agency"].startswith("据") else 0)
    agency = Person(name=piece[start : found.end("agency")], start=start, end=found.end("agency"))
    if agency.name.startswith("本") and found["sort"] in {"讯", "訊"} and not found["place"]:
        agency = Person(name=f"{agency.name}{found['sort']}", start=start, end=found.end("sort"))
    place = None
    if found["place"]:
        place = Person(name=found["place"], start=found.start("place"), end=found.end("place"))
    return Dateline(
        agency=agency,
        end=found.end(),
        place=place,
        date=found.span("date") if found["date"] else None,
    )


def people(piece: str, start: int, end: int, *, labelled: bool = False) -> Iterator[Person]:
    """Yield the names that stand between `start` and `end`, up to the next role or label.

    `labelled` says that a label (作者：) leads them: the first is then a name whatever it is.
    """
    if role := _ROLE.search(piece, start, end):
        end = role.start()
        # 南都见习记者: what touches the next role is its paper, unless it begins like a name.
        last = re.search(rf"[{_HAN}]+$", piece[start:end])
        where = start + last.start() if last else end
        # 記者林小舟／高雄報導: behind a stroke stands the place.
        placed = piece[where - 1 : where] in {"/", "／"} and role[0].endswith(("道", "導", "导"))
        if last and (placed or not begins_like_a_name(last[0])):
            end = where
    if label := _LABEL.search(piece, start, end + 1):
        end = label.start()
    tokens = [found.span() for found in _NAME.finditer(piece, start, end)]
    position = 0
    while position < len(tokens):
        left, right = tokens[position]
        position += 1
        # 张 剑: two single characters with a space between are one name, spread to three columns.
        if (
            right - left == 1
            and position < len(tokens)
            and tokens[position] == (right + 1, right + 2)
        ):
            yield Person(name=piece[left] + piece[right + 1], start=left, end=right + 2)
            position += 1
            continue
        for begin, stop in part(piece[left:right]):
            name = piece[left + begin : left + stop]
            given = labelled and position == 1
            if 1 < len(name) <= 30 and (given or not _NOT_NAMES.search(name)):
                yield Person(name=name, start=left + begin, end=left + stop)


def begins_like_a_name(run: str) -> bool:
    """Say whether a run of characters begins with a family name."""
    single, compound = surnames()
    return run[:1] in single or run[:2] in compound


@lru_cache(maxsize=4096)
def part(run: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the names in a run of characters: 王华黄昉 is two, 欧阳娜娜 one."""
    whole = ((0, len(run)),)
    if len(run) < 4 or len(run) > 24 or not "\u3400" <= run[0] <= "\u9fff" or "·" in run:
        return whole
    single, compound = surnames()
    # best[i]: the fewest names, then the most common, then the most of three, that make up run[:i].
    best: list[tuple[int, int, int, tuple[tuple[int, int], ...]] | None] = [(0, 0, 0, ())]
    best.extend([None] * len(run))
    for i in range(len(run)):
        state = best[i]
        if state is None:
            continue
        double = run[i : i + 2] in compound
        sizes = (3, 4) if double else (2, 3) if run[i] in single else ()
        rarity = state[1] + (0 if double else single.get(run[i], 0))
        for size in sizes:
            if i + size <= len(run):
                spans = (*state[3], (i, i + size))
                new = (state[0] + 1, rarity, state[2] - (size == 3), spans)
                old = best[i + size]
                if old is None or new[:3] < old[:3]:
                    best[i + size] = new
    last = best[len(run)]
    return last[3] if last else whole


@cache
def surnames() -> tuple[dict[str, int], frozenset[str]]:
    """Return the single family names with their rarity (0 the most common), and the compound ones.

    Raises:
        ResourceError: The list is missing.
    """
    try:
        text = (files("pipeline.data") / "bylines" / "surnames.txt").read_text("utf-8")
    except OSError as error:
        raise ResourceError("the list of family names cannot be read", where=str(error)) from error
    rows = [row for row in text.splitlines() if row and not row.startswith("#")]
    compound = frozenset(name for row in rows if " " in row for name in row.split())
    single: dict[str, int] = {}
    for rarity, row in enumerate(row for row in rows if " " not in row):
        for name in row:
            single.setdefault(name, rarity)
    return single, compound
