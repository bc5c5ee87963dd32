"""Whose money a word means that several countries have, by the place near it: 克朗, 比索, 元."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.entities.resources import Lexicon
from pipeline.entities.values.amount import Amount
from pipeline.text.phrases import any_of

# China's own; in texts in traditional characters it is mostly another's.
_YUAN = "元"
# What a sum's number ends with, before the word for the money.
_NUMBER = re.compile("[0-9零一二三四五六七八九十百千万亿兆半多余]$")
# Characters that differ from their simplified ones; a name in a mainland text has fewer.
_TRADITIONAL = 3
# So many characters say which script it is.
_ENOUGH = 500
_SENTENCE_END = re.compile("[。!?\\n]")
# Where places stand, in order, and the money of each.
_Named = tuple[list[int], list[str]]


class Purses:
    """Tells the currency of sums by the places that a text names.

    Args:
        lexicon: The list `currencies_by_place`.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._codes: dict[str, dict[str, str]] = {}
        for word, code, *places in lexicon.rows("currencies_by_place"):
            self._codes.setdefault(word, {}).update(dict.fromkeys(places, code))
        self._words = tuple(self._codes)
        self._places = {word: re.compile(any_of(places)) for word, places in self._codes.items()}

    def told(self, text: str, folded: str, amounts: Sequence[Amount]) -> list[Amount]:
        """Return amounts, each sum in the money of the place that is nearest to it.

        That is the last one before it in its sentence, else the next one in that, else the last
        one before. Where no place is named, a sum stays as it is.

        Args:
            text: The text as it was written.
            folded: The same, folded.
            amounts: What stands in it.
        """
        words = [self._word(folded, a) if a.type == "money" else "" for a in amounts]
        if not any(words):
            return [*amounts]
        if _YUAN in words and not _is_traditional(text, folded):
            words = ["" if word == _YUAN else word for word in words]
        ends = [match.end() for match in _SENTENCE_END.finditer(folded)]
        named = {word: self._named(folded, word) for word in {*words} - {""}}
        return [
            replace(amount, unit=_nearest(amount, named[word], ends)) if word else amount
            for amount, word in zip(amounts, words, strict=True)
        ]

    def _word(self, folded: str, amount: Amount) -> str:
        """Return the word for the money of a sum, where that is of several countries."""
        surface = folded[amount.start : amount.end]
        if not surface.endswith(self._words):
            return ""
        for word in self._codes:
            number = surface.removesuffix(word)
            if number != surface and _NUMBER.search(number) and "币" not in surface:
                return word
        return ""

    def _named(self, folded: str, word: str) -> _Named:
        """Return where places stand that have a money of that name, and which it is."""
        found = [*self._places[word].finditer(folded)]
        return [m.start() for m in found], [self._codes[word][m[0]] for m in found]


def _nearest(amount: Amount, named: _Named, ends: Sequence[int]) -> str | None:
    """Return the money of the place nearest to a sum."""
    starts, codes = named
    before = bisect_left(starts, amount.start) - 1
    sentence = bisect_right(ends, amount.start)
    begin = ends[sentence - 1] if sentence else 0
    if before >= 0 and starts[before] >= begin:
        return codes[before]
    behind = bisect_left(starts, amount.end)
    stop = bisect_left(ends, amount.end)
    if behind < len(starts) and (stop == len(ends) or starts[behind] < ends[stop]):
        return codes[behind]
    return codes[before] if before >= 0 else amount.unit


def _is_traditional(text: str, folded: str) -> bool:
    """Return whether a text is written in traditional characters."""
    found = 0
    for written, read in zip(text[:_ENOUGH], folded[:_ENOUGH], strict=True):
        if written != read and written >= "\u4e00":
            found += written < "\uff00"
            if found >= _TRADITIONAL:
                return True
    return False
