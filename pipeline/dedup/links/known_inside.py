"""A headline seen elsewhere that stands inside a line: whatever is around it decorates it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product

import msgspec

from pipeline.dedup.learnt.affixes import AffixMemory
from pipeline.dedup.links.keys import Span, key_of
from pipeline.dedup.links.known_links import LinkCounts
from pipeline.dedup.links.learnt_decorations import SHORTEST_HEADLINE
from pipeline.text.fingerprint import hash64

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
_PAIRS = ("()", "[]", "{}", "<>", "「」", "《》")
_SAID = re.compile(r"[\W_]*(.*?)[\W_]*\Z", re.DOTALL)
# These are parts of one headline's series, each an article of its own.
_NUMERAL = r"[\d一二两三四五六七八九十百ivx]+"
_PART_OF_SERIES = re.compile(
    rf"第?{_NUMERAL}[集期季部章场轮届讲回节篇辑卷站]?|之{_NUMERAL}|[上中下终完续]篇?|(?:19|20)\d\d年?"
)


class Cut(msgspec.Struct, frozen=True):
    """What remains of a line between two cuts, its key, and what is cut off at either end."""

    span: Span
    key: str
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


def cuts_of(folded: str, span: Span) -> tuple[Cut, ...]:
    """Return what may be the headline inside `folded[span]`, the shortest first."""
    start, end = span
    if end - start <= SHORTEST_HEADLINE:
        return ()
    starts = [start, *_starts(folded, start, end)]
    ends = [end, *_ends(folded, start, end)]
    if len(starts) == len(ends) == 1:
        return ()
    found = []
    for begin, stop in product(starts, ends):
        ahead, behind = folded[start:begin], folded[stop:end]
        key = key_of(folded[begin:stop])
        left = _letters(key)
        if left < SHORTEST_HEADLINE or _letters(ahead) + _letters(behind) >= left:
            continue
        plain = left < _FEWEST_PLAIN
        if (
            (ahead or behind)
            and _may_go(ahead, plain=plain)
            and _may_go(behind, plain=plain, is_behind=True)
        ):
            found.append(Cut((begin, stop), key, ahead, behind))
    return tuple(sorted(found, key=lambda cut: len(cut.key)))


def starts_of(folded: str, start: int, end: int) -> list[int]:
    """Return where a headline that is cut off at `end` may begin behind a decoration."""
    return [
        begin
        for begin in _starts(folded, start, end)
        if _may_go(folded[start:begin], plain=end - begin < _FEWEST_PLAIN)
    ]


def known_inside(
    cuts: tuple[Cut, ...],
    memory: AffixMemory,
    known_links: LinkCounts,
    is_own: Callable[[Cut], bool],
) -> Cut | None:
    """Return the shortest of `cuts` that is a headline: seen bare here, or a link of the stream.

    Of two headlines on one line neither decorates the other; `is_own` says what else is the
    headline's.
    """
    for cut in cuts:
        if not memory.is_bare(cut.key) and not known_links.get(f"{hash64(cut.key):016x}", 0):
            continue
        if not is_own(cut) and not any(
            len(word) >= SHORTEST_HEADLINE and memory.is_bare(key_of(word)) for word in cut.words
        ):
            return cut
    return None


def _starts(folded: str, start: int, end: int) -> Iterator[int]:
    """Yield where a headline may begin: behind a mark, a bracket or a blank."""
    found = 0
    for i in range(start + 1, min(start + _REACH, end - SHORTEST_HEADLINE) + 1):
        before, char = folded[i - 1], folded[i : i + 1]
        if _is_letter(before) or before in _NO_CUT_AHEAD or _is_in_number(folded, i - 1):
            continue
        if _is_letter(char) or char in _OPENS:
            yield i
            found += 1
            if found == _MOST_CUTS:
                return


def _ends(folded: str, start: int, end: int) -> Iterator[int]:
    """Yield where a headline may end: before a mark, a bracket or a blank, or as a sentence."""
    found = 0
    for i in range(end - 1, max(end - _REACH, start + SHORTEST_HEADLINE) - 1, -1):
        before, char = folded[i - 1], folded[i]
        if _is_letter(char):
            if before not in _SENTENCE_ENDS:
                continue
        elif char in _NO_CUT_BEHIND or _is_in_number(folded, i):
            continue
        if _is_letter(before) or before in _ENDS:
            yield i
            found += 1
            if found == _MOST_CUTS:
                return


def _may_go(piece: str, *, plain: bool, is_behind: bool = False) -> bool:
    """Return whether what is cut off at one end can be a decoration by its form."""
    if not piece:
        return True
    if piece.count('"') % 2 or any(piece.count(a) != piece.count(b) for a, b in _PAIRS):
        return False
    word = _said(piece)
    if not word:
        # Marks alone, but none that a sentence ends in.
        return not is_behind or _ENDS.isdisjoint(piece)
    if is_behind and _PART_OF_SERIES.fullmatch(word.lower()):
        return False
    edge = piece[: piece.index(word)] if is_behind else piece[piece.rindex(word) + len(word) :]
    if _PLAIN.issuperset(edge):
        return not plain and _letters(word) <= _LONGEST_PLAIN
    return _letters(word) <= _LONGEST


def _said(piece: str) -> str:
    match = _SAID.match(piece)
    return match[1] if match else ""


def _letters(text: str) -> int:
    return sum(map(_is_letter, text))


def _is_letter(char: str) -> bool:
    return char.isalnum()


def _is_in_number(folded: str, at: int) -> bool:
    """Return whether the mark at `at` stands between two digits: 1.2, 09:40, 02-14."""
    return (
        folded[at] in ".:,-/"
        and folded[at - 1 : at].isdigit()
        and folded[at + 1 : at + 2].isdigit()
    )
