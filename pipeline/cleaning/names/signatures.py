"""Signatures: lines and brackets whose form says that names stand there, whatever they begin with.

（本報記者區啟賢報道） and （作者范晚舟系江口大学研究员） name people by their form. A family
name that no list holds is then one all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

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
    f"(?<!{word})" for word in ("整理", "采访", "報道", "报道", "报导", "摄影", "供稿")
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
    rf"(?:[ \u3000、,，]{{1,2}}(?:[{HAN}]{{0,4}}?){_ROLE}[ \u3000]?[:：/／]?[ \u3000]?"
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
# Names at the very end: （林一舟）.
_ALONE: Final = re.compile(rf"[(（](?P<name>[{HAN}]{{3}})[)）]")
_NO_PERSON: Final = frozenset("省市县區区社网網报報台臺州国國全完图圖文")
_APART: Final = re.compile(r"[、,，/／和 \u3000]+")


def is_signature(text: str) -> bool:
    """Return whether a line or a bracket does nothing but name who reports or writes."""
    found = _SIGNED.fullmatch(text)
    if found is None:
        return _WRITER.match(text) is not None and text.rstrip()[-1:] in ")）】]"
    return all(_fits(name) for name in _APART.split(found["run"]))


def signers_in(piece: str, names: PersonNames) -> Iterator[Person]:
    """Yield the people whom the form of a piece, or of a bracket in it, names."""
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
    position = start
    for gap in [*_APART.finditer(piece, start, end), None]:
        stop = gap.start() if gap else end
        if stop > position:
            yield Person(name=piece[position:stop], start=position, end=stop)
        position = gap.end() if gap else end


def _fits(name: str) -> bool:
    return _NO_NAME.match(name) is None
