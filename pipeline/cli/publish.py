"""`news publish`: articles to `news.raw.v1`, acknowledged one by one, none of them twice."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from pipeline.cli.brokers import broker_settings
from pipeline.cli.console import note, watched
from pipeline.cli.inputs import Encoding, Format, Paths, Site, Strict, read
from pipeline.cli.journal import Journal
from pipeline.cli.sending import Sender
from pipeline.errors import UsageError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    epilog="Example: NEWS_BROKER=localhost:9092 news publish examples/texts --site daily.example. "
    "Exit codes: 0 all acknowledged (or sent before), 1 some are no articles, too large or "
    "unreadable, 2 usage, 3 broker."
)
def publish(  # noqa: PLR0913 - one for each option
    paths: Paths,
    *,
    form: Format = None,
    encoding: Encoding = None,
    site: Site = None,
    rate: Annotated[
        float | None, typer.Option(min=0.001, help="Articles a second, at most.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Send what was sent before too.")] = False,
    resume_from: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Pass over what stands before line N of stdin."),
    ] = None,
    strict: Strict = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print receipts as JSON.")] = False,
) -> int:
    """Send articles to news.raw.v1 and wait until the broker has them.

    Prints id, partition, offset and source of each. The same command again sends only what is
    new or was changed. What is no article, cannot be read or has more than 8 MiB is named and
    passed over.
    """
    if resume_from is not None and "-" not in paths:
        raise UsageError("--resume-from is for standard input", mend="Files go on by themselves")
    settings = broker_settings()
    records = read(paths, form=form, encoding=encoding, site=site)
    journal = Journal(
        settings.data_path() / "publish",
        settings.broker,
        paths,
        options=(form, encoding, site),
        again=again,
    )
    sender = Sender(journal, rate=rate, as_json=as_json, strict=strict, first=resume_from or 1)
    finished = False
    try:
        asyncio.run(sender.send(watched(records, "articles", of=records), settings))
        finished = not sender.refused
    except BaseException as error:
        if line := sender.how_to_go_on(stopped=isinstance(error, KeyboardInterrupt)):
            note(f"news: {line}")
        raise
    finally:
        journal.close(finished=finished)
    for line in sender.totals():
        note(f"news: {line}")
    return 1 if sender.refused else 0
