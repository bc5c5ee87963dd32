"""When two notices of one frame are filled otherwise: their slots laid beside each other.

Notices of two matters share their frame and fill it otherwise; of a notice and its copy one thing
was mended. Where both have something between two slots that agree, and not the same, a slot is
filled otherwise. What one of them has more was left out, or added, and tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

Slots = tuple[int, ...]

# The low two bits of a slot: names of places, bodies, works and things, numbers, days and issues,
# names as persons have them.
NAME, NUMBER_OF, WHICH, PERSON, KINDS = 0, 1, 2, 3, 3
# Above them a name has seven bits of each half: of one in which a slip was mended one half is left.
HALF_BITS = 7
_HALF_MASK = (1 << HALF_BITS) - 1
# Of two matters a day and a figure differ: one of them alone may be what was mended.
_FEWEST_DIFFER = 2
# Figures alone are brought up to date, two at a time: three of them are another matter's.
_FEWEST_FIGURES = 3


def of_two_matters(left: Slots, right: Slots, *, one_subject: bool = False) -> bool:
    """Return whether two notices of one frame are filled otherwise, not mended.

    A person differs, or two slots, three where all are figures; or the name that each of them has
    first, but not it alone where something else says that they have `one_subject`.
    """
    gaps = _gaps(left, right)
    if any(_are_others(_of(mine, PERSON), _of(theirs, PERSON)) for mine, theirs in gaps):
        return True
    names, figures, which = (
        sum(min(len(_of(mine, *kinds)), len(_of(theirs, *kinds))) for mine, theirs in gaps)
        for kinds in ((NAME, PERSON), (NUMBER_OF,), (WHICH,))
    )
    fewest = _FEWEST_DIFFER if names or which else _FEWEST_FIGURES
    if names + figures + which >= fewest:
        return True
    return not one_subject and _first_differs(left, right)


def _are_others(mine: Slots, theirs: Slots) -> bool:
    """Return whether each side has a name that is none of the other's with a slip."""
    return any(not _is_near(name, theirs) for name in mine) and any(
        not _is_near(name, mine) for name in theirs
    )


def _is_near(name: int, names: Iterable[int]) -> bool:
    """Return whether one of `names` has a half of `name`: 祁|连珠 with a slip is cut 祈|连珠."""
    halves = _halves(name)
    return any(not halves.isdisjoint(_halves(other)) for other in names)


def _halves(name: int) -> set[int]:
    return {name >> HALF_BITS + 2, name >> 2 & _HALF_MASK}


def _first_differs(left: Slots, right: Slots) -> bool:
    """Return whether the names that come first are no name of the other, with or without a slip."""
    mine, theirs = _of(left, NAME, PERSON), _of(right, NAME, PERSON)
    return bool(mine and theirs) and not (_is_near(mine[0], theirs) or _is_near(theirs[0], mine))


def _of(slots: Slots, *kinds: int) -> Slots:
    return tuple([slot for slot in slots if slot & KINDS in kinds])


def _gaps(left: Slots, right: Slots) -> list[tuple[Slots, Slots]]:
    """Return what stands on each side between the slots that agree, both in order."""
    sizes = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        below, row = sizes[i + 1], sizes[i]
        for j in reversed(range(len(right))):
            same = left[i] == right[j]
            row[j] = below[j + 1] + 1 if same else max(below[j], row[j + 1])
    gaps = []
    i = j = first = begin = 0
    while i < len(left) and j < len(right):
        if left[i] == right[j]:
            gaps.append((left[first:i], right[begin:j]))
            first, begin = i, j = i + 1, j + 1
        elif sizes[i + 1][j] >= sizes[i][j + 1]:
            i += 1
        else:
            j += 1
    return [*gaps, (left[first:], right[begin:])]
