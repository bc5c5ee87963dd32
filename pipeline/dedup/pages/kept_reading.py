"""A page's reading kept, and a page read again as it was: the same event for the same version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.dedup.doubtful_lines import Overrides
from pipeline.dedup.tables.opened_row import KeptLink, OpenedRow, Reading
from pipeline.text.fingerprint import hash64
from pipeline.text.lines import from_columns, to_columns
from pipeline.types.articles import CleanArticle, Line, LineColumns, LinkRef, Struct


class PageReading(Struct, frozen=True, kw_only=True):
    """A page's lines as they were settled, its links, on how many other pages each line stood.

    `columns` are the lines once more, as an article holds them.
    """

    lines: list[Line]
    columns: LineColumns
    refs: tuple[LinkRef, ...]
    counts: dict[int, int]


def read_of(clean: CleanArticle, overrides: Overrides) -> int:
    """Return a hash of what a page's reading was made of, but for the memory."""
    words = [sorted(each) for each in (
        overrides.blocked_links, overrides.allowed_links,
        overrides.blocked_decorations, overrides.allowed_decorations,
    )]  # fmt: skip
    return hash64(f"{clean.lines.lengths}{clean.lines.labels}{clean.lines.scores}{words}")


def keep(
    clean: CleanArticle,
    lines: Sequence[Line],
    refs: Sequence[LinkRef],
    counts: Mapping[int, int],
    *,
    names: Sequence[str],
    of: int,
) -> Reading | None:
    """Return the reading of a page as it is kept; None where a link is not among `names`."""
    places = {name: number for number, name in enumerate(names)}
    if any(ref.id not in places for ref in refs):
        return None
    worn: dict[str, int] = {}
    links = []
    for ref in refs:
        surface = clean.text[ref.start : ref.end]
        links.append(
            KeptLink(
                line=ref.line,
                start=ref.start - lines[ref.line].start,
                length=ref.end - ref.start,
                name=places[ref.id],
                decorations=tuple(worn.setdefault(each, len(worn)) for each in ref.decorations),
                headline=None if ref.headline == surface else ref.headline,
            )
        )
    return Reading(
        of=of,
        changed=tuple(
            (number, line.label, line.score, line.reason)
            for number, (line, label, score, reason) in enumerate(_with_columns(lines, clean.lines))
            if (line.label, line.score, line.reason) != (label, score, reason)
        ),
        links=tuple(links),
        decorations=tuple(worn),
        counts=tuple((number, count) for number, count in counts.items() if count),
    )


def _with_columns(
    lines: Sequence[Line], columns: LineColumns
) -> Iterator[tuple[Line, str, float, str]]:
    """Yield each line with label, score and reason that the clean stage gave it."""
    reasons = map(columns.reason_names.__getitem__, columns.reasons)
    return zip(lines, columns.labels, columns.scores, reasons, strict=True)


def read_again(clean: CleanArticle, row: OpenedRow, reading: Reading) -> PageReading:
    """Return what a page was read as, out of the row that was kept of it."""
    lines = from_columns(clean.lines)
    for number, label, score, reason in reading.changed:
        start, end = lines[number].start, lines[number].end
        lines[number] = Line(start=start, end=end, label=label, score=score, reason=reason)
    refs = []
    for link in reading.links:
        start = lines[link.line].start + link.start
        end = start + link.length
        refs.append(
            LinkRef(
                line=link.line,
                start=start,
                end=end,
                id=row.links[link.name],
                headline=clean.text[start:end] if link.headline is None else link.headline,
                decorations=tuple(reading.decorations[number] for number in link.decorations),
            )
        )
    return PageReading(
        lines=lines,
        columns=to_columns(lines) if reading.changed else clean.lines,
        refs=tuple(refs),
        counts=dict(reading.counts),
    )
