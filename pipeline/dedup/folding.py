"""A copy of a text to match in: narrow, simplified, and as long as the text itself."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]

TABLE_SIZE = 0x10000

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
def folding_table() -> Codes:
    """Return the folded code point of each code point of the basic plane."""
    table = np.arange(TABLE_SIZE, dtype=np.uint32)
    # Full-width ASCII lies 0xFEE0 above ASCII.
    table[0xFF01:0xFF5F] -= 0xFEE0
    for source, target in (_simplified() | _MARKS).items():
        if ord(source) < TABLE_SIZE and ord(target) < TABLE_SIZE:
            table[ord(source)] = ord(target)
    table.setflags(write=False)
    return table


@cache
def word_table() -> Codes:
    """Return the folded, lower-case code point of letters and digits; 0 for everything else."""
    table = folding_table().copy()
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
    table = folding_table()
    return {code: int(table[code]) for code in range(TABLE_SIZE) if table[code] != code}


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
