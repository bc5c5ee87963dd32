"""`news rejected list|show|retry|export|drop`: what failed, why, and what is done about it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from typing import Annotated

import typer

from pipeline.cli.brokers import broker_settings, since_seconds
from pipeline.cli.console import counting, note, warn, write_json, write_line
from pipeline.cli.reader import flush
from pipeline.cli.rejected_lines import (
    facts_of,
    facts_of_retry,
    line_of_retry,
    listed,
    places_in,
    print_whole,
    with_record,
    word_of,
)
from pipeline.operations.article_names import sought
from pipeline.operations.drop import Cut, cut_before, drop_before
from pipeline.operations.json_lines import line_of
from pipeline.operations.rejected import Rejected, Wanted
from pipeline.operations.retry import Retries, Retry, read_wanted, retries_of, standing
from pipeline.settings import Settings

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    help="What was rejected: which records, why, and sending them again.",
)
# Records a second that a retry adds to the articles that come in. Chosen, not measured.
_RATE = 100.0

AsJson = Annotated[bool, typer.Option("--json", help="Print the facts as JSON Lines.")]
Reason = Annotated[
    list[str] | None, typer.Option(help="Only with this reason; may be given again.")
]
Stage = Annotated[list[str] | None, typer.Option(help="Only of this stage; may be given again.")]
Since = Annotated[
    str | None, typer.Option(help="Rejected since: 90m, 2h, 3d ago, or 2024-05-18T09:30.")
]
Until = Annotated[str | None, typer.Option(help="Rejected before, as --since.")]
Article = Annotated[
    str | None, typer.Option("--id", help="Only this article: its id, your own, or its URL.")
]
At = Annotated[
    list[str] | None, typer.Option(help="Only this record: PARTITION/OFFSET; may be given again.")
]


@app.command(
    "list",
    epilog="Example: news rejected list --since 1d --stage clean --reason bad-json. "
    "Exit codes: 0 printed, 2 usage, 3 broker.",
)
def list_(  # noqa: PLR0913 - one for each option
    *,
    reason: Reason = None,
    stage: Stage = None,
    since: Since = None,
    until: Until = None,
    article: Article = None,
    at: At = None,
    as_json: AsJson = False,
) -> int:
    """Print rejected records: place, time, stage, reason, attempts, key, detail."""
    settings = broker_settings()
    wanted = _wanted(reason, stage, since, until, article, at)

    async def work() -> None:
        async for rejected in _reading(settings, wanted):
            if as_json:
                write_json(facts_of(rejected))
            else:
                write_line(listed(rejected).encode("utf-8", "replace"))
            flush()

    asyncio.run(work())
    return 0


@app.command(
    epilog="Example: news rejected show 3/118. Exit codes: 0 printed, 1 no such record, 2 usage, "
    "3 broker."
)
def show(
    place: Annotated[str, typer.Argument(metavar="PARTITION/OFFSET")], *, as_json: AsJson = False
) -> int:
    """Print one rejected record: headers, where it was sent again, and its bytes."""
    settings = broker_settings()
    wanted = Wanted(places=places_in([place]))

    async def work() -> tuple[list[Rejected], Retries]:
        chosen = [each async for each in _reading(settings, wanted)]
        return chosen, await _retries(settings, chosen)

    chosen, retries = asyncio.run(work())
    if not chosen:
        note(f"news: {place}: no such record. `news rejected list` lists those there are")
        return 1
    for rejected in chosen:
        facts = facts_of(rejected) | {
            "standing": standing(rejected, retries),
            "retries": [word_of(each) for each in retries.get(rejected.place, ())],
        }
        if as_json:
            write_line(with_record(facts, rejected))
            continue
        print_whole(facts, rejected)
    return 0


@app.command(
    epilog="Example: news rejected retry --reason internal-error --since 2d --rate 50. Exit codes: "
    "0 all were sent, 1 the raw bytes of some are gone, 2 usage, 3 broker, 130 stopped."
)
def retry(  # noqa: PLR0913 - one for each option
    *,
    reason: Reason = None,
    stage: Stage = None,
    since: Since = None,
    until: Until = None,
    article: Article = None,
    at: At = None,
    rate: Annotated[float, typer.Option(min=0.001, help="Records a second, at most.")] = _RATE,
    anyhow: Annotated[
        bool, typer.Option("--again", help="Also what was retried before, or failed after it.")
    ] = False,
    dry: Annotated[bool, typer.Option("--dry-run", help="Only print what would be sent.")] = False,
    as_json: AsJson = False,
) -> int:
    """Send rejected records to news.raw.v1 again: the raw bytes, key, headers, content-type.

    What was sent again before is passed over, also where it was rejected anew. Stopped, the same
    command goes on from there.
    """
    settings = broker_settings()
    wanted = _wanted(reason, stage, since, until, article, at)
    work = Retry(settings, rate=rate, dry=dry, anyhow=anyhow)

    async def send() -> None:
        chosen = [each async for each in _reading(settings, wanted)]
        retries = await _retries(settings, chosen)
        async for done in work.send(chosen, retries):
            if as_json:
                write_json(facts_of_retry(done))
            else:
                write_line(line_of_retry(done))
            flush()

    asyncio.run(send())
    counts = ", ".join(f"{count} {name}" for name, count in sorted(work.outcomes.items()))
    note(f"news: {counts or 'nothing was rejected that is meant'}")
    return 1 if work.outcomes["gone"] else 0


@app.command(
    epilog="Example: news rejected export --since 7d > rejected.jsonl. Exit codes: 0 printed, "
    "2 usage, 3 broker."
)
def export(
    *,
    reason: Reason = None,
    stage: Stage = None,
    since: Since = None,
    until: Until = None,
    article: Article = None,
    at: At = None,
) -> int:
    """Print rejected records whole, as `news export` does: `news import` takes them back."""
    settings = broker_settings()
    wanted = _wanted(reason, stage, since, until, article, at)

    async def work() -> None:
        async for rejected in _reading(settings, wanted):
            write_line(line_of(rejected.record))

    asyncio.run(work())
    return 0


@app.command(
    epilog="Example: news rejected drop --before 14d --yes. Exit codes: 0 deleted, or nothing to "
    "delete, 1 nothing was deleted for want of --yes, 2 usage, 3 broker."
)
def drop(
    *,
    before: Annotated[str, typer.Option(help="Older than: 14d ago, or 2024-05-18.")],
    yes: Annotated[bool, typer.Option("--yes", help="Delete. Else it is only told.")] = False,
    as_json: AsJson = False,
) -> int:
    """Delete the oldest rejected records of each partition, for good.

    Kafka deletes what stands before an offset, and nothing out of the middle: there is no dropping
    by reason or id. In each partition it ends before the first record that is not older.
    """
    settings = broker_settings()
    limit = since_seconds(before, now=time.time()) or 0.0

    async def work() -> Sequence[Cut]:
        with counting("reading news.rejected.v1") as count:
            cuts = await cut_before(settings, limit, tell=warn, count=count)
        if yes and cuts:
            await drop_before(settings, cuts)
        return cuts

    cuts = asyncio.run(work())
    for cut in cuts:
        facts = {"partition": cut.partition, "before_offset": cut.offset, "records": cut.records}
        if as_json:
            write_json(facts | {"deleted": yes})
        else:
            line = f"partition {cut.partition}: {cut.records} records before offset {cut.offset}"
            write_line(line.encode())
    if cuts and not yes:
        note("news: nothing was deleted: give --yes. `news rejected export` keeps a copy")
        return 1
    return 0


async def _reading(settings: Settings, wanted: Wanted) -> AsyncIterator[Rejected]:
    with counting("reading news.rejected.v1") as count:
        async for rejected in read_wanted(settings, wanted, tell=warn, count=count):
            yield rejected


async def _retries(settings: Settings, chosen: Sequence[Rejected]) -> Retries:
    with counting("reading news.raw.v1") as count:
        return await retries_of(settings, chosen, tell=warn, count=count)


def _wanted(
    reason: list[str] | None,
    stage: list[str] | None,
    since: str | None,
    until: str | None,
    article: str | None,
    at: list[str] | None,
) -> Wanted:
    now = time.time()
    return Wanted(
        reasons=frozenset(reason or ()),
        stages=frozenset(stage or ()),
        places=places_in(at or ()),
        since=since_seconds(since, now=now),
        until=since_seconds(until, now=now),
        article=sought(article) if article else None,
    )
