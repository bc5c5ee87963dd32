"""How long partitions stood still: from when records went in and came out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tools.chaos.accounts import Place

# A takeover begins within this of a fault; the session timeout is 10 s.
_BEGINS = 15.0
# Less than this is a batch, not a stop.
_A_STOP = 1.0


@dataclass(frozen=True, kw_only=True)
class Silence:
    """From `start` to `end` nothing new came out of a partition that had something to give."""

    start: float
    end: float

    def seconds(self) -> float:
        """Return how long it was."""
        return self.end - self.start


@dataclass(frozen=True, kw_only=True)
class Stops:
    """Seconds to the first output of each affected partition, and the longest silence of others."""

    affected: tuple[float, ...] = ()
    others: float = 0.0


def silences(sent: Mapping[Place, float], out: Mapping[Place, float]) -> dict[int, list[Silence]]:
    """Return every partition's silences in order.

    Args:
        sent: When each place was acknowledged.
        out: When its first output was seen.
    """
    found: dict[int, list[Silence]] = {}
    for partition in sorted({place[0] for place in out}):
        came = sorted((out[place], sent[place]) for place in out
                      if place[0] == partition and place in sent)  # fmt: skip
        # Nothing is silent that has nothing to say: from the end, the earliest that still waits.
        waits: list[float] = []
        earliest = float("inf")
        for _, at in reversed(came):
            earliest = min(earliest, at)
            waits.append(earliest)
        last = float("-inf")
        rows = []
        for (now, _), waiting in zip(came, reversed(waits), strict=True):
            start = max(last, waiting)
            rows.append(Silence(start=min(start, now), end=now))
            last = now
        found[partition] = rows
    return found


def stops(
    hits: Iterable[tuple[float, frozenset[int]]], rows: Mapping[int, Sequence[Silence]]
) -> Stops:
    """Return how long partitions stopped for `hits`: a time, and the partitions affected."""
    affected: list[float] = []
    others = 0.0
    for at, partitions in hits:
        for partition, row in rows.items():
            near = [each for each in row if each.end > at and each.start < at + _BEGINS]
            longest = max(near, key=Silence.seconds, default=Silence(start=at, end=at))
            if partition not in partitions:
                others = max(others, longest.seconds())
            elif longest.seconds() >= _A_STOP:
                affected.append(longest.end - at)
            elif near:
                affected.append(near[0].end - at)
    return Stops(affected=tuple(affected), others=others)
