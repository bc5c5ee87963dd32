"""`news consume`: enriched articles as JSON Lines, filtered, as they come or up to now."""

from __future__ import annotations

import asyncio
import time
from typing import Annotated, Any

import typer

from pipeline.cli.brokers import broker_settings, since_seconds
from pipeline.cli.console import note, warn, write_json
from pipeline.cli.reader import flush
from pipeline.codec import decode_json
from pipeline.errors import CodecError
from pipeline.kafka.consumer import Consumer
from pipeline.types.articles import Struct

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Filter(Struct, frozen=True, kw_only=True):
    """What an article must have to be printed; None asks nothing."""

    entity: str | None = None
    place: str | None = None
    site: str | None = None

    def takes(self, document: dict[str, Any]) -> bool:
        """Tell whether `document`, an enriched article, is wanted."""
        facts = document.get("enrichment") or {}
        if self.site is not None and facts.get("site") != self.site:
            return False
        entities = facts.get("entities", ())
        if self.entity is not None and not any(_named(e, self.entity) for e in entities):
            return False
        places = [e for e in entities if e["type"] == "place"]
        return self.place is None or any(_named(e, self.place) for e in places)


@app.command(
    epilog="Example: news consume --follow --since 2h --entity 周砚青. "
    "Exit codes: 0 read, 1 some records were no articles, 2 usage, 3 broker, 130 stopped."
)
def consume(  # noqa: PLR0913 - one for each option
    *,
    follow: Annotated[bool, typer.Option("--follow", help="Wait for more at the end.")] = False,
    since: Annotated[
        str | None, typer.Option(help="90m, 2h, 3d ago, or 2024-05-18T09:30; else all.")
    ] = None,
    entity: Annotated[
        str | None, typer.Option(help="Only articles with this name, alias or id.")
    ] = None,
    place: Annotated[
        str | None, typer.Option(help="Only articles with this place, or code (adcode).")
    ] = None,
    site: Annotated[str | None, typer.Option(help="Only articles of this site.")] = None,
    ninjs: Annotated[
        bool, typer.Option("--ninjs", help="Plain ninjs 3.1, without `enrichment`.")
    ] = False,
    group: Annotated[
        str | None, typer.Option(help="Read as this consumer group, from its place on.")
    ] = None,
) -> int:
    """Print enriched articles as JSON Lines: all there are now, or as they come."""
    settings = broker_settings()
    wanted = Filter(entity=entity, place=place, site=site)
    start = since_seconds(since, now=time.time())
    consumer = Consumer(settings, group=group, since=start, follow=follow, tell=warn)
    return asyncio.run(_print(consumer, wanted, ninjs=ninjs))


async def _print(consumer: Consumer, wanted: Filter, *, ninjs: bool) -> int:
    damaged = 0
    async with consumer:
        async for record in consumer:
            if record.value is None:
                continue  # a tombstone: the article was deleted
            try:
                document = decode_json(record.value)
            except CodecError as error:
                note(f"news: partition {record.partition}, offset {record.offset}: {error}")
                damaged += 1
                continue
            if not wanted.takes(document):
                continue
            if ninjs:
                document.pop("enrichment", None)
            write_json(document)
            flush()
    return 1 if damaged else 0


def _named(entity: dict[str, Any], word: str) -> bool:
    return (
        word in (entity["id"], entity["name"])
        or word in entity["aliases"]
        or word in entity["ids"].values()
    )
