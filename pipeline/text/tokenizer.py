"""Chinese words: jieba, and its fast twin rjieba where nobody added words, live here alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
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
# The same but for 26%, which is one piece: many articles hold nothing else of the kind.
_MAY_PART: Final = re.compile(
    r"[a-zA-Z0-9+#&._%\-](?:(?<=[a-zA-Z0-9])(?:[+#&._\-]|%[a-zA-Z0-9+#&._%\-])"
    r"|(?<=[+#&._%\-])[a-zA-Z0-9])"
)
_PARTS: Final = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")

# Characters of a long text that are cut at one time, and what no word crosses.
_PIECE: Final = 50_000
_STOP: Final = re.compile("[\n\u3002]")


class Tokenizer:
    """Cut text into words that join to the text again, character for character.

    Own words stand in jieba's dictionary with the frequency that jieba finds for them, where it
    knows those inside them before: they change how the clauses they stand in are cut, as
    `jieba.add_word` does. All other clauses are cut as without them. Pure: 0.1 s to build, and 1 s
    the first one with own words, whatever their number: jieba learns a word when a text has it.

    Args:
        words: Own words, or a set of them that gives all that overlap. jieba cuts at blanks and
            at most marks, in own words too.
    """

    def __init__(self, words: PhraseSet | Iterable[str] = ()) -> None:
        own = words if isinstance(words, PhraseSet) else PhraseSet(tuple(words), overlapping=True)
        self._plain: Cut = _by_pieces(_fast() or _jieba().lcut)
        self._own = _Own(own) if own.phrases else None

    def cut(self, text: str) -> list[str]:
        """Return the words of `text` in order, blanks and marks included.

        `"".join(cut(text)) == text` for every text.
        """
        if self._own is None:
            return self._plain(text)
        words: list[str] = []
        done = 0
        for start, end in _clauses(text, self._own.teach(text)):
            words += self._plain(text[done:start])
            words += self._own.cut(text[start:end])
            done = end
        return words + self._plain(text[done:])

    def kind(self, word: str) -> str:
        """Return the part of speech that jieba's dictionary gives a word, of a stranger ""."""
        return _kind(word)


class _Own:
    """A jieba that learns own words as texts bring them: most of a long list never come.

    Learning 300,000 at once took 17 s, and as long again whenever one changed.
    """

    def __init__(self, words: PhraseSet) -> None:
        self._words = words
        shipped = _jieba()
        self._jieba = type(shipped)()
        # Loading the dictionary again would take half a second, a copy takes 20 ms. The total
        # stays: with it a frequency would weigh otherwise once another word is known.
        self._jieba.FREQ, self._jieba.total = dict(shipped.FREQ), shipped.total
        self._jieba.initialized = True
        self._known: set[int] = set()
        self.cut: Cut = self._jieba.lcut

    def teach(self, text: str) -> set[int]:
        """Learn the words that stand in `text`; return where they end."""
        ends = set()
        for start, end, word in self._words.find(text):
            ends.add(end)
            if word not in self._known:
                self._learn(text[start:end])
        return ends

    def _learn(self, text: str) -> None:
        """Learn the words inside a word, and it: its frequency is to outweigh theirs."""
        inside = {text[start:end]: word for start, end, word in self._words.find(text)}
        for part in sorted(inside, key=len):
            if inside[part] in self._known:
                continue
            frequency = self._jieba.suggest_freq(part)
            for end in range(1, len(part)):
                self._jieba.FREQ.setdefault(part[:end], 0)
            self._jieba.FREQ[part] = frequency
            # Last: another thread that finds it known cuts with it.
            self._known.add(inside[part])


def _clauses(text: str, ends: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the clauses in which own words end, in order."""
    at = 0
    for end in sorted(ends):
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


def _by_pieces(cut: Cut) -> Cut:
    """Return `cut` for texts of any length: each word of a long one is one string, however often.

    An article of 8 MiB has a million words of 80 bytes each, but forty thousand different ones.
    """

    def by_pieces(text: str) -> list[str]:
        if len(text) <= _PIECE:
            return cut(text)
        one: dict[str, str] = {}
        words: list[str] = []
        done = 0
        while done < len(text):
            # No word crosses the end of a line or a full stop.
            stop = _STOP.search(text, done + _PIECE)
            end = stop.end() if stop else len(text)
            words += [one.setdefault(word, word) for word in cut(text[done:end])]
            done = end
        return words

    return by_pieces


@cache
def _fast() -> Cut | None:
    """Return rjieba's cut, made to part what jieba parts; None where there is no rjieba."""
    if rjieba is None:
        return None

    # The package's own dictionary: it is there as soon as the package is, another takes 24 MB.
    def cut(text: str) -> list[str]:
        words: list[str] = rjieba.cut(text)
        if not _MAY_PART.search(text):
            return words
        # A word that comes ten times is looked at once, and few texts have one to part: 2.6% is one
        # piece already, for which all words would be written down anew.
        parted = {
            word: parts
            for word in {*words}
            if word.isascii()
            and _KEPT_WHOLE.search(word)
            and not rjieba.has_word(word)
            and (parts := [part for part in _PARTS.split(word) if part]) != [word]
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


@cache
def _jieba() -> Any:  # noqa: ANN401 - jieba is untyped
    """Return a jieba of its own dictionary alone, loaded; imported only where it is needed."""
    import jieba  # noqa: PLC0415

    jieba.setLogLevel(jieba.logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # Line by line: what it keeps beside the system's temporary files is read a second faster, and
    # in one go, which holds every other thread for half a second.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer
