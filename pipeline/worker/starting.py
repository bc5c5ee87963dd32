"""Start workers so that what keeps them from starting is one line, told once."""

from __future__ import annotations

import sys
import time
from importlib import import_module
from multiprocessing.synchronize import Event
from typing import TYPE_CHECKING

from pipeline.errors import BrokerError, PipelineError, ResourceError
from pipeline.settings import Settings
from pipeline.stream.wiring import StageSet
from pipeline.types.articles import StageName

if TYPE_CHECKING:
    from pipeline.worker.supervisor import Supervisor

# Seconds until every worker has its partitions: on a busy machine models load slowly.
_READY = 120.0
# A worker that ended so often before it was ever ready will not become so.
_TRIES = 2


def build(settings: Settings, group: tuple[StageName, ...]) -> StageSet:
    """Build a worker's stages, in its process; ends it with one line where that cannot be done."""
    try:
        # Imported here: the parent, which names this function, needs no models.
        stages: StageSet = import_module("pipeline.stages.built").build_stages(settings, group)
    except PipelineError as error:
        sys.stderr.write(f"news: {error}\n")
        raise SystemExit(error.exit_code) from error
    return stages


def build_when_due(
    topics_are_there: Event, settings: Settings, group: tuple[StageName, ...]
) -> StageSet:
    """Build a worker's stages at once, and hold the worker back until it has topics to join."""
    stages = build(settings, group)
    topics_are_there.wait()
    return stages


def wait_until_ready(supervisor: Supervisor, settings: Settings) -> None:
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
