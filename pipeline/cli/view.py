"""An enriched article as a person reads it: kept lines coloured, removed ones struck out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from pipeline.document.enrichment_fields import Enrichment
from pipeline.document.fields import EnrichedDocument
from pipeline.document.found_fields import WireMention, WireValue
from pipeline.types.articles import Line, LinkRef, Struct

STYLES = {
    "person": "bold magenta",
    "place": "bold green",
    "organisation": "bold cyan",
    "event": "bold yellow",
    "work": "bold blue",
    "product": "bold blue",
}
_VALUE_STYLE = "underline"
_REMOVED_STYLE = "strike dim"


class Row(Struct, frozen=True, kw_only=True):
    """One line (or cut piece) of the raw text. `start` is its place there, in code points.

    `marks` are `(start, end, style)` in `text`; `link` is the headline under the decorations.
    """

    start: int
    text: str
    kept: bool
    label: str
    reason: str = ""
    score: float | None = None
    link: str | None = None
    marks: tuple[tuple[int, int, str], ...] = ()

    def styled(self) -> Text:
        """Return the text with its colours, or struck out."""
        styled = Text(self.text, style="" if self.kept else _REMOVED_STYLE)
        for start, end, style in self.marks:
            styled.stylize(style, start, end)
        return styled


def rows(
    document: EnrichedDocument, lines: Sequence[Line] = (), links: Iterable[LinkRef] = ()
) -> list[Row]:
    """Return the article's lines in the order of the raw text.

    Args:
        document: The enriched article.
        lines: The judged lines, where they are at hand: the wire holds scores and reasons of
            removed ones only.
        links: The links, where they are at hand, for their headlines.
    """
    facts = document.enrichment
    if facts is None:
        return []
    headlines: dict[int, list[str]] = {}
    for link in links:
        headlines.setdefault(link.line, []).append(link.headline)
    names = {line.start: " / ".join(headlines.get(n, ())) for n, line in enumerate(lines)}
    judged = {line.start: line for line in lines}
    found = [*_head(facts), *_body(document.bodies[0].value, facts)]
    found = [_with_judgement(row, judged.get(row.start)) for row in found]
    found += [
        Row(
            start=piece.start,
            text=piece.text,
            kept=False,
            label=piece.kind,
            reason=piece.reason,
            score=piece.score,
            link=names.get(piece.start) or None,
        )
        for piece in facts.boilerplate.removed
    ]
    return sorted(found, key=lambda row: row.start)


def line_of(row: Row, number: int) -> Text:
    """Return one line as it is shown: number, + or -, label, score, text, why, headline."""
    score = "" if row.score is None else f"{row.score:.2f}"
    mark = ("+", "green") if row.kept else ("-", "red")
    line = Text.assemble(
        (f"{number:>4} ", "dim"), mark, f" {row.label:<9}", (f"{score:>4}  ", "dim"), row.styled()
    )
    if row.reason:
        line.append(f"  [{row.reason}]", style="italic cyan")
    if row.link:
        line.append(f"  → {row.link}", style="blue")
    return line


def print_facts(out: Console, made: EnrichedDocument) -> None:
    """Print who, where and when of an article, and what it is to the articles before it."""
    facts = made.enrichment
    assert facts is not None
    sources = "、".join(f"{p.role}: {p.name}" for p in made.info_sources)
    if made.by or sources:
        out.print(f"by {made.by or '-'}; {sources}")
    if made.content_created:
        out.print(f"published {made.content_created}")
    for kind, style in STYLES.items():
        line = Text(f"{kind:<13}")
        of_kind = [entity for entity in facts.entities if entity.type == kind]
        for entity in of_kind:
            line.append(entity.name, style=style)
            line.append(f" ({entity.position})  " if entity.position else "  ")
        if of_kind:
            out.print(line)
    if facts.values:
        out.print("values       " + "  ".join(f"{v.surface}={v.value}" for v in facts.values))
    twin = facts.duplicate
    out.print(f"story        {twin.story} ({twin.status})")


def _head(facts: Enrichment) -> list[Row]:
    return [
        Row(
            start=head.start,
            text=head.text,
            kept=True,
            label=head.label,
            marks=_marks(facts, "headline", index, 0, len(head.text)),
        )
        for index, head in enumerate(facts.text.head)
    ]


def _body(body: str, facts: Enrichment) -> list[Row]:
    """Return the body's lines, each at the raw start of its first run."""
    raw_starts = {run[0]: run[1] for run in facts.text.map}
    found = []
    start = 0
    for line in body.split("\n") if facts.text.map else ():
        end = start + len(line)
        marks = _marks(facts, "body", None, start, end)
        raw_start = raw_starts.get(start, 0)
        found.append(Row(start=raw_start, text=line, kept=True, label="body", marks=marks))
        start = end + 1
    return found


def _with_judgement(row: Row, line: Line | None) -> Row:
    if line is None:
        return row
    return Row(
        start=row.start,
        text=row.text,
        kept=row.kept,
        label=line.label,
        reason=line.reason,
        score=line.score,
        marks=row.marks,
    )


def _marks(
    facts: Enrichment, field: str, index: int | None, start: int, end: int
) -> tuple[tuple[int, int, str], ...]:
    """Return what is found in `[start, end)` of a field, moved to that line; values first."""
    found: list[tuple[WireMention | WireValue, str]] = [(v, _VALUE_STYLE) for v in facts.values]
    found += [(m, STYLES[m.type]) for m in facts.mentions]
    return tuple(
        (each.start - start, each.end - start, style)
        for each, style in found
        if each.field == field and each.index == index and each.start >= start and each.end <= end
    )
