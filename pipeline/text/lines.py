"""The lines of a raw text: where they start and end, and their columns on the wire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.types.articles import Label, Line, LineColumns


def spans_of_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open span of each line, LF excluded; a final LF makes a last empty line."""
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def to_columns(lines: Sequence[Line]) -> LineColumns:
    """Return `lines` column by column, each distinct reason stored once."""
    names: dict[str, int] = {}
    return LineColumns(
        lengths=tuple([line.end - line.start for line in lines]),
        labels=tuple([line.label for line in lines]),
        scores=tuple([round(line.score, 4) for line in lines]),
        reasons=tuple([names.setdefault(line.reason, len(names)) for line in lines]),
        reason_names=tuple(names),
    )


def from_columns(columns: LineColumns) -> list[Line]:
    """Return the lines that `columns` hold, offsets counted up again."""
    lines: list[Line] = []
    start = 0
    rows = zip(columns.lengths, columns.labels, columns.scores, columns.reasons, strict=True)
    for length, label, score, reason in rows:
        lines.append(make_line(start, length, label, score, columns.reason_names[reason]))
        start += length + 1
    return lines


def make_line(start: int, length: int, label: Label, score: float, reason: str) -> Line:
    """Return the line of `length` code points that begins at `start`."""
    return Line(start=start, end=start + length, label=label, score=score, reason=reason)
