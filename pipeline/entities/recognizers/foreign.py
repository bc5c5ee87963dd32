"""Foreign names with dots: 德肖恩·布鲁克斯 whole, where the tagger has a part of it or nothing."""

from __future__ import annotations

import re
from bisect import bisect_right

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

NAME = "foreign"
# Of the tagger's rank: the longer of two readings stands.
RANK = 0
_DOTTED = re.compile(
    "[\u4e00-\u9fffA-Z][\u4e00-\u9fff]{0,7}(?:·[\u4e00-\u9fffA-Z][\u4e00-\u9fff]{0,9})+"
)
_DOT = "·"
# These end names too (施泰因), but more often they begin what follows.
_TAIL = re.compile("(?:(?<![泰坦莱])因|于)$")


class Foreign:
    """Runs of the characters that spell foreign sounds, around dots."""

    name = NAME

    def __init__(self, lexicon: Lexicon) -> None:
        self._sounds = frozenset("".join(lexicon.words("sounds")))
        self._posts = PhraseSet(
            (*lexicon.words("posts"), *lexicon.words("places")), overlapping=True
        )

    def find(self, passage: Passage) -> list[Finding]:
        """Return every dotted name whose parts are all spelt with such characters."""
        text = passage.folded
        if _DOT not in text:
            return []
        edges = passage.word_ends
        found = []
        for match in _DOTTED.finditer(text):
            dot = match.start() + match[0].index(_DOT)
            start = self._begin(text[match.start() : dot]) + match.start()
            end = self._end(text, dot, match.end())
            if dot in {start, end}:
                continue
            # 门德斯|梅开二度: back to where a word ends, when that is inside the last part.
            last = text.rindex(_DOT, 0, end) + 1
            edge = edges[bisect_right(edges, end) - 1] if edges[0] <= end else 0
            if edge > last:
                end = edge
            if end - 1 > last and _TAIL.search(text, last, end):
                end -= 1
            found.append(
                Finding(
                    type="person",
                    start=start,
                    end=end,
                    recognizer=NAME,
                    # Chosen, not measured (see `gazetteer.py`).
                    confidence=0.75,
                    rank=RANK,
                )
            )
        return found

    def _begin(self, head: str) -> int:
        """Return where the name begins in the characters before the first dot."""
        start = len(head)
        while start and head[start - 1] in self._sounds:
            start -= 1
        # A post or a country before the name may end in such a character (泰国总理颂猜).
        for _, end, _ in self._posts.find(head):
            if start < end < len(head):
                start = end
        return start

    def _end(self, text: str, dot: int, limit: int) -> int:
        """Return where the name ends: with the last part that such characters spell."""
        end = dot
        while end < limit and text[end] == _DOT:
            place = end + 1
            while place < limit and text[place] in self._sounds:
                place += 1
            if place == end + 1:
                break
            end = place
        return end
