"""One worker process: its log, its stages, its app, run until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.synchronize import Event
from pathlib import Path

from pipeline import __version__
from pipeline.dedup.links.known_links import KnownLinks
from pipeline.errors import PipelineError
from pipeline.settings import Settings
from pipeline.stages.garbage import give_back, look_seldom, settle
from pipeline.stream.disk import make_folder
from pipeline.stream.followed.control import ControlReader
from pipeline.stream.followed.link_watch import LinkWatch
from pipeline.stream.metrics import Stats
from pipeline.stream.on_faust.process import Worker
from pipeline.stream.topics import PUBLIC, TopicNames, group_id
from pipeline.stream.wiring import StageSet
from pipeline.topology import LINKS
from pipeline.types.articles import StageName
from pipeline.worker.app import create_app, leave_process
from pipeline.worker.health import serve
from pipeline.worker.logs import configure_logging, tell
from pipeline.worker.tracing import exported_spans

log = logging.getLogger(__name__)

Group = tuple[StageName, ...]
Build = Callable[[Settings, Group], StageSet]
"""Builds the stages of a group, inside its process: a function of a module, so that it travels."""


def run_worker(  # noqa: PLR0913, PLR0917 - what a process is told
    settings: Settings,
    group: Group,
    member: int,
    build: Build,
    ready: Event | None = None,
    workers: int = 1,
    names: TopicNames = PUBLIC,
) -> None:
    """Run one worker in this process until it is told to stop; exits the process.

    Args:
        settings: Settings of the worker.
        group: The stages it runs.
        member: Its number among the workers of the group on this machine.
        build: Builds the stages.
        ready: An event that is set when it has its partitions and its tables.
        workers: How many its supervisor looks after, of all groups.
        names: What the topics are called on the broker.
    """
    configure_logging(settings)
    _stop_with_parent()
    try:
        _run(settings, group, member, build, ready, workers, names)
    except PipelineError as error:
        tell(error)
        raise SystemExit(error.exit_code) from error
    except Exception as error:
        # Here, not by `multiprocessing`, which writes it past the log.
        log.critical("a bug ends the worker: %r", error, exc_info=True)
        raise SystemExit(1) from error


def _run(  # noqa: PLR0913, PLR0917 - see above
    settings: Settings,
    group: Group,
    member: int,
    build: Build,
    ready: Event | None,
    workers: int,
    names: TopicNames,
) -> None:
    stats = Stats()
    if settings.metrics_port:
        # Before the models are loaded: a probe is told that the worker is starting.
        serve(stats, settings.metrics_addr, settings.metrics_port, workers=workers)
    log.info("news-pipeline %s: %s, worker %d, starts", __version__, "+".join(group), member)
    look_seldom()
    give_back()
    stages = build(settings, group)
    known = KnownLinks()

    def tell_ready() -> None:
        log.info("ready: every partition is open")
        if ready is not None:
            ready.set()

    with exported_spans(settings, group_id(settings, group)) as spans:
        app = create_app(
            settings,
            stages,
            group,
            member=member,
            stats=stats,
            known_links=known,
            spans=spans,
            on_running=tell_ready,
            names=names,
        )
        control = ControlReader(settings, stages.obey)
        asyncio.run(control.catch_up())
        settle()
        app.task(control.follow)
        if "dedup" in group:
            # Allowed to be late: nothing waits until it has caught up.
            app.task(LinkWatch(settings, known, stats, names.topic(LINKS)).follow)
        # Faust makes the directory itself, but not those above it.
        make_folder(Path(app.conf.datadir))
        Worker(app, loglevel=settings.log_level, leave=leave_process).execute_from_commandline()


def _stop_with_parent() -> None:
    """End this process in order when its parent is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
