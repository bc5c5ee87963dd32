"""A copy of a text to match in: narrow, simplified, and as long as the text itself."""

from __future__ import annotations

from functools import cache

import numpy as np

from pipeline.text.folding import TABLE_SIZE, Codes, folding_table

# Marks that feeds write in either width; 。 and 、 have no narrow twin and stay.
_MARKS = {
    "—": "-", "–": "-", "―": "-", "－": "-", "﹣": "-", "～": "~", "〜": "~", "﹑": "、",
    "︱": "|", "〔": "(", "〕": ")", "﹙": "(", "﹚": ")", "「": "“", "」": "”", "『": "“",
    "』": "”", "•": "·", "・": "·", "‧": "·", "∙": "·", "\u3000": " ", "\xa0": " ",
    "〈": "《", "〉": "》", "￥": "¥", "￡": "£",
}  # fmt: skip


@cache
def _folding_table() -> Codes:
    return folding_table(_MARKS)


def to_codes(text: str) -> Codes:
    """Return the code points of `text`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def fold_codes(codes: Codes) -> Codes:
    """Return `codes` folded, one for one; what lies outside the basic plane stays."""
    table = _folding_table()
    inside = codes < TABLE_SIZE
    if inside.all():
        return table[codes]
    return np.where(inside, table[np.where(inside, codes, 0)], codes)


def to_text(codes: Codes) -> str:
    """Return the string of `codes`."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def fold(text: str) -> str:
    """Return `text` narrow and simplified; `len(fold(text)) == len(text)`."""
    return to_text(fold_codes(to_codes(text)))
