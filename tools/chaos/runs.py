"""One run: articles go in, a fault happens, and every record is accounted for."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from confluent_kafka.admin import AdminClient

from tools.chaos.accounts import Account, Read, account
from tools.chaos.articles import Record, records
from tools.chaos.cluster import Cluster
from tools.chaos.evidence import evidence
from tools.chaos.groups import Watch
from tools.chaos.publisher import Publisher
from tools.chaos.reading import Follower, lag, read
from tools.chaos.timing import Stops, silences, stops
from tools.chaos.workers import Worker

ROOT = Path(__file__).resolve().parents[2]
# Nothing new for so long, and every lag 0: what is not out waits for ever.
QUIET = 20.0
# Nothing new for so long: whatever the lag says, nothing comes.
STUCK = 150.0

Tell = Callable[[str, int, int], None]
"""Told what happens, how many records are acknowledged, and how many places are out."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a fault needs: how much is published how fast, by whom, and how many workers.

    `held` publishes nothing before the fault says so.
    """

    count: int = 1500
    rate: float = 40.0
    workers: int = 2
    codecs: tuple[str, ...] = ("none",)
    aborted: int = 0
    keeps_state: bool = True
    held: bool = False
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """What came of a run. `waiting` came out only when the workers forgot all; `lost` did not."""

    fault: str
    seed: int
    acknowledged: int
    account: Account
    lost: int
    waiting: int
    stops: Stops
    drained: tuple[float, ...]
    left: int
    keeps_state: bool
    seconds: float
    errors: tuple[str, ...]
    read: Read

    def is_clean(self) -> bool:
        """Tell whether no figure is wrong."""
        wrong = self.lost or self.waiting or self.errors
        return not wrong and self.account.is_clean(keeps_state=self.keeps_state)


class Run:
    """What a fault has at hand: the cluster, the workers, and a seeded generator.

    Args:
        cluster: A cluster that runs, without topics.
        folder: Local state and logs of the workers.
        plan: How much is published how fast.
        seed: Of everything that is drawn.
        tell: Progress.
    """

    def __init__(self, cluster: Cluster, folder: Path, plan: Plan, seed: int, tell: Tell) -> None:
        self.cluster = cluster
        self.folder = folder
        self.plan = plan
        self.draw = random.Random(seed)
        self.workers: list[Worker] = []
        self.drained: list[float] = []
        self.errors: list[str] = []
        self.cleanups: list[Callable[[], object]] = []
        self.ignored: set[str] = set()
        self.left = 0
        self._part = (0, 0)
        self._hits: list[float] = []
        self._seed = seed
        self._tell = tell
        self._app = f"chaos-{seed}-{os.getpid()}-{time.time_ns() % 1_000_000}"
        made = records(plan.count, seed)
        self.publisher = Publisher(
            cluster.bootstrap,
            made,
            rate=plan.rate,
            codecs=plan.codecs,
            aborted=_others(plan.aborted, seed),
            seed=seed,
        )
        self.follower = Follower(cluster.bootstrap)
        # Kept for the whole run: librdkafka ends the process where a client goes with answers due.
        self._parted: list[AdminClient] = []
        self._admin = cluster.admin()
        self._watch = Watch(cluster.bootstrap, self._app)

    def worker(self, **how: object) -> Worker:
        """Return a new worker of the pipeline, which is ended with the run; it is not started."""
        name = f"worker-{len(self.workers) + 1}"
        made = Worker(name, self.folder, self._settings(), **how)  # type: ignore[arg-type]
        self.workers.append(made)
        return made

    @contextlib.contextmanager
    def without_brokers(self) -> Iterator[None]:
        """Stop all brokers, and start them again; meanwhile nothing is asked of them."""
        with self._watch.looks_away():
            time.sleep(2)  # what was asked before is answered
            self.cluster.stop()
            yield
            self.cluster.start()
            self.cluster.wait_whole()

    def hit(self) -> None:
        """Note that a worker or broker is gone from now on."""
        self._hits.append(time.monotonic())

    def sleep(self, low: float, high: float | None = None) -> None:
        """Wait for a drawn time, and tell how far the pipeline is."""
        end = time.monotonic() + (low if high is None else self.draw.uniform(low, high))
        while (left := end - time.monotonic()) > 0:
            self.show("")
            time.sleep(min(left, 0.5))

    def show(self, word: str) -> None:
        """Tell what happens, and start again a worker that ended by itself, as an operator does."""
        for worker in self.workers:
            if worker.has_left():
                self.left += 1
                worker.start()
        self._tell(word, len(self.publisher.sent), len(self.follower.first))

    def publish_part(self, number: int, parts: int) -> None:
        """Publish up to part `number` of `parts`; `wait_out` counts within it."""
        self._part = self._part[1], self.plan.count * number // parts
        self.publisher.pause(self._part[1])

    def wait_out(self, share: float, seconds: float = 120.0) -> None:
        """Wait until that share of all records is out, or of the part that is published now."""
        end = time.monotonic() + seconds
        first, last = self._part
        enough = first + share * ((last or self.plan.count) - first)
        while len(self.follower.first) < enough and time.monotonic() < end:
            self.sleep(0.3)

    def prepare(self) -> None:
        """Lay the topics out, and have the first workers ready."""
        self.show("topics")
        self.news("topics", "create")
        self.follower.start()
        for _ in range(self.plan.workers):
            self.worker().start()
        self.show("workers")
        for worker in self.workers:
            if not worker.wait_ready():
                raise TimeoutError(f"{worker.name} is not ready: {worker.log_path}")
        self._watch.start()

    def news(self, *arguments: str) -> None:
        """Run a verb of the command line."""
        environment = {**os.environ, **self._settings()}
        command = [sys.executable, "-m", "pipeline", *arguments]
        subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    def settle(self) -> None:
        """Wait until every record is out, or nothing more comes."""
        self.show("to the end")
        while self.publisher.is_busy:
            self.sleep(0.5)
        begin = time.monotonic()
        while missing := len(self.publisher.sent.keys() - self.follower.first.keys()):
            self.show(f"to the end: {missing} are not out")
            time.sleep(0.5)
            quiet = time.monotonic() - max(self.follower.last, begin)
            if quiet > STUCK or (quiet > QUIET and not self.lag()):
                break
        # What is sent behind the last article: counts of links, aliases.
        end = time.monotonic() + QUIET
        while self.lag() and time.monotonic() < end:
            time.sleep(0.5)

    def lag(self) -> dict[str, int]:
        """Return the lag by topic; one that cannot be told is one."""
        try:
            return lag(self.cluster.bootstrap, self._admin, self._app)
        except Exception as error:  # noqa: BLE001 - a broker that is not there has no answer
            # After all brokers were gone a client may find none of them again.
            self._parted.append(self._admin)
            self._admin = self.cluster.admin()
            return {repr(error): 1}

    def report(self, fault: str, begin: float, stories: Mapping[str, str] | None) -> Report:
        """Return the account; where records are missing, see which of them a fresh start finds."""
        self.show("reading")
        committed = read(self.cluster.bootstrap, committed=True)
        raw = read(self.cluster.bootstrap, committed=False)
        told = account(self.publisher.sent, committed, raw, stories=stories, ignored=self.ignored)
        found = evidence(self.cluster.bootstrap, told, committed)
        (self.folder / "evidence.txt").write_text("\n".join(found), "utf-8")
        lost = len(told.missing)
        if lost:
            self.show("once more with fresh state")
            for worker in self.workers:
                worker.kill()
                worker.forget()
            self.workers[0].start()
            self.workers[0].wait_ready()
            self.settle()
            lost = len(self.publisher.sent.keys() - self.follower.first.keys())
        rows = silences(self.publisher.times, self.follower.first)
        return Report(
            fault=fault,
            seed=self._seed,
            acknowledged=len(self.publisher.sent),
            account=told,
            lost=lost,
            waiting=len(told.missing) - lost,
            stops=stops([(at, self._watch.affected(at)) for at in self._hits], rows),
            drained=tuple(self.drained),
            left=self.left,
            keeps_state=self.plan.keeps_state,
            seconds=time.monotonic() - begin,
            errors=(*self.publisher.errors, *self.errors),
            read=committed,
        )

    def end(self) -> None:
        """End all that this run started."""
        self.publisher.end() if self.publisher.is_alive() else None
        for worker in self.workers:
            worker.kill()
        for thread in (self.follower, self._watch):
            if thread.is_alive():
                thread.end()
        for clean in reversed(self.cleanups):
            clean()

    def _settings(self) -> dict[str, str]:
        return {
            "NEWS_BROKER": self.cluster.bootstrap,
            "NEWS_APP_ID": self._app,
            "NEWS_REPLICATION": "3",
            "NEWS_LOG_LEVEL": "warning",
            "PYTHONPATH": str(ROOT),
            # The products are small: sharing them out to threads costs more than it saves.
            "OPENBLAS_NUM_THREADS": "1",
            **dict(self.plan.settings),
        }


def run(  # noqa: PLR0913 - what a run is made of
    name: str,
    fault: Callable[[Run], None],
    *,
    cluster: Cluster,
    folder: Path,
    plan: Plan,
    seed: int,
    stories: Mapping[str, str] | None,
    tell: Tell,
) -> Report:
    """Run one fault from empty topics to its account."""
    begin = time.monotonic()
    cluster.start()
    cluster.clear()
    folder.mkdir(parents=True, exist_ok=True)
    this = Run(cluster, folder, plan, seed, tell)
    try:
        this.prepare()
        this.show(name)
        if plan.held:
            this.publisher.pause()
        this.publisher.start()
        fault(this)
        this.settle()
        return this.report(name, begin, stories)
    finally:
        with contextlib.suppress(KeyboardInterrupt):
            this.end()


def _others(count: int, seed: int) -> Sequence[Record]:
    """Return records that no other part of the run publishes."""
    return [each for each in records(2 * count, seed + 7919) if each.url][:count] if count else ()
