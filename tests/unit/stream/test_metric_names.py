"""Names and labels of the metrics: those of the documents are those of the code, both ways."""

from __future__ import annotations

import re
from pathlib import Path

from prometheus_client import Counter

from pipeline.sinks.rows import TABLES
from pipeline.sinks.sql import OFFSETS
from pipeline.stream.metrics import Stats

DOCS = Path(__file__).resolve().parents[3] / "docs"
_ROW = re.compile(r"^\| `(news_\w+)(?:\{([\w,]+)\})?` \|", re.MULTILINE)
_NAMED = re.compile(r"\bnews_[a-z_]+[a-z]\b(?:\{([^}`]*)\})?")
# What the sinks and recipes call their tables.
NO_METRICS = {OFFSETS, *(table.name for table in TABLES), "news_queue", "news_reader"}
# What Prometheus makes of a histogram.
_SUFFIXES = ("_bucket", "_sum", "_count")


def of_the_code() -> dict[str, set[str]]:
    stats = Stats()
    # A collector of the library keeps its labels to itself.
    metrics = list(dict.fromkeys(stats.registry._collector_to_names))
    return {
        metric._name + ("_total" if isinstance(metric, Counter) else ""): set(metric._labelnames)
        for metric in metrics
    }


def of_the_table() -> dict[str, set[str]]:
    text = (DOCS / "operations.md").read_text("utf-8")
    return {name: set(labels.split(",")) - {""} for name, labels in _ROW.findall(text)}


def test_the_table_has_every_metric_with_its_labels_and_no_other() -> None:
    assert len(of_the_code()) > 5
    assert of_the_table() == of_the_code()


def test_whatever_else_names_a_metric_names_one_of_ours() -> None:
    known = of_the_code()
    for page in sorted(DOCS.rglob("*.md")):
        for found in _NAMED.finditer(page.read_text("utf-8")):
            name = found[0].partition("{")[0]
            if name in NO_METRICS:
                continue
            for suffix in _SUFFIXES:
                name = name if name in known else name.removesuffix(suffix)
            assert name in known, f"{page.name}: {found[0]}"
            labels = {each.partition("=")[0].strip() for each in (found[1] or "").split(",")}
            assert labels - {""} <= known[name], f"{page.name}: {found[0]}"
