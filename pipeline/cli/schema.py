"""`news schema print|check`: the schemas of what is on the topics, and lines held against them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import note, printable, watched, write_json, write_line
from pipeline.codec import encode_json
from pipeline.document.asyncapi import asyncapi
from pipeline.document.schemas import schemas
from pipeline.errors import UnreadableInputError, UsageError

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    help="Print the JSON Schemas of what is on the topics, or hold lines of JSON against them.",
)

_ASYNCAPI = "asyncapi"


@app.command("print", epilog="Example: news schema print enriched. Exit codes: 0 printed, 2 usage.")
def print_(
    name: Annotated[
        str | None, typer.Argument(help="enriched, news.raw.v1, export, asyncapi; else their list.")
    ] = None,
) -> int:
    """Print a schema of this version; without a name, the names of all."""
    known = schemas()
    if name is None:
        for each in (*known, _ASYNCAPI):
            write_line(each.encode())
        return 0
    found = asyncapi() if name == _ASYNCAPI else known[_named(name)]
    write_line(encode_json(found, indent=True))
    return 0


@app.command(
    epilog="Example: news export news.enriched.v1 --since 1d | news schema check -. Exit codes: "
    "0 every line holds, 1 some do not, 2 usage or a file that cannot be read."
)
def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="FILE...|-", help="JSON Lines, or - for stdin.")
    ],
    *,
    name: Annotated[
        str | None, typer.Option("--as", help="The schema; else each line says what it is.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the faults as JSON Lines.")
    ] = False,
) -> int:
    """Print what is wrong with lines of JSON, a line for each fault: file, line, where, what.

    A line is what `news export`, `news rejected export` or `news consume` printed, or a raw
    article as `news publish` takes it.
    """
    # Imported here: to print a schema needs no validator.
    from pipeline.operations.schema_check import faults  # noqa: PLC0415

    schema = None if name is None else _named(name)
    lines = wrong = count = 0
    for path, number, line in watched(_lines(paths), "lines"):
        lines += 1
        found = list(faults(line, schema))
        wrong += bool(found)
        count += len(found)
        for each in found:
            if as_json:
                facts = {"file": path, "line": number, "path": each.path, "message": each.message}
                write_json(facts)
            else:
                shown = printable(f"{path}:{number}: {each.path}: {each.message}")
                write_line(shown.encode("utf-8", "backslashreplace"))
    note(f"news: {lines} lines, {count} faults in {wrong} of them")
    return 1 if wrong else 0


def _named(name: str) -> str:
    """Return the schema that `name` names: `enriched` is `news.enriched.v1`."""
    known = schemas()
    for each in (name, f"news.{name}.v1"):
        if each in known:
            return each
    raise UsageError(
        f"no schema is called {name!r}",
        mend="`news schema print` lists them. What is rejected: export",
    )


def _lines(paths: list[str]) -> Iterator[tuple[str, int, bytes]]:
    for path in paths:
        with ExitStack() as opened:
            try:
                file = (
                    sys.stdin.buffer if path == "-" else opened.enter_context(Path(path).open("rb"))
                )
                for number, line in enumerate(file, start=1):
                    if line.strip():
                        yield path, number, line
            except OSError as error:
                raise UnreadableInputError(
                    f"cannot be read ({error.strerror})", where=path, mend="Give JSON Lines"
                ) from error
