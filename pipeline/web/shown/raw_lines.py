"""The raw text of an article again, line by line: what was kept, what was taken out, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.document.fields import EnrichedDocument
from pipeline.types.articles import Line, Struct
from pipeline.web.shown.lit_text import FoundSpans, Lit

MOST = 100_000
"""Characters of one article that are shown; its event has the rest."""
MOST_LINES = 5_000


class RawPiece(Struct, frozen=True, kw_only=True):
    """A part of a line that was kept (`lit`), or taken out (`removed`, and why)."""

    start: int
    end: int
    label: str
    lit: tuple[Lit, ...] = ()
    removed: str = ""
    reason: str = ""
    score: float | None = None
    link: str = ""


class RawLine(Struct, frozen=True, kw_only=True):
    """One line of the raw text. `label` is what it is; score and reason where they are known."""

    number: int
    label: str
    pieces: tuple[RawPiece, ...]
    reason: str = ""
    score: float | None = None

    def is_gone(self) -> bool:
        """Tell whether nothing of the line was kept."""
        return bool(self.pieces) and all(piece.removed for piece in self.pieces)


class Paragraph(Struct, frozen=True, kw_only=True):
    """One line of the clean body."""

    lit: tuple[Lit, ...]


def raw_lines(document: EnrichedDocument, judged: Iterable[Line] = ()) -> tuple[RawLine, ...]:
    """Return the lines of the raw text, up to `MOST` characters; blank ones have no piece.

    Args:
        document: The article.
        judged: The judged lines, where they are at hand: the event has scores and reasons of what
            was removed alone.
    """
    known = {line.start: line for line in judged}
    lines: list[RawLine] = []
    line: list[RawPiece] = []
    number, end = 1, 0
    for piece in _pieces(document):
        if line and piece.start > end:
            lines.append(_line(number, line, known))
            line = []
        # Between two lines there is one LF; each one more is a blank line.
        gap = piece.start - end
        number += gap if end or gap else 0
        if piece.start > MOST or len(lines) >= MOST_LINES:
            break
        line.append(piece)
        end = max(end, piece.end)
    if line:
        lines.append(_line(number, line, known))
    return tuple(lines)


def clean_paragraphs(document: EnrichedDocument) -> tuple[Paragraph, ...]:
    """Return the lines of the clean body, up to `MOST` characters."""
    facts = document.enrichment
    if facts is None or not document.bodies:
        return ()
    marks, found, start = FoundSpans(facts), [], 0
    for line in document.bodies[0].value[:MOST].split("\n")[:MOST_LINES]:
        found.append(Paragraph(lit=marks.lit(line, start)))
        start += len(line) + 1
    return tuple(found)


def characters_left(document: EnrichedDocument) -> int:
    """Return how many characters are not shown."""
    facts = document.enrichment
    runs = facts.text.map if facts else ()
    ends = [start + length for _, start, length in runs]
    ends += [piece.end for piece in facts.boilerplate.removed] if facts else []
    return max(max(ends, default=0) - MOST, 0)


def _pieces(document: EnrichedDocument) -> list[RawPiece]:
    facts = document.enrichment
    if facts is None or not document.bodies:
        return []
    marks, body = FoundSpans(facts), document.bodies[0].value
    found = [
        RawPiece(
            start=head.start, end=head.end, label=head.label,
            lit=marks.lit(head.text[:MOST], 0, head=index),
        )
        for index, head in enumerate(facts.text.head)
    ]  # fmt: skip
    found += [
        RawPiece(
            start=raw, end=raw + length, label="body",
            lit=marks.lit(body[at : at + length][:MOST], at),
        )
        for at, raw, length in facts.text.map
        if raw <= MOST
    ]  # fmt: skip
    found += [
        RawPiece(
            start=gone.start, end=gone.end, label=gone.kind, removed=gone.text[:MOST],
            reason=gone.reason, score=gone.score, link=gone.link_id or "",
        )
        for gone in facts.boilerplate.removed
        if gone.end > gone.start
    ]  # fmt: skip
    return sorted(found, key=lambda piece: (piece.start, piece.end))


def _line(number: int, pieces: list[RawPiece], known: Mapping[int, Line]) -> RawLine:
    kept = next((piece for piece in pieces if not piece.removed), pieces[0])
    judged = known.get(pieces[0].start)
    return RawLine(
        number=number,
        label=judged.label if judged else kept.label,
        pieces=tuple(pieces),
        reason=judged.reason if judged else "",
        score=judged.score if judged else None,
    )
