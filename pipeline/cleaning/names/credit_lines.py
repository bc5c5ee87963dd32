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
_OPENING: Final = re.compile(OPEN)
_EDGE: Final = " \t,、;.。|/·-—_~*()[]【】〔〕《》「」<>{}“”\"'"
_PART: Final = re.compile(r"[\s,、;/&|+和与及·_-]+|(?<=[\u4e00-\u9fff])[()](?=.)")
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
_CLAUSE: Final = re.compile(r"[。!?;“”…]")
# A source is an outlet's name; a clause in a list of words and what they mean is longer.
_LONGEST_SOURCE: Final = 32
_LONGEST_AGENCY: Final = 10
_LONGEST_TITLE: Final = 72
_CODE: Final = re.compile(r"[(\[【]\s?[A-Z]{1,4}[-_]?\d{0,6}\s?[)\]】]")


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
    found = role_heads(line, words)
    first = next(found, None)
    if first is None or first.start != begin:
        return []
    # A role that blanks follow counts at the beginning and behind blanks: 编辑 何一苇 校对 温竹.
    heads = [first, *(head for head in found if head.marked or line[head.start - 1] in " \t")]
    ends = [head.start for head in heads[1:]] + [len(line)]
    roles = [
        Role(_of_agency(head, line[head.end : end], words), head.end, end)
        for head, end in zip(heads, ends, strict=True)
    ]
    bears = all(_bears(role, line[role.start : role.end], words, closing=closing) for role in roles)
    return roles if bears else []


def role_heads(line: str, words: FurnitureWords) -> Iterator[Head]:
    """Yield the role words of `line` that a mark or blanks follow, the words before them too."""
    for begin, end, number in words.roles.find(line):
        mark = _MARK.match(line, end) or _BLANKS.match(line, end)
        if mark is None:
            continue
        kind, start = words.kinds[number], begin
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
    return head.kind if _people(value, words, core=False, closing=False) else "source"


def is_staff_code(line: str) -> bool:
    """Return whether `line` is nothing but a code in brackets: (SN123), [NF]."""
    return _CODE.fullmatch(line) is not None


def _begins(line: str) -> int:
    found = _OPENING.match(line)
    return found.end() if found else 0


def _bears(role: Role, value: str, words: FurnitureWords, *, closing: bool) -> bool:
    """Return whether `value` may stand behind a role of that kind."""
    value = value.strip(_EDGE)
    if role.kind == "title":
        return 1 < len(value) <= _LONGEST_TITLE
    if _CLAUSE.search(value):
        return False
    if role.kind == "source":
        return len(value) <= _LONGEST_SOURCE and value.count(",") < 2
    if role.kind == "writer":
        value = _POST.split(value, maxsplit=1)[0]
    return _people(value, words, core=role.kind == "core", closing=closing)


def _people(value: str, words: FurnitureWords, *, core: bool, closing: bool) -> bool:
    """Return whether `value` is names of people, or nothing where the role is of a `core` word."""
    parts = [part for part in _PART.split(value) if part]
    if not parts:
        return core
    if len(parts) > _MOST_PEOPLE:
        return False
    if _DESK.fullmatch(value):
        return True
    if not all(_NAME.fullmatch(part) for part in parts):
        return False
    # 编辑:你好 and 记者:不是 are of an interview; of several names one may be anything.
    han = [part for part in parts if "\u3400" <= part[0] <= "\u9fff"]
    return (
        not han
        or (core and closing)
        or sum(part[0] in words.surnames for part in han) * 2 >= len(han)
    )
