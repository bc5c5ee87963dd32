"""Keywords by TF-IDF, with the document frequencies that ship in the model file."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from pipeline.entities.resources import Lexicon
from pipeline.entities.tagging.features import word_hashes
from pipeline.text.chars import code_points, integers

# Slots of the table of document frequencies in the model file: 2¹⁸ bytes.
FREQUENCY_BITS = 18
# A stored frequency is 16 * log2(documents per word): one byte, and no word list.
_UNIT = 16.0
# What an event shows: ninjs has no limit. Chosen, not measured.
MOST = 10
# One character is no keyword; jieba's longest dictionary words are phrases.
_SHORTEST, _LONGEST = 2, 12
# A name is a better keyword than a common noun of the same weight, but a list of names says little
# of what happened: they are half of the keywords, more where words are wanting.
_NAME_BONUS = 1.5
# Most names stand in no text that was counted: no rarer than this, so that it matters how often
# the article has them.
_NAME_RARITY = 144
_MOST_NAMES = 5
# What is said once and stands in fewer than one text of a thousand is mostly no word (应学为).
_SELDOM = 160
_OFTEN = 2
# Parts of speech that say nothing of an article: adverbs, pronouns, numbers, prepositions, links,
# times, directions (该国, 今天上午, 一个多).
_EMPTY = frozenset(
    {"d", "r", "m", "mq", "q", "p", "c", "t", "f", "u", "ul", "uj", "ud", "y", "e", "o"}
)
# A word that no dictionary has is made of the pieces of others as often as not: none begins or ends
# so (到展, 阴有, 中说, 个村, 搭得).
_PIECES = frozenset(
    "到可不有为中及经比该其各说了着过的是在和与或但而也都还就又且把被让向往从由于对将已曾未并至起"
    "个得又再很最更太上下里们等之所以如若则即便仅只某每此这那你我他她它者"
)
# Words whose weights are kept, some 5 MB.
_REMEMBERED = 1 << 15
# 七届, 余场: a number with its counter.
_NUMERALS = "一二三四五六七八九十百千万两几余多半"
_COUNTED = re.compile(f"[{_NUMERALS}]+[\u4e00-\u9fff]$")


class Keywords:
    """Ranks the words of an article.

    Args:
        rarity: Quantised inverse document frequency by word hash, shape (2 ** FREQUENCY_BITS,).
        lexicon: Word lists; `stop_words` are never keywords.
    """

    def __init__(self, rarity: npt.NDArray[np.uint8], lexicon: Lexicon) -> None:
        self._rarity = rarity
        self._stop = frozenset(lexicon.words("stop_words"))
        self._known: dict[str, int] = {}

    def find(
        self,
        words: Sequence[str],
        names: Mapping[str, int] | None = None,
        spans: Iterable[tuple[int, int]] = (),
        kind: Callable[[str], str] | None = None,
        *,
        ends: Sequence[int] | None = None,
    ) -> tuple[str, ...]:
        """Return up to ten keywords, the weightiest first.

        Args:
            words: The words of the folded text.
            names: Names of the article's entities, and how often each is mentioned.
            spans: Where the mentions stand: no word that touches one counts, but its name does.
            kind: Says a word's part of speech, "" of one that no dictionary has.
            ends: Where each word ends, if it is at hand.
        """
        known = {
            name: count
            for name, count in (names or {}).items()
            if _SHORTEST <= len(name) <= _LONGEST and name not in self._stop
        }
        if ends is None:
            ends = list(accumulate(map(len, words)))
        counts = Counter(_free(words, ends, spans))
        for name in known:
            counts.pop(name, None)
        kept = [*known, *counts]
        if not kept:
            return ()
        named = bytes(np.minimum(self._rarity[slots([*known])], _NAME_RARITY)) if known else b""
        rarity = np.frombuffer(named + self._weights([*counts]), dtype=np.uint8)
        often = integers([*known.values(), *counts.values()])
        score = rarity / _UNIT * np.log1p(often)
        score[len(known) :][((rarity > _SELDOM) & (often < _OFTEN))[len(known) :]] = 0.0
        score[: len(known)] *= _NAME_BONUS
        # Words of one weight stand in the order of the text: the sort is stable.
        order = np.argsort(-score, kind="stable")
        best = _telling(order[score[order] > 0].tolist(), kept, len(known), kind)
        others = sum(k >= len(known) for k in best)
        spare = max(_MOST_NAMES, MOST - others)
        chosen: list[str] = []
        for k in best:
            if k < len(known):
                if not spare:
                    continue
                spare -= 1
            chosen.append(kept[k])
            if len(chosen) == MOST:
                break
        return tuple(chosen)

    def _weights(self, words: Sequence[str]) -> bytes:
        """Return how rare each of `words` is, 0 of a word that is no keyword.

        Texts are made of the same words: what was said of one is kept.
        """
        known = self._known
        if new := [word for word in words if word not in known]:
            if len(known) > _REMEMBERED:
                known, new = {}, list(words)
                self._known = known
            told = zip(new, self._rarity[slots(new)].tolist(), strict=True)
            known |= {word: rare if self._may_be(word) else 0 for word, rare in told}
        return bytes([*map(known.__getitem__, words)])

    def _may_be(self, word: str) -> bool:
        """Return whether a word may be a keyword by its characters."""
        return (
            _SHORTEST <= len(word) <= _LONGEST
            and word.isalpha()
            and word not in self._stop
            and not (word[0] in _NUMERALS and _COUNTED.match(word))
        )


def _telling(
    order: Sequence[int], words: Sequence[str], names: int, kind: Callable[[str], str] | None
) -> list[int]:
    """Return the names, which are the first of `words`, and as many others as may be chosen."""
    best: list[int] = []
    others = 0
    for place, k in enumerate(order):
        if others == MOST:
            return best + [k for k in order[place:] if k < names]
        if k >= names:
            # Only what may be chosen is looked up.
            if not (kind is None or _says_something(words[k], kind(words[k]))):
                continue
            others += 1
        best.append(k)
    return best


def _says_something(word: str, kind: str) -> bool:
    if kind or word.isascii():
        return kind not in _EMPTY
    return word[0] not in _PIECES and word[-1] not in _PIECES


def _free(words: Sequence[str], ends: Sequence[int], spans: Iterable[tuple[int, int]]) -> list[str]:
    """Return the words that no span touches; spans are in order of the text."""
    free: list[str] = []
    index = 0
    for start, stop in spans:
        free += words[index : bisect_right(ends, start)]
        index = bisect_left(ends, stop) + 1
    return free + list(words[index:])


def slots(words: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return where in the table each word's frequency stands."""
    lengths = integers([*map(len, words)])
    chars = code_points("".join(words)).astype(np.uint64)
    hashes = word_hashes(chars, np.cumsum(lengths), lengths)
    return (hashes >> np.uint64(64 - FREQUENCY_BITS)).view(np.int64)
