"""Which language a text is written in, as far as the pipeline tells: BCP 47."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
from opencc import OpenCC

from pipeline.text import chars

_SAMPLE: Final = 600  # code points; its opening decides
_FEWEST: Final = 5  # letters; below, nothing can be said
_KANA: Final = (0x3040, 0x3100)
_HANGUL: Final = (0xAC00, 0xD7A4)


@cache
def _script_tables() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which Han characters are written in simplified text only, and in traditional only.

    Read off OpenCC's one-character tables: what each direction would change is the other's.
    """
    han = [chr(code) for code in range(0x4E00, 0xA000)]
    tables = []
    for direction in ("t2s", "s2t"):
        changed = np.zeros(0x10000, dtype=bool)
        convert = OpenCC(direction).convert
        for char in han:
            other = convert(char)
            changed[ord(char)] = char != other
        tables.append(changed)
    return tables[1], tables[0]


def language_of(text: str) -> str:
    """Return `zh-Hans`, `zh-Hant`, `ja`, `ko`, `en` or `und`.

    English is what is written in plain Latin letters: other languages of that script are `und`
    only where most words have marks that English lacks.
    """
    codes = chars.code_points(text[:_SAMPLE])
    letters = chars.classes_of(codes)
    han = codes[(codes >= 0x4E00) & (codes < 0xA000)]
    latin = codes[letters == chars.LATIN]
    kana = int(((codes >= _KANA[0]) & (codes < _KANA[1])).sum())
    hangul = int(((codes >= _HANGUL[0]) & (codes < _HANGUL[1])).sum())
    total = len(han) + len(latin) + kana + hangul
    if total < _FEWEST:
        return "und"
    if kana * 8 > total:
        return "ja"
    if hangul * 2 > total:
        return "ko"
    # A Latin word has five letters where a Chinese one has two characters.
    if len(han) * 4 >= len(latin):
        simplified, traditional = _script_tables()
        simple = int(simplified[han].sum())
        classic = int(traditional[han].sum())
        return "zh-Hant" if classic > simple else "zh-Hans"
    plain = int((latin < 0x80).sum())
    return "en" if plain >= 0.97 * len(latin) else "und"
