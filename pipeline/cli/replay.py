"""`news replay`: a range of raw records through the stages again, beside everything that runs."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from pipeline.cli.brokers import broker_settings
from pipeline.cli.console import counting, note, shown_time, warn, write_json, write_line
from pipeline.cli.inputs import Accurate, Names
from pipeline.cli.rejected_lines import word_of
from pipeline.cli.replay_lines import Bound, Done, asked_for, far, tell
from pipeline.entities.tagging.accurate import require_extra
from pipeline.errors import ResourceError, UsageError
from pipeline.operations.raw_range import Asked, RawRange
from pipeline.operations.replay import Replay, publish
from pipeline.operations.replay_plan import ReplayPlan, clear, lay_out, plan_of
from pipeline.settings import Settings, load_settings
from pipeline.stages.own_names import read_names
from pipeline.stream.disk import make_folder
from pipeline.topology import GROUPINGS, REJECTED
from pipeline.worker.starting import build, wait_until_ready
from pipeline.worker.supervisor import Supervisor

app = typer.Typer(add_completion=False, rich_markup_mode=None)

# Where nobody sees a bar, a line of progress comes every so many seconds.
_SAID_EVERY = 30.0
# A worker that ends so often is ended by what it reads.
_MOST_RESTARTS = 5


@app.command(
    epilog="Example: news replay --from 2h --name monday. Exit codes: 0 an event came of every "
    "record, 1 some were rejected or came to nothing, 2 usage, 3 broker, 130 stopped."
)
def replay(  # noqa: PLR0913 - one for each option
    *,
    begin: Annotated[
        Bound, typer.Option("--from", help="90m, 2h, 3d ago, a time, or PARTITION/OFFSET.")
    ] = None,
    end: Annotated[
        Bound, typer.Option("--to", help="Only records before, as --from; else up to now.")
    ] = None,
    article: Annotated[
        str | None, typer.Option("--id", help="Only this article: its id, your own, or its URL.")
    ] = None,
    site: Annotated[
        list[str] | None, typer.Option(help="Only of this site; may be given again.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Of the replay: a part of its topics' names; else the time.")
    ] = None,
    to_topic: Annotated[
        str, typer.Option("--to-topic", help="Where the events go: news.replay-NAME.enriched.v1.")
    ] = "",
    publishing: Annotated[
        bool, typer.Option("--publish", help="Send the events to news.enriched.v1 at the end.")
    ] = False,
    fast: Annotated[
        bool, typer.Option("--fast", help="Not in turn: stories may need the aliases it keeps.")
    ] = False,
    partitions: Annotated[
        int, typer.Option(min=1, max=1024, help="Of its topics: as many processes have work.")
    ] = 1,
    workers: Annotated[int, typer.Option(min=1, help="Processes of each group of stages.")] = 1,
    grouping: Annotated[
        str | None, typer.Option(help=f"Which share a process: {', '.join(GROUPINGS)}.")
    ] = None,
    names: Names = None,
    accurate: Accurate = False,
    keep: Annotated[bool, typer.Option("--keep", help="Delete none of its topics.")] = False,
    dry: Annotated[bool, typer.Option("--dry-run", help="Only count the records.")] = False,
    drop: Annotated[
        bool, typer.Option("--drop", help="Delete what the replay --name has left, and end.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Process a range of raw records again, as if nothing had ever been before them.

    It has an application id, groups, tables and topics of its own, and ends by itself. Workers
    beside it, their groups and what they write are untouched.
    """
    settings = _with(broker_settings(), grouping=grouping, names=names, accurate=accurate)
    called = name or time.strftime("%Y%m%dt%H%M%S", time.gmtime())
    plan = plan_of(settings, called, partitions=partitions, enriched=to_topic, in_turn=not fast)
    if drop:
        if name is None:
            raise UsageError("which replay is meant?", where="--drop", mend="Give --name")
        asyncio.run(clear(plan))
        return 0
    if publishing and to_topic:
        raise UsageError("--publish and --to-topic are two places", mend="Give one of them")
    if publishing and fast:
        raise UsageError(
            "what a fast replay says of stories holds with its aliases alone",
            where="--publish",
            mend="Leave out --fast",
        )
    wanted = asked_for(begin, end, article, site)
    if dry:
        return asyncio.run(_count(settings, wanted, as_json=as_json))
    # What no worker could start with is told once, before there are any.
    read_names(settings.names_file)
    if settings.accurate:
        require_extra()
    signal.signal(signal.SIGTERM, _stopped)
    run = _Run(settings, plan, in_turn=not fast, keep=keep)
    done = run.through(wanted, workers=workers, publishing=publishing)
    tell(plan, done, as_json=as_json)
    return 1 if done.rejected or done.missing else 0


