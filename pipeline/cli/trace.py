"""`news trace ID|URL`: every record of one article on every topic, in order, with reasons."""

from __future__ import annotations

import asyncio
import time
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from pipeline.cli.brokers import broker_settings, since_seconds
from pipeline.cli.console import counting, note, printable, screen, shown_time, warn, write_json
from pipeline.cli.reader import reader
from pipeline.operations.article_names import sought
from pipeline.operations.trace import Trace, Traced, trace
from pipeline.settings import Settings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_STYLES = {"rejected": "red", "enriched": "green", "canceled": "yellow", "withheld": "yellow"}


@app.command(
    "trace",
    epilog="Example: news trace https://daily.example/2024/0518/bridge.html. Exit codes: "
    "0 printed, 1 no record is of it, 2 usage, 3 broker.",
)
def trace_(
    article: Annotated[str, typer.Argument(metavar="ID|URL", help="Its id, your own, or URL.")],
    *,
    since: Annotated[
        str | None, typer.Option(help="Read no older records: 90m, 2h, 3d ago, or a time.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines.")] = False,
) -> int:
    """Print every record of an article, on every topic, in order, with what became of it.

    Topics whose key is the article's id are read in one partition; the others are read whole.
    """
    settings = broker_settings()
    start = since_seconds(since, now=time.time())
    found = asyncio.run(_trace(settings, article, start))
    if not found.rows:
        note(f"news: {article}: no record is of it. Topics keep days: docs/topics.md")
        return 1
    for row in found.rows:
        if as_json:
            write_json(_facts(row))
        else:
            with reader():
                screen().print(_line(row))
    if found.open:
        note("news: its last raw record has come to nothing yet: `news lag` shows who is behind")
    return 0


async def _trace(settings: Settings, article: str, since: float | None) -> Trace:
    with counting("reading") as count:
        return await trace(settings, sought(article), since=since, tell=warn, count=count)


def _facts(row: Traced) -> dict[str, object]:
    times = {"time": shown_time(row.time), "ms": round(row.time * 1000)}
    return {**msgspec.to_builtins(row), **times}


def _line(row: Traced) -> Text:
    line = Text(f"{shown_time(row.time)}  ")
    line.append(f"{row.topic.removeprefix('news.').removesuffix('.v1'):<15}")
    line.append(f"{row.partition:>3}/{row.offset:<8} ", style="dim")
    line.append(f"{row.what:<10}", style=_STYLES.get(row.what, ""))
    if row.reason:
        line.append(printable(f" {row.stage}: {row.reason}"), style="bold")
    line.append(f" {printable(row.detail)}")
    return line
