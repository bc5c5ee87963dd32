"""Code point offsets as UTF-16 units, which JavaScript, Java and C# count in."""

from __future__ import annotations

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16Index:
    """Offsets into one string. Building is linear; a string without astral characters is free."""

    def __init__(self, text: str) -> None:
        self._astral = [match.start() for match in _ASTRAL.finditer(text)]
        self.is_plain = not self._astral
        """Whether every offset is the same in both."""

    def units(self, offset: int) -> int:
        """Return how many UTF-16 units stand before the code point `offset`."""
        return offset + bisect_left(self._astral, offset) if self._astral else offset
