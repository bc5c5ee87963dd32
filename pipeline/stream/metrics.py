"""What a worker counts and times, and whether it is alive."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

# From an article of a few lines to one of 8 MiB.
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30)
# Around `NEWS_BATCH_SIZE` (200); smaller ones are what had come when their turn was.
_RECORDS = (1, 5, 20, 50, 100, 200, 500, 1000)

# Partitions that have records to read, an idle reader, and do not move for so long are stuck.
# Seen in 4 of 18 runs with a kill -9, on a loaded machine (faust#629, open). Long enough to fetch
# the largest record at a megabyte a second.
STUCK_AFTER = 30.0

# A worker looks after its partitions every second. What keeps it from that for so long (a call that
# never gives way; the slowest batch that was measured took 26 s, in a thread) will not end.
HUNG_AFTER = 60.0

Place = tuple[str, int]


class Stats:
    """The counters of one process. Each has its own registry, so tests can have many."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.health = Health()
        self._records = Counter(
            "news_records",
            "Records an agent worked on, by outcome: ok, or the reason of the rejection",
            ("agent", "outcome"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "news_record_seconds",
            "Time an agent spent on one record",
            ("agent",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._batches = Histogram(
            "news_batch_records",
            "Records an agent took at once",
            ("agent",),
            buckets=_RECORDS,
            registry=self.registry,
        )
        self._dropped = Counter(
            "news_sightings_dropped",
            "Link sightings that were too large to send",
            ("agent",),
            registry=self.registry,
        )
        self._forgotten = Counter(
            "news_forgotten_entries",
            "Entries of a bounded table that made room for others",
            ("table",),
            registry=self.registry,
        )
        self._jumps = Counter(
            "news_clock_jumps",
            "Articles with a time more than a day ahead, which was not believed: futureTime",
            registry=self.registry,
        )
        self._known_links = Gauge(
            "news_known_links",
            "Links of the whole stream that this worker knows now",
            registry=self.registry,
        )
        self._lag = Gauge(
            "news_lag_records",
            "Records of a partition that are still to be read",
            ("topic", "partition"),
            registry=self.registry,
        )
        self._alive = Gauge(
            "news_alive",
            "1 while the worker is in its group and every partition of it is open and moves",
            registry=self.registry,
        )
        self._alive.set(0)

    def record(self, agent: str, outcome: str, seconds: float) -> None:
        """Count one record of `agent`."""
        self._records.labels(agent, outcome).inc()
        if seconds:
            self._seconds.labels(agent).observe(seconds)

    def batch(self, agent: str, records: int) -> None:
        """Count one batch of `agent`."""
        self._batches.labels(agent).observe(records)

    def dropped(self, agent: str) -> None:
        """Count a sighting that was given up."""
        self._dropped.labels(agent).inc()

    def forgot(self, table: str, entries: int) -> None:
        """Count entries of `table` that made room for others."""
        if entries:
            self._forgotten.labels(table).inc(entries)

    def jumped(self) -> None:
        """Count an article one of whose times lay too far ahead to be believed."""
        self._jumps.inc()

    def knows_links(self, number: int) -> None:
        """Set how many links of the whole stream are known now."""
        self._known_links.set(number)

    def progress(self, lags: Mapping[Place, int], *, alive: bool) -> None:
        """Set the lags of the partitions held now; those of partitions given up are gone."""
        self._lag.clear()
        for (topic, partition), lag in lags.items():
            self._lag.labels(topic, str(partition)).set(lag)
        self._alive.set(1 if alive else 0)

    def alive(self, *, yes: bool) -> None:
        """Set whether everything moves, where no lags are known."""
        self._alive.set(1 if yes else 0)

    def count(self, agent: str, outcome: str = "ok") -> int:
        """Return how many records of `agent` ended so."""
        value = self.registry.get_sample_value(
            "news_records_total", {"agent": agent, "outcome": outcome}
        )
        return int(value or 0)


class Health:
    """What a worker's probes are told: whether it can work, and whether it does.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._looked: float | None = None
        self._all_open = False
        self._stuck: tuple[Place, ...] = ()

    def look(self, *, all_open: bool, stuck: Collection[Place] = ()) -> None:
        """Note a look at the partitions: whether all are open, and which do not move."""
        self._all_open = all_open
        self._stuck = tuple(stuck)
        self._looked = self._clock()

    def not_ready(self) -> str:
        """Return why no records flow yet, or no more; empty when they can."""
        if self._looked is None:
            return "it is starting"
        return self.unwell() or ("" if self._all_open else "not every partition is open")

    def unwell(self) -> str:
        """Return why it should be started anew; empty while it moves, or has nothing to do.

        A broker that is away is no reason: a new worker would find it away too.
        """
        if self._stuck:
            places = ", ".join(f"{topic}/{partition}" for topic, partition in self._stuck)
            return f"records wait in {places}, and nothing moves"
        if self._looked is not None and self._clock() - self._looked > HUNG_AFTER:
            return f"it has not looked after its partitions for {HUNG_AFTER:.0f} s"
        return ""


class Liveness:
    """Whether every partition moves: its position changed while it had a lag.

    A lag gauge alone lies after a rebalance (it keeps the last value of a partition that went
    elsewhere), and a partition may stop being fetched; what cannot lie is a position that moves.

    Args:
        stuck_after: Seconds without a move, with a lag, after which a partition is stuck.
        clock: Monotonic seconds.
    """

    def __init__(
        self, *, stuck_after: float = STUCK_AFTER, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stuck_after = stuck_after
        self._clock = clock
        self._moved: dict[Place, tuple[int, float]] = {}

    def see(self, positions: Mapping[Place, tuple[int, int]], *, busy: bool = False) -> list[Place]:
        """Return the partitions that are stuck.

        Args:
            positions: `(position, end)` of every partition held now.
            busy: An agent of the process is at work: the others may have to wait for it.
        """
        now = self._clock()
        seen: dict[Place, tuple[int, float]] = {}
        stuck = []
        for place, (position, end) in positions.items():
            before, since = self._moved.get(place, (position, now))
            if position != before or position >= end or busy:
                since = now
            seen[place] = (position, since)
            if now - since > self._stuck_after:
                stuck.append(place)
        self._moved = seen
        return stuck
