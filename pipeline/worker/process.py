"""One worker process: its log, its stages, its app, run until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.synchronize import Event
from pathlib import Path

from pipeline.dedup.links.known_links import KnownLinks
from pipeline.errors import PipelineError
from pipeline.kafka.passwords import hide_passwords
from pipeline.settings import Settings
from pipeline.stream.followed.control import ControlReader
from pipeline.stream.followed.link_watch import LinkWatch
from pipeline.stream.metrics import Stats
from pipeline.stream.on_faust.process import Worker
from pipeline.stream.wiring import StageSet
from pipeline.types.articles import StageName
from pipeline.worker.app import create_app, leave_process
from pipeline.worker.logs import JsonFormatter, is_worth_telling

Group = tuple[StageName, ...]
Build = Callable[[Settings, Group], StageSet]
"""Builds the stages of a group, inside its process: a function of a module, so that it travels."""


def run_worker(
    settings: Settings, group: Group, member: int, build: Build, ready: Event | None = None
) -> None:
    """Run one worker in this process until it is told to stop; exits the process.

    Args:
        settings: Settings of the worker.
        group: The stages it runs.
        member: Its number among the workers of the group on this machine.
        build: Builds the stages.
        ready: An event that is set when it has its partitions and its tables.
    """
    configure_logging(settings)
    _stop_with_parent()
    stats = Stats()
    stages = build(settings, group)
    known = KnownLinks()
    app = create_app(
        settings,
        stages,
        group,
        member=member,
        stats=stats,
        known_links=known,
        on_running=None if ready is None else ready.set,
    )
    control = ControlReader(settings, stages.obey)
    try:
        asyncio.run(control.catch_up())
    except PipelineError as error:
        sys.stderr.write(f"news: {error}\n")
        raise SystemExit(error.exit_code) from error
    app.task(control.follow)
    if "dedup" in group:
        # Allowed to be late: nothing waits until it has caught up.
        app.task(LinkWatch(settings, known, stats).follow)
    # Faust makes the directory itself, but not those above it.
    Path(app.conf.datadir).mkdir(parents=True, exist_ok=True)
    if settings.metrics_port:
        stats.serve(settings.metrics_port)
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


def configure_logging(settings: Settings) -> None:
    """Log to standard error: a line an event, or a JSON object when so set."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.log_json:
        handler.setFormatter(JsonFormatter())
    else:
        handler.setFormatter(
            logging.Formatter("%(asctime)s %(levelname)-8s %(processName)s %(name)s: %(message)s")
        )
    handler.addFilter(is_worth_telling)
    hide_passwords()
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
