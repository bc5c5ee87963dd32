"""`news lag`: how far every group is behind, topic by topic, and what was rejected lately."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Annotated

import typer

from pipeline.cli.brokers import broker_settings, since_seconds
from pipeline.cli.console import note, warn, write_json, write_line
from pipeline.operations.lagging import GroupLag, RejectedLately, group_lags, rejected_since
from pipeline.settings import Settings
from pipeline.topology import GROUPINGS

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    epilog="Example: news lag --max 1000 --max-rejected 0 --since 15m. Exit codes: 0 within what "
    "was given, 1 over it, 2 usage, 3 broker."
)
def lag(
    *,
    most: Annotated[
        int | None,
        typer.Option("--max", min=0, help="Exit code 1 where a group is further behind."),
    ] = None,
    most_rejected: Annotated[
        int | None, typer.Option("--max-rejected", min=0, help="Exit code 1 where more were.")
    ] = None,
    since: Annotated[str, typer.Option(help="Rejected since: 15m, 1h ago, or a time.")] = "1h",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Print how many records each group has yet to read, and what was rejected lately.

    The groups are those of NEWS_GROUPING and NEWS_APP_ID.
    """
    settings = broker_settings()
    start = since_seconds(since, now=time.time()) or 0.0
    lags, rejected = asyncio.run(_look(settings, start))
    if as_json:
        write_json({"groups": lags, "rejected": rejected, "since": since})
    else:
        for line in _lines(lags, rejected, since):
            write_line(line.encode("utf-8", "replace"))
    over = [each for each in lags if most is not None and each.lag > most]
    for each in over:
        note(f"news: {each.group} is {each.lag} records behind in {each.topic}: over {most}")
    count = sum(each.count for each in rejected)
    too_many = most_rejected is not None and count > most_rejected
    if too_many:
        note(f"news: {count} records were rejected since {since}: over {most_rejected}")
    return 1 if over or too_many else 0


async def _look(
    settings: Settings, since: float
) -> tuple[Sequence[GroupLag], Sequence[RejectedLately]]:
    lags = await group_lags(settings, GROUPINGS[settings.grouping])
    return lags, await rejected_since(settings, since, tell=warn)


def _lines(lags: Sequence[GroupLag], rejected: Sequence[RejectedLately], since: str) -> list[str]:
    width = max((len(each.group) for each in lags), default=0)
    lines = [
        f"{each.lag:>10}  {each.group:<{width}}  {each.topic:<22}"
        + ("" if each.started else "  (never committed)")
        for each in lags
    ]
    lines += [
        f"{each.count:>10}  rejected since {since}: {each.stage} {each.reason}" for each in rejected
    ]
    return lines if rejected else [*lines, f"{0:>10}  rejected since {since}"]
