"""A headline seen elsewhere that stands inside a line: whatever is around it decorates it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import msgspec

from pipeline.dedup.learnt.affixes import AffixMemory
from pipeline.dedup.links.keys import Span, key_of
from pipeline.dedup.links.known_links import LinkCounts
from pipeline.dedup.links.learnt_decorations import SHORTEST_HEADLINE
from pipeline.text.fingerprint import hash64, hex64

# A line is cut at so many places from either end at most, within so many characters: what is
# asked of the memory is bounded, two questions for a line of the usual form.
_MOST_CUTS = 4
_REACH = 28
# What a mark or a bracket sets off may be so long, and less where headlines have such a mark
# themselves: "<headline> <clause>". Of 4,037 headlines of the development sets four hold another
# one between blanks or colons, with 7 to 20 letters left over.
_LONGEST, _LONGEST_PLAIN = 16, 5
_FEWEST_PLAIN = 10
_PLAIN = frozenset(" :!?")
# Marks of sentences and quantities set nothing off; behind a headline a colon begins a clause.
_NO_CUT_AHEAD = frozenset(",.、;。%‰℃°?([{<「《")
_NO_CUT_BEHIND = frozenset(",.、;%‰℃°:)]}>」》")
_OPENS = frozenset('"《([{<「#@*')
_ENDS = frozenset('"》)]}>」?!%‰℃…。+')
_SENTENCE_ENDS = frozenset("?!…。")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ("「", "」"), ("《", "》"))
_BRACKETS = frozenset('"').union(*_PAIRS)
# Pieces at the ends of lines whose words are kept, some 1 MB.
_REMEMBERED_PIECES = 4096
# What `str.isalnum` is not true of.
_MARK = re.compile(r"[\W_]")
_SAID = re.compile(r"[\W_]*(.*?)[\W_]*\Z", re.DOTALL)
# These are parts of one headline's series, each an article of its own.
_NUMERAL = r"[\d一二两三四五六七八九十百ivx]+"
_PART_OF_SERIES = re.compile(
    rf"第?{_NUMERAL}[集期季部章场轮届讲回节篇辑卷站]?|之{_NUMERAL}|[上中下终完续]篇?|(?:19|20)\d\d年?"
)


class _Form(NamedTuple):
    """Letters that are cut off, and how many must be left; none: it is no decoration."""

    letters: int
    fewest_left: int


_NOTHING = _Form(0, SHORTEST_HEADLINE)
_NO_FORM = _Form(0, 0)


class Inner(msgspec.Struct, frozen=True):
    """What remains of a line between two cuts, its key and the key's hash, and what is cut off."""

    span: Span
    key: str
    code: int
    ahead: str
    behind: str

    @property
    def words(self) -> tuple[str, ...]:
        """Return what is cut off, without its marks."""
        return tuple(word for piece in (self.ahead, self.behind) if (word := _said(piece)))

    @property
    def note(self) -> str:
        """Return what stands behind the headline in round brackets, as 图 does; often nothing."""
        return _said(self.behind) if self.behind.lstrip().startswith("(") else ""


def cuts_of(folded: str, span: Span) -> tuple[Inner, ...]:
    """Return what may be the headline inside `folded[span]`, the shortest first."""
    start, end = span
    if end - start <= SHORTEST_HEADLINE:
        return ()
    starts = [(start, _NOTHING)] + [
        (at, form)
        for at in _starts(folded, start, end)
        if (form := _form_of(folded[start:at])).fewest_left
    ]
    ends = [(end, _NOTHING)] + [
        (at, form)
        for at in _ends(folded, start, end)
        if (form := _form_of(folded[at:end], is_behind=True)).fewest_left
    ]
    if len(starts) == len(ends) == 1:
        return ()
    letters = _letters(folded[start:end])
    found = []
    for (begin, ahead), (stop, behind) in product(starts, ends):
        taken = ahead.letters + behind.letters
        fewest = max(ahead.fewest_left, behind.fewest_left, taken + 1)
        if (begin, stop) != span and letters - taken >= fewest:
            key = key_of(folded[begin:stop])
            code = hash64(key)
            found.append(Inner((begin, stop), key, code, folded[start:begin], folded[stop:end]))
    return tuple(sorted(found, key=lambda inner: len(inner.key)))


