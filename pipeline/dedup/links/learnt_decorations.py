"""What the stream taught beyond single words: two in one, and words that nothing sets off."""

from __future__ import annotations

from pipeline.dedup.learnt.affixes import AffixMemory
from pipeline.dedup.links.decorations import Prior
from pipeline.dedup.links.keys import key_of

SHORTEST_HEADLINE = 8
"""Nothing shorter is taken for a headline that a decoration hangs on."""

# Without a mark to set it off, what is longer is a part of the headline. Chosen, not measured.
_LONGEST_ATTACHED = 7


def is_learnt(word: str, prior: Prior, memory: AffixMemory, *, odd: bool = False) -> bool:
    """Return whether the stream taught that `word` is a decoration, or two without a gap.

    `odd` says that a mark sets it off here which headlines do not have.
    """
    if memory.is_decoration(word, half_known=prior.half_knows(word), odd=odd):
        return True
    # What the grammar says of the pieces is kept: only the stream is asked anew.
    for ahead, is_ahead, behind, is_behind in prior.halves(word):
        if (is_ahead or memory.is_decoration(ahead)) and (
            is_behind or memory.is_decoration(behind)
        ):
            return True
    return False


def attached_at(
    folded: str, span: tuple[int, int], prior: Prior, memory: AffixMemory | None
) -> int | None:
    """Return where a decoration begins that nothing sets off.

    "...成为全球焦点" ends in one by its build: so only behind a headline seen bare.
    """
    if memory is None:
        return None
    start, end = span
    ending = folded[end - 2 : end]
    by_prior, by_stream = prior.may_end(ending), memory.may_end(ending)
    if not by_prior and not by_stream:
        return None
    for edge in range(max(start + SHORTEST_HEADLINE, end - _LONGEST_ATTACHED), end - 1):
        word = folded[edge:end]
        known = (by_prior and prior.knows(word)) or (
            by_stream and not prior.forbids(word) and memory.is_decoration(word)
        )
        if known and memory.is_bare(key_of(folded[start:edge])):
            return edge
    return None
