"""Credits: roles with who bears them, as a whole line or as the tail of one.

A role word before a mark is the evidence; what stands behind it must be names, an outlet or
nothing, so that 致伤原因:高处坠落 and an interview's 记者:您今年多大? are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pipeline.cleaning.names.furniture_words import MARK, OPEN, FurnitureWords, Kind

# Longest credit line: a dozen roles. Chosen, not measured.
_LONGEST: Final = 160
_MOST_PEOPLE: Final = 14
# A role of one character stands in names and words too.
_SHORTEST_ROLE: Final = 2
_OPENING: Final = re.compile(OPEN)
_EDGE: Final = " \t,、;.。|/·-—_~*()[]【】〔〕《》「」<>{}“”\"'"
_PART: Final = re.compile(r"[\s,、;/&|+和与及·_-]+|[\[\]]|(?<=[\u4e00-\u9fff])[()](?=.)")
# One name of a person or an account: Han, a foreign name, letters, a staff code.
_NAME: Final = re.compile(
    r"(?:[\u3400-\u9fff]{1,4}|[\u3400-\u9fff]{1,8}(?:[•‧・][\u3400-\u9fff]{1,8})+"
    r"|[A-Za-z][A-Za-z.']{0,19}|[A-Za-z]{0,4}\d{1,8}[A-Za-z]?)[()\]】]*"
)
# Who bears a role may be a desk: 江口融媒, 江口日报编辑部.
_DESK: Final = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:社|报|報|网|網|台|部|室|中心|融媒体?|组|組|号|院|局|工作室)"
)
_MARK: Final = re.compile(MARK)
_BLANKS: Final = re.compile(r"[员師师]?[ \t]{1,4}(?=\S)")
_MOST_BEFORE: Final = 2
# 何一苇,系江口大学研究员: who writes may say what he is.
_POST: Final = re.compile(r"[\s,(]+(?:系|为|係|為|现任|現任|现为|均系|均为|单位|單位)")
_CLAUSE: Final = re.compile(r"[。!?;…]|[“”](?=.{12})")
# 原题为《…》: a headline in marks needs no other. 【来源】江口晚报: a bracket closed is one.
_QUOTED: Final = re.compile(r"(?:为|是|系|為)?[ \t]{0,2}[:]?[ \t]{0,2}(?=[《“「『\"])")
_CLOSED: Final = re.compile(r"[】\])〕][ \t]{0,2}[:]?[ \t]{0,2}(?=\S)")
_OPENED: Final = frozenset("【[(〔")
# A headline has no full stop: what goes on behind one is the text.
_TOLD: Final = re.compile(r"。(?![)\]】〕\s]*$)|,.*。")
_NAMED: Final = re.compile(r"\s*[《“「『\"]")
_TITLE: Final = re.compile(
    r"\s*(?:[《“「『\"].{1,70}[》”」』\"][、 ]?)+[)\]】〕。\s]*"
    # What an editor says of it: (有删节).
    r"(?:[(\[【,;。 ]*"
    r"(?:本文|文字|内容|標題|标题|略|有|刊|原载|原載|来源|來源|作者|转自|记者|責任|责任|编辑|編輯)"
    r"(?!觉得|认为).{0,24})?"
)
# How to reach who edits: an address, a number, an account.
_CONTACT: Final = re.compile(r"[A-Za-z0-9@._+\-() /:#]{3,60}")
# A run of names without a mark between them: at most so many characters. Chosen, not measured.
_LONGEST_RUN: Final = 60
# A source is an outlet's name; a clause in a list of words and what they mean is longer.
_LONGEST_SOURCE: Final = 32
# Where or what of: 视频:拍摄于外省.
_MADE_THERE: Final = re.compile("[于於在了的被]")
# No outlet is called so: who is spoken of, or what is not so.
_TELLING: Final = re.compile(
    "[他她它我你您谁誰]|不(?=[肯愿知能会是])|没有|沒有|尚未|无法|無法|什么|什麼|哪"
)
_LONGEST_AGENCY: Final = 10
_LONGEST_TITLE: Final = 72


_CLOSABLE: Final = frozenset({"title", "source", "core"})


class Role(NamedTuple):
    """A role in a line: its kind, and the half-open span of what stands behind its mark."""

    kind: Kind
    start: int
    end: int


class Head(NamedTuple):
    """A role word: its kind, where it begins, where what it says begins, whether by a mark."""

    kind: Kind
    start: int
    end: int
    marked: bool


def credit_roles(line: str, words: FurnitureWords, *, closing: bool = False) -> list[Role]:
    """Return the roles that `line` is made of, from its first character to its last; else none.

    Args:
        line: Width folded.
        words: The role words.
        closing: Whether the text has ended above it: a pen name is then a name too.
    """
    if len(line) > _LONGEST:
        return []
    begin = _begins(line)
    if closing and (roles := _unmarked(line, begin, words)):
        return roles
    found = role_heads(line, words)
    first = next(found, None)
    if first is None:
        return []
    signed = [Role("writer", begin, first.start)]
    if first.start == begin:
        signed = []
    elif not (closing and _signs(line[begin : first.start].strip(_EDGE), first, words)):
        return []
    # A role that blanks follow counts at the beginning and behind blanks: 编辑 何一苇 校对 温竹.
    heads = [first, *(head for head in found if head.marked or line[head.start - 1] in " \t")]
    ends = [head.start for head in heads[1:]] + [len(line)]
    roles = [
        Role(_of_agency(head, line[head.end : end], words), head.end, end)
        for head, end in zip(heads, ends, strict=True)
    ]
    bears = all(_bears(role, line[role.start : role.end], words, closing=closing) for role in roles)
    told = any(_is_told(head, line[head.start :]) for head in heads)
    said = bears and not told and any(role.kind != "contact" for role in roles)
    return [*signed, *roles] if said else []


def _signs(run: str, head: Head, words: FurnitureWords) -> bool:
    """Return whether a name stands glued before a source: 林一舟来源:江口晚报."""
    return head.kind == "source" and head.marked and 1 < len(run) <= 12 and _is_run(run, words)


def _unmarked(line: str, begin: int, words: FurnitureWords) -> list[Role]:
    """Return the roles of a closing line that glues them to names: 编辑林一舟校对何一苇."""
    heads = []
    for start, end, number in words.roles.find(line):
        if words.kinds[number] not in {"core", "writer", "picture"} or end - start < _SHORTEST_ROLE:
            continue
        heads.append(Role(words.kinds[number], start, end))
    if not heads or heads[0].start != begin or heads[0].kind != "core":
        return []
    ends = [head.start for head in heads[1:]] + [len(line)]
    roles = [Role(head.kind, head.end, stop) for head, stop in zip(heads, ends, strict=True)]
    runs = [line[role.start : role.end].strip(_EDGE) for role in roles]
    fit = all(len(run) > 1 and run.isalnum() and _is_run(run, words) for run in runs)
    # One name alone may be the subject of a clause: 编辑王平说.
    short = len(runs) > 1 or len(runs[0]) <= _SHORTEST_ROLE + 1
    return roles if fit and short else []


def bears_names(value: str, words: FurnitureWords, *, loose: bool) -> bool:
    """Return whether names, a desk or nothing stand behind a mark.

    `loose` says that the mark is one of credits: a pen name is then a name too.
    """
    value = value.strip(_EDGE)
    if not value or _DESK.fullmatch(value):
        return True
    if loose:
        return _people(value, words, core=True, closing=True)
    parts = [part for part in _PART.split(value) if part]
    return len(parts) <= _MOST_PEOPLE and all(_is_run(part, words) for part in parts)


def _is_run(run: str, words: FurnitureWords) -> bool:
    """Return whether a run of Han characters is names and nothing else, each with a surname."""
    if len(run) > _LONGEST_RUN:
        return False
    reached = [True] + [False] * len(run)
    for at, char in enumerate(run):
        if reached[at] and char in words.surnames:
            for size in (2, 3):
                if at + size <= len(run):
                    reached[at + size] = True
    return reached[-1]


def role_heads(line: str, words: FurnitureWords) -> Iterator[Head]:
    """Yield the role words of `line` that a mark or blanks follow, the words before them too."""
    for begin, end, number in words.roles.find(line):
        kind, start = words.kinds[number], begin
        mark = _MARK.match(line, end) or _BLANKS.match(line, end)
        if mark is None and kind in _CLOSABLE:
            if kind == "title":
                mark = _QUOTED.match(line, end)
            if mark is None and line[begin - 1 : begin] in _OPENED and begin:
                mark = _CLOSED.match(line, end)
        if mark is None:
            continue
        for _ in range(_MOST_BEFORE):
            if not line.endswith(words.before, 0, start):
                break
            start -= len(next(w for w in words.before if line.endswith(w, 0, start)))
        # 论文/ and 蓝图: end in a role that is one character.
        if (
            end - begin == 1
            and start == begin
            and begin
            and "\u3400" <= line[begin - 1] <= "\u9fff"
        ):
            continue
        yield Head(kind, start, mark.end(), marked=not mark.group().isspace())


def _of_agency(head: Head, value: str, words: FurnitureWords) -> Kind:
    """Return the kind of a role; a picture of no person's is from a source."""
    value = value.strip(_EDGE)
    if head.kind != "picture" or not head.marked or not 1 < len(value) <= _LONGEST_AGENCY:
        return head.kind
    persons = _people(value, words, core=False, closing=False)
    return head.kind if persons or _MADE_THERE.search(value) else "source"


