"""The clean body out of a judged raw text, with the map that takes every offset back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pipeline.text.normalize import INVISIBLE
from pipeline.types.articles import (
    BODY_LABELS,
    HEAD_LABELS,
    HeadLine,
    Line,
    LinkRef,
    Removed,
    Span,
    Struct,
)
from pipeline.types.line_reasons import LineReason

# Why a span is cut out of a body line, by its kind.
_WHY: Final[Mapping[str, LineReason]] = {
    "credit": "inline-credit",
    "other": "inline-furniture",
}


class Assembly(Struct, frozen=True, kw_only=True):
    """The parts of a raw text: body with its map, head lines, removed pieces, silent spans.

    Shapes and units as in `pipeline.types.articles.UniqueArticle`.
    """

    body: str
    map: tuple[tuple[int, int, int], ...]
    head: tuple[HeadLine, ...]
    removed: tuple[Removed, ...]
    silent: tuple[tuple[int, int], ...]


def assemble(
    text: str, lines: Sequence[Line], spans: Iterable[Span], links: Iterable[LinkRef] = ()
) -> Assembly:
    """Split `text` into body, head lines and removed pieces; together they rebuild it.

    Body lines are joined by LF. Inline credits, other furniture and invisible characters are cut
    out into `removed`; bylines stay and are silent.
    """
    inline: dict[int, list[Span]] = {}
    for span in spans:
        inline.setdefault(span.line, []).append(span)
    link_ids = {link.line: link.id for link in links}
    pieces: list[str] = []
    runs: list[tuple[int, int, int]] = []
    head: list[HeadLine] = []
    removed: list[Removed] = []
    silent: list[tuple[int, int]] = []
    size = 0
    # Nearly every text shows all of its characters: its lines are not searched one by one.
    visible = INVISIBLE.search(text) is None
    for number, line in enumerate(lines):
        if line.label in HEAD_LABELS:
            raw = text[line.start : line.end]
            head.append(HeadLine(label=line.label, start=line.start, end=line.end, text=raw))
            continue
        if line.label not in BODY_LABELS:
            if line.end > line.start:
                removed.append(_removed_line(text, line, link_ids.get(number)))
            continue
        if runs:
            pieces.append("\n")
            size += 1
        own = inline.get(number, ())
        first = size
        taken = [] if visible and not own else _cut(text, line, own)
        removed.extend(taken)
        position = line.start
        line_runs: list[tuple[int, int, int]] = []
        for start, end in [(r.start, r.end) for r in taken] + [(line.end, line.end)]:
            if start > position:
                line_runs.append((size, position, start - position))
                pieces.append(text[position:start])
                size += start - position
            position = max(position, end)
        # An emptied body line still holds its place between two LFs.
        runs.extend(line_runs or [(size, line.start, 0)])
        if line.label == "byline":
            silent.append((first, size))
        silent.extend(_body_spans(line, own, line_runs) if own else ())
    return Assembly(
        body="".join(pieces),
        map=tuple(runs),
        head=tuple(head),
        removed=tuple(removed),
        silent=tuple(span for span in silent if span[1] > span[0]),
    )


def _removed_line(text: str, line: Line, link_id: str | None) -> Removed:
    return Removed(
        kind=line.label,
        start=line.start,
        end=line.end,
        text=text[line.start : line.end],
        reason=line.reason,
        score=line.score,
        link_id=link_id,
    )


def _cut(text: str, line: Line, spans: Sequence[Span]) -> list[Removed]:
    """Return the pieces to take out of a body line, ascending and disjoint."""
    taken: list[Removed] = []
    edges = sorted(
        (line.start + s.start, line.start + s.end, s.kind) for s in spans if s.kind != "byline"
    )
    position = line.start
    for left, right, kind in [*edges, (line.end, line.end, "")]:
        start, end = max(left, position), min(max(right, position), line.end)
        taken.extend(
            _piece(text, match.start(), match.end(), "invisible", "no-width")
            for match in INVISIBLE.finditer(text, position, start)
        )
        if end > start:
            taken.append(_piece(text, start, end, kind, _WHY[kind]))
        position = end
    return taken


def _piece(text: str, start: int, end: int, kind: str, reason: LineReason) -> Removed:
    return Removed(kind=kind, start=start, end=end, text=text[start:end], reason=reason, score=1.0)


def _body_spans(
    line: Line, spans: Sequence[Span], runs: Sequence[tuple[int, int, int]]
) -> list[tuple[int, int]]:
    """Return the bylines of `spans` (offsets in the line) as body spans, through its runs."""
    found = []
    for span in spans:
        if span.kind != "byline":
            continue
        start, end = line.start + span.start, line.start + span.end
        inside = [
            (b + max(start - r, 0), b + min(end - r, n))
            for b, r, n in runs
            if r < end and r + n > start
        ]
        if inside:
            found.append((inside[0][0], inside[-1][1]))
    return found
