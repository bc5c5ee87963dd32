"""Chinese words: jieba, and its fast twin rjieba where nobody added words, live here alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Final

from pipeline.text.phrases import PhraseSet

try:
    import rjieba
except ImportError:  # no wheel for this machine: jieba does all of it, some eight times slower
    rjieba = None  # type: ignore[assignment]

Cut = Callable[[str], list[str]]

# What jieba cuts by itself, whatever stands around it: its own `re_han_default`.
_CLAUSE: Final = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+")
# jieba parts 2024-01-15, MAO-A and a.example.com at every mark but a decimal point; rjieba keeps
# them whole (494 of 7,324 articles differed by it; since then one, by a tie of two equal paths).
_KEPT_WHOLE: Final = re.compile(r"[a-zA-Z0-9][+#&._%\-]|[+#&._%\-][a-zA-Z0-9]")
_PARTS: Final = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")


class Tokenizer:
    """Cut text into words that join to the text again, character for character.

    Own words stand in jieba's dictionary with the frequency that jieba finds for them: they change
    how the clauses they stand in are cut, as `jieba.add_word` does. All other clauses are cut as
    without them. Pure once it is built: 0.1 s, and 1 s for the first one with own words.

    Args:
        words: Own words. jieba cuts at blanks and at most marks, in own words too.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._plain: Cut = _fast() or _with_words(())
        own = tuple(dict.fromkeys(word for word in words if word))
        self._own = PhraseSet(own, overlapping=True)
        self._with_own: Cut = _with_words(own) if own else self._plain

    def cut(self, text: str) -> list[str]:
        """Return the words of `text` in order, blanks and marks included.

        `"".join(cut(text)) == text` for every text.
        """
        words: list[str] = []
        done = 0
        for start, end in self._clauses(text):
            words += self._plain(text[done:start])
            words += self._with_own(text[start:end])
            done = end
        return words + self._plain(text[done:])

    def kind(self, word: str) -> str:
        """Return the part of speech that jieba's dictionary gives a word, of a stranger ""."""
        return _kind(word)

    def _clauses(self, text: str) -> Iterable[tuple[int, int]]:
        """Yield the clauses in which an own word begins and ends."""
        ends = sorted({end for _, end, _ in self._own.find(text)})
        at = 0
        for end in ends:
            if end <= at:
                continue
            # The one clause that holds the word's last character.
            start = end - 1
            while start > at and _CLAUSE.match(text, start - 1, start):
                start -= 1
            found = _CLAUSE.match(text, start)
            if found is not None:
                yield found.span()
                at = found.end()


@cache
def _fast() -> Cut | None:
    """Return rjieba's cut, made to part what jieba parts; None where there is no rjieba."""
    if rjieba is None:
        return None
    cutter = rjieba.Jieba()

    def cut(text: str) -> list[str]:
        words: list[str] = cutter.cut(text)
        if not _KEPT_WHOLE.search(text):
            return words
        # A word that comes ten times is looked at once, and few texts have one to part.
        parted = {
            word: [part for part in _PARTS.split(word) if part]
            for word in {*words}
            if word.isascii() and _KEPT_WHOLE.search(word) and not cutter.has_word(word)
        }
        if not parted:
            return words
        return list(chain.from_iterable(parted.get(word) or (word,) for word in words))

    return cut


@lru_cache(maxsize=1 << 14)
def _kind(word: str) -> str:
    """Return what the dictionary says of a word; asked one by one, as few are ever asked for."""
    if rjieba is None:
        return _kinds().get(word, "")
    if not rjieba.has_word(word):
        return ""
    (_, kind), *others = rjieba.tag(word)
    return "" if others else kind


@cache
def _kinds() -> dict[str, str]:
    """Return the parts of speech of jieba's own dictionary."""
    from jieba import posseg  # noqa: PLC0415

    return dict(posseg.POSTokenizer(_jieba()).word_tag_tab)


def _with_words(own: tuple[str, ...]) -> Cut:
    """Return the cut of a jieba whose dictionary has the words of `own` too."""
    shipped = _jieba()
    tokenizer = type(shipped)()
    # Loading the dictionary again would take half a second, a copy takes 20 ms.
    tokenizer.FREQ, tokenizer.total = dict(shipped.FREQ), shipped.total
    tokenizer.initialized = True
    for word in own:
        tokenizer.add_word(word)
    return tokenizer.lcut  # type: ignore[no-any-return]


@cache
def _jieba() -> Any:  # noqa: ANN401 - jieba is untyped
    """Return a jieba of its own dictionary alone, loaded; imported only where it is needed."""
    import jieba  # noqa: PLC0415

    jieba.setLogLevel(jieba.logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer
