"""What counts as a decoration: the shipped grammar of column names, and what the stream taught."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from pipeline.dedup.links import beside
from pipeline.errors import ResourceError
from pipeline.text.phrases import any_of
from pipeline.types.articles import Struct

MOST_CHARACTERS = 12
"""Longest decoration: 每日经济新闻快播报 has nine characters, headlines' clauses more."""

# Words whose build is kept, some 2 MB.
_REMEMBERED_WORDS = 16384
# Each of two decorations with nothing between them.
_SHORTEST_OF_TWO = 2
# Words whose halves are kept, some 4 MB.
_REMEMBERED_HALVES = 2048
# Ends of links that are kept: one reading of a link asks for each of them twice and thrice.
_REMEMBERED_ENDS = 2048

PARTS: Final = ("scope", "touch", "noun", "alone", "never", *beside.PARTS)
"""What the grammar puts together, what is one alone, and what is never one."""

# In brackets stands what a headline has between its own marks, elsewhere letters and digits alone.
_BOXED = r"[^\s:!|_\-~\[\](){}<>→,。?;\"'#@「」]"
_WORD = r"[^\W_]"
# What sets a word off is any mark but those that sentences, quantities and titles are written
# with: nobody can list what feeds use.
_TEXT_MARKS = r",.。、;?\"'…%‰℃°&$¥£€()\[\]{}《》「」"
_MARK = rf"(?:_|[^\w\s{_TEXT_MARKS}])"
_MARK_BEHIND = rf"(?:_|[^\w\s!{_TEXT_MARKS}])"
# A blank sets nothing off in front: after the first word it is how headlines are written,
# 今日头条 发布新规. Behind a word that a mark begins it does: @今日头条 发布新规.
_FRONT = re.compile(
    rf"(?P<open>[\[({{「\"])(?P<box>{_BOXED}{{1,{MOST_CHARACTERS}}})[\])}}」\"] *(?:[:|] *)?"
    rf"|{_MARK}* *(?P<word>{_WORD}{{1,{MOST_CHARACTERS}}}?) *"
    rf"(?P<mark>{_MARK}|》)(?:[:!|_~>→ -]|(?P=mark))* *"
    rf"|(?P<lead>{_MARK}) *(?P<led>{_WORD}{{1,{MOST_CHARACTERS}}}) +"
)
# What headlines themselves set words off with, @ and * in names of accounts and shares.
_COMMON_MARKS = frozenset(':!|-[(「"·@+*/&×')
# Behind a headline stand fewer of them: no bracket but a round one, no account.
_COMMON_BEHIND = _COMMON_MARKS - frozenset("[「@*/")
# Marks behind a headline that say by themselves that a word there is none of it. Of 4,037 headlines
# of the development set none ends in a word so set off; *ST, @所有人 and iOS/安卓 do elsewhere.
_NOT_BY_ITSELF = frozenset("@*/~>=")
# Two of them: #今日头条 #江苏 <headline>.
_LED = re.compile(rf"(?P<lead>{_MARK})(?P<led>{_WORD}{{1,{MOST_CHARACTERS}}}) +(?=[#@*_=~]{_WORD})")
_BACK = re.compile(
    rf"(?: *(?P<mark>{_MARK_BEHIND})(?:(?P=mark)|[ -])*| +|(?<=[?!.…。]))"
    rf"(?P<word>{_WORD}{{1,{MOST_CHARACTERS}}})(?: *{_MARK_BEHIND}+)?\Z"
    rf"| *(?P<open>[\[({{「\"])(?P<box>{_BOXED}{{1,{MOST_CHARACTERS}}})[\])}}」\"]\Z"
)
# What `_BACK` begins at, and what it begins behind.
_NO_LETTER = re.compile(r"[\W_]")
_SENTENCE_ENDS = frozenset("?!.…。")


class Affix(Struct, frozen=True, kw_only=True):
    """What may be a decoration at one end of a link: the word, and the headline's new edge.

    `mark` is what sets it off: empty for a blank, the opening one for brackets and quotation marks.
    """

    word: str
    edge: int
    mark: str
    is_behind: bool = False

    @property
    def is_odd(self) -> bool:
        """Return whether headlines never write a mark where this one stands.

        Of 4,037 headlines of the development set none begins or ends with a word so set off.
        """
        common = _COMMON_BEHIND if self.is_behind else _COMMON_MARKS
        return bool(self.mark) and self.mark not in common

    @property
    def tells(self) -> bool:
        """Return whether what sets the word off tells that it is a decoration, whatever it is."""
        return self.is_behind and self.is_odd and self.mark not in _NOT_BY_ITSELF


@lru_cache(maxsize=_REMEMBERED_ENDS)
def front(folded: str, start: int, end: int) -> Affix | None:
    """Return the affix that `folded[start:end]` begins with, if something sets it off."""
    if led := _LED.match(folded, start, end):
        return Affix(word=led["led"], edge=led.end(), mark=led["lead"])
    match = _FRONT.match(folded, start, end)
    if not match or end - match.end() < 2:
        return None
    if match["box"]:
        return Affix(word=match["box"], edge=match.end(), mark=match["open"])
    word = match["word"] or match["led"]
    return Affix(word=word, edge=match.end(), mark=match["mark"] or match["lead"])


