"""Keywords by TF-IDF, with the document frequencies that ship in the model file."""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Iterable, KeysView, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.entities.resources import Lexicon
from pipeline.entities.tagging.features import word_hashes
from pipeline.text.chars import code_points

# Slots of the table of document frequencies in the model file: 2¹⁸ bytes.
FREQUENCY_BITS = 18
# A stored frequency is 16 * log2(documents per word): one byte, and no word list.
_UNIT = 16.0
# What an event shows: ninjs has no limit. Chosen, not measured.
MOST = 10
# One character is no keyword; jieba's longest dictionary words are phrases.
_SHORTEST, _LONGEST = 2, 12
# A name is a better keyword than a common noun of the same weight.
_NAME_BONUS = 1.5
# Words of which that is kept, some 10 MB.
_REMEMBERED = 1 << 16


class Keywords:
    """Ranks the words of an article.

    Args:
        rarity: Quantised inverse document frequency by word hash, shape (2 ** FREQUENCY_BITS,).
        lexicon: Word lists; `stop_words` are never keywords.
    """

    def __init__(self, rarity: npt.NDArray[np.uint8], lexicon: Lexicon) -> None:
        self._rarity = rarity
        self._stop = frozenset(lexicon.words("stop_words"))
        # Weights of words, and words that are none: most of an article's came in one before.
        self._weights: dict[str, float] = {}
        self._none: set[str] = set()

    def find(self, words: Sequence[str], names: Iterable[str] = ()) -> tuple[str, ...]:
        """Return up to ten keywords, the weightiest first.

        Args:
            words: The words of the folded text.
            names: Names of the article's entities.
        """
        counts = Counter(words)
        known = frozenset(names)
        weight_of = self._weighed(counts.keys(), known)
        kept = list(filter(weight_of.__contains__, counts))
        if not kept:
            return ()
        weights = np.fromiter(map(weight_of.__getitem__, kept), dtype=float)
        score = weights * np.log1p(np.fromiter(map(counts.__getitem__, kept), dtype=float))
        if known:
            score[[k for k, word in enumerate(kept) if word in known]] *= _NAME_BONUS
        # Words of one weight stand in the order of the text: the sort is stable.
        best = np.argsort(-score, kind="stable")[:MOST]
        return tuple(kept[k] for k in best.tolist() if score[k] > 0)

    def _weighed(self, words: KeysView[str], names: frozenset[str]) -> Mapping[str, float]:
        """Return a table in which those of `words` that may be keywords have their weight.

        A word of other signs than letters may be one where it is a name.
        """
        if len(self._weights) + len(self._none) > _REMEMBERED:
            self._weights, self._none = {}, set()
        table, none = self._weights, self._none
        new = [word for word in words if word not in table and word not in none]
        fit = [word for word in new if word.isalpha() and self._is_fit(word)]
        table.update(zip(fit, self._rarity_of(fit), strict=True))
        none.update(word for word in new if word not in table)
        signs = [name for name in names if name in none and name in words and self._is_fit(name)]
        if not signs:
            return table
        return ChainMap(dict(zip(signs, self._rarity_of(signs), strict=True)), table)

    def _rarity_of(self, words: Sequence[str]) -> list[float]:
        return (self._rarity[slots(words)] / _UNIT).tolist() if words else []

    def _is_fit(self, word: str) -> bool:
        return _SHORTEST <= len(word) <= _LONGEST and word not in self._stop


def slots(words: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return where in the table each word's frequency stands."""
    lengths = np.fromiter(map(len, words), dtype=np.int64)
    chars = code_points("".join(words)).astype(np.uint64)
    hashes = word_hashes(chars, np.cumsum(lengths), lengths)
    return (hashes >> np.uint64(64 - FREQUENCY_BITS)).view(np.int64)
