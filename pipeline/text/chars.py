"""Classes of characters: what a code point is to the layout of Chinese news, by table look-up."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

SYMBOL: Final = 0
HAN: Final = 1
DIGIT: Final = 2
LATIN: Final = 3
SPACE: Final = 4
STOP: Final = 5
COMMA: Final = 6
COLON: Final = 7
SEMICOLON: Final = 8
OPEN: Final = 9
CLOSE: Final = 10
QUOTE: Final = 11
BAR: Final = 12
DASH: Final = 13
ELLIPSIS: Final = 14
NUMERAL: Final = 15
CLASS_COUNT: Final = 16
"""How many classes there are. `SYMBOL` is what no other class claims: bullets, arrows, emoji."""

_MEMBERS: Final = {
    SPACE: " \t\xa0\u3000\u2002\u2003\u2009\u200a\u202f\u205f",
    STOP: "。！？!?｡⁉‼",
    COMMA: "，、,､",
    COLON: ":：﹕︰",
    SEMICOLON: ";；",
    OPEN: "([{（【《〈「『［〔｛<＜〖",
    CLOSE: ")]}）】》〉」』］〕｝>＞〗",
    QUOTE: "\"'“”‘’＂＇″",
    # U+4E28 is a Han character in Unicode and a vertical bar in every feed; U+FE31 likewise.
    BAR: "|｜丨︱¦‖_＿/／\\",
    DASH: "-－—–―‐~～﹣",
    ELLIPSIS: "….．⋯",
    NUMERAL: "〇零一二三四五六七八九十百千万亿",
}

_HAN_RANGES: Final = (
    (0x3040, 0x3100),
    (0x3400, 0x4DC0),
    (0x4E00, 0xA000),
    (0xAC00, 0xD7A4),
    (0xF900, 0xFB00),
    (0x20000, 0x323B0),
)

# Beyond the supplementary ideographs nothing here is a letter of news: one entry stands for all.
_TABLE_SIZE: Final = 0x323B0


def _build_table() -> npt.NDArray[np.uint8]:
    table = np.zeros(_TABLE_SIZE + 1, dtype=np.uint8)
    # Categories of scripts other than Han are asked for below the Hangul syllables only: 44 k calls
    # would cost 30 ms at import, 12 k cost 4 ms.
    for code in range(0x3000):
        category = unicodedata.category(chr(code))
        if category[0] == "L" or category == "Mn":
            table[code] = LATIN
        elif category == "Nd":
            table[code] = DIGIT
    for start, end in _HAN_RANGES:
        table[start:end] = HAN
    for first in ("０",):
        table[ord(first) : ord(first) + 10] = DIGIT
    for first in ("Ａ", "ａ"):
        table[ord(first) : ord(first) + 26] = LATIN
    for kind, members in _MEMBERS.items():
        for member in members:
            table[ord(member)] = kind
    return table


_TABLE: Final = _build_table()


def code_points(text: str) -> npt.NDArray[np.uint32]:
    """Return the code points of `text`; lone surrogates stay what they are."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def integers(values: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return `values` as an array; a tenth of the time of `np.asarray` where all are below 256."""
    try:
        return np.frombuffer(bytes(values), dtype=np.uint8).astype(np.int64)
    except ValueError:
        return np.fromiter(values, dtype=np.int64, count=len(values))


def classes_of(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """Return the class of each code point (shape as given)."""
    return _TABLE.take(np.minimum(codes, _TABLE_SIZE))


# Width and bar variants that feeds mix freely; every pair is one code point for one code point.
_FOLDED: Final = tuple(
    zip("\uff0c\uff01\uff1f\uff1a\uff1b\uff08\uff09\uff5c\u4e28\ufe31\uff0e\uff1e\uff1c\uff0f\uff05\u3000\xa0\uff3b\uff3d",
        ",!?:;()|||.></%  []", strict=True)
)  # fmt: skip


def fold_width(text: str) -> str:
    """Return a matching copy of `text` with full-width punctuation in ASCII; offsets hold."""
    for wide, narrow in _FOLDED:
        text = text.replace(wide, narrow)
    return text
