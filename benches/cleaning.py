"""MB/s of the clean stage on one core, beside a plain CRF and beside trafilatura on the same pages.

`python -m benches.cleaning [--quick] [--shared FOLDER]`. The pages are made of invented sentences
(or, with `--shared`, are the shared ones); the three take turns, rounds are interleaved, the median
counts. A doubling of the input shows that time is linear in it.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pycrfsuite
import trafilatura

from benches.cleaning_doubling import print_doubling
from benches.cleaning_pages import made_pages
from pipeline.cleaning.cleaner import Cleaner
from pipeline.cleaning.lines.judge import judge_all
from pipeline.cleaning.lines.labeller import Labeller
from pipeline.stages import shipped
from pipeline.types.articles import Origin, RawArticle

Lines = list[tuple[str, str]]  # (text, label)
_TOGETHER = 16  # articles that the stream and an offline run clean together


def crf_features(lines: Sequence[str]) -> list[list[str]]:
    """Return the features of a plain CRF of lines, as its usual tutorial would write them."""
    rows = []
    for number, line in enumerate(lines):
        text = line.strip()
        rows.append(
            [
                "bias",
                f"len={min(len(text) // 8, 12)}",
                f"first={text[:1]}",
                f"two={text[:2]}",
                f"last={text[-1:]}",
                f"stop={text.endswith(('。', '!', '?', '”'))}",
                f"stops={min(text.count('。'), 3)}",
                f"commas={min(text.count(',') + text.count('，'), 4)}",
                f"colon={':' in text or '：' in text}",
                f"spaces={min(text.count(' '), 3)}",
                f"digits={min(sum(c.isdigit() for c in text) // 3, 4)}",
                f"bracket={text[:1] in '【(（' and text[-1:] in '】)）'}",
                f"blank={not text}",
                f"place={number * 10 // len(lines)}",
                f"start={min(number, 4)}",
                f"end={min(len(lines) - number, 4)}",
            ]
        )
    padded = [["none"], *rows, ["none"]]
    return [
        row + [f"-1:{name}" for name in before] + [f"+1:{name}" for name in after]
        for before, row, after in zip(padded, rows, padded[2:], strict=False)
    ]


def trained_crf(pages: Sequence[Lines], folder: Path) -> pycrfsuite.Tagger:
    """Return a CRF trained on `pages`; speed is what is asked of it here."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for page in pages:
        trainer.append(crf_features([text for text, _ in page]), [label for _, label in page])
    trainer.set_params({"c1": 0.1, "c2": 0.01, "max_iterations": 40})
    path = str(folder / "plain.crfsuite")
    trainer.train(path)
    tagger = pycrfsuite.Tagger()
    tagger.open(path)
    return tagger


def as_html(page: Lines) -> str:
    """Return `page` as a web page, the way its lines would stand in one."""
    parts = [
        f"<li><a href='/{number}'>{text}</a></li>" if label == "link" else f"<p>{text}</p>"
        for number, (text, label) in enumerate(page)
    ]
    return f"<html><head><title>{page[0][0]}</title></head><body>{''.join(parts)}</body></html>"


def timed(work: Callable[[], object]) -> float:
    """Return the processor seconds that `work` takes: neighbours on the machine do not count."""
    started = time.process_time()
    work()
    return time.process_time() - started


def shared_pages(folder: Path) -> list[Lines]:
    """Return the shared pages with their labels."""
    pages = []
    for name in ("text", "text_hard"):
        text = (folder / "data" / "cleaning" / f"{name}.jsonl").read_text("utf-8")
        pages += [
            [(row["text"], row["label"]) for row in json.loads(line)["lines"]]
            for line in text.splitlines()
        ]
    return pages


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--shared", type=Path, help="measure on the shared pages")
    options = parser.parse_args(argv)
    rng = random.Random(3)
    pages = shared_pages(options.shared) if options.shared else made_pages(400, rng)
    if options.quick:
        pages = pages[:80]
    texts = ["\n".join(text for text, _ in page) for page in pages]
    raws = [RawArticle(origin=Origin(source_id="bench", timestamp=1.7e9), text=t) for t in texts]
    htmls = [as_html(page) for page in pages]
    html_raws = [RawArticle(origin=r.origin, html=h) for r, h in zip(raws, htmls, strict=True)]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    cleaner = Cleaner(shipped.cleaning())
    labeller = Labeller(shipped.cleaning_model(), shipped.phrases())
    words = shipped.furniture()

    with tempfile.TemporaryDirectory() as folder:
        tagger = trained_crf(pages[:60], Path(folder))
        works: dict[str, Callable[[], object]] = {
            "clean stage": lambda: [
                cleaner.many(raws[at : at + _TOGETHER]) for at in range(0, len(raws), _TOGETHER)
            ],
            "  one article at a time": lambda: [cleaner(raw) for raw in raws],
            "  its judge of lines alone": lambda: [
                judge_all([(text, "") for text in texts[at : at + _TOGETHER]], labeller, words)
                for at in range(0, len(texts), _TOGETHER)
            ],
            "plain CRF": lambda: [tagger.tag(crf_features(t.split("\n"))) for t in texts],
            "clean stage (as HTML)": lambda: [cleaner(page) for page in html_raws],
            "trafilatura (as HTML)": lambda: [trafilatura.extract(html) for html in htmls],
        }
        rounds = 3 if options.quick else 7
        times: dict[str, list[float]] = {name: [] for name in works}
        for _ in range(rounds):
            for name, work in works.items():
                times[name].append(timed(work))
    print(f"{len(pages)} pages, {megabytes:.2f} MB, one core, median of {rounds} rounds")
    plain = statistics.median(times["plain CRF"])
    for name, seconds in times.items():
        middle = statistics.median(seconds)
        print(f"  {name:26} {megabytes / middle:8.2f} MB/s   {plain / middle:6.2f} x plain CRF")
    print_doubling(cleaner, [text for page in pages for text, _ in page], quick=options.quick)
    return 0


if __name__ == "__main__":
    sys.exit(main())
