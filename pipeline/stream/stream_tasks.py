"""The partitions of one process: opened when given to it, again after a failure, let go."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress

from pipeline.kafka.cancelled import unless_ours
from pipeline.stream.delivery import KnownTooLarge, TooLargeToSendError, place_of
from pipeline.stream.disk import FullDisk
from pipeline.stream.metrics import Place
from pipeline.stream.stream_task import FencedError, StreamTask

log = logging.getLogger(__name__)

MakeTask = Callable[[int, KnownTooLarge], StreamTask]
"""Makes the task of a partition, not yet opened."""

# Seconds before a partition is opened again: after a fault of the broker or ours, doubled each
# time it fails in a row; and after another worker took it, by when the group has told us whether
# it is still ours (a heartbeat a second).
_FIRST_PAUSE, _LONGEST_PAUSE, _FENCED_PAUSE = 0.2, 5.0, 3.0


class StreamTasks:
    """Runs a task for each partition that this process has.

    Args:
        make: Makes a task.
        on_running: Called when all partitions that were given first are open.
    """

    def __init__(self, make: MakeTask, *, on_running: Callable[[], None] | None = None) -> None:
        self._make = make
        self._on_running = on_running
        self._wanted: frozenset[int] = frozenset()
        self._given = self._stopping = False
        self._loops: dict[int, asyncio.Task[None]] = {}
        self._tasks: dict[int, StreamTask] = {}
        self._running: set[int] = set()
        self._again: set[int] = set()
        self._full_disk = FullDisk()

    @property
    def wanted(self) -> frozenset[int]:
        """Return the partitions that are this process's."""
        return self._wanted

    @property
    def all_running(self) -> bool:
        """Return whether every partition is open; not before the first were given."""
        return self._given and self._running >= self._wanted

    @property
    def busy(self) -> bool:
        """Return whether an agent is at work."""
        return any(task.busy for task in self._tasks.values())

    def positions(self) -> dict[Place, int]:
        """Return where each open partition stands, by topic and partition."""
        return {
            (topic, partition): offset
            for partition in self._running & self._wanted
            for topic, offset in self._tasks[partition].positions.items()
        }

    def opening(self) -> Mapping[int, int]:
        """Return how far each partition is that is not open yet: a number that grows."""
        return {
            partition: task.progress
            for partition, task in self._tasks.items()
            if partition in self._wanted - self._running
        }

    def give(self, partitions: frozenset[int]) -> None:
        """Have these partitions from now on, and no other."""
        if self._stopping:
            return
        self._wanted = partitions
        self._given = True
        for partition in sorted(partitions - self._loops.keys()):
            self._loops[partition] = asyncio.ensure_future(self._keep_to_the_end(partition))
        self._tell()

    def open_again(self, partition: int) -> None:
        """Open a partition again that stands where there is nothing."""
        self._again.add(partition)

    async def stop(self, patience: float) -> None:
        """Let every partition go: batches in hand are finished, within `patience` seconds."""
        self._stopping = True
        for partition in self.opening():  # it has none in hand
            self._loops[partition].cancel()
        self._wanted = frozenset()
        loops = asyncio.gather(*self._loops.values(), return_exceptions=True)
        with suppress(TimeoutError):
            await asyncio.wait_for(loops, patience)  # what is late is cancelled, and waited for

    async def _keep_to_the_end(self, partition: int) -> None:
        try:
            await self._keep(partition)
        finally:
            del self._loops[partition]

    async def _keep(self, partition: int) -> None:
        pause = _FIRST_PAUSE
        too_large: set[tuple[str, int, int, str]] = set()
        while partition in self._wanted:
            task: StreamTask | None = None
            try:
                # A store that another process still holds is tried again, as the broker is.
                task = self._tasks[partition] = self._make(partition, too_large)
                await unless_ours(task.open())
                self._running.add(partition)
                self._again.discard(partition)
                self._tell()
                while partition in self._wanted - self._again:
                    await unless_ours(task.cycle())
                    pause = _FIRST_PAUSE
            except FencedError:
                log.info("partition %d was taken by another worker", partition)
                pause = _FENCED_PAUSE
            except TooLargeToSendError as error:
                too_large.add(place_of(error.record))
                log.warning("partition %d: a record is never taken: %s", partition, error)
            except Exception as error:
                if not self._full_disk.told(error):
                    log.warning("partition %d is opened again: %r", partition, error)
                log.debug("partition %d", partition, exc_info=True)
                pause = min(2 * pause, _LONGEST_PAUSE)
            finally:
                self._running.discard(partition)
                self._tasks.pop(partition, None)
                if task is not None:
                    await _close(task, partition)
            if partition in self._wanted:
                await asyncio.sleep(pause)

    def _tell(self) -> None:
        if self.all_running and self._on_running is not None:
            self._on_running()
            self._on_running = None


async def _close(task: StreamTask, partition: int) -> None:
    try:
        await unless_ours(task.close())
    except Exception as error:  # noqa: BLE001 - nothing is lost by it
        log.warning("partition %d could not be closed: %r", partition, error)