class _Run:
    """One replay from the first topic made to the last one deleted."""

    def __init__(self, settings: Settings, plan: ReplayPlan, *, in_turn: bool, keep: bool) -> None:
        self._settings = settings
        self._in_turn = in_turn
        self._plan = plan
        self._keep = keep
        self._done = Done(passed={}, rejected=[], missing=[], kept=[])

    def through(self, wanted: Asked, *, workers: int, publishing: bool) -> Done:
        plan = self._plan
        asyncio.run(lay_out(plan))
        ended = False
        try:
            make_folder(plan.folder)
            supervisor = Supervisor(
                plan.settings, plan.groups, workers=workers, build=build, names=plan.names
            )
            try:
                supervisor.start()
                wait_until_ready(supervisor, plan.settings)
                asyncio.run(self._replay(wanted, supervisor, publishing=publishing))
            finally:
                supervisor.stop()
            ended = True
        finally:
            asyncio.run(self._leave(ended=ended, published=publishing))
        return self._done

    async def _replay(self, wanted: Asked, supervisor: Supervisor, *, publishing: bool) -> None:
        done = self._done
        async with RawRange(self._settings, wanted) as raw:
            work = Replay(self._plan, raw, in_turn=self._in_turn, tell=warn)
            with counting("records", of=work) as count:
                await work.to_the_end(_look_after(supervisor, work), count)
        account = work.account
        done.records, done.events, done.passed = account.copied, account.events, dict(raw.passed)
        done.missing = [word_of(place) or "" for place in sorted(account.waiting)]
        done.rejected = [
            {"stage": stage, "reason": reason, "count": count}
            for (stage, reason), count in account.rejected.most_common()
        ]
        if publishing:
            with counting("events published", len(account.latest)) as count:
                done.published = await publish(self._plan, account.latest, tell=warn, count=count)

    async def _leave(self, *, ended: bool, published: bool) -> None:
        """Delete what was only on the way; of a replay that did not come to its end, all."""
        kept = set(self._plan.results()) if ended else set()
        there = self._plan.names.there
        if published:
            kept &= {there(REJECTED.name)}
        if not self._done.rejected:
            kept -= {there(REJECTED.name)}
        if self._keep:
            kept = {topic.name for topic in self._plan.topics()}
        await clear(self._plan, keep=kept)
        self._done.kept = [topic.name for topic in self._plan.topics() if topic.name in kept]


async def _look_after(supervisor: Supervisor, work: Replay) -> None:
    """Look after the workers for ever, and say how far it is.

    Raises:
        ResourceError: They end again and again.
    """
    started = said = time.monotonic()
    while True:
        await asyncio.to_thread(supervisor.watch, 0.5)
        if supervisor.restarts() > _MOST_RESTARTS:
            raise ResourceError(
                "the workers end again and again", mend="NEWS_LOG_LEVEL=debug says why"
            )
        now = time.monotonic()
        if now - said > _SAID_EVERY:
            said = now
            note(far(work, now - started))


async def _count(settings: Settings, wanted: Asked, *, as_json: bool) -> int:
    records = 0
    first: float | None = None
    last: float | None = None
    async with RawRange(settings, wanted) as raw:
        with counting("records") as count:
            async for record in raw:
                records += 1
                first = record.timestamp if first is None else min(first, record.timestamp)
                last = record.timestamp if last is None else max(last, record.timestamp)
                count()
    times = {
        "first": shown_time(first) if first else None,
        "last": shown_time(last) if last else None,
    }
    if as_json:
        write_json({"records": records, **times, "passed_over": dict(raw.passed)})
    else:
        write_line(f"{records} records, {times['first'] or '-'} to {times['last'] or '-'}".encode())
    return 0


def _with(
    settings: Settings,
    *,
    grouping: str | None,
    names: Path | None,
    accurate: bool,
) -> Settings:
    changed: dict[str, object] = {}
    if grouping is not None:
        changed["grouping"] = load_settings(grouping=grouping).grouping
    if names is not None:
        changed["names_file"] = names
    if accurate:
        changed["accurate"] = True
    return settings.model_copy(update=changed)


def _stopped(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt
