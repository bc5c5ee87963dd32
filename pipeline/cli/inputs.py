"""What verbs that read articles take: paths, format, encoding, site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.intake.files import InputRecord, read_inputs

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

Accurate = Annotated[
    bool,
    typer.Option("--accurate", help="LAC finds the names: the extra [accurate], far slower."),
]


def read(
    paths: list[str], *, form: str | None, encoding: str | None, site: str | None
) -> Iterator[InputRecord]:
    """Yield the articles of `paths`, each as the bytes of one record.

    Raises:
        UnreadableInputError: A path cannot be opened.
    """
    return read_inputs(paths, form=form, encoding=encoding, site=site)


def content_type(record: InputRecord) -> str | None:
    """Return the `content-type` header of a record; None for a JSON envelope in UTF-8."""
    if record.charset:
        return f"{record.content_type}; charset={record.charset}"
    return None if record.content_type == "application/json" else record.content_type
