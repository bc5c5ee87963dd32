"""Start workers so that what keeps them from starting is one line, told once."""

from __future__ import annotations

import time
from multiprocessing.synchronize import Event
from typing import Protocol

from pipeline.errors import BrokerError, PipelineError, ResourceError
from pipeline.settings import Settings
from pipeline.stream.wiring import StageSet
from pipeline.types.articles import StageName
from pipeline.worker.logs import tell

# Seconds until every worker has its partitions: on a busy machine models load slowly.
_READY = 120.0
# A worker that ended so often before it was ever ready will not become so.
_TRIES = 2


class Workers(Protocol):
    """Worker processes and who looks after them (`pipeline.worker.supervisor.Supervisor`).

    Named here without its import: that loads Faust, which takes a second.
    """

    def wait_ready(self, timeout: float) -> bool:
        """Return whether every worker has its partitions within `timeout` seconds."""

    def restarts(self) -> int:
        """Return how often a worker was started again."""

    def run(self) -> None:
        """Look after the workers until they are stopped."""


def build(settings: Settings, group: tuple[StageName, ...]) -> StageSet:
    """Build a worker's stages, in its process; ends it with one line where that cannot be done."""
    # Imported here: the parent, which names this function, needs no models.
    from pipeline.stages.built import build_stages  # noqa: PLC0415

    try:
        return build_stages(settings, group)
    except PipelineError as error:
        tell(error)
        raise SystemExit(error.exit_code) from error


def build_when_due(
    topics_are_there: Event, settings: Settings, group: tuple[StageName, ...]
) -> StageSet:
    """Build a worker's stages at once, and hold the worker back until it has topics to join."""
    stages = build(settings, group)
    topics_are_there.wait()
    return stages


def wait_until_ready(supervisor: Workers, settings: Settings) -> None:
    """Look after the workers until all of them have their partitions.

    Raises:
        ResourceError: They end as soon as they start.
        BrokerError: They were not ready in time.
    """
    end = time.monotonic() + _READY
    while not supervisor.wait_ready(1.0):
        if supervisor.restarts() >= _TRIES:
            raise ResourceError("the workers cannot start", mend="See why above, or `news doctor`")
        if time.monotonic() > end:
            raise BrokerError(
                f"the workers were not ready within {_READY:.0f} s",
                where=settings.broker,
                mend="Set NEWS_LOG_LEVEL=info to see what they wait for",
            )