def starts_of(folded: str, start: int, end: int) -> list[int]:
    """Return where a headline that is cut off at `end` may begin behind a decoration."""
    letters = _letters(folded[start:end])
    return [
        begin
        for begin in _starts(folded, start, end)
        if (form := _form_of(folded[start:begin])).fewest_left
        and letters - form.letters >= form.fewest_left
    ]


def known_inside(
    cuts: tuple[Inner, ...],
    memory: AffixMemory,
    known_links: LinkCounts,
    is_own: Callable[[Inner], bool],
) -> Inner | None:
    """Return the shortest of `cuts` that is a headline: seen bare here, or a link of the stream.

    Of two headlines on one line neither decorates the other; `is_own` says what else is the
    headline's.
    """
    for inner in cuts:
        code = inner.code
        if not memory.is_bare_hash(code) and not known_links.get(hex64(code), 0):
            continue
        if not is_own(inner) and not any(
            len(word) >= SHORTEST_HEADLINE and memory.is_bare(key_of(word)) for word in inner.words
        ):
            return inner
    return None


def in_series(word: str) -> bool:
    """Return whether `word`, behind a headline, names a part of its series or its year."""
    return _PART_OF_SERIES.fullmatch(word.lower()) is not None


def _starts(folded: str, start: int, end: int) -> Iterator[int]:
    """Yield where a headline may begin: behind a mark, a bracket or a blank."""
    found = 0
    last = min(start + _REACH, end - SHORTEST_HEADLINE)
    # Only behind what is neither letter nor digit, and few characters of a headline are.
    for mark in _MARK.finditer(folded, start, max(start, last)):
        i = mark.end()
        before, char = mark[0], folded[i : i + 1]
        if before in _NO_CUT_AHEAD or _is_in_number(folded, i - 1):
            continue
        if char.isalnum() or char in _OPENS:
            yield i
            found += 1
            if found == _MOST_CUTS:
                return


def _ends(folded: str, start: int, end: int) -> Iterator[int]:
    """Yield where a headline may end: before a mark, a bracket or a blank, or as a sentence."""
    found = 0
    first = max(end - _REACH, start + SHORTEST_HEADLINE)
    marks = [mark.start() for mark in _MARK.finditer(folded, max(first - 1, 0), end)]
    # At a mark, or right behind one that ends a sentence.
    places = {*marks, *(at + 1 for at in marks if folded[at] in _SENTENCE_ENDS)}
    for i in sorted(places, reverse=True):
        if not first <= i < end:
            continue
        before, char = folded[i - 1], folded[i]
        if char.isalnum():
            if before not in _SENTENCE_ENDS:
                continue
        elif char in _NO_CUT_BEHIND or _is_in_number(folded, i):
            continue
        if before.isalnum() or before in _ENDS:
            yield i
            found += 1
            if found == _MOST_CUTS:
                return


def _form_of(piece: str, *, is_behind: bool = False) -> _Form:
    """Return whether what is cut off at one end can be a decoration by its form."""
    if not _BRACKETS.isdisjoint(piece) and (
        piece.count('"') % 2 or any(piece.count(a) != piece.count(b) for a, b in _PAIRS)
    ):
        return _NO_FORM
    word = _said(piece)
    if not word:
        # Marks alone, but none that a sentence ends in.
        return _NO_FORM if is_behind and not _ENDS.isdisjoint(piece) else _NOTHING
    if is_behind and in_series(word):
        return _NO_FORM
    letters = _letters(word)
    edge = piece[: piece.index(word)] if is_behind else piece[piece.rindex(word) + len(word) :]
    if _PLAIN.issuperset(edge):
        return _Form(letters, _FEWEST_PLAIN) if letters <= _LONGEST_PLAIN else _NO_FORM
    return _Form(letters, SHORTEST_HEADLINE) if letters <= _LONGEST else _NO_FORM


# A page's lines have the same column at their ends.
@lru_cache(maxsize=_REMEMBERED_PIECES)
def _said(piece: str) -> str:
    match = _SAID.match(piece)
    return match[1] if match else ""


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _is_in_number(folded: str, at: int) -> bool:
    """Return whether the mark at `at` stands between two digits: 1.2, 09:40, 02-14."""
    return (
        folded[at] in ".:,-/"
        and folded[at - 1 : at].isdigit()
        and folded[at + 1 : at + 2].isdigit()
    )
