"""Where a headline stands in its line, as far as the line itself says."""

from __future__ import annotations

from pipeline.dedup.links.beside import PrintedBeside
from pipeline.dedup.links.bullets_and_cuts import strip_front, trim
from pipeline.dedup.links.dates_of_lines import date_ahead, date_behind
from pipeline.dedup.links.keys import Span
from pipeline.dedup.links.ranks import loose_rank_ahead

# Dates and what else is printed stand one behind the other so often at most.
_MOST_ROUNDS = 3


def spans_of(folded: str, part: Span, beside: PrintedBeside, *, counted: bool) -> tuple[Span, Span]:
    """Return the span of a link in `folded[part]` without bullets and date, and the one inside.

    Inside is what stands between the things that feeds print beside headlines. With `counted`
    set, the line's number counts on with others' of the page.
    """
    start, _ = shown = _bare(folded, part, counted=counted)
    listed = _is_listed(folded, part[0], start)
    # A date may be the last of what is printed behind, or hide the rest.
    inside = beside.inside(folded, whole := (start, part[1]), listed=listed)
    if inside == whole != shown:
        inside = beside.inside(folded, whole := shown, listed=listed)
    if inside == whole:
        return shown, shown
    for _ in range(_MOST_ROUNDS):
        if inside[1] < part[1]:
            # What stands behind says that a number or a date before is none of the headline's.
            inside = without_loose_front(folded, *inside), inside[1]
        bare = _bare(folded, inside, listed=listed)
        if bare == inside:
            break
        inside = beside.inside(folded, bare, listed=listed)
    return shown, inside


def without_loose_front(folded: str, start: int, end: int) -> int:
    """Return where a headline begins behind what may be a rank, a date or both."""
    begin = loose_rank_ahead(folded, start, end)
    return date_ahead(folded, begin, end, perhaps=True)


def _bare(folded: str, span: Span, *, counted: bool = False, listed: bool = False) -> Span:
    start = strip_front(folded, *span, counted=counted)
    # Two things that lists print bear each other out: 上一条 <headline> 11-08.
    perhaps = listed or _is_listed(folded, span[0], start)
    end = date_behind(folded, start, span[1], perhaps=perhaps)
    return trim(folded, start, end)


def _is_listed(folded: str, start: int, end: int) -> bool:
    """Return whether a number, a date or a lead-in stands before a headline, not a bullet alone."""
    return any(map(str.isalnum, folded[start:end]))
