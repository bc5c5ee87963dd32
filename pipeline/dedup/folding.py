"""A copy of a text to match in: narrow, simplified, and as long as the text itself."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np

from pipeline.text.folding import TABLE_SIZE, Codes, folding_table

# Marks that feeds write in more than one way. 丨 and ︱ are Han and compatibility characters to
# Unicode and plain bars to every feed; NFKC would hide the second one.
_MARKS = {
    "—": "-", "–": "-", "―": "-", "－": "-", "﹣": "-", "‐": "-", "～": "~", "〜": "~", "丨": "|",
    "︱": "|", "¦": "|", "│": "|", "┃": "|", "∣": "|", "ㅣ": "|", "〔": "[", "〕": "]", "﹙": "(",
    "﹚": ")", "「": '"', "」": '"', "『": '"', "』": '"', "“": '"', "”": '"', "‘": "'", "’": "'",
    "•": "·", "・": "·", "‧": "·", "∙": "·", "●": "·", "\u3000": " ", "\xa0": " ", "\t": " ",
    "﹕": ":", "︰": ":", "∶": ":", "▪": "·", "〈": "《", "〉": "》", "⋯": "…", "\u2002": " ",
    "\u2003": " ", "\u2009": " ", "\u202f": " ", "【": "[", "】": "]", "〖": "[", "〗": "]",
}  # fmt: skip


@cache
def _table() -> Codes:
    return folding_table(_MARKS)


@cache
def word_table() -> Codes:
    """Return the folded, lower-case code point of letters and digits; 0 for everything else."""
    table = _table().copy()
    for code in range(TABLE_SIZE):
        char = chr(int(table[code]))
        if unicodedata.category(char)[0] not in "LN":
            table[code] = 0
        elif len(char.lower()) == 1:
            table[code] = ord(char.lower())
    table.setflags(write=False)
    return table


@cache
def _translation() -> dict[int, int]:
    table = _table()
    return {code: int(table[code]) for code in range(TABLE_SIZE) if table[code] != code}


def fold(text: str) -> str:
    """Return `text` narrow and simplified; `len(fold(text)) == len(text)`."""
    return text if text.isascii() else text.translate(_translation())


def words_of(text: str) -> Codes:
    """Return the folded letters and digits of `text`, spaces and marks left out."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    # Beyond the basic plane stand rare ideographs and emoji: kept as they are.
    folded = word_table().take(codes, mode="clip") if codes.size else codes
    if codes.size and codes.max() >= TABLE_SIZE:
        folded = np.where(codes < TABLE_SIZE, folded, codes)
    kept: Codes = folded[folded != 0]
    return kept
