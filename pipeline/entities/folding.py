"""A copy of a text to match in: narrow, simplified, and as long as the text itself."""

from __future__ import annotations

from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]

# Marks that feeds write in either width; 。 and 、 have no narrow twin and stay.
_MARKS = {
    "—": "-", "–": "-", "―": "-", "－": "-", "﹣": "-", "～": "~", "〜": "~", "﹑": "、",
    "︱": "|", "〔": "(", "〕": ")", "﹙": "(", "﹚": ")", "「": "“", "」": "”", "『": "“",
    "』": "”", "•": "·", "・": "·", "‧": "·", "∙": "·", "\u3000": " ", "\xa0": " ",
    "〈": "《", "〉": "》", "￥": "¥", "￡": "£",
}  # fmt: skip
_TABLE_SIZE = 0x10000


@cache
def _folding_table() -> Codes:
    """Return the folded code point of each code point of the basic plane."""
    table = np.arange(_TABLE_SIZE, dtype=np.uint32)
    # Full-width ASCII lies 0xFEE0 above ASCII.
    table[0xFF01:0xFF5F] -= 0xFEE0
    for source, target in (_simplified() | _MARKS).items():
        if ord(source) < _TABLE_SIZE and ord(target) < _TABLE_SIZE:
            table[ord(source)] = ord(target)
    table.setflags(write=False)
    return table


def _simplified() -> dict[str, str]:
    """Return traditional characters and their simplified ones, out of OpenCC's table."""
    path = resources.files("opencc") / "dictionary" / "TSCharacters.txt"
    pairs = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        source, _, targets = line.partition("\t")
        first = targets.split(" ")[0]
        if len(source) == 1 and len(first) == 1:
            pairs[source] = first
    return pairs


def to_codes(text: str) -> Codes:
    """Return the code points of `text`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def fold_codes(codes: Codes) -> Codes:
    """Return `codes` folded, one for one; what lies outside the basic plane stays."""
    table = _folding_table()
    inside = codes < _TABLE_SIZE
    if inside.all():
        return table[codes]
    return np.where(inside, table[np.where(inside, codes, 0)], codes)


def to_text(codes: Codes) -> str:
    """Return the string of `codes`."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def fold(text: str) -> str:
    """Return `text` narrow and simplified; `len(fold(text)) == len(text)`."""
    return to_text(fold_codes(to_codes(text)))
