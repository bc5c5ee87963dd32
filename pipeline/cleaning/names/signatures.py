"""Signatures: lines and brackets whose form says that names stand there, whatever they begin with.

（本報記者區啟賢報道） and （作者范晚舟系江口大学研究员） name people by their form. A family
name that no list holds is then one all the same.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import Final, Literal

from pipeline.cleaning.names.person_names import HAN, Person, PersonNames

_ROLE: Final = (
    "(?:记者|記者|通讯员|通訊員|实习生|實習生|评论员|評論員|特派员|特派員"
    "|特约撰稿人?|撰稿人|编译|編譯)"
)
_WROTE: Final = (
    "(?:文字?|撰文|撰稿|采写|採寫|采访|文[、/／]?[图圖摄]|[图圖][、/／]?文|文字[、/／]摄影)"
)
# What ends like one of these says how it was made: 林一舟整理.
_MADE: Final = "".join(
    f"(?<!{word})" for word in ("整理", "采访", "報道", "报道", "报导", "摄影", "供稿", "摄", "攝")
)
_ONE: Final = rf"[{HAN}]{{2,4}}{_MADE}(?:[·•‧・][{HAN}]{{1,8}})?"
_NAMES: Final = rf"{_ONE}(?:(?:[ \u3000]?[、,，/／和][ \u3000]?|[ \u3000]){_ONE}){{0,7}}"
_WHERE: Final = (
    rf"(?:[ \u3000/／]?(?:[{HAN}]{{2,4}}|文[/／并]?[摄图])?[ \u3000]?"
    "(?:报道|報道|報導|报导|摄影报道|攝影報道|综合报道|綜合報導|文[/／]?[图摄]|整理))"
)
_SIGNED: Final = re.compile(
    rf"[\s\u3000■□●◆▲◎]*[(（【\[〔]?[ \u3000]?(?:(?:[{HAN}A-Za-z·•/／-]{{0,16}}?)[ \u3000]?{_ROLE}"
    rf"[ \u3000]?[:：/／|｜丨]?|{_WROTE}[ \u3000]?[:：/／|｜丨])[ \u3000]?"
    rf"(?P<run>{_NAMES}?){_WHERE}?"
    rf"(?:[ \u3000、,，]{{1,2}}(?:[{HAN}]{{0,10}}?){_ROLE}[ \u3000]?[:：/／]?[ \u3000]?"
    rf"(?P<more>{_NAMES}?){_WHERE}?)?"
    r"[ \u3000]?[:：]?[ \u3000]?[)）】\]〕]?[\s\u3000]*"
)
# 作者范晚舟系…, 范晚舟,作者系…
_WRITER: Final = re.compile(
    rf"[\s\u3000]*[(（【\[]?[ \u3000]?(?:(?:本文|文章)?作者[ \u3000:：]?(?P<name>[{HAN}]{{2,4}}?)"
    rf"(?=[,，、 \u3000]{{0,2}}(?:系|为|為|是|现任|現任|单位|單位|[(（]))"
    rf"|(?P<first>[{HAN}]{{2,4}})[,，][ ]?(?:本文)?作者(?:系|为|為|是)"
    r"|(?:本文)?作者(?:系|为|為|是)[^()（）。]{4,40}[ \u3000]"
    rf"(?P<last>[{HAN}]{{2,4}})(?=[)）】\]]?\s*$))"
)
# What follows a role and is no name: what a reporter does, when and where.
_NO_NAME: Final = re.compile(
    "[在从從自昨今于於据據对對赴获獲跟随隨特综綜近还還再多不将將已也就通到采採走探来來与與和日月了的这這那现現"
    "发發报報调調手札问問]"
    "|.*(?:报道|報導|记者|記者|编辑|編輯|摄影|攝影|獲悉|获悉|观察|表示)"
    "|责编|責編|校对|审核|监制|制图|图片|视频|剪辑|文字|策划|统筹"
)
# 林一舟 报道: a name and a blank before what he did.
_REPORTED: Final = re.compile(
    rf"(?P<name>[{HAN}]{{2,4}}(?:[ \u3000、][{HAN}]{{2,4}}){{0,3}})[ \u3000]+"
    "(?:报道|報道|報導|报导|撰文|采写|文|攝影報道|摄影报道)"
)
# Names at the very end: （林一舟）.
_ALONE: Final = re.compile(rf"[(（](?P<name>[{HAN}]{{3}})[)）]")
_NO_PERSON: Final = frozenset("省市县區区社网網报報台臺州国國全完图圖文")
_APART: Final = re.compile(r"[、,，/／和 \u3000]+")
# A paper or an office may stand before a role; names behind it, one glued to the other.
_LONGEST_ROW: Final = 64
_IN_A_ROW: Final = re.compile(
    "(?:(?:见习|見習|实习|實習|学生|特约|特約|首席|全媒体|全媒體|融媒体|本报|本報|本刊|本网|总台)*)"
    rf"(?:{_ROLE}|(?<![{HAN}])(?:本文)?作者)[ \u3000]?[:：/／|｜丨]?[ \u3000]?"
)
_PAPER: Final = re.compile(
    rf"[\s\u3000■□●◆▲◎]*[(（【\[〔]?[\s\u3000]?"
    rf"(?:[{HAN}A-Za-z·•/／+“”\" -]{{0,22}}[{HAN}A-Za-z”\"])?[ \u3000、,，]*"
)
_AFTER_ROW: Final = re.compile(rf"{_WHERE}?[ \u3000]?[:：]?[ \u3000]?[)）】\]〕]?[\s\u3000]*")
# 江口台融媒体部制作, (校友会供稿), (温竹参与采写): who made it, and what he did.
_MADE_BY: Final = re.compile(
    rf"(?P<open>[(（【\[])?(?P<who>[{HAN}A-Za-z0-9·、,/ ]{{2,24}}?)[ ]?"
    "(?:联合|聯合|荣誉|榮譽|参与|參與|协助|協助)?"
    "(?:(?P<wrote>采写|採寫|撰稿|整理|编译|編譯)"
    r"|制作|製作|出品|供稿|供图|供圖|摄制|攝製|统稿|审定)[)）】\]]?"
)
_OFFICE: Final = re.compile("(?:[部室组組社网網台臺报報局院办處处]|中心|公司|集团|集團|融媒体?)$")
_BETWEEN: Final = frozenset("、,，/／和 \u3000")
_HAN_NAME: Final = re.compile(rf"[{HAN}]{{2,3}}")


def is_signature(text: str, surnames: Container[str] = ()) -> bool:
    """Return whether a line or a bracket does nothing but name who reports or writes.

    `surnames` are the characters that a name begins with: with them names that nothing parts are
    read too.
    """
    if surnames and rows_of_names(text, surnames):
        return True
    found = _SIGNED.fullmatch(text)
    if found is None:
        return _WRITER.match(text) is not None and text.rstrip()[-1:] in ")）】]"
    return all(_fits(name) for name in _APART.split(found["run"]))


def rows_of_names(text: str, surnames: Container[str]) -> list[tuple[int, int]]:
    """Return where the names stand in a line that glues reporters, each behind paper and role.

    江口报·江口网见习记者林一舟何一苇通讯员温竹 has two such rows; what is no signature has none.
    """
    if len(text) > _LONGEST_ROW or not (roles := list(_IN_A_ROW.finditer(text))):
        return []
    if _PAPER.fullmatch(text, 0, roles[0].start()) is None:
        return []
    rows = []
    for role, after in zip(roles, [*roles[1:], None], strict=True):
        start, stop = role.end(), after.start() if after else len(text)
        ends = sorted(_ends_of_names(text, start, stop, surnames))
        if not ends:
            return []
        # 温竹江口晚报: the paper's first characters may make a name too: none beats a wrong one.
        end = ends[-1] if after is None or not text[ends[-1] : stop].strip() else ends[0]
        rows.append((start, end))
    return rows


def _ends_of_names(text: str, start: int, stop: int, surnames: Container[str]) -> Iterator[int]:
    """Yield where a row of names may end that begins at `start`, a paper or nothing behind it."""
    reached = {start}
    for at in range(start, stop):
        if at not in reached:
            continue
        if at > start and text[at] in _BETWEEN:
            reached.add(at + 1)
        elif text[at] in surnames:
            for size in (2, 3):
                name = text[at : at + size]
                if at + size <= stop and _HAN_NAME.fullmatch(name) and _fits(name):
                    reached.add(at + size)
    last = stop == len(text)
    behind = _AFTER_ROW if last else _PAPER
    yield from (end for end in reached if end > start + 1 and behind.fullmatch(text, end, stop))


def signers_in(piece: str, names: PersonNames) -> Iterator[Person]:
    """Yield the people whom the form of a piece, or of a bracket in it, names."""
    if rows := rows_of_names(piece, names.rarity):
        yield from _in_rows(piece, rows, names)
        return
    told = _REPORTED.fullmatch(piece.strip())
    if told and names.begins_like_a_name(told["name"]):
        start = piece.index(told["name"])
        yield from _people(piece, start, start + len(told["name"]))
        return
    for start, end in _parts(piece):
        found = _SIGNED.fullmatch(piece, start, end)
        if found:
            for group in ("run", "more"):
                if found[group] and all(map(_fits, _APART.split(found[group]))):
                    yield from _people(piece, *found.span(group))
            return
        found = _WRITER.match(piece, start, end)
        if found and found.lastgroup:
            name = found[found.lastgroup]
            if names.may_begin_a_name(name) and _fits(name):
                at, stop = found.span(found.lastgroup)
                yield Person(name=name, start=at, end=stop)
            return
        alone = _ALONE.fullmatch(piece, start, end)
        if alone and names.begins_like_a_name(alone["name"]):
            yield Person(name=alone["name"], start=alone.start("name"), end=alone.end("name"))


def _in_rows(piece: str, rows: Iterable[tuple[int, int]], names: PersonNames) -> Iterator[Person]:
    """Yield the people of rows of names, those that nothing parts too."""
    for start, end in rows:
        for name, at in _apart(piece, start, end):
            for begin, stop in names.part(name):
                yield Person(name=name[begin:stop], start=at + begin, end=at + stop)


def made_by(text: str, surnames: Container[str]) -> Literal["", "byline", "credit"]:
    """Return what a line or bracket is that ends in what somebody did: 江口台融媒体部制作."""
    found = _MADE_BY.fullmatch(text)
    if found is None:
        return ""
    start, end = found.span("who")
    named = end in _ends_of_names(text[:end], start, end, surnames)
    if not (found["open"] or named or _OFFICE.search(found["who"])):
        return ""
    return "byline" if found["wrote"] else "credit"


def stands_alone(bracket: str, surnames: frozenset[str]) -> bool:
    """Return whether a bracket under an article holds the name of a person and nothing else."""
    found = _ALONE.fullmatch(bracket)
    if found is None:
        return False
    name = found["name"]
    return name[0] in surnames and name[-1] not in _NO_PERSON and _fits(name)


def _parts(piece: str) -> Iterator[tuple[int, int]]:
    """Yield the whole piece, then what of it begins at a bracket or behind a dateline."""
    end = len(piece)
    yield 0, end
    for mark in re.finditer(r"[(（【\[〔]|(?<=[讯訊电電])[ \u3000]", piece):
        yield mark.start(), end


def _people(piece: str, start: int, end: int) -> Iterator[Person]:
    for name, at in _apart(piece, start, end):
        yield Person(name=name, start=at, end=at + len(name))


def _apart(piece: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield what marks and blanks part, and where each begins."""
    position = start
    for gap in [*_APART.finditer(piece, start, end), None]:
        stop = gap.start() if gap else end
        if stop > position:
            yield piece[position:stop], position
        position = gap.end() if gap else end


def _fits(name: str) -> bool:
    return _NO_NAME.match(name) is None
