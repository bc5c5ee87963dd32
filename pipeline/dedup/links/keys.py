"""What tells two links apart: a headline's key, and where it was cut off."""

from __future__ import annotations

from pipeline.dedup.links import bullets_and_cuts

SHORTEST_CUT = 8
"""A headline cut shorter than this could be the beginning of anything."""

Span = tuple[int, int]


def headline_key(folded: str, span: Span) -> tuple[str, int | None]:
    """Return a headline's key, without the ellipsis that ends it, and where it was cut off.

    "<headline>..." may be whole: until a longer one is known, it is the headline.
    """
    cut = bullets_and_cuts.cut_at(folded, *span)
    if cut is not None and len(key := key_of(folded[span[0] : cut])) >= SHORTEST_CUT:
        return key, cut
    return key_of(folded[slice(*span)]), cut


def key_of(folded: str) -> str:
    """Return a headline's key: no blanks, lower case, one kind of quotation marks."""
    # `translate` would raise and catch an error for each other character: 14 µs, and this .4.
    return folded.replace(" ", "").replace("「", '"').replace("」", '"').lower()
