"""Listed companies by the code behind their names: 恒大高新(002591)."""

from __future__ import annotations

import re

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon
from pipeline.entities.values.securities import Securities

NAME = "listings"
# Above the tagger, which takes 沈阳化工 for a city and a trade.
RANK = 25
# Short names of listed companies have at most so many characters.
_LONGEST = 6
# Characters between a bracket and the code in it; and what stands there of a code, cheaply asked.
_INSIDE = 12
_MAY_HOLD = re.compile(f"\\([^(]{{0,{_INSIDE + 1}}}(?:[0-9]{{4}}|[0-9]\\.[Hh]|[A-Z])")
# What a company is called before its name (北交所公司贝特瑞).
_BEFORE = (
    "公司",
    "A股",
    "H股",
    "港股",
    "美股",
    "龙头",
    "巨头",
    "企业",
    "股东",
    "同业",
    "同行",
    "个股",
)


class Listings:
    """The words right before a bracket that holds a security's code."""

    name = NAME

    def __init__(self, lexicon: Lexicon) -> None:
        self._securities = Securities(lexicon)

    def find(self, passage: Passage) -> list[Finding]:
        """Return the company before each bracketed code."""
        text = passage.folded
        found: list[Finding] = []
        if not _MAY_HOLD.search(text):
            return found
        for security in self._securities.find(text):
            bracket = text.rfind("(", max(0, security.start - _INSIDE), security.start)
            if bracket < 1:
                continue
            start = bracket
            while start and bracket - start < _LONGEST and _name_char(text[start - 1]):
                start -= 1
            start = _after_link(text, start, bracket)
            if bracket - start >= 2:
                found.append(
                    Finding(
                        type="organisation",
                        start=start,
                        end=bracket,
                        recognizer=NAME,
                        # Chosen, not measured (see `gazetteer.py`).
                        confidence=0.85,
                        rank=RANK,
                    )
                )
        return found


def _name_char(char: str) -> bool:
    return char.isalnum() or char == "*"


def _after_link(text: str, start: int, end: int) -> int:
    """Return `start` moved behind a link word, for names have none (…和, 收购…, 对…)."""
    for place in range(end - 2, start, -1):
        if text[place - 1] in "和与及对向在由将是为从":
            return place
    for word in _BEFORE:
        place = text.rfind(word, start, end - 2)
        if place >= 0 and text[place + len(word) : end].isalpha():
            return place + len(word)
    return start
