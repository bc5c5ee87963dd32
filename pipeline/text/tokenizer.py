"""Chinese words: rjieba, which cuts as jieba does and twelve times as fast, lives here alone."""

from __future__ import annotations

from collections.abc import Iterable

import rjieba


class Tokenizer:
    """Cut text into words that join to the text again, character for character.

    Construction takes 0.3 s (the dictionary is inside the library); a call is pure. Words of a
    user's dictionary are kept whole.

    Args:
        words: Words to keep whole, beside those of the dictionary.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._cutter = rjieba.Jieba()
        for word in words:
            self._cutter.add_word(word, None, None)

    def cut(self, text: str) -> list[str]:
        """Return the words of `text` in order, blanks and marks included.

        `"".join(cut(text)) == text` for every text.
        """
        return list(self._cutter.cut(text))
