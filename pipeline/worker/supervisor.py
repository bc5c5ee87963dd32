"""Worker processes: start them, watch them, start those again that ended with an error."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.synchronize import Event
from typing import Any

from pipeline.broker.admin import Admin
from pipeline.broker.layout import lines
from pipeline.kafka.rights import require_rights
from pipeline.settings import Settings
from pipeline.stream import rights
from pipeline.stream.on_kafka.farewell import leave_for
from pipeline.stream.topics import PUBLIC, TopicNames, group_id, topics_of_groups
from pipeline.worker.app import tables_folder
from pipeline.worker.process import Build, Group, run_worker

log = logging.getLogger(__name__)

# Seconds a worker may take to finish its batches and commit, before it is killed.
_DRAIN = 45.0
# Seconds before a worker that ended with an error is started again; doubled each time it ends
# within a minute, so that a broker that is down is not asked in a loop.
_FIRST_PAUSE, _LONGEST_PAUSE, _LASTING = 0.5, 30.0, 60.0


async def prepare_topics(settings: Settings, groups: Sequence[Group]) -> tuple[str, ...]:
    """Create the topics and changelogs that are missing, check all, and return what to note.

    A worker on topics with unequal partition counts says "ready", and nothing flows; and what
    Kafka creates by itself has the broker's count. What an operator has tuned is noted, and so
    is what could be better. A missing right is told once, before anything starts.

    Raises:
        TopicError: A topic is laid out in another way.
        NotAllowedError: A right is missing that a worker needs.
        BrokerError: No broker answers.
    """
    topics = topics_of_groups(settings, groups)
    needed = dict.fromkeys(right for group in groups for right in rights.worker(settings, group))
    async with Admin(settings, patience=10.0, replication=settings.replication) as admin:
        await require_rights(settings, needed)
        if await admin.create(topics):
            await require_rights(settings, needed)
        found = await admin.require(topics)
    told = lines([each for each in found if each.weight != "better"])
    better = len({each.topic for each in found if each.weight == "better"})
    if not better:
        return told
    return (*told, f"{better} topics could be laid out better: `news doctor` says how")


@dataclass
class _Member:
    """One worker as its supervisor sees it."""

    group: Group
    number: int
    settings: Settings
    ready: Event
    process: Any = None
    started: float = 0.0
    pause: float = _FIRST_PAUSE
    restarts: int = 0
    due: float = field(default=0.0)

    def told(self) -> tuple[Settings, Group, int]:
        return self.settings, self.group, self.number

    def name(self) -> str:
        return f"{'+'.join(self.group)}-{self.number}"


class Supervisor:
    """Runs worker processes, a number of them for each group, and starts again what fails.

    Args:
        settings: Settings of the workers.
        groups: Which stages share a process: a grouping, or some groups of one.
        workers: Processes of each group.
        build: Builds the stages of a group.
        names: What the topics are called on the broker.
    """

    def __init__(
        self,
        settings: Settings,
        groups: Sequence[Group],
        *,
        workers: int,
        build: Build,
        names: TopicNames = PUBLIC,
    ) -> None:
        self._build = build
        self._names = names
        self._context = multiprocessing.get_context("spawn")
        self._members = [
            _Member(
                group=group,
                number=number,
                settings=_with_own_port(settings, index * workers + number),
                ready=self._context.Event(),
            )
            for index, group in enumerate(groups)
            for number in range(workers)
        ]
        self._stopping = False

    def start(self) -> None:
        """Start every worker."""
        for member in self._members:
            self._start(member)

    def wait_ready(self, timeout: float) -> bool:
        """Return whether every worker has its partitions within `timeout` seconds."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if all(member.ready.is_set() for member in self._members):
                return True
            self.watch(0.05)
        return False

    def watch(self, seconds: float) -> None:
        """Look after the workers for `seconds`: start those again that ended with an error."""
        end = time.monotonic() + seconds
        while not self._stopping and (left := end - time.monotonic()) > 0:
            alive = [m.process.sentinel for m in self._members if m.process is not None]
            wait(alive, timeout=min(left, 0.2))
            for member in self._members:
                self._look_after(member)

    def run(self) -> None:
        """Look after the workers until `stop` is called or none is left."""
        while not self._stopping and any(m.process is not None or m.due for m in self._members):
            self.watch(1.0)

    def stop(self, timeout: float = _DRAIN) -> None:
        """End every worker in order; kill what does not end within `timeout` seconds."""
        self._stopping = True
        processes = [m.process for m in self._members if m.process is not None]
        for process in processes:
            process.terminate()
        end = time.monotonic() + timeout
        for process in processes:
            process.join(max(0.0, end - time.monotonic()))
            if process.is_alive():
                log.warning("%s does not end: killed", process.name)
                process.kill()
                process.join()
        for member in self._members:
            member.process = None

    def pids(self) -> list[int]:
        """Return the process ids of the workers that run."""
        return [m.process.pid for m in self._members if m.process is not None]

    def restarts(self) -> int:
        """Return how often a worker was started again."""
        return sum(member.restarts for member in self._members)

    def _start(self, member: _Member) -> None:
        member.ready.clear()
        member.due = 0.0
        member.started = time.monotonic()
        beside = (self._build, member.ready, len(self._members), self._names)
        member.process = self._context.Process(
            target=run_worker, args=(*member.told(), *beside), name=member.name()
        )
        member.process.start()

    def _leave_for(self, member: _Member) -> None:
        """Leave the group in the name of a worker that died, beside everything else."""
        told = member.told()
        threading.Thread(target=_leave_for, args=told, name="farewell", daemon=True).start()

    def _look_after(self, member: _Member) -> None:
        now = time.monotonic()
        if member.process is not None and not member.process.is_alive():
            code = member.process.exitcode
            member.process = None
            if code == 0:
                return
            self._leave_for(member)
            if now - member.started > _LASTING:
                member.pause = _FIRST_PAUSE
            log.warning(
                "%s ended with %s: starting it again in %.1f s", member.name(), code, member.pause
            )
            member.due = now + member.pause
            member.pause = min(2 * member.pause, _LONGEST_PAUSE)
            member.restarts += 1
        if member.due and now >= member.due:
            self._start(member)


def _leave_for(settings: Settings, group: Group, number: int) -> None:
    asyncio.run(
        leave_for(settings, group_id(settings, group), tables_folder(settings, group, number))
    )


def _with_own_port(settings: Settings, index: int) -> Settings:
    """Return the settings of the worker number `index`: each serves its metrics on its own port."""
    if not settings.metrics_port:
        return settings
    return settings.model_copy(update={"metrics_port": settings.metrics_port + index})