def _begins(line: str) -> int:
    found = _OPENING.match(line)
    return found.end() if found else 0


def _bears(role: Role, value: str, words: FurnitureWords, *, closing: bool) -> bool:
    """Return whether `value` may stand behind a role of that kind."""
    if role.kind == "title" and _TOLD.search(value):
        return False
    value = value.strip(_EDGE)
    if role.kind == "title":
        return (closing or value != "") and len(value) <= _LONGEST_TITLE
    if role.kind == "contact":
        return _CONTACT.fullmatch(value) is not None
    if _CLAUSE.search(value):
        return False
    if role.kind == "source":
        told = value.count(",") > 1 or _TELLING.search(value)
        return len(value) <= _LONGEST_SOURCE and not told
    if role.kind == "writer":
        value = _POST.split(value, maxsplit=1)[0]
    return _people(value, words, core=role.kind == "core", closing=closing)


def _is_told(head: Head, rest: str) -> bool:
    """Return whether somebody tells of a headline: 原标题是《…》,编辑觉得太冷."""
    size = head.end - head.start
    if head.kind != "title" or ":" in rest[:size]:
        return False
    value = rest[size:]
    return _NAMED.match(value) is not None and _TITLE.fullmatch(value) is None


def _people(value: str, words: FurnitureWords, *, core: bool, closing: bool) -> bool:
    """Return whether `value` is names of people, or nothing where the role is of a `core` word."""
    parts = [part for part in _PART.split(value) if part]
    if not parts:
        return core
    if len(parts) > _MOST_PEOPLE:
        return False
    if _DESK.fullmatch(value):
        return True
    if not all(_NAME.fullmatch(part) or _is_run(part, words) for part in parts):
        return False
    # 编辑:你好 and 记者:不是 are of an interview; of several names one may be anything.
    han = [part for part in parts if "\u3400" <= part[0] <= "\u9fff"]
    return (
        not han
        or (core and closing)
        or sum(part[0] in words.surnames for part in han) * 2 >= len(han)
    )
