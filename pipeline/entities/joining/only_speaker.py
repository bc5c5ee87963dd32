"""Quotations of an article in which one person alone speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.marks import OPENERS, speaks
from pipeline.entities.joining.said import Said, Told
from pipeline.entities.joining.told_behind import NOT_SPOKEN, OTHERS, OWN
from pipeline.entities.joining.unnamed import UNNAMED
from pipeline.entities.recognizer import Finding

# So many quotations of his tell that an article is about him.
_MANY = 3
# Characters beside the words, in their line, that are asked for somebody else.
_AROUND = 60
_WAYS = frozenset({"before", "behind"})


class OnlySpeaker:
    """Finds whose the rest is where all that is said in an article is one person's.

    Args:
        heard: The text.
    """

    def __init__(self, heard: Heard) -> None:
        self._marks, self._all, self._rules, _ = heard

    def find(
        self, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> Iterator[tuple[tuple[int, int], Told]]:
        """Yield each further quotation of the one who speaks, and him.

        Args:
            found: The quotations that are somebody's.
            spoken: Who said each of them.
        """
        text = self._marks.text
        known = [f for f in spoken if f.recognizer != UNNAMED]
        names = {text[f.start : f.end] for f in known}
        longest = max(names, key=len, default="")
        told = sum(said.way in _WAYS and said.named for said in found)
        if told < _MANY or told < len(found) / 2 or not all(name in longest for name in names):
            return
        if known[0].type != "person":
            return
        taken = {said.start for said in found}
        for opened, close in self._marks.outer:
            if opened not in taken and self._is_his(opened, close, longest):
                yield (opened, close + 1), (known[0], "", "only")

    def _is_his(self, opened: int, close: int, name: str) -> bool:
        """Return whether whole words about 我 stand where nobody else is named or meant."""
        text, masked = self._marks.text, self._marks.masked
        before = text[:opened].rstrip(" \t\u3000")[-1:]
        if text[close - 1] not in "。!…" or before not in {"", ",", *OPENERS}:
            return False
        if not OWN.search(text, opened, close) or name in text[opened:close]:
            return False
        start, end = text.rfind("\n", 0, opened) + 1, text.find("\n", close)
        end = end if end >= 0 else len(text)
        others = (
            f
            for f in self._all
            if start <= f.start < end and not opened < f.start < close and f.type == "person"
        )
        if any(text[f.start : f.end] not in name for f in others):
            return False
        around = masked[start:opened][-_AROUND:], masked[close + 1 : end][:_AROUND]
        rest = (OTHERS.search, NOT_SPOKEN.search, self._rules.unnamed.names, speaks)
        return not any(found(part) for found in rest for part in around)
