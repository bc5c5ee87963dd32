"""When two notices of one frame are filled otherwise: their slots laid beside each other.

Notices of two matters share their frame and fill it otherwise; of a notice and its copy one thing
was mended. Where both have something between two slots that agree, and not the same, a slot is
filled otherwise. What one of them has more was left out, or added, and tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

Slots = tuple[int, ...]

# The low two bits of a slot. Names of rows of before 28 November 2026 are whole, with 0: they are
# like none of today's and unlike none.
NUMBER_OF, WHICH, NAME, KINDS = 1, 2, 3, 3
# Above them a name has seven bits of each half: of one in which a slip was mended one half is left.
HALF_BITS = 7
_HALF_MASK = (1 << HALF_BITS) - 1
# Of two matters a day and a figure differ: one of them alone may be what was mended.
_FEWEST_DIFFER = 2
# Figures alone are brought up to date, two at a time: three of them are another matter's.
_FEWEST_FIGURES = 3


def of_two_matters(left: Slots, right: Slots, *, one_subject: bool = False) -> bool:
    """Return whether two notices of one frame are filled otherwise, not mended.

    A name differs of which no half is left, or two slots, three where all are figures; or the name
    that each of them has first, but not it alone where something else says that they have
    `one_subject`.
    """
    gaps = _gaps(left, right)
    if any(_names_another(mine, theirs) for mine, theirs in gaps):
        return True
    names, figures, which = (
        sum(min(len(_of_kind(kind, mine)), len(_of_kind(kind, theirs))) for mine, theirs in gaps)
        for kind in (NAME, NUMBER_OF, WHICH)
    )
    fewest = _FEWEST_DIFFER if names or which else _FEWEST_FIGURES
    if names + figures + which >= fewest:
        return True
    return not one_subject and _first_differs(left, right)


def _names_another(mine: Slots, theirs: Slots) -> bool:
    """Return whether each of two gaps has a name that is none of the other's with a slip."""
    left, right = _of_kind(NAME, mine), _of_kind(NAME, theirs)
    return any(not _is_near(name, right) for name in left) and any(
        not _is_near(name, left) for name in right
    )


def _is_near(name: int, names: Iterable[int]) -> bool:
    """Return whether one of `names` has a half of `name`: 祁|连珠 with a slip is cut 祈|连珠."""
    halves = _halves(name)
    return any(not halves.isdisjoint(_halves(other)) for other in names)


def _halves(name: int) -> set[int]:
    return {name >> HALF_BITS + 2, name >> 2 & _HALF_MASK}


def _first_differs(left: Slots, right: Slots) -> bool:
    """Return whether the names that come first are no name of the other, with or without a slip."""
    mine, theirs = _of_kind(NAME, left), _of_kind(NAME, right)
    return bool(mine and theirs) and not (_is_near(mine[0], theirs) or _is_near(theirs[0], mine))


def _of_kind(kind: int, slots: Slots) -> list[int]:
    return [slot for slot in slots if slot & KINDS == kind]


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
