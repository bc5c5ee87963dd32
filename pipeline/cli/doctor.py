"""`news doctor`: what the pipeline needs here, each with its state and how to mend it."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from pipeline.broker.jar_lock import locked_jars, path_of
from pipeline.broker.java import find_java
from pipeline.cli.console import screen, write_json
from pipeline.cli.doctor_broker import Check, broker_checks, problem
from pipeline.cli.topics import wanted_topics
from pipeline.errors import PipelineError, require_demo
from pipeline.settings import Settings, load_settings, unknown_names
from pipeline.stages.built import Stages
from pipeline.stages.own_names import read_names

app = typer.Typer(add_completion=False, rich_markup_mode=None)

# Below this the embedded broker's log and the tables have no room to turn round.
_ENOUGH_DISK_GIB = 2.0


@app.command(
    epilog="Example: news doctor. Exit codes: 0 all well, 1 something is missing, 2 usage."
)
def doctor(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print the facts as JSON.")] = False
) -> int:
    """Look at everything the pipeline needs here and say what is missing and how to mend it."""
    found: list[Check] = []
    out = screen()
    for finding in _findings():
        found.append(finding)
        if as_json:
            write_json(msgspec.to_builtins(finding))
            continue
        state = "[green]ok[/]     " if finding.ok else "[red]problem[/]"
        out.print(f"{state} {finding.what}: ", end="")
        out.print(finding.seen, markup=False, end="")
        out.print(f". {finding.mend}" if finding.mend else "", markup=False)
    return 0 if all(finding.ok for finding in found) else 1


def _findings() -> list[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    found = [Check(what="python", ok=sys.version_info >= (3, 11), seen=version)]
    try:
        settings = load_settings()
    except PipelineError as error:
        return [*found, problem("settings", error)]
    found.append(
        Check(
            what="settings",
            ok=True,
            seen=f"grouping {settings.grouping}, application id {settings.app_id}",
        )
    )
    found += _misspelt()
    found.append(_tried("stages", lambda: _stages(settings)))
    if settings.names_file is not None:
        found.append(_tried("names", lambda: _names(settings)))
    found.append(_disk(settings))
    if settings.broker.strip():
        found += broker_checks(settings, wanted_topics(settings))
    else:
        found.append(_tried("java", lambda: _java(settings)))
        found.append(_tried("jars", lambda: _jars(settings)))
        found.append(
            Check(
                what="broker",
                ok=True,
                seen="none is named in NEWS_BROKER; `news demo` starts one of its own",
            )
        )
    return found


def _tried(what: str, look: Callable[[], str]) -> Check:
    try:
        return Check(what=what, ok=True, seen=look())
    except PipelineError as error:
        return problem(what, error)


def _misspelt() -> list[Check]:
    """Return the variables that look like settings and are none; silence where there are none."""
    found = []
    for name, meant in unknown_names().items():
        # What is near to none of ours may well be somebody else's.
        seen = f"{name} is no setting of ours"
        mend = f"Did you mean {meant}?" if meant else ""
        found.append(Check(what="environment", ok=not meant, seen=seen, mend=mend))
    return found


def _stages(settings: Settings) -> str:
    started = time.perf_counter()
    Stages(("clean", "dedup", "extract"), accurate=settings.accurate)
    return f"word lists and models loaded in {time.perf_counter() - started:.1f} s"


def _names(settings: Settings) -> str:
    rows = read_names(settings.names_file)
    return f"{rows.count(chr(10))} lines in {settings.names_file}"


def _java(settings: Settings) -> str:
    java = find_java(settings.java_home)
    return f"{java.version} at {java.path}"


def _jars(settings: Settings) -> str:
    """Look for the jars where Maven's layout has them, without fetching any."""
    cache = settings.cache_path() / "maven"
    jars = locked_jars()
    missing = [jar for jar in jars if not path_of(cache, jar).is_file()]
    if not missing:
        return f"{len(jars)} of the embedded broker in {cache}"
    require_demo("jgo")
    return f"{len(missing)} of {len(jars)} are not fetched yet; `news demo` fetches them (37 MB)"


def _disk(settings: Settings) -> Check:
    path = settings.data_path()
    there = next(p for p in (path, *path.parents) if p.exists())
    free = shutil.disk_usage(there).free / 2**30
    if not _writable(there):
        return Check(
            what="disk",
            ok=False,
            seen=f"{there} cannot be written",
            mend="Name another in NEWS_DATA_DIR",
        )
    return Check(
        what="disk",
        ok=free >= _ENOUGH_DISK_GIB,
        seen=f"{free:.1f} GiB free for {path}",
        mend="" if free >= _ENOUGH_DISK_GIB else "Free some, or name another NEWS_DATA_DIR",
    )


def _writable(folder: Path) -> bool:
    probe = folder / ".news-doctor"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True
