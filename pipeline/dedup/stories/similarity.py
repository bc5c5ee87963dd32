"""How alike two sketches are, and whether their numbers contradict it."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pipeline.dedup.stories.names import names_differ
from pipeline.dedup.stories.slots_compared import of_two_matters
from pipeline.dedup.tables.kept_sketch import KEPT_BITS, KeptSketch
from pipeline.types.records import Sketch

ALIKE = 0.58
"""Containment from which two articles tell one story: pair F1 of the development set is .990 with
it (docs/benchmarks.md); figures of other values were not kept."""

# Where the shorter one is less than this part of the longer one, few hashes lie in the common
# range and chance weighs more: the bar rises by so much for each part that is missing.
_EVEN = 0.6
_SLOPE = 0.4
# One or two shared hashes prove nothing.
_FEWEST_SHARED = 3

# Bulletins of one template differ in their numbers alone. From so many numbers on both sides...
_NUMBERS_COUNT = 4
# ...so much of the smaller side must be shared. (.6 costs reposts with mended figures 2 points.)
_NUMBERS_SHARED = 0.5
# Of two or three numbers one must be shared; a single one may be the figure that was mended.
_FEW_NUMBERS = 2
# Of more numbers than four the frame itself has some: half of them shared is not enough.
_NOTICE_SHARED = 0.55
# So many numbers that agree outweigh a name: the datelines of copies have names of their own.
_MANY_NUMBERS, _MANY_SHARED = 8, 0.75
# Two notices of a template are about as long. A copy that was cut down, or one that says more, is
# another matter: its names and few numbers are not asked. (Pair F1 of the development set .9898
# as before; with .7 for names .9890, with .8 of our own notices .03 are merged.)
_NAMES_EVEN, _NUMBERS_EVEN = 0.75, 0.8
# So many datelines make a digest of several stories, which is no copy of each of them: it must be
# alike as a whole. (Digests merged: .18 without this, .05 with it; reposts lost: none.)
_DIGEST_LEADS = 3
_DIGEST_ALIKE = 0.7
_KEPT = np.uint64(KEPT_BITS)
# A sketch is held against all its candidates, one after another.
_REMEMBERED = 16


def similarity(new: Sketch, old: KeptSketch) -> float:
    """Return 0..1: how much of the smaller one the other has too; 0 when they are two stories.

    Both are looked at in the hash range in which both are complete; 1 means one and the same body
    or all of the smaller one.
    """
    if new.body == old.body:
        # The lines of a form that were taken out may be filled otherwise.
        return 0.0 if of_two_matters(new.slots, old.slots, one_subject=True) else 1.0
    span = old.limit + 1
    mine, theirs = new.hashes, len(old.hashes)
    if new.limit > old.limit:
        mine = mine[: bisect_right(mine, old.limit)]
    else:
        theirs = bisect_right(old.hashes, (new.limit << KEPT_BITS) // span)
    known = set(old.hashes)
    # Of Python's own numbers these divisions took 3 % of the dedup stage.
    places = (_array_of(new.hashes)[: len(mine)] << _KEPT) // np.uint64(span)
    shared = len([1 for place in places.tolist() if place in known])
    if shared < _FEWEST_SHARED:
        return 0.0
    contained = min(shared / min(len(mine), theirs), 1.0)
    if contained < ALIKE:
        return 0.0
    shorter, longer = sorted((min(new.length, 0xFFFF), old.length))
    part = shorter / longer
    if contained < ALIKE + _SLOPE * max(0.0, _EVEN - part):
        return 0.0
    if max(new.leads, old.leads) >= _DIGEST_LEADS and contained * part < _DIGEST_ALIKE:
        return 0.0
    return 0.0 if _is_other_matter(new, old, part) else contained


@lru_cache(maxsize=_REMEMBERED)
def _array_of(hashes: tuple[int, ...]) -> npt.NDArray[np.uint64]:
    return np.array(hashes, dtype=np.uint64)


def _is_other_matter(new: Sketch, old: KeptSketch, part: float) -> bool:
    """Return whether two bodies that share a frame are about others, or other days."""
    if part >= _NAMES_EVEN and _names_others(new, old):
        return True
    if part >= _NUMBERS_EVEN:
        if new.slots and old.slots:
            # Their names with a known ending agree here, where both have some.
            one_subject = bool(new.names and old.names)
            return of_two_matters(new.slots, old.slots, one_subject=one_subject)
        if _counts_otherwise(new, old):
            return True
    return not _numbers_agree(new.numbers, old.numbers)


def _names_others(new: Sketch, old: KeptSketch) -> bool:
    """Return whether each is about somebody whom the other does not name."""
    fewer, shared = _shared_numbers(new, old)
    tell = fewer >= _MANY_NUMBERS and shared >= _MANY_SHARED * fewer
    return not tell and names_differ(new.names, old.names)


def _counts_otherwise(new: Sketch, old: KeptSketch) -> bool:
    """Return whether the numbers of two notices are of other days, or another count."""
    fewer, shared = _shared_numbers(new, old)
    if fewer > _NUMBERS_COUNT:
        return shared <= _NOTICE_SHARED * fewer
    return fewer >= _FEW_NUMBERS and not shared


def _shared_numbers(new: Sketch, old: KeptSketch) -> tuple[int, int]:
    """Return how many numbers the side with fewer has, and how many both have."""
    fewer = min(len(new.numbers), len(old.numbers))
    return fewer, len(set(new.numbers).intersection(old.numbers))


def _numbers_agree(left: tuple[int, ...], right: tuple[int, ...]) -> bool:
    """Return whether the numbers allow the two to be one story."""
    fewer = min(len(left), len(right))
    if fewer < _NUMBERS_COUNT:
        return True
    shared = len(set(left).intersection(right))
    return shared >= _NUMBERS_SHARED * fewer
