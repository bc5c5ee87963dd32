"""What eight teachers make of a sentence together: names that enough of them agree on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

Span = tuple[int, int, int]
"""Start, end (code points of the sentence), type: 0 person, 1 place, 2 organisation."""

PERSON, PLACE, ORGANISATION = range(3)

TEACHERS = (
    "LAC", "FoolNLTK", "mynlp core", "mynlp perceptron", "ansj nlp", "ansj", "HanLP",
    "HanLP n-short",
)  # fmt: skip
# Votes of each teacher by type, and how many a name needs. Weighed on CLUENER train (its first
# 3,000 rows), resume dev, weibo train and dev, MSRA and People's Daily dev, mean F1 against LAC's
# organisations with two of five for the rest: persons .782 -> .789, places .683 -> .702,
# organisations .542 -> .599.
_VOTES = {
    PERSON: (3, 1, 2, 2, 2, 1, 0, 0),
    PLACE: (2, 2, 1, 1, 1, 0, 0, 0),
    ORGANISATION: (6, 3, 2, 2, 2, 1, 1, 1),
}
_NEEDED = {PERSON: 6, PLACE: 3, ORGANISATION: 5}
# LAC alone, where there is no Java.
ALONE = 1


def vote(found: Sequence[Sequence[Span]]) -> list[Span]:
    """Return the names that enough teachers agree on, disjoint, in order.

    Args:
        found: The names that each of `TEACHERS` finds; of LAC alone where there are no others.
    """
    if len(found) == ALONE:
        return sorted(found[0])
    counts: Counter[Span] = Counter()
    for teacher, names in enumerate(found):
        for span in set(names):
            counts[span] += _VOTES[span[2]][teacher]
    chosen = [span for span, votes in counts.items() if votes >= _NEEDED[span[2]]]
    # Organisations hold places and persons; of two of a kind the longer stands.
    chosen.sort(key=lambda s: (s[2] != ORGANISATION, s[0] - s[1], s))
    kept: list[Span] = []
    for span in chosen:
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept)
