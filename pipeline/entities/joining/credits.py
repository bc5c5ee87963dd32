"""Who made the report, in brackets inside the text: such persons are no part of the news."""

from __future__ import annotations

import re
from collections.abc import Iterable

# In brackets at the head of a line, or with the verb of reporting right before the closing one:
# 【记者某某/台北报导】. Bylines that are lines or openings of their own come in as silent spans.
_OPEN, _INSIDE, _CLOSE = "[【\\[(〔]", "[^【】\\[\\]()〔〕\n]", "[】\\])〕]"
_MAKERS = ("记者", "通讯员", "特派员", "特约", "编译", "撰稿")
_MAKER = f"(?:{'|'.join(_MAKERS)})"
_CREDIT = re.compile(
    f"(?:(?m:^)[ \u3000]{{0,4}}{_OPEN}{_INSIDE}{{0,12}}{_MAKER}{_INSIDE}{{2,30}}{_CLOSE})"
    f"|(?:{_OPEN}{_INSIDE}{{0,12}}{_MAKER}{_INSIDE}{{2,30}}(?:报道|报导|摄|摄影){_CLOSE})"
)
# Who took a picture, behind what it shows: 图为开闸。某某 摄.
_PICTURE = re.compile("(?<=[。!?;,)]) ?[\u4e00-\u9fff·]{2,6} ?(?:摄|/摄|摄影)(?=[。)]?(?:\n|\\Z))")


def credit_spans(folded: str) -> list[tuple[int, int]]:
    """Return the spans of such brackets in a folded text, in order."""
    found = [match.span() for match in _PICTURE.finditer(folded)] if "摄" in folded else []
    for start, end in _lines_with(_MAKERS, folded):
        found += [match.span() for match in _CREDIT.finditer(folded, start, end)]
    return sorted(found)


def _lines_with(words: Iterable[str], text: str) -> set[tuple[int, int]]:
    """Return the lines of `text` that hold one of `words`."""
    lines = set()
    for word in words:
        at = text.find(word)
        while at >= 0:
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            lines.add((text.rfind("\n", 0, at) + 1, end))
            at = text.find(word, end)
    return lines
