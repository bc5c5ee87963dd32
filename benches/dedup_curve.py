"""The memory curve: what the story stage keeps while documents run over twice its window."""

from __future__ import annotations

import multiprocessing
import resource
import time
from pathlib import Path

from benches.dedup_docs import made_documents, place_document
from pipeline.dedup.stories.index import StoryIndex
from pipeline.dedup.tables.day_window import DayWindow
from pipeline.types.articles import Struct

WINDOW_DAYS = 30
# Points of a curve.
_POINTS = 10
_LARGEST_GROWTH = 1.1


class Point(Struct, frozen=True, kw_only=True):
    """State and speed after `read` documents: bytes, and documents a second since the last one."""

    read: int
    index: int
    decisions: int
    resident: int
    speed: float


def measure(count: int) -> list[Point]:
    """Return the curve of `count` documents over two windows."""
    index = StoryIndex(window_days=WINDOW_DAYS)
    table: dict[str, bytes] = {}
    decided = DayWindow(table, scope="0", days=WINDOW_DAYS)
    before, spent, points = resident(), 0.0, []
    for number, document in enumerate(made_documents(count, days=2 * WINDOW_DAYS), start=1):
        started = time.process_time()
        place_document(document, number, index, decided)
        spent += time.process_time() - started
        if not number % (count // _POINTS):
            points.append(
                Point(
                    read=number,
                    index=index.store.nbytes,
                    decisions=bytes_of(table),
                    resident=resident() - before,
                    speed=count / _POINTS / spent,
                )
            )
            spent = 0.0
    return points


def durable_bytes(count: int) -> tuple[float, float]:
    """Return the bytes a document of the tables `story-index` and `story-decisions`, keys too."""
    rows: dict[str, bytes] = {}
    index = StoryIndex(rows, window_days=WINDOW_DAYS)
    table: dict[str, bytes] = {}
    decided = DayWindow(table, scope="0", days=WINDOW_DAYS)
    for number, document in enumerate(made_documents(count, days=10), start=1):
        place_document(document, number, index, decided)
    return bytes_of(rows) / count, bytes_of(table) / count


def print_curve(count: int) -> None:
    """Print the curve of `count` documents, measured in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        points = pool.apply(measure, (count,))
    print(f"state, {count} documents over {2 * WINDOW_DAYS} days, {WINDOW_DAYS} days kept")
    print(
        f"  {'documents':>10} {'kept':>8} {'index MB':>9} {'decisions MB':>13} {'B/kept':>7}"
        f" {'resident MB':>12} {'documents/s':>12}"
    )
    for point in points:
        kept = min(point.read, count // 2)
        each = (point.index + point.decisions) / kept
        print(
            f"  {point.read:10} {kept:8} {point.index / 1e6:9.2f} {point.decisions / 1e6:13.2f}"
            f" {each:7.0f} {point.resident / 1e6:12.1f} {point.speed:12.0f}"
        )
    half, last = points[_POINTS // 2], points[-1]
    grown = (last.index + last.decisions) / (half.index + half.decisions)
    verdict = "flat" if grown < _LARGEST_GROWTH else "GROWING"
    print(f"  {verdict}: the last is {grown:.2f} x the one after the first day was dropped")


def bytes_of(table: dict[str, bytes]) -> int:
    """Return the bytes of a table's keys and values."""
    return sum(len(key) + len(value) for key, value in table.items())


def resident() -> int:
    """Return the process's resident bytes as the system counts them (Linux), else its peak."""
    status = Path("/proc/self/statm")
    if status.is_file():
        return int(status.read_text("ascii").split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
