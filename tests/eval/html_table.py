"""The HTML table: the 32 shared pages through `read_page`, scored by the shared scorer."""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.cleaning.html import read_page
from pipeline.cleaning.metadata import find_metadata
from pipeline.text.decode import decode


def evaluate(shared: Path) -> dict[str, float]:
    """Return body precision, recall and F1, and the shares of titles, days, minutes, authors."""
    folder = shared / "data" / "cleaning"
    rows = (folder / "html.jsonl").read_text("utf-8").splitlines()
    gold = [json.loads(row) for row in rows]
    found = {page["id"]: prediction(folder, page) for page in gold}
    scores = _scorer(shared).evaluate(gold, found)
    table = {name: float(scores[name]) for name in ("body_P", "body_R", "body_F1")}
    for name in ("title", "date", "time", "author"):
        right, of = scores[name].split("/")
        table[name] = int(right) / max(1, int(of))
    return table


def prediction(folder: Path, page: dict[str, Any]) -> dict[str, Any]:
    """Return what we find on one page, in the scorer's format."""
    html = decode(gzip.decompress((folder / page["html"]).read_bytes())).text
    read = read_page(html)
    metadata, published, _ = find_metadata(read.text, read.lines, (), page=read)
    return {
        "id": page["id"],
        "title": read.title,
        "publish_time": published.value if published else None,
        "author": [author.value for author in metadata.authors],
        "body": [read.text[k.start : k.end] for k in read.lines if k.label in {"body", "byline"}],
    }


def _scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("eval_html", shared / "eval" / "eval_html.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
