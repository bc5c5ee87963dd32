"""Events by their shape: a meeting, game or campaign whose name ends with a word of the list."""

from __future__ import annotations

import re
from itertools import accumulate

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import word_list

NAME = "events"
RANK = 0
# A name reaches back over at most so many characters of these kinds before its head word.
_REACH = 24
_SHORT = 2
# These alone before a head word make a name (省|代表大会); other single characters do not.
_LEADS = frozenset("省市县区")


class Events:
    """Names such as a province's 工作会议, a 国际博览会, a 第五届…论坛."""

    name = NAME

    def __init__(self) -> None:
        heads = sorted(word_list("event_heads"), key=len, reverse=True)
        self._heads = re.compile("|".join(map(re.escape, heads)))
        self._stops = frozenset(word_list("event_stops"))

    def find(self, passage: Passage) -> list[Finding]:
        """Return every head word with the words before it that make a name of it."""
        text = passage.folded
        matches = list(self._heads.finditer(text))
        if not matches:
            return []
        starts = _word_starts(passage.word_lengths)
        words = passage.words
        found = []
        for match in matches:
            start = self._begin(text, match, starts, words)
            if start is None:
                continue
            found.append(
                Finding(
                    type="event",
                    start=start,
                    end=match.end(),
                    recognizer=NAME,
                    confidence=0.7,
                    rank=RANK,
                )
            )
        return found

    def _begin(
        self, text: str, match: re.Match[str], starts: dict[int, int], words: list[str]
    ) -> int | None:
        """Return where the name begins, or None when the head word stands alone."""
        position = match.start()
        while position not in starts:
            position -= 1
        index = starts[position]
        if not _whole(match, position + len(words[index]), starts):
            return None
        begin, solid = position, position < match.start()
        while index > 0 and match.end() - begin <= _REACH:
            word = words[index - 1]
            if word in self._stops or not _is_name_word(word):
                break
            index -= 1
            begin -= len(word)
            solid = True
        name = text[begin : match.start()]
        # 省 and 全国 make a name; 重要 and 此次 do not: two characters of a name at the least.
        if not solid or (len(name) < 2 and name not in _LEADS):
            return None
        return begin


def _whole(match: re.Match[str], first_end: int, starts: dict[int, int]) -> bool:
    """Return whether a head word is not a piece of others; `first_end` is its first word's end.

    革命 is none in 革命家, and 全会 none where 健全 meets 会. Longer heads may cross words: the
    tokenizer parts some of them.
    """
    if match.end() not in starts and match.end() != len(match.string):
        return False
    crosses = match.start() not in starts and first_end < match.end()
    return not (crosses and match.end() - match.start() == _SHORT)


def _word_starts(lengths: list[int]) -> dict[int, int]:
    """Return the index of the word that begins at each place where one begins."""
    begins = accumulate(lengths[:-1], initial=0)
    return {begin: index for index, begin in enumerate(begins)} if lengths else {}


def _is_name_word(word: str) -> bool:
    return all(c.isalnum() or c in "·-" for c in word)
