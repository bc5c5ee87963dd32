"""`news enrich`: the same stages over files, JSON Lines out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import typer

from pipeline.cli.console import note, watched, write_line
from pipeline.cli.inputs import Accurate, Encoding, Format, Names, Paths, Site, Strict, read
from pipeline.intake.files import InputRecord, Inputs
from pipeline.offline.run import Options, enrich_inputs
from pipeline.settings import load_settings
from pipeline.stages.garbage import look_seldom

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    epilog="Example: news enrich articles.jsonl --stage dedup > judged.jsonl. "
    "Exit codes: 0 all came out, 1 some were rejected or could not be read, 2 usage."
)
def enrich(  # noqa: PLR0913 - one for each option
    paths: Paths,
    *,
    stage: Annotated[
        Literal["clean", "dedup", "extract"], typer.Option(help="Stop after this stage.")
    ] = "extract",
    jobs: Annotated[int, typer.Option(min=1, help="Processes; the output is the same.")] = 1,
    names: Names = None,
    accurate: Accurate = False,
    form: Format = None,
    encoding: Encoding = None,
    site: Site = None,
    strict: Strict = False,
) -> int:
    """Run articles through clean, dedup and extract without a broker; JSON Lines out.

    A .txt file is one article, a .html file one page, a .jsonl line a raw article. Objects come
    in input order; a rejected article is an object with "rejected", and so is a file that cannot
    be read.
    """
    look_seldom()
    inputs = read(paths, form=form, encoding=encoding, site=site)
    options = Options(
        stage=stage,
        jobs=jobs,
        names_file=names,
        accurate=accurate,
        seconds=load_settings().article_seconds,
    )
    refused = 0
    for accepted, line in watched(enrich_inputs(_named(inputs), options), "articles", of=inputs):
        write_line(line)
        refused += not accepted
        if refused and strict:
            note("news: stopped at the first that was rejected (--strict)")
            return 1
    if refused:
        note(f'news: {refused} rejected; each says why under "rejected"')
    return 1 if refused else 0


def _named(inputs: Inputs) -> Iterator[InputRecord]:
    """Yield `inputs`; what could not be read is named for the person too."""
    for record in inputs:
        if record.problem:
            note(f"news: {record.source_id}: {record.problem}")
        yield record
