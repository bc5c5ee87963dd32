"""Documents a second and bytes a document of the story index, beside rensa and datasketch.

`python -m benches.dedup [--curve] [--quick]`. One core; invented bodies of about 570 characters,
three in ten of them copies. All sides hash the same eight-character shingles and answer each
document before they keep it; rounds are interleaved, the median of processor time counts. `--curve`
prints the memory curve over 10 k, 100 k and 1 M documents instead (with `--quick` 10 k and 30 k).
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence

from benches.dedup_bounds import print_bounds
from benches.dedup_curve import WINDOW_DAYS, durable_bytes, print_curve, resident
from benches.dedup_docs import Document, made_documents, place_document
from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.stories.index import StoryIndex
from pipeline.dedup.stories.memory import Memory
from pipeline.dedup.stories.sketch import SHINGLE
from pipeline.dedup.tables.day_window import DayWindow
from pipeline.offline.dedup import OfflineDedup
from pipeline.stages import shipped
from pipeline.text.lines import to_columns
from pipeline.types.articles import CleanArticle, Line

# 25 bands of five, the best of the grid on the development set; the peers' own defaults find less.
_BANDS, _ROWS = 25, 5


Ran = tuple[int, object]
"""Copies found, and whatever holds the state alive."""


def run_stories(documents: Iterable[Document]) -> Ran:
    """Sketch, match, decide and feed back."""
    index = StoryIndex(window_days=WINDOW_DAYS)
    decisions: dict[str, bytes] = {}
    decided = DayWindow(decisions, scope="0", days=WINDOW_DAYS)
    copies = 0
    for number, document in enumerate(documents, start=1):
        copies += place_document(document, number, index, decided)
    return copies, (index, decisions)


def run_stage(documents: Iterable[Document]) -> Ran:
    """Run the whole stage on articles without links."""
    stage = OfflineDedup(
        Deduplicator(prior=shipped.prior(), window_days=WINDOW_DAYS),
        Memory(window_days=WINDOW_DAYS),
    )
    found = [stage(_article(document)).duplicate.status for document in documents]
    return len(found) - found.count("original"), stage


def run_rensa(documents: Iterable[Document]) -> Ran:
    """Do the same with rensa's MinHash and LSH."""
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415 - a peer that may be absent

    count = _BANDS * _ROWS
    index = RMinHashLSH(threshold=0.5, num_perm=count, num_bands=_BANDS)
    copies = 0
    for number, document in enumerate(documents):
        made = RMinHash(num_perm=count, seed=1)
        made.update(_shingles(document.body))
        copies += bool(index.query(made))
        index.insert(number, made)
    return copies, index


def run_datasketch(documents: Iterable[Document]) -> Ran:
    """Do the same with datasketch's MinHash and LSH."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - a peer, half a second to import

    count = _BANDS * _ROWS
    index = MinHashLSH(num_perm=count, params=(_BANDS, _ROWS))
    copies = 0
    for number, document in enumerate(documents):
        made = MinHash(num_perm=count, seed=1)
        made.update_batch([shingle.encode() for shingle in _shingles(document.body)])
        copies += bool(index.query(made))
        index.insert(number, made, check_duplication=False)
    return copies, index


SIDES: dict[str, Callable[[Iterable[Document]], Ran]] = {
    "sketch, match, decide": run_stories,
    "whole stage, no links": run_stage,
    "rensa": run_rensa,
    "datasketch": run_datasketch,
}


def speeds(sides: Sequence[str], count: int, rounds: int) -> dict[str, tuple[float, int]]:
    """Return each side's median documents a second, and how many copies it found."""
    documents = list(made_documents(count, days=10))
    times: dict[str, list[float]] = {side: [] for side in sides}
    copies = dict.fromkeys(sides, 0)
    for side in sides:
        SIDES[side](documents[:200])  # imports and caches
    for _ in range(rounds):
        for side in sides:
            gc.collect()
            started = time.process_time()
            copies[side], _ = SIDES[side](documents)
            times[side].append(time.process_time() - started)
    return {side: (count / statistics.median(times[side]), copies[side]) for side in sides}


def process_bytes(side: str, count: int) -> float:
    """Return by how many bytes a document a fresh process grows."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_growth, (side, count))


def _growth(side: str, count: int) -> float:
    SIDES[side](made_documents(200, days=10))  # imports and caches
    gc.collect()
    before = resident()
    kept = SIDES[side](made_documents(count, days=10))
    gc.collect()
    grown = resident() - before
    del kept
    return grown / count


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer documents and rounds")
    parser.add_argument("--curve", action="store_true", help="the memory curve alone")
    options = parser.parse_args(argv)
    if options.curve:
        for size in (10_000, 30_000) if options.quick else (10_000, 100_000, 1_000_000):
            print_curve(size)
        return 0
    count, rounds = (1000, 3) if options.quick else (6000, 5)
    sides = list(SIDES)
    for peer in ("rensa", "datasketch"):
        if importlib.util.find_spec(peer) is None:
            print(f"{peer} is left out: it is not installed")
            sides.remove(peer)
    figures = speeds(sides, count, rounds)
    ours = figures["sketch, match, decide"][0]
    print(f"{count} documents, one core, median of {rounds} rounds")
    print(f"  {'':24} {'documents/s':>12} {'of ours':>8} {'copies':>8} {'B/document':>11}")
    for side, (speed, copies) in figures.items():
        # Too few documents say nothing about memory.
        grown = "" if options.quick else f"{process_bytes(side, 5 * count):.0f}"
        print(f"  {side:24} {speed:12.0f} {speed / ours:8.2f} {copies:8} {grown:>11}")
    if not options.quick:
        print(
            "  B/document: by how much a fresh process grows; the stage's includes its line memory"
        )
    rows, decisions = durable_bytes(5 * count)
    print(f"tables, bytes a document: story-index {rows:.0f}, story-decisions {decisions:.0f}")
    print_curve(10_000)
    print_bounds(pages=1000 if options.quick else 33_334)
    return 0


def _shingles(body: str) -> list[str]:
    return [body[at : at + SHINGLE] for at in range(max(len(body) - SHINGLE + 1, 1))]


def _article(document: Document) -> CleanArticle:
    line = Line(start=0, end=len(document.body), label="body", score=1.0, reason="made")
    return CleanArticle(facts=document.facts, text=document.body, lines=to_columns([line]))


if __name__ == "__main__":
    sys.exit(main())
