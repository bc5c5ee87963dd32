"""Overload one worker for a while, and judge what its processes held: `make soak`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import psutil

from pipeline.broker.admin import Admin
from pipeline.broker.embedded import EmbeddedBroker
from pipeline.settings import Settings, load_settings
from pipeline.stream.topics import group_id
from pipeline.topology import GROUPINGS, MIB, agents_of
from tools.chaos.reading import Follower
from tools.chaos.runs import ROOT
from tools.chaos.workers import Worker
from tools.soak.articles import records
from tools.soak.publisher import Publisher
from tools.soak.verdict import Sample, faults, memory

_EVERY = 5.0
# Samples of a minute, after which half as many again are published as the worker took.
_MINUTE = 12
_OVERLOAD = 1.5
# After the publisher's end: the worker may be in the middle of an article of 8 MiB.
_AFTER = 60.0
_APP = "soak"


class Soak:
    """A broker, a worker, a publisher and a reader, in a folder; `end` ends what was started.

    Args:
        folder: The broker's log, local state, logs and samples lie here.
        grouping: The worker's.
        rate: Records a second, at first: more where the worker is faster.
        seed: Of what is published.
    """

    def __init__(self, folder: Path, grouping: str, rate: float, seed: int) -> None:
        self.samples: list[Sample] = []
        self.errors: list[str] = []
        self._folder = folder
        self._grouping = grouping
        self._rate = rate
        self._seed = seed
        self._ends = contextlib.ExitStack()
        self._begin = 0.0

    def load(self, minutes: float) -> Sequence[Sample]:
        """Start all, overload the worker for so long, and end the publisher."""
        self._start()
        self._begin = time.monotonic()
        self._publisher.start()
        found = []
        for sample in self._sample(60 * minutes):
            found.append(sample)
            if len(found) % _MINUTE == 0:
                taken = found[-1].taken - found[-_MINUTE].taken
                per_second = taken / (_EVERY * (_MINUTE - 1))
                self._publisher.rate = max(self._publisher.rate, _OVERLOAD * per_second)
        self._publisher.end()
        self.errors += self._publisher.errors
        return found

    def after(self) -> Sequence[Sample]:
        """Watch the worker go on alone."""
        return list(self._sample(_AFTER))

    def end(self) -> None:
        """End all that was started, the broker last."""
        self._ends.close()

    def _start(self) -> None:
        broker = EmbeddedBroker(self._folder / "broker", load_settings().cache_path())
        self._ends.callback(broker.kill)
        bootstrap = broker.start()
        self._settings = load_settings(broker=bootstrap, app_id=_APP, grouping=self._grouping)
        told = {
            "NEWS_BROKER": bootstrap,
            "NEWS_APP_ID": _APP,
            "NEWS_GROUPING": self._grouping,
            "NEWS_LOG_LEVEL": "warning",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "pipeline", "topics", "create"]
        subprocess.run(
            command, env={**os.environ, **told}, cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
        self._worker = Worker("worker", self._folder, told)
        self._ends.callback(self._worker.kill)
        self._worker.start()
        if not self._worker.wait_ready():
            raise TimeoutError(f"the worker is not ready: {self._worker.log_path}")
        self._follower = Follower(bootstrap)
        self._follower.start()
        self._ends.callback(self._follower.end)
        self._publisher = Publisher(bootstrap, records(self._seed), self._rate)
        self._ends.callback(lambda: self._publisher.is_alive() and self._publisher.end())

    def _sample(self, seconds: float) -> Iterator[Sample]:
        """Yield a sample every five seconds; what cannot be asked at that time is left out."""
        begin = time.monotonic()
        for number in range(1, int(seconds / _EVERY) + 1):
            time.sleep(max(0.0, begin + number * _EVERY - time.monotonic()))
            # Without samples the verdict is "wrong": nothing is hidden by it.
            with contextlib.suppress(Exception):
                sample = self._look()
                self._note(sample)
                yield sample

    def _look(self) -> Sample:
        # The lag first: what is published meanwhile was not taken.
        lag = asyncio.run(_lag(self._settings))
        return Sample(
            published=self._publisher.acknowledged,
            out=self._follower.records,
            lag=lag,
            rss={pid: psutil.Process(pid).memory_info().rss for pid in self._worker.children()},
        )

    def _note(self, sample: Sample) -> None:
        at = time.monotonic() - self._begin
        with (self._folder / "samples.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"at": round(at, 1), **asdict(sample)}) + "\n")
        if int(at / 60) > int((at - _EVERY) / 60):
            held = " + ".join(f"{each / MIB:,.0f}" for each in sample.rss.values())
            print(
                f"{at / 60:5.1f} min: {sample.published:,} in, {sample.out:,} out, "
                f"lag {sample.lag:,}, {sample.taken - sample.out:,} between, {held} MiB",
                flush=True,
            )


async def _lag(settings: Settings) -> int:
    """Return the lag of each group on the topic that it begins with: the raw one in `all`."""
    found = 0
    async with Admin(settings) as admin:
        for stages in GROUPINGS[settings.grouping]:
            topic = agents_of(stages)[0].reads.name
            found += sum(each.lag for each in await admin.lag(group_id(settings, stages), [topic]))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; return 0 where nothing is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tools.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--grouping", choices=("all", "dedup+extract"), default="all")
    parser.add_argument("--rate", type=float, default=100.0, help="records a second, at first")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    folder = Path(tempfile.mkdtemp(prefix="news-soak-"))
    soak = Soak(folder, asked.grouping, asked.rate, asked.seed)
    try:
        loaded = soak.load(asked.minutes)
        found = [f"wrong: {each}" for each in soak.errors[:1]] + faults(loaded, soak.after())
    except KeyboardInterrupt:
        soak.end()
        shutil.rmtree(folder)
        print("stopped")
        return 130
    finally:
        soak.end()
        for left in (folder / "broker", folder / "worker"):
            shutil.rmtree(left, ignore_errors=True)
    for number, told in enumerate(memory(loaded).values(), 1):
        print(
            f"process {number}: {told.middle / MIB:,.0f} MiB in the middle third, "
            f"{told.last / MIB:,.0f} in the last, {told.most / MIB:,.0f} at most"
        )
    if found:
        print("\n".join(found), f"logs and samples are in {folder}", sep="\n")
        return 1
    shutil.rmtree(folder)
    print("right: memory is flat, and what is too much stands on the topic")
    return 0


def _stop(number: int, frame: object) -> None:
    """End once; what is ended then takes its time."""
    del number, frame
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
