"""Quotation marks, brackets and the marks of titles, as a reader of clauses needs them."""

from __future__ import annotations

import re
from bisect import bisect_left

# A quotation of more characters is a mark that was never closed.
LONGEST = 1000
_MARKS = re.compile("[“”\n]")
# What stands in brackets behind a name (a ticker, 化名) parts nothing; what stands in marks inside
# a clause (a title, 一带一路) is a word of it.
ASIDE, WORD = "\x00", "\x01"
_MARKED = re.compile("《[^《》\n]{1,60}》|“[^“”,。;:!?\n]{1,20}”|\\([^()\n]{1,24}\\)")
_SENTENCE_END = re.compile("[。!?\n]")
_BREAKS = ",。;:!?\n“”《》"
# Characters of a clause before its verb; longer ones are lists. Chosen, not measured.
_CLAUSE = 80
_BLANKS = ", "
_SPACES = " \t\u3000"
# After these a quotation has no lead-in.
OPENERS = "。!?;\n"


class SpeechMarks:
    """The quotations of a text, and its clauses.

    Args:
        text: A folded text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.masked = mask(text)
        self._closing = pairs(text)
        self._opening = {close: opened for opened, close in self._closing.items()}
        self._outer = sorted(self._closing.items())

    def clause_begin(self, verb: int) -> int:
        """Return where the clause of a verb begins."""
        low = max(0, verb - _CLAUSE)
        begin = max(low, *(self.masked.rfind(mark, low, verb) + 1 for mark in _BREAKS))
        # “快”周立言说: a sentence that begins with marks begins with a quotation, however short.
        close = self._closing.get(begin)
        opens = close is not None and (not begin or self.text[begin - 1] in OPENERS)
        return close + 1 if close is not None and opens and close < verb else begin

    def inside(self, place: int) -> bool:
        """Return whether a place lies in a quotation."""
        index = bisect_left(self._outer, (place,)) - 1
        return index >= 0 and self._outer[index][1] > place

    def following(self, end: int) -> list[tuple[int, int]]:
        """Return what follows `X强调` up to the end of the sentence, or inside the marks."""
        text, start = self.text, end
        if text[start : start + 1] in {":", ","}:
            start += 1
        elif text[start : start + 1] != "“":
            return []
        spans = []
        if text[start : start + 1] == "“":
            while (close := self._closing.get(start)) is not None:
                spans.append((start, close + 1))
                start = close + 1
                if text[start : start + 2] == ",“":
                    start += 1
            if not spans:
                return []
            # “十四五”时期,要快: marks around a term are no quotation.
            behind = spans[0][1]
            if text[behind : behind + 1] in {"", *_BREAKS, " "} or text[behind - 2] in "。!?,…;":
                return spans
            start = spans[0][0]
        stop = _SENTENCE_END.search(text, start, start + LONGEST)
        last = stop.start() if stop else min(len(text), start + LONGEST)
        return [(start, last)] if last > start else []

    def before(self, begin: int, reached: int) -> tuple[int, int] | None:
        """Return the quotation that ends right before a clause and has no lead-in of its own."""
        text = self.text
        close = begin - 1
        while close >= 0 and text[close] in _BLANKS:
            close -= 1
        opened = self._opening.get(close)
        if opened is None or opened < reached:
            return None
        head = opened
        while head and text[head - 1] == "”" and head - 1 in self._opening:
            head = self._opening[head - 1]
        while head and text[head - 1] in _SPACES:
            head -= 1
        return (opened, close + 1) if not head or text[head - 1] in OPENERS else None


def mask(text: str) -> str:
    """Return `text` with what stands in brackets and marks inside a clause made opaque."""
    return _MARKED.sub(lambda m: (ASIDE if m[0][0] == "(" else WORD) * len(m[0]), text)


def pairs(text: str) -> dict[int, int]:
    """Return where each outer quotation closes, by where it opens."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for match in _MARKS.finditer(text):
        place = match.start()
        if match[0] == "\n":
            # A quotation of several paragraphs opens anew with each and closes once.
            opened.clear()
        elif match[0] == "“":
            if opened and place - opened[0] >= LONGEST:
                opened.clear()
            opened.append(place)
        elif opened:
            begin = opened.pop()
            if not opened and place - begin < LONGEST:
                found[begin] = place
    return found
