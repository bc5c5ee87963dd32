"""Where sentences end: after a full stop and what closes with it, and at line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# A stop of either width with the quotes and brackets that close after it. An ASCII point ends a
# sentence only before a blank or the end: "3.5" and "U.S." go on.
_END: Final = re.compile(r"(?:[。！？!?｡…]+|\.(?=\s|$))[”’』」》）)\]】\"']*|\n+")


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open spans of the sentences of `text`, blanks around them left out.

    Closing quotes and brackets belong to the sentence they close. Linear in the text.
    """
    start = 0
    for found in _END.finditer(text):
        yield from _trimmed(text, start, found.end())
        start = found.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    inner = piece.strip()
    if inner:
        first = start + len(piece) - len(piece.lstrip())
        yield first, first + len(inner)
