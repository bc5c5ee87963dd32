"""`news replay`: a range of raw records through the stages again, beside everything that runs."""

from __future__ import annotations

import asyncio
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer

from pipeline.cli.brokers import broker_settings, since_seconds
from pipeline.cli.console import counting, note, shown_time, warn, write_json, write_line
from pipeline.cli.inputs import Accurate, Names
from pipeline.cli.rejected_lines import places_in, word_of
from pipeline.entities.tagging.accurate import require_extra
from pipeline.errors import ResourceError, UsageError
from pipeline.kafka.merged import Bounds
from pipeline.operations.article_names import sought
from pipeline.operations.raw_range import RawRange, Wanted
from pipeline.operations.replay import Replay, publish
from pipeline.operations.replay_plan import ReplayPlan, clear, lay_out, plan_of
from pipeline.settings import Settings, load_settings
from pipeline.stages.own_names import read_names
from pipeline.stream.disk import make_folder
from pipeline.topology import ENRICHED, GROUPINGS, REJECTED
from pipeline.worker.starting import build, wait_until_ready
from pipeline.worker.supervisor import Supervisor

app = typer.Typer(add_completion=False, rich_markup_mode=None)

# Where nobody sees a bar, a line of progress comes every so many seconds.
_SAID_EVERY = 30.0
# A worker that ends so often is ended by what it reads.
_MOST_RESTARTS = 5
# Places of records that came to nothing, named at the end.
_NAMED = 10

Bound = list[str] | None


@dataclass(kw_only=True)
class _Done:
    """What a replay came to."""

    records: int = 0
    passed: dict[str, int]
    events: int = 0
    rejected: list[dict[str, Any]]
    missing: list[str]
    published: int | None = None
    kept: list[str]


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
    wanted = _wanted(begin, end, article, site)
    if dry:
        return asyncio.run(_count(settings, wanted, as_json=as_json))
    # What no worker could start with is told once, before there are any.
    read_names(settings.names_file)
    if settings.accurate:
        require_extra()
    signal.signal(signal.SIGTERM, _stopped)
    run = _Run(settings, plan, in_turn=not fast, keep=keep)
    done = run.through(wanted, workers=workers, publishing=publishing)
    _tell(plan, done, as_json=as_json)
    return 1 if done.rejected or done.missing else 0


class _Run:
    """One replay from the first topic made to the last one deleted."""

    def __init__(self, settings: Settings, plan: ReplayPlan, *, in_turn: bool, keep: bool) -> None:
        self._settings = settings
        self._in_turn = in_turn
        self._plan = plan
        self._keep = keep
        self._done = _Done(passed={}, rejected=[], missing=[], kept=[])

    def through(self, wanted: Wanted, *, workers: int, publishing: bool) -> _Done:
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

    async def _replay(self, wanted: Wanted, supervisor: Supervisor, *, publishing: bool) -> None:
        done = self._done
        async with RawRange(self._settings, wanted) as raw:
            work = Replay(self._plan, raw, in_turn=self._in_turn, tell=warn)
            with counting("records", of=work) as count:
                await work.to_the_end(_look_after(supervisor, work), count)
        done.records, done.events = work.copied, work.events
        done.passed = dict(raw.passed)
        done.missing = [word_of(place) or "" for place in sorted(work.waiting)]
        done.rejected = [
            {"stage": stage, "reason": reason, "count": count}
            for (stage, reason), count in work.rejected.most_common()
        ]
        if publishing:
            with counting("events published", len(work.latest)) as count:
                done.published = await publish(self._plan, work.latest, tell=warn, count=count)

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
            note(_far(work, now - started))


def _far(work: Replay, seconds: float) -> str:
    total = work.total or 0
    rate = work.done / seconds
    left = f"{(total - work.done) / rate:,.0f} s left" if work.done else "none yet"
    return f"news: {work.done:,} of {total:,} records, {rate:,.1f}/s, {left}"


async def _count(settings: Settings, wanted: Wanted, *, as_json: bool) -> int:
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


def _tell(plan: ReplayPlan, done: _Done, *, as_json: bool) -> None:
    if as_json:
        write_json(
            {
                "name": plan.name, "records": done.records, "passed_over": done.passed,
                "events": done.events, "rejected": done.rejected, "unfinished": done.missing,
                "published": done.published, "topics": done.kept,
            }
        )  # fmt: skip
        return
    lines = [f"{done.records} records, {done.events} events"]
    lines += [f"{count} passed over: {why}" for why, count in sorted(done.passed.items())]
    lines += [
        f"{each['count']} rejected: {each['stage']} {each['reason']}" for each in done.rejected
    ]
    if done.missing:
        some = ", ".join(done.missing[:_NAMED])
        lines.append(f"{len(done.missing)} came to nothing: {some}")
    if done.published is not None:
        lines.append(f"{done.published} events sent to {ENRICHED.name}")
    for line in lines:
        write_line(line.encode())
    for kept in done.kept:
        write_line(f"kept {kept}".encode())
    if done.kept:
        note(f"news: `news replay --name {plan.name} --drop` deletes what is kept")


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


def _wanted(begin: Bound, end: Bound, article: str | None, site: list[str] | None) -> Wanted:
    if not (begin or end or article or site):
        raise UsageError("no range is given", mend="Give --from 2h, or --to, --id, --site")
    now = time.time()
    since, starts = _bound(begin, "--from", now)
    until, stops = _bound(end, "--to", now)
    return Wanted(
        bounds=Bounds(since=since, until=until, starts=starts, stops=stops),
        article=sought(article) if article else None,
        sites=frozenset(each.strip().lower() for each in site or ()),
    )


def _bound(words: Bound, option: str, now: float) -> tuple[float | None, dict[int, int]]:
    """Return the time and the offsets that an option names."""
    places = places_in([word for word in words or () if "/" in word])
    times = [word for word in words or () if "/" not in word]
    if len(times) > 1 or len({number for number, _ in places}) < len(places):
        raise UsageError(
            "one time, and one offset of a partition", where=option, mend="Leave out the others"
        )
    return since_seconds(times[0] if times else None, now=now), dict(places)


def _stopped(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt
