"""What stands in the slots of a short notice, in order: names, titles, values of a form, numbers.

`slots_compared.py` lays those of two notices beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from pipeline.dedup.stories.slots_compared import (
    HALF_BITS,
    KINDS,
    NAME,
    NUMBER_OF,
    PERSON,
    WHICH,
    Slots,
)
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

# Numerals that say how many, or when. 一些 and 十分 say neither: a single one counts before what
# counts or dates alone.
_ONES = "零〇一二三四五六七八九"
_HAN = _ONES + "十百千万两廿"
_NUMERAL = rf"(?:\d+|[{_HAN}]+)"
_NUMBER = re.compile(
    # Which one of several: the second lot, court or round.
    rf"第{_NUMERAL}[^\W\d]?"
    # A time of day is one thing: of a mended one both parts may differ.
    rf"|{_NUMERAL}月{_NUMERAL}[日号]|{_NUMERAL}[时:]{_NUMERAL}分?|{_NUMERAL}点{_NUMERAL}分"
    # With the letter behind it, as in `sketch.py`: 24日 and 24℃ are two things.
    r"|\d+(?:,\d{3})*(?:\.\d+)?[^\W\d]?"
    rf"|[零一二三四五六七八九十廿两][{_HAN}]*(?:点[{_ONES}]+|(?<=[{_HAN}]{{2}}))[^\W\d]?"
    r"|[一二三四五六七八九十两](?:[月日号时点级名岁辆艘轮期届比路楼室倍吨米]|分钟|公[里斤])"
)
# A day of the calendar, and the number of an issue, a draw or a round: which one of a series it is.
_ONE_OF_SERIES = re.compile(r".*月.*[日号]|第.*|.*[期轮届]")
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
# Of one character: a family name, with what follows it; what a place is, with what stands before.
_FAMILY = "nr"
# Characters of most given names: what no dictionary has, and has one more, is a person mostly.
_GIVEN = 2
_PLACES = frozenset("街巷路桥村屯庄镇乡县区市岛湖河江山站港湾里弄胡同苑坊")
# Slots whose hash is kept, about 2 MB.
_REMEMBERED = 16384

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
    found.extend(_names_in(text))
    found.sort()
    distinct = dict.fromkeys(_slot(what, kind) for _, what, kind in found)
    return tuple(distinct)[:MOST_SLOTS]


def in_figures(body: str) -> str:
    """Return a short body with its numbers in figures: copies of one notice have either."""
    if len(body) > LONGEST:
        return body
    return _NUMBER.sub(lambda match: _HAN_RUN.sub(_in_figures, match[0]), body)


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
        found.append((match.start(), value, NAME))
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
        found.extend([(match.start(), month + mark, WHICH)] * bool(mark))
        found.append((match.start() + len(mark), day, WHICH))
    else:
        found.append((match.start(), value.replace("点", "时").replace(":", "时"), NUMBER_OF))
    return _HAN_RUN.sub(lambda run: "0" * len(run[0]), match[0])


def _in_figures(run: re.Match[str]) -> str:
    value = parse_number(run[0])
    return run[0] if value is None else plain(value)


def _names_in(text: str) -> Iterable[tuple[int, str, int]]:
    """Yield place, word and kind of each name: what the dictionary knows as one or does not know.

    A name that is cut into two words is put together: 佘|建业, 粮库|巷.
    """
    words, at = tokenizer(), 0
    cut = [*words.cut(text), ""]
    for before, word, behind in zip(["", *cut], cut, cut[1:], strict=False):
        if len(word) > 1 and word.isalpha():
            kind = words.kind(word)
            if behind and behind in _PLACES:
                yield at, word + behind, NAME
            elif len(word) == _GIVEN and len(before) == 1 and words.kind(before) == _FAMILY:
                yield at - 1, before + word, PERSON
            elif kind.startswith(_NAMES):
                yield at, word, PERSON if kind.startswith(_FAMILY) else NAME
            # 6|日起: what a number is of, cut amiss, is no name.
            elif not kind and not before.isdigit() and not _ANY_NUMERAL.search(word):
                is_person = len(word) == 1 + _GIVEN and word[-1] not in _PLACES
                yield at, word, PERSON if is_person else NAME
        at += len(word)


@cache
def tokenizer() -> Tokenizer:
    """Return what cuts notices into words; its dictionary takes 120 ms to load, once a process."""
    return Tokenizer()


@lru_cache(maxsize=_REMEMBERED)
def _slot(what: str, kind: int) -> int:
    if kind not in {NAME, PERSON}:
        return hash64(what) >> 48 & ~KINDS | kind
    label, _, name = what.rpartition(":")
    middle = len(name) // 2
    first, second = (
        hash64(f"{label}:{half}") >> 64 - HALF_BITS for half in (name[:middle], name[middle:])
    )
    return first << HALF_BITS + 2 | second << 2 | kind
