"""`news explain`: one article line by line, kept or removed, why, how sure; time a stage."""

from __future__ import annotations

import itertools
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.text import Text

from pipeline.cli.console import note, screen, write_json
from pipeline.cli.inputs import Encoding, Format, Names, Site, read
from pipeline.cli.view import STYLES, Row, rows
from pipeline.errors import UsageError
from pipeline.models import EnrichedArticle, StageRun
from pipeline.ninjs import document
from pipeline.offline import Options, outcomes, printable
from pipeline.offline_steps import Refused
from pipeline.text.lines import from_columns
from pipeline.wire import EnrichedDocument

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    epilog="Example: news explain examples/texts/harbour-web.txt. "
    "Exit codes: 0 explained, 1 the article is rejected, 2 usage or unreadable input."
)
def explain(  # noqa: PLR0913 - one for each option
    path: Annotated[str, typer.Argument(metavar="PATH|-", help="A file, or - for stdin.")],
    *,
    number: Annotated[int, typer.Option(min=1, help="Which article of the file.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print the facts as JSON.")] = False,
    names: Names = None,
    form: Format = None,
    encoding: Encoding = None,
    site: Site = None,
) -> int:
    """Show one article line by line: + kept or - removed, what it is, how sure, and why."""
    inputs = read([path], form=form, encoding=encoding, site=site)
    chosen = list(itertools.islice(inputs, number - 1, number))
    if not chosen:
        raise UsageError(
            f"there is no article {number}", where=path, mend="Give a smaller --number"
        )
    (outcome,) = outcomes(chosen, Options(names_file=names))
    if isinstance(outcome, Refused):
        if as_json:
            write_json(printable(outcome))
        why = outcome.rejection
        note(f"news: {outcome.source_id}: rejected by {why.stage} ({why.reason}): {why.detail}")
        return 1
    assert isinstance(outcome, EnrichedArticle)
    made = document(outcome)
    article = outcome.article
    shown = rows(made, from_columns(article.lines), article.links)
    runs = (*article.stages, *outcome.stages)
    if as_json:
        write_json(_facts(made, shown, runs, article.facts.origin.source_id))
    else:
        _print(made, shown, runs)
    return 0


def _facts(
    made: EnrichedDocument, shown: list[Row], runs: tuple[StageRun, ...], source_id: str
) -> dict[str, Any]:
    assert made.enrichment is not None
    return {
        "source_id": source_id,
        "id": made.uri.removeprefix("urn:uuid:"),
        "lines": [
            {
                "start": row.start,
                "text": row.text,
                "kept": row.kept,
                "label": row.label,
                "score": row.score,
                "reason": row.reason,
                "link": row.link,
            }
            for row in shown
        ],
        "entities": msgspec.to_builtins(made.enrichment.entities),
        "values": msgspec.to_builtins(made.enrichment.values),
        "stages": [{"name": r.name, "ms": round(r.ms, 3), "outcome": r.outcome} for r in runs],
    }


def _print(made: EnrichedDocument, shown: list[Row], runs: tuple[StageRun, ...]) -> None:
    out = screen()
    for number, row in enumerate(shown, 1):
        out.print(line_of(row, number))
    out.print()
    print_facts(out, made)
    for run in runs:
        out.print(f"{run.name:<8} {run.ms:8.2f} ms  {run.outcome}")


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
