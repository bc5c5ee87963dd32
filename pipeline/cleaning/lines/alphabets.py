"""Lines in letters of an alphabet, as Chinese lines of the same shape: two characters a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# Characters of the opening that are counted, and of the first glance. Chosen, not measured: a few
# lines and one line.
_SAMPLE: Final = 600
_GLANCE: Final = 60
_WORD: Final = re.compile(r"([^\W\d_]{1,2})[^\W\d_]*(?:['’-][^\W\d_]+)*[ ]?")
_HAN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_LETTER: Final = re.compile(r"[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# A point that ends a sentence: letters or a bracket before it, a blank, a quote or the end after.
_STOP: Final = re.compile(r"(?:(?<=[^\W\d_])|(?<=[)\"”’']))\.(?=[\s\"”’')]|$)")
# Words of an alphabet are shown to the model as Han characters: these begin here.
_FIRST_HAN: Final = 0x4E00


def mostly_letters(text: str) -> bool:
    """Return whether the opening of `text` is written in an alphabet rather than in Han or kana."""
    # Nearly every article answers in its first line; counting both costs ten times as much.
    if len(_HAN.findall(text[:_GLANCE])) * 3 > _GLANCE:
        return False
    opening = text[:_SAMPLE]
    # A word has five letters where a Chinese one has two characters.
    return len(_LETTER.findall(opening)) > 4 * len(_HAN.findall(opening))


def as_chinese(lines: Sequence[str]) -> list[str]:
    """Return a matching copy of `lines` in which every word is the two Han characters of its start.

    The judge of lines knows what Chinese paragraphs, headlines and lists look like. A word of an
    alphabet takes as much room in the story as two characters do; the same words stay the same
    characters, so that what the title is about can be followed.
    """
    return [_WORD.sub(_as_han, _STOP.sub("。", line)) for line in lines]


def _as_han(found: re.Match[str]) -> str:
    return "".join(chr(_FIRST_HAN + ord(letter) % 0x5000) for letter in found[1].lower())