@lru_cache(maxsize=_REMEMBERED_ENDS)
def back(folded: str, start: int, end: int) -> Affix | None:
    """Return the affix that `folded[start:end]` ends with, if something sets it off."""
    match = _last(folded, max(start, end - MOST_CHARACTERS - 6), end)
    if not match or match.start() - start < 2:
        return None
    if match["box"]:
        return Affix(word=match["box"], edge=match.start(), mark=match["open"], is_behind=True)
    return Affix(word=match["word"], edge=match.start(), mark=match["mark"] or "", is_behind=True)


def _last(folded: str, tail: int, end: int) -> re.Match[str] | None:
    """Return what `_BACK` finds first in `folded[tail:end]`.

    It begins at a mark, or behind one that ends a sentence; few headlines have one there.
    """
    for mark in _NO_LETTER.finditer(folded, max(tail - 1, 0), end):
        at = mark.start()
        if at >= tail and (match := _BACK.match(folded, at, end)):
            return match
        if mark[0] in _SENTENCE_ENDS and (match := _BACK.match(folded, at + 1, end)):
            return match
    return None


class Prior:
    """The shipped grammar: is this word put together as column names of aggregators are?

    Args:
        parts: Word lists by part, of `PARTS`.
    """

    def __init__(self, parts: Mapping[str, tuple[str, ...]]) -> None:
        self.beside = beside.PrintedBeside(parts)
        self._never = frozenset(parts["never"])
        scope, touch, noun = (any_of(parts[name]) for name in ("scope", "touch", "noun"))
        # 每日精选 = scope noun, 快资讯 = touch noun, 世界微动态 = scope touch noun,
        # 焦点热文 = noun noun, 全球今日快讯 = scope scope noun.
        self._whole = re.compile(
            rf"(?:{scope}){{1,2}}(?:{touch})?(?:{noun})|(?:{touch})(?:{noun})"
            rf"|(?:{noun})(?:{noun})|{any_of(parts['alone'])}"
        )
        self._half = re.compile(rf"(?:{scope}).{{1,3}}|.{{1,3}}(?:{touch})?(?:{noun})")
        self._begun = _beginnings(parts)
        self._ends = frozenset(word[-2:] for word in (*parts["noun"], *parts["alone"]))
        self._final = frozenset(word for word in parts["noun"] if len(word) == 1)
        self._is_built = _remembered(self._whole)
        self._is_half_built = _remembered(self._half)
        self.halves = lru_cache(maxsize=_REMEMBERED_HALVES)(self._halves)

    def knows(self, word: str) -> bool:
        """Return whether `word` (folded) is a decoration by its build."""
        # Few words end as one does.
        return self.may_end(word[-2:]) and self._is_built(word) and word not in self._never

    def forbids(self, word: str) -> bool:
        """Return whether `word` belongs to headlines, whatever the stream says of it."""
        return word in self._never

    def half_knows(self, word: str) -> bool:
        """Return whether one end of `word` is a part of decorations: a little evidence decides."""
        return self._is_half_built(word) and word not in self._never

    def _halves(self, word: str) -> tuple[tuple[str, bool, str, bool], ...]:
        """Return the pairs of words that `word` may be two decorations of, and which are known.

        Kept: `halves` is this, asked once a word.
        """
        pairs = (
            (word[:i], word[i:]) for i in range(_SHORTEST_OF_TWO, len(word) - _SHORTEST_OF_TWO + 1)
        )
        return tuple(
            (ahead, self.knows(ahead), behind, self.knows(behind))
            for ahead, behind in pairs
            if not self.forbids(ahead) and not self.forbids(behind)
        )

    def may_end(self, pair: str) -> bool:
        """Return whether a decoration may end in these two characters: a cheap first question."""
        return pair in self._ends or pair[-1:] in self._final

    def knows_beginning(self, word: str) -> bool:
        """Return whether `word` may be a decoration that was cut off."""
        return word in self._begun or self.knows(word)


def _remembered(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    """Return whether `pattern` is all of a word, asked once a word: links share their ends."""
    fullmatch = pattern.fullmatch
    return lru_cache(maxsize=_REMEMBERED_WORDS)(lambda word: fullmatch(word) is not None)


def _beginnings(parts: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return the first characters of what the grammar builds, up to the first noun character."""
    heads = {*parts["scope"], *parts["alone"], *parts["noun"]}
    found = {head[:size] for head in heads for size in range(1, len(head) + 1)}
    nouns = {noun[0] for noun in (*parts["noun"], *parts["touch"])}
    return frozenset(found | {scope + noun for scope in parts["scope"] for noun in nouns})


def parts_of(lists: Mapping[str, str], *, where: str) -> dict[str, tuple[str, ...]]:
    """Return the words of each part of the grammar, out of lists of words between blanks.

    Raises:
        ResourceError: The list of a part is missing.
    """
    if missing := set(PARTS) - set(lists):
        raise ResourceError(f"no list of the part {min(missing)}", where=where)
    return {name: tuple(lists[name].split()) for name in PARTS}
