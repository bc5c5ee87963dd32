"""The verdict on a run, over what was sampled. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

# Of the median of the middle third: the last third's, and any sample's behind the warm-up.
GROWTH, SPIKE = 1.10, 1.50
# In each third: a median of fewer says nothing.
_ENOUGH = 3


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What stood where at one time: records, and the bytes of each worker process by its id."""

    published: int
    out: int
    lag: int
    rss: Mapping[int, int]

    @property
    def taken(self) -> int:
        """Return how many records the worker has read."""
        return self.published - self.lag


@dataclass(frozen=True, kw_only=True)
class Memory:
    """Bytes of one process: medians of the middle and the last third, and the most of both."""

    middle: float
    last: float
    most: int


def faults(loaded: Sequence[Sample], after: Sequence[Sample]) -> list[str]:
    """Return what is wrong with a run, a line each.

    Args:
        loaded: Samples while the publisher published, at even times.
        after: Samples after it had ended.
    """
    if len(loaded) < 3 * _ENOUGH or not after:
        return [f"invalid: {len(loaded)} samples and {len(after)} after the publisher's end"]
    found = []
    _, middle, last = thirds(loaded)
    if median(each.lag for each in last) <= median(each.lag for each in middle):
        found.append("invalid: the lag did not grow, so this was no overload")
    processes = loaded[0].rss.keys()
    if not processes or any(each.rss.keys() != processes for each in (*loaded, *after)):
        found.append("wrong: a worker process ended, or another one came")
    else:
        for number, told in enumerate(memory(loaded).values(), 1):
            if told.last > GROWTH * told.middle:
                found.append(f"wrong: process {number} grew, {told.last / told.middle - 1:+.0%}")
            if told.most > SPIKE * told.middle:
                found.append(
                    f"wrong: process {number} once held {told.most / told.middle:.2f} "
                    "times the middle third's median"
                )
    if after[-1].out <= loaded[-1].out:
        found.append("wrong: no record came out after the publisher had ended")
    return found


def memory(loaded: Sequence[Sample]) -> dict[int, Memory]:
    """Return what each process held behind the warm-up, of those that were there all the time.

    Nothing of fewer than three samples.
    """
    if len(loaded) < 3:
        return {}
    _, middle, last = thirds(loaded)
    return {
        pid: Memory(
            middle=median(each.rss[pid] for each in middle),
            last=median(each.rss[pid] for each in last),
            most=max(each.rss[pid] for each in (*middle, *last)),
        )
        for pid in loaded[0].rss
        if all(pid in each.rss for each in loaded)
    }


def thirds(
    samples: Sequence[Sample],
) -> tuple[Sequence[Sample], Sequence[Sample], Sequence[Sample]]:
    """Return the warm-up, the middle and the last third."""
    size = len(samples) // 3
    return samples[: -2 * size], samples[-2 * size : -size], samples[-size:]
