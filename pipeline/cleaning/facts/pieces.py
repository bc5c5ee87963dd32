"""The parts of a judged article that may name people, source, place or time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pipeline.cleaning.names.bylines import bracket_in, dateline_in
from pipeline.cleaning.names.person_names import PersonNames
from pipeline.cleaning.names.wires import wire_in
from pipeline.text.normalize import INVISIBLE
from pipeline.types.articles import Line, Span, Struct

# Bylines and credits are short; what is longer is prose, and is read at both ends only.
_PIECE = 300
# The lines around the headline that may hold time, source and author of a page.
_NEAR = 8
# A dateline with its names, or the date that opens an article, stands in so many characters.
_OPENING = 100

Where = Literal["byline", "credit", "info", "body"]


class Piece(Struct, frozen=True, kw_only=True):
    """A part of the raw text that may name people, source or time, without invisible characters.

    `places[i]` is where its i-th character stands in the raw text.
    """

    text: str
    places: Sequence[int]
    where: Where


def pieces_of(
    text: str, lines: Sequence[Line], spans: Sequence[Span], names: PersonNames
) -> Iterator[Piece]:
    """Yield the parts of the text to read, in order."""
    inline: dict[int, list[Span]] = {}
    for span in spans:
        inline.setdefault(span.line, []).append(span)
    body = [number for number, line in enumerate(lines) if line.label == "body"]
    first, last = (body[0], body[-1]) if body else (0, len(lines) - 1)
    for number, line in enumerate(lines):
        if line.end - line.start < 2:
            continue
        for span in inline.get(number, ()):
            if span.kind != "other":
                yield _piece(text, line.start + span.start, line.start + span.end, span.kind)
        if line.label in {"byline", "credit"}:
            yield _piece(text, line.start, line.end, line.label)
        elif (
            line.label == "other"
            and line.reason != "disclaimer"
            and first - _NEAR <= number <= last + 2
        ):
            yield _piece(text, line.start, line.end, "info")
        if number == first and line.label == "body":
            skip = max((s.end for s in inline.get(number, ()) if s.kind == "byline"), default=0)
            start = line.start + skip
            end = min(line.end, start + _OPENING)
            # A dateline that nobody marked as a byline is one all the same.
            wire = wire_in(text[start:end], names)
            dateline = dateline_in(text[start:end])
            skipped = max(dateline.end if dateline else 0, bracket_in(text[start:end]))
            skipped = wire.end if wire else skipped
            if not skip and skipped:
                yield _piece(text, start, start + skipped, "byline")
                start += skipped
            yield _piece(text, start, end, "body")


def _piece(text: str, start: int, end: int, where: Where) -> Piece:
    end = min(end, start + _PIECE)
    part = text[start:end]
    if not INVISIBLE.search(part):
        return Piece(text=part, places=range(start, end), where=where)
    places = [start + n for n, char in enumerate(part) if not INVISIBLE.match(char)]
    return Piece(text="".join(text[place] for place in places), places=places, where=where)
