"""`news run`: worker processes against a broker."""

from __future__ import annotations

import asyncio
import signal
from types import FrameType
from typing import Annotated, cast

import typer

from pipeline.cli.brokers import broker_settings
from pipeline.cli.console import note
from pipeline.cli.inputs import Accurate, Names
from pipeline.entities.tagging.accurate import require_extra
from pipeline.errors import UsageError
from pipeline.settings import load_settings
from pipeline.stages.own_names import read_names
from pipeline.stream.disk import make_folder
from pipeline.topology import GROUPINGS, Grouping
from pipeline.types.articles import StageName
from pipeline.worker.health import require_ports
from pipeline.worker.logs import configure_logging
from pipeline.worker.starting import build, wait_until_ready
from pipeline.worker.supervisor import Supervisor, prepare_topics
from pipeline.worker.tracing import require_tracing

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    epilog="Example: NEWS_BROKER=kafka:9092 news run --workers 2. Exit codes: 0 stopped by "
    "SIGTERM, 2 usage, 3 broker, 130 stopped by Ctrl-C."
)
def run(
    *,
    workers: Annotated[int, typer.Option(min=1, help="Processes of each group of stages.")] = 1,
    stages: Annotated[
        str | None, typer.Option(help="Only these, e.g. clean,dedup: whole groups.")
    ] = None,
    grouping: Annotated[
        str | None, typer.Option(help=f"Which share a process: {', '.join(GROUPINGS)}.")
    ] = None,
    names: Names = None,
    accurate: Accurate = False,
) -> int:
    """Run the pipeline's workers until stopped; topics that are missing are created first.

    A worker that fails is started again. Ctrl-C or SIGTERM ends all of them in order.
    """
    settings = broker_settings()
    if grouping is not None:
        settings = settings.model_copy(
            update={"grouping": load_settings(grouping=grouping).grouping}
        )
    if names is not None:
        settings = settings.model_copy(update={"names_file": names})
    if accurate:
        settings = settings.model_copy(update={"accurate": True})
    # What no worker could start with is told once, before there are any.
    read_names(settings.names_file)
    if settings.accurate:
        require_extra()
    require_tracing(settings)
    groups = chosen_groups(GROUPINGS[settings.grouping], stages)
    require_ports(settings.metrics_addr, settings.metrics_port, workers * len(groups))
    make_folder(settings.data_path())
    for line in asyncio.run(prepare_topics(settings, groups)):
        note(f"news: {line}")
    # Not before: what keeps us from starting is one line, without the client's own.
    configure_logging(settings)
    supervisor = Supervisor(settings, groups, workers=workers, build=build)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        supervisor.start()
        wait_until_ready(supervisor, settings)
        note(f"news: {len(supervisor.pids())} workers are ready on {settings.broker}")
        supervisor.run()
    except SystemExit:
        return 0
    finally:
        supervisor.stop()
    return 0


def chosen_groups(groups: Grouping, stages: str | None) -> Grouping:
    """Return the groups that hold exactly `stages` (all when None).

    Raises:
        UsageError: A stage is unknown, or a group would be torn.
    """
    if stages is None:
        return groups
    named = {cast("StageName", name.strip()) for name in stages.split(",") if name.strip()}
    known = {stage for group in groups for stage in group}
    if unknown := sorted(named - known):
        raise UsageError(
            f"no stage is called {unknown[0]!r}", where="--stages", mend=f"Take {sorted(known)}"
        )
    chosen = tuple(group for group in groups if named & set(group))
    if {stage for group in chosen for stage in group} != named or not chosen:
        shown = " | ".join("+".join(group) for group in groups)
        raise UsageError(
            f"{stages} tears a group of {shown}", where="--stages", mend="Name whole groups"
        )
    return chosen


def _terminate(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise SystemExit(0)
