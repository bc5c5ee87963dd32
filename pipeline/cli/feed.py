"""`news feed`: what is new in feeds to `news.raw.v1`, each item once."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.brokers import broker_settings
from pipeline.cli.console import counting, note, warn, write_json, write_line
from pipeline.errors import require_extra
from pipeline.settings import Settings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_NEEDS = ("feedparser", "httpx", "protego")


@app.command(
    epilog="Example: news feed https://daily.example/rss.xml feeds.opml --every 600. "
    "Exit codes: 0 all feeds were read, 1 some could not be, 2 usage, 3 broker, 130 stopped by "
    "Ctrl-C."
)
def feed(  # noqa: PLR0913 - one for each option
    sources: Annotated[
        list[str],
        typer.Argument(metavar="URL|OPML...", help="Feeds' addresses, and OPML files of them."),
    ],
    *,
    once: Annotated[bool, typer.Option("--once", help="Ask each feed once, and end.")] = False,
    every: Annotated[
        float, typer.Option(min=1, metavar="SECONDS", help="Ask each feed so often.")
    ] = 900.0,
    full: Annotated[
        bool, typer.Option("--full", help="Send the page that an item links to, not its text.")
    ] = False,
    allow_private: Annotated[
        list[str] | None,
        typer.Option(metavar="CIDR", help="A private network that feeds and pages may be in."),
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="What was read and sent. [default: one a broker in NEWS_DATA_DIR]"
        ),
    ] = None,
    pause: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="Between two requests to a host.")
    ] = 1.0,
    timeout: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="For a request and its whole body.")
    ] = 30.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print receipts as JSON.")] = False,
) -> int:
    """Poll RSS, Atom and JSON feeds, and send their new items to news.raw.v1.

    Prints id, partition, offset and link of each item that the broker has. An item is sent once,
    also after a kill; one that was changed is sent as a new version. robots.txt is obeyed. Private
    addresses are not connected to, whatever name or redirect leads there.
    """
    require_extra("feeds need", _NEEDS, extra="feeds")
    # Imported here: only with the extra they can be.
    from pipeline.feeds.addresses import networks  # noqa: PLC0415
    from pipeline.feeds.requesting import Limits  # noqa: PLC0415
    from pipeline.feeds.running import FeedRun, feeds_named  # noqa: PLC0415
    from pipeline.feeds.state import Sending  # noqa: PLC0415
    from pipeline.kafka.records import Receipt  # noqa: PLC0415

    urls = feeds_named(sources)
    allowed = networks(allow_private or ())
    settings = broker_settings()

    def show(record: Sending, receipt: Receipt) -> None:
        where = {"partition": receipt.partition, "offset": receipt.offset}
        if as_json:
            write_json({"id": receipt.id, **where, "source_id": record.where})
        else:
            line = f"{receipt.id}\t{receipt.partition}\t{receipt.offset}\t{record.where}"
            write_line(line.encode("utf-8", "replace"))

    run = FeedRun(
        settings,
        path=state or _state(settings),
        limits=Limits(seconds=timeout, pause=pause),
        allowed=allowed,
        full=full,
        every=every,
        show=show,
        warn=warn,
    )
    if not once:
        note(f"news: {len(urls)} feeds, each every {every:g} s (Ctrl-C ends it)")
    # Only what ends has a bar.
    with counting("feeds", len(urls)) if once else nullcontext(lambda: None) as count:
        sent, faults = asyncio.run(run.ask(urls, once=once, done=count))
    note(f"news: {sent} items sent; {len(urls) - faults} of {len(urls)} feeds read")
    return 1 if faults else 0


def _state(settings: Settings) -> Path:
    """Return the file of a broker: what was sent to another was not sent to this one."""
    name = hashlib.sha256(settings.broker.encode()).hexdigest()[:16]
    return settings.data_path() / "feeds" / f"{name}.sqlite"
