"""Names of Japan and Korea by their shape, where the clause says the country: 日本选手|早濑千夏."""

from __future__ import annotations

import re

from pipeline.entities.passage import Passage
from pipeline.entities.recognizers.given import Given
from pipeline.entities.recognizers.japanese import GIVEN

# Family names of Korea that are none, or words, elsewhere.
KOREAN = frozenset("河表奉具都千卜片")
# Family names of Japan that no list has end so; of two or three characters.
_FAMILY = frozenset(
    "田村川山野本井藤崎木原泽岛桥谷上下中口内濑塚冢宫寺园坂林森沼浦滨尾见仓部月池冈津边屋根地松石代羽城江町里垣堀角"
)
_OF_JAPAN = re.compile("日本|东京|大阪|京都|北海道|日籍")
_OF_KOREA = re.compile("韩国|首尔|釜山|朝鲜|韩方|韩籍")
_MARKS = ",。;:!?“”\n"
# Characters before a name in which its clause says the country.
_BACK = 20
# A family name and a given one.
_SIZES = (6, 5, 4, 3)


def speaks_of_japan(text: str) -> bool:
    """Return whether names of Japan may stand in the text."""
    return _OF_JAPAN.search(text) is not None


def is_korean(text: str, start: int) -> bool:
    """Return whether the clause before `start` speaks of Korea."""
    return _said(_OF_KOREA, text, start)


def japanese_stop(passage: Passage, start: int, given: Given) -> int | None:
    """Return where a name of Japan ends that begins at `start`, or None."""
    text = passage.folded
    if not _said(_OF_JAPAN, text, start):
        return None
    return next((start + size for size in _SIZES if _is_name(passage, start, size, given)), None)


def _is_name(passage: Passage, start: int, size: int, given: Given) -> bool:
    text, stop = passage.folded, start + size
    name = text[start:stop]
    if len(name) < size or not name.isalpha() or name[-1] not in GIVEN:
        return False
    if not given.never.isdisjoint(name) or passage.kind(name):
        return False
    # 加贺谷直树|一边.
    if passage.kind(text[stop - 1 : stop + 1]) not in {"", "nr"}:
        return False
    families = (2, 3) if size > 3 else (2,)
    return any(name[width - 1] in _FAMILY for width in families if width < size) and given.goes_on(
        passage, stop
    )


def _said(country: re.Pattern[str], text: str, start: int) -> bool:
    low = max(0, start - _BACK)
    # Mostly it names none: only else is asked where the clause begins.
    named = [match.start() for match in country.finditer(text, low, start)]
    return bool(named) and not any(mark in _MARKS for mark in text[named[-1] : start])
