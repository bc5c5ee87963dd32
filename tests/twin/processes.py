"""One worker process of one group: the real `StreamTasks` and `StreamTask` over the twin's broker."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from pipeline.stream.changelogs.segment_store import SegmentStore
from pipeline.stream.delivery import KnownTooLarge, TooLargeToSendError
from pipeline.stream.stream_task import FencedError, StreamTask
from pipeline.stream.stream_tasks import StreamTasks
from pipeline.stream.wiring import StageSet, Ways, build_agents
from pipeline.types.articles import StageName
from tests.twin.disks import Disk
from tests.twin.partition import TwinPartition


class NetworkError(OSError):
    """A request failed, or its answer is lost."""


@dataclass(eq=False)
class Parked:
    """A coroutine that waits for the schedule."""

    process: Process
    partition: int
    where: str
    future: asyncio.Future[None]
    is_ready: Callable[[], bool] | None = None


class Host(Protocol):
    """The world that a process runs in."""

    stages: StageSet
    ways: Ways
    unexpected: list[str]

    def park(self, parked: Parked) -> None: ...

    def partition_log(self, process: Process, partition: int) -> TwinPartition: ...

    def monotonic(self) -> float: ...

    def clock(self) -> float: ...


class WatchedTask(StreamTask):
    """The task as it is; what it raises and nobody foresaw is told, not only tried again."""

    unexpected: list[str]

    async def open(self) -> None:
        with self._telling():
            await super().open()

    async def cycle(self) -> bool:
        with self._telling():
            return await super().cycle()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (FencedError, TooLargeToSendError, NetworkError):
            raise
        except Exception as error:
            self.unexpected.append("".join(traceback.format_exception(error)))
            raise


class Process:
    """One run of one worker: ended, it never comes back; its machine's disks stay."""

    def __init__(
        self,
        host: Host,
        group: tuple[StageName, ...],
        machine: int,
        disks: dict[int, Disk],
        *,
        partitions: int,
        task: type[WatchedTask] = WatchedTask,
        tables: type[SegmentStore] = SegmentStore,
        slack: int = 0,
        run: int = 0,
    ) -> None:
        self.host = host
        self.group = group
        self.machine = machine
        self.disks = disks
        self.partitions = partitions
        self.run = run
        self.skew = 0.0
        self.thaws_at = 0
        self.draining: asyncio.Task[None] | None = None
        self._task = task
        self._tables = tables
        self._slack = slack
        self.tasks = StreamTasks(self._make)

    @property
    def name(self) -> str:
        return f"{'-'.join(self.group)} m{self.machine}.{self.run}"

    def _make(self, partition: int, too_large: KnownTooLarge) -> StreamTask:
        disk = self.disks.setdefault(partition, Disk())
        store = self._tables(disk.mount(), slack=self._slack)
        agents = build_agents(
            self.host.stages,
            self.group,
            self.host.ways,
            store=store,
            partitions=self.partitions,
            too_large=too_large,
        )
        made = self._task(
            partition,
            agents=agents,
            log=self.host.partition_log(self, partition),
            store=store,
            clock=lambda: self.host.clock() + self.skew,
            monotonic=self.host.monotonic,
        )
        made.unexpected = self.host.unexpected
        return made

    def wait_at(self, partition: int) -> Callable[..., Awaitable[None]]:
        """Return what a partition's log awaits before each request and its answer."""

        async def wait(where: str, is_ready: Callable[[], bool] | None = None) -> None:
            future = asyncio.get_running_loop().create_future()
            self.host.park(Parked(self, partition, where, future, is_ready))
            await future

        return wait
