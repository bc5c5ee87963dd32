"""`news explain`: one article line by line, kept or removed, why, how sure; time a stage."""

from __future__ import annotations

import itertools
from typing import Annotated, Any

import msgspec
import typer

from pipeline.cli.console import note, screen, write_json
from pipeline.cli.inputs import Encoding, Format, Names, Site, read
from pipeline.cli.view import Row, line_of, print_facts, rows
from pipeline.document.fields import EnrichedDocument
from pipeline.document.ninjs import document
from pipeline.errors import UsageError
from pipeline.offline.run import Options, outcomes, printable
from pipeline.offline.steps import Refused
from pipeline.settings import load_settings
from pipeline.text.lines import from_columns
from pipeline.types.articles import EnrichedArticle, StageRun

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    epilog="Example: news explain examples/texts/harbour-web.txt. "
    "Exit codes: 0 explained, 1 the article is rejected or unreadable, 2 usage."
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
    (outcome,) = outcomes(
        chosen, Options(names_file=names, seconds=load_settings().article_seconds)
    )
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
