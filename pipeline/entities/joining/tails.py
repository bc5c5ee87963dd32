"""Words in marks that end what somebody tells without marks: 甲说,水退了,“总算能睡一觉”."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.entities.joining.marks import SpeechMarks, speaks
from pipeline.entities.joining.told_behind import NOT_SPOKEN, OTHERS
from pipeline.entities.joining.unnamed import Unnamed

# With marks around them; shorter words are terms.
_SHORTEST = 8
_WHOLE = "。!?…"
# What stands in a law or a paper, and whom many is.
_PAPER = re.compile("(?:规定|显示|明确|载明|约定|提出|话术)$|许多|不少|很多")


class Tails:
    """Parts what is told from the words in marks behind its last comma.

    Args:
        marks: The quotations of the text.
        unnamed: Who may be meant without a name.
    """

    def __init__(self, marks: SpeechMarks, unnamed: Unnamed) -> None:
        self._marks = marks
        self._unnamed = unnamed

    def parted(self, told: tuple[int, int]) -> list[tuple[int, int]]:
        """Return what is told, and the words in marks that end its sentence, if any do.

        Args:
            told: What is said without marks around it, up to the first end of a sentence.
        """
        text, masked = self._marks.text, self._marks.masked
        start, end = told
        index = bisect_left(self._marks.outer, (end,)) - 1
        opened, close = self._marks.outer[index] if index >= 0 else (0, 0)
        if opened <= start + 1 or text[opened - 1] != "," or close - opened < _SHORTEST - 1:
            return [told]
        behind = text[close + 1 : close + 2]
        ended = behind in {"", "。", "\n"} or (text[close - 1] in _WHOLE and behind != "“")
        if not ended or close < end - 1:
            return [told]
        # 甲说,他写下“一”,“二”: those are terms. Who speaks or is meant in between may say it.
        clause = masked[max(start, masked.rfind(",", start, opened - 1)) : opened - 1]
        if text[opened - 2] == "”" or speaks(masked[start:opened]) or self._is_other(clause):
            return [told]
        return [(start, opened - 1), (opened, close + 1)]

    def _is_other(self, clause: str) -> bool:
        """Return whether the words behind a clause may be somebody else's, or no speech."""
        if OTHERS.search(clause) or NOT_SPOKEN.search(clause) or _PAPER.search(clause):
            return True
        return self._unnamed.names(clause)
