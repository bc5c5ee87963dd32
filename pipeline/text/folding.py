"""Copies of a text to match in: narrow, simplified, and as long as the text itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.text.scripts import twins

Codes = npt.NDArray[np.uint32]
Units = npt.NDArray[np.uint16]

TABLE_SIZE: Final = 0x10000
"""The basic plane: rare ideographs and emoji lie beyond it and are kept as they are."""


class Folding:
    """A table from the characters of the basic plane to their narrow, simplified form.

    Args:
        marks: What to make of marks that feeds write in more than one way; it wins over width
            and over traditional and simplified.
    """

    def __init__(self, marks: Mapping[str, str]) -> None:
        self._marks = marks

    @cached_property
    def table(self) -> Codes:
        """The folded code point of each code point of the basic plane."""
        table = np.arange(TABLE_SIZE, dtype=np.uint32)
        # Full-width ASCII lies 0xFEE0 above ASCII.
        table[0xFF01:0xFF5F] -= 0xFEE0
        for source, target in (twins("t2s") | dict(self._marks)).items():
            if ord(source) < TABLE_SIZE and ord(target) < TABLE_SIZE:
                table[ord(source)] = ord(target)
        table.setflags(write=False)
        return table

    @cached_property
    def _translation(self) -> list[int]:
        # All of them, 2 MB: for each character that a dictionary of the changed ones does not have
        # Python raises and catches an error, which took six times as long.
        translation: list[int] = self.table.tolist()
        return translation

    def fold(self, text: str) -> str:
        """Return `text` folded; `len(fold(text)) == len(text)`."""
        return text if text.isascii() else text.translate(self._translation)

    def fold_codes(self, codes: Codes) -> Codes:
        """Return `codes` folded, one for one; what lies outside the basic plane stays."""
        inside = codes < TABLE_SIZE
        if inside.all():
            return self.table[codes]
        return np.where(inside, self.table[np.where(inside, codes, 0)], codes)


COMPARING: Final = Folding({
    # 丨 and ︱ are Han and compatibility characters to Unicode and plain bars to every feed; NFKC
    # would hide the second one. Of two copies of a headline each has its own quotation marks and
    # brackets: all are one.
    "—": "-", "–": "-", "―": "-", "－": "-", "﹣": "-", "‐": "-", "～": "~", "〜": "~", "丨": "|",
    "︱": "|", "¦": "|", "│": "|", "┃": "|", "∣": "|", "ㅣ": "|", "〔": "[", "〕": "]", "﹙": "(",
    "﹚": ")", "「": '"', "」": '"', "『": '"', "』": '"', "“": '"', "”": '"', "‘": "'", "’": "'",
    "•": "·", "・": "·", "‧": "·", "∙": "·", "●": "·", "\u3000": " ", "\xa0": " ", "\t": " ",
    "﹕": ":", "︰": ":", "∶": ":", "▪": "·", "〈": "《", "〉": "》", "⋯": "…", "\u2002": " ",
    "\u2003": " ", "\u2009": " ", "\u202f": " ", "【": "[", "】": "]", "〖": "[", "〗": "]",
})  # fmt: skip
"""To tell whether two texts are one: links, decorations, bodies."""

READING: Final = Folding({
    # 。 and 、 have no narrow twin and stay; a quotation has a beginning and an end. The tagger was
    # trained on these.
    "—": "-", "–": "-", "―": "-", "－": "-", "﹣": "-", "～": "~", "〜": "~", "﹑": "、",
    "︱": "|", "〔": "(", "〕": ")", "﹙": "(", "﹚": ")", "「": "“", "」": "”", "『": "“",
    "』": "”", "•": "·", "・": "·", "‧": "·", "∙": "·", "\u3000": " ", "\xa0": " ",
    "〈": "《", "〉": "》", "￥": "¥", "￡": "£",
})  # fmt: skip
"""To read names and values in a text."""


def to_text(codes: Codes) -> str:
    """Return the string of `codes`."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


@cache
def word_table() -> Units:
    """Return the unit to compare letters and digits by, folded, lower-case; 0 for everything else.

    Surrogates, the halves of rare ideographs and emoji, are kept as they are.
    """
    table = np.zeros(TABLE_SIZE, dtype="<u2")
    for code, folded in enumerate(COMPARING.table.tolist()):
        char = chr(folded)
        if 0xD800 <= code < 0xE000:
            table[code] = code
        elif unicodedata.category(char)[0] in "LN":
            table[code] = ord(char.lower()) if len(char.lower()) == 1 else folded
    table.setflags(write=False)
    return table


def words_of(text: str) -> Units:
    """Return the folded letters and digits of `text` in UTF-16, spaces and marks left out.

    Half as wide as code points: four characters are one 64-bit number, and the table stays in
    the cache.
    """
    folded = word_table().take(np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2"))
    kept: Units = folded[folded != 0]
    return kept
