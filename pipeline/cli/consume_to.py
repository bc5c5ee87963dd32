"""`news consume --to`: enriched articles into a sink, and on from there the next time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event as Stop

from pipeline.cli.console import note, warn
from pipeline.kafka.resumed import Resumed
from pipeline.settings import Settings
from pipeline.sinks.copying import BatchBounds, Copying, to_the_end
from pipeline.sinks.events import Event
from pipeline.sinks.opening import sink_of
from pipeline.sinks.sink import Sink, SinkOptions
from pipeline.sinks.target import target_of
from pipeline.types.articles import Struct

READER = "news"
"""Who reads, where no `--group` says another name."""


class Course(Struct, frozen=True, kw_only=True):
    """How far and how often: the options of the verb that count with a sink."""

    to: str
    group: str | None
    since: float | None
    follow: bool
    batch: int | None
    every: float


def write_to(settings: Settings, course: Course, takes: Callable[[Event], bool]) -> int:
    """Write the articles that `takes` lets through; return the exit code.

    Raises:
        UsageError: The URI names no sink, or its extra is missing.
        SinkError: The sink does not answer, or refuses us.
        BrokerError: No broker answers.
    """
    stop = Stop()
    wanted = SinkOptions(
        target=target_of(course.to),
        reader=course.group or READER,
        secret=settings.sink_secret.get_secret_value(),
        stop=stop,
    )
    return asyncio.run(_copy(settings, course, sink_of(wanted), wanted, takes))


def group_of(wanted: SinkOptions) -> str:
    """Return the group in Kafka that keeps the places of a sink which cannot."""
    name = "".join(each if each.isalnum() else "-" for each in wanted.target.shown)
    return f"news-sink-{wanted.reader}-{name}"[:249]  # Kafka takes no longer one


async def _copy(
    settings: Settings,
    course: Course,
    sink: Sink,
    wanted: SinkOptions,
    takes: Callable[[Event], bool],
) -> int:
    try:
        stored = await to_the_end(asyncio.to_thread(sink.open), wanted.stop)
        reader = Resumed(
            settings,
            places=stored,
            group=group_of(wanted),
            since=course.since,
            follow=course.follow,
            tell=warn,
        )
        async with reader:
            copying = Copying(
                reader,
                sink,
                before=await reader.places() if stored is None else stored,
                bounds=BatchBounds(records=course.batch or sink.batch, seconds=course.every),
                asked=_asked(takes, current=sink.current),
                tell=warn,
            )
            try:
                await copying.run(wanted.stop)
            finally:
                note(f"news: {copying.tally.written:,} articles written to {wanted.target.shown}")
            return 1 if copying.tally.faulty else 0
    finally:
        await asyncio.to_thread(sink.close)


def _asked(takes: Callable[[Event], bool], *, current: bool) -> Callable[[Event], Event | None]:
    """Return what a sink is told of an event.

    What was asked for once may be so no longer in its next version: who holds articles by their
    id is told that it is gone.
    """

    def asked(event: Event) -> Event | None:
        if event.document is None or takes(event):
            return event
        return event.gone() if current else None

    return asked
