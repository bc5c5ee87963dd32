"""What stands in the slots of a short notice, in order: names, titles, values of a form, numbers.

Notices of two matters share their frame and fill it otherwise; of a notice and its copy one thing
was mended. So the slots of two texts are laid beside each other: where both have something between
two that agree, and not the same, a slot is filled otherwise. What one of them has more was left
out, or added, and tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from pipeline.text.fingerprint import hash64
from pipeline.text.folding import COMPARING
from pipeline.text.numerals import parse_number, plain
from pipeline.text.tokenizer import Tokenizer

LONGEST = 400
"""Characters up to which a body is read for its slots. A longer one has too many, and is told by
its numbers and the names at its head (`names.py`)."""
MOST_SLOTS = 16
"""Slots that are kept, two bytes each, of a short body alone. A notice of our own frames has six on
average. Chosen, not measured."""

# The low two bits of a slot.
_NAME, _NUMBER_OF, _WHICH, _KINDS = 0, 1, 2, 3
# Of two matters two slots differ: one name or one number alone may be what was mended.
_FEWEST_DIFFER = 2
# Figures alone are brought up to date, two at a time: three of them are another matter's.
_FEWEST_FIGURES = 3

# Numerals that say how many, or when. 一些 and 十分 say neither: a single one counts before what
# counts or dates alone.
_ONES = "零〇一二三四五六七八九"
_HAN = _ONES + "十百千万两廿"
_NUMERAL = rf"(?:\d+|[{_HAN}]+)"
_NUMBER = re.compile(
    # A time of day is one thing: of a mended one both parts may differ.
    rf"{_NUMERAL}月{_NUMERAL}[日号]|{_NUMERAL}[时:]{_NUMERAL}分?|{_NUMERAL}点{_NUMERAL}分"
    # With the letter behind it, as in `sketch.py`: 24日 and 24℃ are two things.
    r"|\d+(?:,\d{3})*(?:\.\d+)?[^\W\d]?"
    rf"|[一二三四五六七八九十廿两][{_HAN}]*(?:点[{_ONES}]+|(?<=[{_HAN}]{{2}}))[^\W\d]?"
    r"|[一二三四五六七八九十两](?:[月日号时点级名岁辆艘轮期届比路楼室倍吨米]|分钟|公[里斤])"
)
# A day of the calendar, and the number of an issue, a draw or a round: which one of a series it is.
_ONE_OF_SERIES = re.compile(r".*月.*[日号]|.*[期轮届]")
_HAN_RUN = re.compile(f"[{_HAN}]+点[{_ONES}]+(?![{_HAN}分])|[{_HAN}]+")
_ANY_NUMERAL = re.compile(rf"[\d{_HAN}]")
# A line of a form: what it asks for, and what stands there.
_FIELD = re.compile(r"^[ (\[]*([\u4e00-\u9fff]{2,8}) ?: ?([^\n]{1,40}?)[ )\].。;]*$", re.MULTILINE)
_QUOTED = re.compile(r'《([^《》\n]{1,16})》|"([^"\n]{1,12})"')
# Who wrote and who published: words of the page, of which each copy has its own.
_MAKERS = (
    "记者|通讯员|实习生|作者|编辑|责编|主编|总编|校对|审核|终审"
    "|监制|策划|供稿|撰文|来源|转自|图源|供图|摄影"
)
_OF_PAGE = re.compile(
    rf".*(?:{_MAKERS})|[文图审校摄]|(?:发布|更新|发表)?(?:时间|日期)"
    r"|(?:浏览|阅读|点击|评论|分享|标签|关键词|字号|字体|打印).*"
)
_CREDITS = re.compile(
    rf"[(\[][^()\[\]\n]{{0,6}}(?:{_MAKERS}|摄)[^()\[\]\n]{{0,40}}[)\]]"
    rf"|^ *[\u4e00-\u9fff]{{0,3}}(?:{_MAKERS}) ?[:/ ][^\n]{{0,30}}$",
    re.MULTILINE,
)
# Where a report comes from, with its day and its reporters: "……讯(记者 …)", "…报记者…报道,".
_DATELINE = re.compile(
    r"^[^\n,。]{0,32}?(?:讯|电|消息|报道)(?: ?\([^()\n]{0,40}\)|(?=[ \n:])|(?<=日[讯电])) ?:? ?"
    r"|^[^\n,。]{0,24}?(?:社|网|报|台)[^,。\n]{0,14}?(?:讯|电|消息|报道)[,: ]?",
    re.MULTILINE,
)
# Words that the dictionary has for names, and those it does not have.
_NAMES = ("nr", "ns", "nt", "nz")
# Slots whose hash is kept, about 2 MB.
_REMEMBERED = 16384

Slots = tuple[int, ...]
_Found = list[tuple[int, str, int]]


def fields_of(asides: Iterable[str]) -> list[str]:
    """Return those lines that are of a form, folded, whatever they were taken for."""
    return [line for line in map(COMPARING.fold, asides) if _is_of_a_form(line)]


def slots_of(body: str, fields: Iterable[str] = ()) -> Slots:
    """Return 16-bit hashes of what fills the slots of `body`, in order; none of a long one.

    The low two bits tell names from numbers, and from days and numbers of issues. `fields` are
    what `fields_of` found outside the body.
    """
    if len(body) > LONGEST:
        return ()
    text = _CREDITS.sub("", _DATELINE.sub("", COMPARING.fold(body)))
    found: _Found = []
    text = _noted(_FIELD, "\n".join([text, *fields]), found, _field)
    text = _noted(_QUOTED, text, found, lambda match: match[1] or match[2])
    text = _NUMBER.sub(lambda match: _counted(match, found), text)
    found.extend((at, word, _NAME) for at, word in _names_in(text))
    found.sort()
    distinct = dict.fromkeys(_slot(what, kind) for _, what, kind in found)
    return tuple(distinct)[:MOST_SLOTS]


def of_two_matters(left: Slots, right: Slots, *, one_subject: bool = False) -> bool:
    """Return whether two notices of one frame are filled otherwise, not mended.

    Two slots differ, three where all are figures, or the name that each of them has first; but
    not it alone where something else says that they have `one_subject`.
    """
    gaps = _gaps(left, right)
    names, figures, which = (
        sum(min(_count(mine, kind), _count(theirs, kind)) for mine, theirs in gaps)
        for kind in (_NAME, _NUMBER_OF, _WHICH)
    )
    fewest = _FEWEST_DIFFER if names or which else _FEWEST_FIGURES
    if names + figures + which >= fewest:
        return True
    return not one_subject and _first_differs(left, right)


def _first_differs(left: Slots, right: Slots) -> bool:
    mine = next((slot for slot in left if slot & _KINDS == _NAME), None)
    theirs = next((slot for slot in right if slot & _KINDS == _NAME), None)
    return mine not in (None, *right) and theirs not in (None, *left)


def _count(slots: Slots, kind: int) -> int:
    return sum(slot & _KINDS == kind for slot in slots)


def _gaps(left: Slots, right: Slots) -> list[tuple[Slots, Slots]]:
    """Return what stands on each side between the slots that agree, both in order."""
    sizes = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        below, row = sizes[i + 1], sizes[i]
        for j in reversed(range(len(right))):
            same = left[i] == right[j]
            row[j] = below[j + 1] + 1 if same else max(below[j], row[j + 1])
    gaps = []
    i = j = first = begin = 0
    while i < len(left) and j < len(right):
        if left[i] == right[j]:
            gaps.append((left[first:i], right[begin:j]))
            first, begin = i, j = i + 1, j + 1
        elif sizes[i + 1][j] >= sizes[i][j + 1]:
            i += 1
        else:
            j += 1
    return [*gaps, (left[first:], right[begin:])]


def _is_of_a_form(line: str) -> bool:
    match = _FIELD.search(line)
    return match is not None and _OF_PAGE.fullmatch(match[1]) is None


def _noted(
    pattern: re.Pattern[str], text: str, found: _Found, value_of: Callable[[re.Match[str]], str]
) -> str:
    """Note what `value_of` finds in the matches; return the text with blanks in their place."""

    def note(match: re.Match[str]) -> str:
        value = value_of(match)
        if not value:
            return match[0]
        found.append((match.start(), value, _NAME))
        return " " * len(match[0])

    return pattern.sub(note, text)


def _field(match: re.Match[str]) -> str:
    """Return a form's line as one name, whatever words it is; its numbers are read as numbers."""
    if _OF_PAGE.fullmatch(match[1]) or _ANY_NUMERAL.search(match[2]):
        return ""
    return f"{match[1]}:{match[2]}"


