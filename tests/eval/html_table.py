"""The HTML table: the 32 shared pages through `read_page`, scored by the shared scorer."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.cleaning.page.site_rules import SiteRules
from pipeline.text.decode import decode
from tests.pages import find_metadata, read_page


def evaluate(shared: Path) -> dict[str, float]:
    """Return body precision, recall and F1, and the shares of titles, days, minutes, authors.

    Then some of them with no site rule and no class or id to go by.
    """
    folder = shared / "data" / "cleaning"
    rows = (folder / "html.jsonl").read_text("utf-8").splitlines()
    gold = [json.loads(row) for row in rows]
    scorer = _scorer(shared)
    table = _figures(scorer, gold, {page["id"]: prediction(folder, page) for page in gold})
    # What is left where no name is known: a check that the rules fit more than these pages.
    found = {page["id"]: prediction(folder, page, nameless=True) for page in gold}
    bare = _figures(scorer, gold, found)
    return table | {f"nameless {name}": bare[name] for name in ("body_F1", "title", "time")}


def _figures(
    scorer: ModuleType, gold: list[dict[str, Any]], found: dict[str, dict[str, Any]]
) -> dict[str, float]:
    scores = scorer.evaluate(gold, found)
    table = {name: float(scores[name]) for name in ("body_P", "body_R", "body_F1")}
    for name in ("title", "date", "time", "author"):
        right, of = scores[name].split("/")
        table[name] = int(right) / max(1, int(of))
    return table


def without_names(html: str) -> str:
    """Return a page with every class and id exchanged for a hash of it: equal stays equal."""

    def exchanged(found: re.Match[str]) -> str:
        words = (hashlib.sha256(word.encode()).hexdigest()[:8] for word in found[2].split())
        return f'{found[1]}"{" ".join("x" + word for word in words)}"'

    return re.sub(r"(\b(?:class|id)\s*=\s*)[\"']([^\"'<>]*)[\"']", exchanged, html)


def prediction(folder: Path, page: dict[str, Any], *, nameless: bool = False) -> dict[str, Any]:
    """Return what we find on one page, in the scorer's format."""
    html = decode(gzip.decompress((folder / page["html"]).read_bytes())).text
    read = read_page(without_names(html), rules=SiteRules([])) if nameless else read_page(html)
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
