"""Keywords by TF-IDF, with the document frequencies that ship in the model file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.entities.features import word_hashes
from pipeline.entities.folding import to_codes
from pipeline.entities.resources import word_list

FREQUENCY_BITS = 18
# A stored frequency is 16 * log2(documents per word): one byte, and no word list.
_UNIT = 16.0
MOST = 10
_SHORTEST, _LONGEST = 2, 12
# A name is a better keyword than a common noun of the same weight.
_NAME_BONUS = 1.5


class Keywords:
    """Ranks the words of an article.

    Args:
        rarity: Quantised inverse document frequency by word hash, shape (2 ** FREQUENCY_BITS,).
    """

    def __init__(self, rarity: npt.NDArray[np.uint8]) -> None:
        self._rarity = rarity
        self._stop = frozenset(word_list("stop_words"))

    def find(self, words: Sequence[str], names: Iterable[str] = ()) -> tuple[str, ...]:
        """Return up to ten keywords, the weightiest first.

        Args:
            words: The words of the folded text.
            names: Names of the article's entities.
        """
        counts = Counter(word for word in words if len(word) >= _SHORTEST)
        known = frozenset(names)
        kept = [
            word
            for word in counts
            if len(word) <= _LONGEST and word not in self._stop and (word in known or _wordy(word))
        ]
        if not kept:
            return ()
        weights = self._rarity[slots(kept)] / _UNIT
        tf = np.log1p(np.fromiter((counts[word] for word in kept), dtype=float))
        bonus = np.fromiter((_NAME_BONUS if w in known else 1.0 for w in kept), dtype=float)
        score = weights * tf * bonus
        ranked = sorted(
            zip(score.tolist(), kept, strict=True), key=lambda pair: (-pair[0], pair[1])
        )
        return tuple(word for weight, word in ranked[:MOST] if weight > 0)


def slots(words: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return where in the table each word's frequency stands."""
    lengths = np.fromiter(map(len, words), dtype=np.int64)
    chars = to_codes("".join(words)).astype(np.uint64)
    hashes = word_hashes(chars, np.cumsum(lengths), lengths)
    return (hashes >> np.uint64(64 - FREQUENCY_BITS)).view(np.int64)


def _wordy(word: str) -> bool:
    """Return whether `word` is of Chinese characters or Latin letters: no figures, no marks."""
    return word.isalpha()
