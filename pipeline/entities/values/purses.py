"""Whose money a word means that several countries have, by the place near it: 克朗, 比索, 元."""

from __future__ import annotations

import re
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
_SENTENCE_END = re.compile("[。!?\\n]")


class Purses:
    """Tells the currency of sums by the places that a text names.

    Args:
        lexicon: The list `currencies_by_place`.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._codes: dict[str, dict[str, str]] = {}
        for word, code, *places in lexicon.rows("currencies_by_place"):
            self._codes.setdefault(word, {}).update(dict.fromkeys(places, code))
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
        return [
            replace(amount, unit=self._unit(text, folded, amount, word))
            if amount.type == "money" and (word := self._word(folded, amount))
            else amount
            for amount in amounts
        ]

    def _word(self, folded: str, amount: Amount) -> str:
        """Return the word for the money of a sum, where that is of several countries."""
        surface = folded[amount.start : amount.end]
        for word in self._codes:
            number = surface.removesuffix(word)
            if number != surface and _NUMBER.search(number) and "币" not in surface:
                return word
        return ""

    def _unit(self, text: str, folded: str, amount: Amount, word: str) -> str | None:
        if word == _YUAN and not _is_traditional(text, folded):
            return amount.unit
        pattern, codes = self._places[word], self._codes[word]
        ends = [m.end() for m in _SENTENCE_END.finditer(folded, 0, amount.start)]
        begin = ends[-1] if ends else 0
        stop = _SENTENCE_END.search(folded, amount.end)
        before = [m[0] for m in pattern.finditer(folded, begin, amount.start)]
        behind = pattern.search(folded, amount.end, stop.start() if stop else len(folded))
        if before:
            return codes[before[-1]]
        if behind:
            return codes[behind[0]]
        earlier = [m[0] for m in pattern.finditer(folded, 0, begin)]
        return codes[earlier[-1]] if earlier else amount.unit


def _is_traditional(text: str, folded: str) -> bool:
    """Return whether a text is written in traditional characters."""
    found = 0
    for written, read in zip(text, folded, strict=True):
        if written != read and written >= "\u4e00":
            found += written < "\uff00"
            if found >= _TRADITIONAL:
                return True
    return False
