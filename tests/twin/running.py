"""Schedules run, one after another or beside each other, and told of."""

from __future__ import annotations

from functools import cache

from pipeline.settings import load_settings
from pipeline.stages.built import build_stages
from pipeline.stream.metrics import Stats
from pipeline.stream.wiring import StageSet, Ways
from tests.stream.tiny import TinyExtractor, TinyStages
from tests.twin.checks import problems
from tests.twin.plan import plan_of
from tests.twin.schedule import Schedule

# Of so many schedules one has the real stages, which cost twenty times as much.
REAL_EVERY = 50


@cache
def _ways() -> Ways:
    return Ways(stats=Stats())


@cache
def real_stages() -> StageSet:
    """Return the clean and dedup stages as they are, and an extractor that finds nothing."""
    built = build_stages(load_settings(), ("clean", "dedup"))
    return TinyStages(clean=built.clean, dedup=built.dedup, extract=TinyExtractor())


def run(seed: int, *, real: bool | None = None, **bend) -> tuple[Schedule, list[str]]:
    """Run the schedule of a seed; return it and what is wrong.

    Args:
        seed: Says everything.
        real: Whether with the real stages; None: the seed says.
        bend: What is broken on purpose, see `Schedule`.
    """
    real = seed % REAL_EVERY == 0 if real is None else real
    stages = real_stages() if real else TinyStages()
    schedule = Schedule(plan_of(seed, real=real), stages, _ways(), **bend)
    schedule.run()
    return schedule, problems(schedule)
