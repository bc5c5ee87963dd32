"""Bylines of wires that glue paper, reporter and place: 江口社記者林一舟北岸1日電."""

from __future__ import annotations

import re
from typing import Final

from pipeline.cleaning.names.person_names import HAN, Person, PersonNames
from pipeline.types.articles import Struct

_OPEN: Final = r"[\s\u3000]*[(（【\[〔]?[ \u3000]?"
_DATE: Final = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日"
_SORT_OF: Final = "(?:特约|特約|特派|实习|實習|见习|見習|首席|全媒体)?"
_SORT: Final = "(?:综合|綜合|专|專)?(?:[电電讯訊]|外電|外电|報導|报道|報道|报导)"
# Paper, reporters and place, the place glued to the last name, then the day and the wire's word.
_GLUED: Final = re.compile(
    rf"{_OPEN}(?P<agency>[{HAN}]{{2,10}}?)?[ \u3000]?{_SORT_OF}(?:记者|記者)[ \u3000:：]?"
    rf"(?P<run>[{HAN}]{{2,4}}(?:[、,，][{HAN}]{{2,4}}){{0,4}}?(?P<more>[{HAN}]{{0,6}}))[ \u3000]?"
    rf"(?P<place>[{HAN}]{{2,6}})?[ \u3000]?{_DATE}{_SORT}[)）】\]〕]?"
)
# 記者林一舟／北岸報導, 【林一舟／綜合報導】, (財訊／林一舟)
_STROKE: Final = re.compile(
    rf"[■□●◆▲◎]?{_OPEN}(?:(?P<agency>[{HAN}]{{2,10}}?)?[ \u3000]?"
    rf"(?P<role>记者|記者|編譯|编译|特派員|特派员))?[ \u3000]?"
    rf"(?P<run>[{HAN}]{{2,4}}(?:[、,，][{HAN}]{{2,4}}){{0,4}})[ \u3000]?[/／][ \u3000]?"
    rf"(?P<place>[{HAN}]{{2,6}}?)(?:{_SORT})[)）】\]〕]?"
)
_DESK: Final = re.compile(
    rf"[\s\u3000]*[(（【\[〔][ \u3000]?(?P<desk>[{HAN}A-Za-z]{{2,10}})[ \u3000]?[/／][ \u3000]?"
    rf"(?:记者|記者)?[ \u3000]?(?P<run>[{HAN}]{{2,4}}(?:[、,，][{HAN}]{{2,4}}){{0,4}})"
    r"[ \u3000]?[)）】\]〕]"
)
# （北岸17日讯）: whence and when, nobody's name.
_PLACED: Final = re.compile(
    rf"[\s\u3000]*[(（【\[〔][ \u3000]?(?P<place>[{HAN}]{{2,4}}?)[ \u3000]?{_DATE}"
    r"(?:综合|綜合|专|專)?[电電讯訊][)）】\]〕]"
)
# A paper's own name before the day is no place.
_PAPER: Final = re.compile("[报報网網社刊本]|新闻|新聞|..[台臺]$")
# Whose picture it is, and who edits.
_NO_DESK: Final = re.compile("[图圖摄攝编編校审審译譯文]")
_APART: Final = re.compile("[、,，]")
# How it is reported is no place.
_NO_PLACE: Final = re.compile(
    "综合|綜合|专题|專題|编译|編譯|外电|外電|整理|採訪|采访|即時|即时|連線|连线|独家|獨家"
)


class WireLead(Struct, frozen=True, kw_only=True):
    """Who sends and from where, as a wire writes it; spans in the piece. `end` is behind it."""

    authors: tuple[Person, ...]
    end: int
    agency: Person | None = None
    place: Person | None = None


def wire_in(piece: str, names: PersonNames) -> WireLead | None:
    """Return the byline of a wire that `piece` begins with, None where it begins with none."""
    for pattern in (_GLUED, _STROKE):
        found = pattern.match(piece)
        if found is None:
            continue
        authors, place = _parted(found, piece, names)
        if authors:
            return WireLead(
                authors=authors, end=found.end(), agency=_named(found, "agency"), place=place
            )
    if (found := _PLACED.match(piece)) and not _PAPER.search(found["place"]):
        return WireLead(authors=(), end=found.end(), place=_named(found, "place"))
    found = _DESK.match(piece)
    if found and _NO_DESK.search(found["desk"]):
        return None
    authors = _people(piece, *found.span("run"), names) if found else ()
    return WireLead(authors=authors, end=found.end()) if found and authors else None


def _parted(
    found: re.Match[str], piece: str, names: PersonNames
) -> tuple[tuple[Person, ...], Person | None]:
    """Return the reporters and the place, the place taken off the last name where it is glued."""
    start, end = found.span("run")
    place = _named(found, "place")
    last = max([start, *(mark.end() for mark in _APART.finditer(piece, start, end))])
    if place is None:
        size = _size_of_name(piece[last:end], names)
        if end - last - size >= _LEAST_PLACE:
            place = Person(name=piece[last + size : end], start=last + size, end=end)
            end = last + size
    if place is not None and _NO_PLACE.search(place.name):
        place = None
    sure = found.re is _GLUED or bool(found.groupdict().get("role"))
    return _people(piece, start, end, names, sure=sure), place


_SURE_NAME: Final = 3
_NO_PERSON: Final = re.compile(
    "[在从從自昨今于於据據对對赴获獲特综綜即独獨专專]|.*(?:新闻|新聞|报|報|综合|綜合)"
)
# A place has two characters and more.
_LEAST_PLACE: Final = 2


def _size_of_name(run: str, names: PersonNames) -> int:
    """Return how many characters of `run` are the name that begins it, a place behind it."""
    if names.is_compound(run[:2]):
        return min(len(run), 4 if len(run) > 5 or len(run) == 4 else 3)
    return 2 if len(run) == 4 else min(len(run), 3)


def _people(
    piece: str, start: int, end: int, names: PersonNames, *, sure: bool = False
) -> tuple[Person, ...]:
    """Return the names between marks, all of which must begin like one; else none."""
    people = []
    position = start
    for mark in [*_APART.finditer(piece, start, end), None]:
        stop = mark.start() if mark else end
        people.append(Person(name=piece[position:stop], start=position, end=stop))
        position = mark.end() if mark else end
    fit = all(
        2 <= len(p.name) <= 4
        # Behind the word for a reporter three characters are a name, whatever they begin with.
        and (names.may_begin_a_name(p.name) or (sure and len(p.name) == _SURE_NAME))
        and not _NO_PERSON.match(p.name)
        for p in people
    )
    return tuple(people) if fit else ()


def _named(found: re.Match[str], group: str) -> Person | None:
    if not found.groupdict().get(group) or found[group].startswith("本"):
        return None
    start, end = found.span(group)
    return Person(name=found[group], start=start, end=end)
