"""`news consume`: enriched articles as JSON Lines or rows, as they come or up to now."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Annotated, Any

import typer

from pipeline.cli.brokers import broker_settings, since_seconds
from pipeline.cli.columns import USUAL, fields_of, heading, row
from pipeline.cli.console import note, warn, write_line
from pipeline.cli.consume_to import Course, write_to
from pipeline.cli.reader import flush
from pipeline.codec import decode_json, encode_json
from pipeline.errors import CodecError, UsageError
from pipeline.kafka.consumer import Consumer
from pipeline.operations.article_names import sought
from pipeline.sinks.events import Event
from pipeline.sinks.target import FORMS
from pipeline.types.articles import Struct

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Filter(Struct, frozen=True, kw_only=True):
    """What an article must have to be printed; None asks nothing."""

    entity: str | None = None
    place: str | None = None
    site: str | None = None
    uris: frozenset[str] = frozenset()

    def takes_event(self, event: Event) -> bool:
        """Tell whether an article, or that it was withdrawn, is wanted by who keeps them.

        A withdrawn article names nothing any more; who was given it is told of its end.
        """
        document = event.document or {}
        if event.withdrawn:
            return Filter(site=self.site).takes(document)
        return self.takes(document)

    def takes(self, document: dict[str, Any]) -> bool:
        """Tell whether `document`, an enriched article, is wanted."""
        if self.uris and document.get("uri") not in self.uris:
            return False
        facts = document.get("enrichment") or {}
        if self.site is not None and facts.get("site") != self.site:
            return False
        entities = facts.get("entities", ())
        if self.entity is not None and not any(_named(e, self.entity) for e in entities):
            return False
        places = [e for e in entities if e["type"] == "place"]
        return self.place is None or any(_named(e, self.place) for e in places)


class Shape(Struct, frozen=True, kw_only=True):
    """How an article is printed. `fields` are paths; empty means the whole document."""

    ninjs: bool = False
    fields: tuple[str, ...] = ()
    table: bool = False

    def heading(self) -> str | None:
        """Return the line above a table's rows."""
        return heading(self.fields or USUAL) if self.table else None

    def line(self, document: dict[str, Any]) -> bytes:
        """Return an article's one line."""
        if self.ninjs:
            document.pop("enrichment", None)
            document.get("standard", {}).pop("schema", None)
        if self.table:
            return row(fields_of(document, self.fields or USUAL)).encode("utf-8", "replace")
        return encode_json(fields_of(document, self.fields) if self.fields else document)


@app.command(
    epilog="Example: news consume --follow --since 2h --entity 周砚青. "
    "Exit codes: 0 read, 1 some records were no articles, or refused by the sink, 2 usage, "
    "3 broker or sink, 130 stopped."
)
def consume(  # noqa: PLR0913 - one for each option
    *,
    follow: Annotated[bool, typer.Option("--follow", help="Wait for more at the end.")] = False,
    since: Annotated[
        str | None, typer.Option(help="90m, 2h, 3d ago, or 2024-05-18T09:30; else all.")
    ] = None,
    article: Annotated[
        str | None, typer.Option("--id", help="Only this article: its id or URL.")
    ] = None,
    entity: Annotated[
        str | None, typer.Option(help="Only articles with this name, alias or id.")
    ] = None,
    place: Annotated[
        str | None, typer.Option(help="Only articles with this place, or code (adcode).")
    ] = None,
    site: Annotated[str | None, typer.Option(help="Only articles of this site.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="End after so many articles.")] = None,
    fields: Annotated[
        str | None, typer.Option(help="Only these, by path: uri,headlines.0.value")
    ] = None,
    table: Annotated[
        bool | None,
        typer.Option("--table/--json", help="Rows, or JSON Lines; else rows on a terminal."),
    ] = None,
    ninjs: Annotated[
        bool, typer.Option("--ninjs", help="Plain ninjs 3.1, without `enrichment`.")
    ] = False,
    group: Annotated[
        str | None, typer.Option(help="Read as this consumer group, from its place on.")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(metavar="URI", help=f"Write to a sink, and go on there: {', '.join(FORMS)}"),
    ] = None,
    batch: Annotated[
        int | None, typer.Option(min=1, max=100_000, help="With --to: records at once, at most.")
    ] = None,
    every: Annotated[
        float, typer.Option(min=0.1, max=3600, help="With --to: seconds to gather them, at most.")
    ] = 5.0,
) -> int:
    """Print enriched articles: all there are now, or as they come.

    JSON Lines in a pipe or a file, rows on a terminal.
    """
    settings = broker_settings()
    if limit is not None and group is not None:
        # A group's place moves by whole fetches: what a limit cuts off would come again.
        raise UsageError("--limit and --group do not go together", mend="Take one of them")
    if to is not None:
        _refuse_with_to(article=article, limit=limit, fields=fields, table=table, ninjs=ninjs)
        course = Course(
            to=to,
            group=group,
            since=since_seconds(since, now=time.time()),
            follow=follow,
            batch=batch,
            every=every,
        )
        return write_to(settings, course, Filter(entity=entity, place=place, site=site).takes_event)
    ids = _ids(article)
    uris = frozenset(f"urn:uuid:{each}" for each in ids)
    wanted = Filter(entity=entity, place=place, site=site, uris=uris)
    start = since_seconds(since, now=time.time())
    key = next(iter(ids), None)
    consumer = Consumer(settings, group=group, since=start, follow=follow, key=key, tell=warn)
    on_screen = sys.stdout.isatty() and not ninjs
    shape = Shape(
        ninjs=ninjs,
        fields=tuple(path.strip() for path in (fields or "").split(",") if path.strip()),
        table=on_screen if table is None else table,
    )
    return asyncio.run(_print(consumer, wanted, shape, limit=limit))


def _refuse_with_to(**printed: object) -> None:
    """Do nothing where no option is given that is for what is printed."""
    if given := [name for name, value in printed.items() if value]:
        name = "--id" if given[0] == "article" else f"--{given[0]}"
        raise UsageError(f"{name} and --to do not go together", mend="Take one of them")


def _ids(article: str | None) -> frozenset[str]:
    if article is None:
        return frozenset()
    if not (ids := sought(article).ids):
        raise UsageError(
            f"{article!r} is neither an article's id nor a URL",
            mend="`news trace` finds it by the publisher's own id",
        )
    return ids


async def _print(consumer: Consumer, wanted: Filter, shape: Shape, *, limit: int | None) -> int:
    printed = damaged = 0
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
            if not printed and (above := shape.heading()) is not None:
                write_line(above.encode())
            write_line(shape.line(document))
            flush()
            printed += 1
            if printed == limit:
                break
    return 1 if damaged else 0


def _named(entity: dict[str, Any], word: str) -> bool:
    return (
        word in (entity["id"], entity["name"])
        or word in entity["aliases"]
        or word in entity["ids"].values()
    )
