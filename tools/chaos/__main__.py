"""Run one fault on a cluster of three brokers, or some of them quickly, and account for all."""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipeline.settings import load_settings
from tools.chaos import table
from tools.chaos.accounts import told_stories
from tools.chaos.cluster import Cluster
from tools.chaos.registry import FAULTS, Named
from tools.chaos.runs import ROOT, Report, Tell, run

PAGE = ROOT / "docs" / "reliability.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; return 0 where no figure is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tools.chaos", description=__doc__)
    parser.add_argument("fault", nargs="*", metavar="FAULT", help=", ".join(FAULTS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="so many seeds, from --seed on")
    parser.add_argument("--count", type=int, help="records to publish")
    parser.add_argument("--no-table", action="store_true", help="write no row")
    parser.add_argument("--no-baseline", action="store_true", help="compare no stories")
    asked = parser.parse_args(arguments)
    # Brokers go away here: aiokafka says so of each of them every second.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    if unknown := [name for name in asked.fault if name not in FAULTS]:
        parser.error(f"no fault is called {unknown[0]}; take one of {', '.join(FAULTS)}")
    chosen = {
        name: FAULTS[name] for name in asked.fault or FAULTS if name != "quick" or asked.fault
    }
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    folder = Path(tempfile.mkdtemp(prefix="news-chaos-"))
    runner = _Runner(folder, writes=not asked.no_table)
    try:
        with runner.cluster:
            for seed in range(asked.seed, asked.seed + asked.seeds):
                for name, fault in chosen.items():
                    runner.try_out(
                        name, fault, seed, count=asked.count, compares=not asked.no_baseline
                    )
    except KeyboardInterrupt:
        runner.console.print("stopped")
        shutil.rmtree(folder, ignore_errors=True)
        return 130
    for left in (*folder.glob("broker-*"), *folder.glob("*/worker-*/")):
        # A run that ended well took its own away.
        shutil.rmtree(left, ignore_errors=True)
    if runner.wrong:
        runner.console.print(f"wrong: {', '.join(runner.wrong)}; logs and evidence are in {folder}")
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    return 0


class _Runner:
    """Runs faults on one cluster, one after another."""

    def __init__(self, folder: Path, *, writes: bool) -> None:
        cache = load_settings().cache_path()
        self.console = Console(soft_wrap=True)
        self.cluster = Cluster(folder, cache)
        self.wrong: list[str] = []
        self._folder = folder
        self._writes = writes
        # Stories of runs without a fault, by seed and size; another commit may tell others.
        self._known = cache / "chaos" / _commit()

    def try_out(self, name: str, fault: Named, seed: int, **how: Any) -> None:  # noqa: ANN401
        """Run one; what cannot be run to its account is wrong too, and the next one is run."""
        try:
            self.run(name, fault, seed, **how)
        except Exception as error:  # noqa: BLE001 - a broker or a worker that does not come back
            self.console.print(f"WRONG: {name} seed {seed}: {error!r}")
            self.wrong.append(f"{name} {seed}")

    def run(
        self, name: str, fault: Named, seed: int, *, count: int | None, compares: bool
    ) -> Report:
        """Run one, and tell its figures."""
        if count:
            fault = replace(fault, plan=replace(fault.plan, count=count))
        stories = None
        if compares and name != "none":
            stories = self._stories(seed, fault.plan.count)
        report = self._one(name, fault, seed, stories)
        if name == "none":
            self._keep(seed, fault.plan.count, report)
        return report

    def _one(self, name: str, fault: Named, seed: int, stories: Mapping[str, str] | None) -> Report:
        folder = self._folder / f"{name}-{seed}"
        with _progress(self.console, f"{name} {seed}", fault.plan.count) as tell:
            report = run(
                name,
                fault.do,
                cluster=self.cluster,
                folder=folder,
                plan=fault.plan,
                seed=seed,
                stories=stories,
                tell=tell,
            )
        self.console.print(table.line(report))
        if self._writes:
            table.append(PAGE, table.row(report, _commit()))
        if report.is_clean():
            shutil.rmtree(folder, ignore_errors=True)
        else:
            self.wrong.append(f"{name} {seed}")
        return report

    def _stories(self, seed: int, count: int) -> Mapping[str, str]:
        """Return the stories of the run without a fault, which is run where it was not yet."""
        kept = self._known / f"{seed}-{count}.json"
        if not kept.exists():
            named = replace(FAULTS["none"], plan=replace(FAULTS["none"].plan, count=count))
            self._keep(seed, count, self._one("none", named, seed, None))
        return json.loads(kept.read_text("utf-8"))

    def _keep(self, seed: int, count: int, report: Report) -> None:
        self._known.mkdir(parents=True, exist_ok=True)
        kept = self._known / f"{seed}-{count}.json"
        kept.write_text(json.dumps(told_stories(report.read)), "utf-8")


@contextmanager
def _progress(console: Console, name: str, count: int) -> Iterator[Tell]:
    """Show how much went in and came out; where there is no terminal, what happens."""
    if not console.is_terminal:
        begin = time.monotonic()

        def note(word: str, sent: int, out: int) -> None:
            if word and not word.startswith("to the end:"):
                at = time.monotonic() - begin
                console.print(f"  {at:4.0f} s {name}: {word} ({sent} in, {out} out)")

        yield note
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        published = progress.add_task(f"{name}: in", total=count)
        came = progress.add_task("out", total=count)

        def tell(word: str, sent: int, out: int) -> None:
            progress.update(published, completed=sent)
            progress.update(came, completed=out)
            if word:
                progress.update(published, description=f"{name}: {word}")

        yield tell


def _stop(number: int, frame: object) -> None:
    """End once; what is ended then takes its time."""
    del number, frame
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def _commit() -> str:
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "?"


if __name__ == "__main__":
    sys.exit(main())
