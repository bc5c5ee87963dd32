"""A copy of a text to match in: narrow, simplified, and as long as the text itself."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.text.folding import TABLE_SIZE, Codes, folding_table

Units = npt.NDArray[np.uint16]

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
def word_table() -> Units:
    """Return the folded, lower-case unit of letters and digits; 0 for everything else.

    Surrogates, the halves of rare ideographs and emoji, are kept as they are.
    """
    table = np.zeros(TABLE_SIZE, dtype="<u2")
    for code, folded in enumerate(_table().tolist()):
        char = chr(folded)
        if 0xD800 <= code < 0xE000:
            table[code] = code
        elif unicodedata.category(char)[0] in "LN":
            table[code] = ord(char.lower()) if len(char.lower()) == 1 else folded
    table.setflags(write=False)
    return table


@cache
def _translation() -> dict[int, int]:
    table = _table()
    return {code: int(table[code]) for code in range(TABLE_SIZE) if table[code] != code}


def fold(text: str) -> str:
    """Return `text` narrow and simplified; `len(fold(text)) == len(text)`."""
    return text if text.isascii() else text.translate(_translation())


def words_of(text: str) -> Units:
    """Return the folded letters and digits of `text` in UTF-16, spaces and marks left out.

    Half as wide as code points: four characters are one 64-bit number, and the table stays in
    the cache.
    """
    folded = word_table().take(np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2"))
    kept: Units = folded[folded != 0]
    return kept
