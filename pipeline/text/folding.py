"""Tables that fold a character to its narrow, simplified form, one for one."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]

TABLE_SIZE = 0x10000
"""The basic plane: rare ideographs and emoji lie beyond it and are kept as they are."""


def folding_table(marks: Mapping[str, str]) -> Codes:
    """Return the folded code point of each code point of the basic plane.

    Args:
        marks: What to make of marks that feeds write in more than one way; it wins over width
            and over traditional and simplified.
    """
    table = np.arange(TABLE_SIZE, dtype=np.uint32)
    # Full-width ASCII lies 0xFEE0 above ASCII.
    table[0xFF01:0xFF5F] -= 0xFEE0
    for source, target in (_simplified() | dict(marks)).items():
        if ord(source) < TABLE_SIZE and ord(target) < TABLE_SIZE:
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
