"""Which language a text is written in, as far as the pipeline tells: BCP 47."""

from __future__ import annotations

import re
from functools import cache
from itertools import repeat
from typing import Final

from pipeline.text import chars
from pipeline.text.scripts import twins

_SAMPLE: Final = 600  # code points; its opening decides
_GLANCE: Final = 120  # code points; enough for nearly every Chinese article
_SIDE: Final = 1 << 16  # counts of both scripts in one sum: more than any count
_FEWEST: Final = 5  # letters; below, nothing can be said
_HAN: Final = frozenset(map(chr, range(0x4E00, 0xA000)))
_KANA: Final = (0x3040, 0x3100)
_HANGUL: Final = (0xAC00, 0xD7A4)
_KANA_MARK: Final = re.compile("[\u3040-\u30ff]")


@cache
def _scripts() -> tuple[frozenset[str], frozenset[str]]:
    """Return the Han characters of simplified text only, and of traditional text only.

    What one direction would change is the other's.
    """
    simplified, traditional = (
        frozenset(char for char, twin in twins(way).items() if twin != char and char in _HAN)
        for way in ("s2t", "t2s")
    )
    return simplified, traditional


@cache
def _marks() -> dict[str, int]:
    """Return what each character of one script only counts for: simplified 1, traditional more."""
    simplified, traditional = _scripts()
    return {
        char: (char in simplified) + _SIDE * (char in traditional)
        for char in simplified | traditional
    }


def language_of(text: str) -> str:
    """Return `zh-Hans`, `zh-Hant`, `ja`, `ko`, `en` or `und`.

    English is what is written in plain Latin letters: other languages of that script are `und`
    only where most words have marks that English lacks.
    """
    opening = text[:_GLANCE]
    classic, simple = divmod(sum(map(_marks().get, opening, repeat(0))), _SIDE)
    # A tenth of a Chinese text is written in one script only; no kana stands in it.
    if max(simple, classic) * 12 > _GLANCE and not _KANA_MARK.search(opening):
        return "zh-Hant" if classic > simple else "zh-Hans"
    return _by_letters(text[:_SAMPLE])


def _by_letters(text: str) -> str:
    """Return the language by the share of each kind of letter."""
    codes = chars.code_points(text)
    letters = chars.classes_of(codes)
    han = codes[(codes >= 0x4E00) & (codes < 0xA000)]
    latin = codes[letters == chars.LATIN]
    kana = int(((codes >= _KANA[0]) & (codes < _KANA[1])).sum())
    hangul = int(((codes >= _HANGUL[0]) & (codes < _HANGUL[1])).sum())
    total = len(han) + len(latin) + kana + hangul
    if total < _FEWEST:
        return "und"
    # Japanese is half kana, Chinese has none; Korean is Hangul. Chosen, with room.
    if kana * 8 > total:
        return "ja"
    if hangul * 2 > total:
        return "ko"
    # A Latin word has five letters where a Chinese one has two characters.
    if len(han) * 4 >= len(latin):
        simplified, traditional = _scripts()
        simple = sum(map(simplified.__contains__, text))
        classic = sum(map(traditional.__contains__, text))
        return "zh-Hant" if classic > simple else "zh-Hans"
    # English has hardly a letter outside ASCII, its neighbours one in thirty and more. Chosen.
    plain = int((latin < 0x80).sum())
    return "en" if plain >= 0.97 * len(latin) else "und"
