"""Wire settings, stages and topics into a Faust app."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

import faust

from pipeline.dedup.links.known_links import NO_LINKS, LinkCounts
from pipeline.settings import Settings
from pipeline.stream.changelogs.segment_store import SegmentStore
from pipeline.stream.delivery import KnownTooLarge
from pipeline.stream.messages import RecordSpans
from pipeline.stream.metrics import Stats
from pipeline.stream.on_faust.app import App, attach
from pipeline.stream.on_faust.member import Member
from pipeline.stream.on_kafka.batch_slots import BatchSlots
from pipeline.stream.on_kafka.farewell import note_member
from pipeline.stream.on_kafka.membership import Membership
from pipeline.stream.on_kafka.partition_log import KafkaPartition
from pipeline.stream.on_kafka.rocks_store import RocksStore
from pipeline.stream.on_kafka.watch import watch
from pipeline.stream.stores import MemoryStore
from pipeline.stream.stream_task import StreamTask
from pipeline.stream.stream_tasks import StreamTasks
from pipeline.stream.topics import PUBLIC, TopicNames, group_id, readers_of
from pipeline.stream.wiring import StageSet, Ways, build_agents
from pipeline.topology import agents_of
from pipeline.types.articles import StageName

log = logging.getLogger(__name__)

EXIT_TRY_AGAIN = 75
"""Exit code of a worker that has to be started again (EX_TEMPFAIL)."""


def create_app(  # noqa: PLR0913 - what a worker is made of
    settings: Settings,
    stages: StageSet,
    group: tuple[StageName, ...],
    *,
    member: int = 0,
    stats: Stats | None = None,
    known_links: LinkCounts = NO_LINKS,
    spans: RecordSpans | None = None,
    on_running: Callable[[], None] | None = None,
    names: TopicNames = PUBLIC,
) -> faust.App:
    """Return the Faust application that runs one group of stages.

    Every group has an application id of its own, so that each scales on its own.

    Args:
        settings: Broker, partitions, stores, batches.
        stages: The stages of the group.
        group: Which stages, in the order of the pipeline; one entry of a grouping.
        member: Number of this process among those of the group on this machine: each has its
            own data directory.
        stats: Where to count; the app makes its own when None.
        known_links: What the whole stream knows of links, for the dedup stage.
        spans: Told of each record's work.
        on_running: Called when all partitions that were given first are open.
        names: What the topics are called on the broker.
    """
    name = group_id(settings, group)
    folder = tables_folder(settings, group, member)
    app = App(
        name,
        # Faust wants one; it talks to none.
        broker=";".join(f"kafka://{host}" for host in settings.broker.split(",")),
        datadir=str(folder),
        web_enabled=False,
        worker_redirect_stdouts=False,
        autodiscover=False,
    )
    stats = stats or Stats()
    ways = Ways(stats=stats, known_links=known_links, spans=spans)
    readers = readers_of(group)
    tables = tuple(table for spec in agents_of(group) for table in spec.tables)
    hand_over = attach(app, readers)
    slots = BatchSlots()

    def make(partition: int, too_large: KnownTooLarge) -> StreamTask:
        stored = settings.store == "rocksdb"
        store = SegmentStore(RocksStore(folder / str(partition)) if stored else MemoryStore())
        return StreamTask(
            partition,
            agents=build_agents(
                stages,
                group,
                ways,
                store=store,
                partitions=settings.partitions,
                too_large=too_large,
            ),
            log=KafkaPartition(
                settings,
                group=name,
                partition=partition,
                topics=[spec.reads.name for spec in readers],
                tables=tables,
                names=names,
                slots=slots,
            ),
            store=store,
            hand_over=hand_over,
        )

    tasks = StreamTasks(make, on_running=on_running)
    membership = Membership(
        settings,
        group=name,
        topics=[names.there(spec.reads.name) for spec in readers],
        given=tasks.give,
        named=lambda name: note_member(folder, name),
        stored=stored_partitions(folder),
    )

    async def watch_partitions() -> None:
        await watch(settings, tasks, stats, leave_process)

    @app.service
    class _Member(Member):
        """The member of this application."""

        def __init__(self, **how: object) -> None:
            super().__init__(membership, tasks, watch_partitions, **how)

    return app


def tables_folder(settings: Settings, group: tuple[StageName, ...], member: int) -> Path:
    """Return where a member keeps its tables: a folder a partition."""
    return settings.data_path() / "partitions" / group_id(settings, group) / str(member)


def stored_partitions(folder: Path) -> list[int]:
    """Return the partitions whose tables are in a member's folder."""
    if not folder.is_dir():
        return []
    return [int(each.name) for each in folder.iterdir() if each.name.isdigit()]


def leave_process(why: str) -> None:
    """End the process at once, with nothing acknowledged; a supervisor starts it again."""
    log.critical("leaving: %s", why)
    for handler in logging.getLogger().handlers:
        handler.flush()
    sys.stderr.flush()
    os._exit(EXIT_TRY_AGAIN)