def _counted(match: re.Match[str], found: _Found) -> str:
    """Note a number; return it in figures as long as it is, at which words are cut alike."""
    value = _HAN_RUN.sub(_in_figures, match[0].replace(",", ""))
    if _ONE_OF_SERIES.fullmatch(value):
        # Of a mended day the month stays, or the number: of another day both may differ.
        month, mark, day = value.replace("号", "日").rpartition("月")
        found.extend([(match.start(), month + mark, _WHICH)] * bool(mark))
        found.append((match.start() + len(mark), day, _WHICH))
    else:
        found.append((match.start(), value.replace("点", "时").replace(":", "时"), _NUMBER_OF))
    return _HAN_RUN.sub(lambda run: "0" * len(run[0]), match[0])


def _in_figures(run: re.Match[str]) -> str:
    value = parse_number(run[0])
    return run[0] if value is None else plain(value)


def _names_in(text: str) -> Iterable[tuple[int, str]]:
    """Yield place and word of each name: what the dictionary knows as one or does not know."""
    words, at = tokenizer(), 0
    for word in words.cut(text):
        if len(word) > 1 and word.isalpha():
            kind = words.kind(word)
            if kind.startswith(_NAMES) or (not kind and not _ANY_NUMERAL.search(word)):
                yield at, word
        at += len(word)


@cache
def tokenizer() -> Tokenizer:
    """Return what cuts notices into words; its dictionary takes 120 ms to load, once a process."""
    return Tokenizer()


@lru_cache(maxsize=_REMEMBERED)
def _slot(what: str, kind: int) -> int:
    return hash64(what) >> 48 & ~_KINDS | kind
