"""How the demo's workers build their stages: at once, while the broker is still starting."""

from __future__ import annotations

import sys
from importlib import import_module
from multiprocessing.synchronize import Event

from pipeline.errors import PipelineError
from pipeline.models import StageName
from pipeline.settings import Settings
from pipeline.stream.wiring import StageSet


def build_when_due(
    topics_are_there: Event, settings: Settings, group: tuple[StageName, ...]
) -> StageSet:
    """Build a worker's stages, in its process, and hold it back until it has topics to join."""
    # Imported here: the parent, which names this function, needs no models.
    try:
        stages: StageSet = import_module("pipeline.stages").build_stages(settings, group)
    except PipelineError as error:
        sys.stderr.write(f"news: {error}\n")
        raise SystemExit(error.exit_code) from error
    topics_are_there.wait()
    return stages
