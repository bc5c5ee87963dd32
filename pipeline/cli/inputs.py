"""What verbs that read articles take: paths, format, encoding, site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.intake.files import InputRecord, Inputs, read_inputs

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...|-", help="Files, directories, or - for stdin.")
]
Format = Annotated[
    Literal["txt", "html", "json", "jsonl"] | None,
    typer.Option("--format", help="What the bytes are; else the file's name says it."),
]
Encoding = Annotated[
    str | None, typer.Option(help="Character set of the files; else it is found out.")
]
Site = Annotated[
    str | None, typer.Option(help="Site (host) of articles that name none themselves.")
]

Names = Annotated[
    Path | None,
    typer.Option(
        "--dict", metavar="TSV", help="Your own names: surface, type, id, aliases.", exists=True
    ),
]

Strict = Annotated[
    bool, typer.Option("--strict", help="Stop at the first file or article that is at fault.")
]

Accurate = Annotated[
    bool,
    typer.Option("--accurate", help="LAC finds the names: the extra [accurate], far slower."),
]


def read(paths: list[str], *, form: str | None, encoding: str | None, site: str | None) -> Inputs:
    """Return the articles of `paths`, each as the bytes of one record.

    Raises:
        UsageError: A path is not there, or there is no such form or encoding.
    """
    return read_inputs(paths, form=form, encoding=encoding, site=site)


def content_type(record: InputRecord) -> str | None:
    """Return the `content-type` header of a record; None for a JSON envelope in UTF-8."""
    if record.charset:
        return f"{record.content_type}; charset={record.charset}"
    return None if record.content_type == "application/json" else record.content_type
