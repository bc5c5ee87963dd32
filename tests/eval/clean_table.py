"""The clean stage on the shared pages: labels of lines, what is lost, what leaks.

The shipped model was trained on these pages: its rows hold the stage together end to end, they do
not measure how well it generalises. The rows "held out" do: two models, trained a sixth as long as
the shipped one, each on one half of the articles and invented words, judge the other half. The
figures of the full training stand in the model's card.
"""

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.cleaning.cleaner import Cleaner
from pipeline.stages import shipped
from pipeline.text.lines import from_columns
from pipeline.types.articles import CleanArticle, Origin, RawArticle
from tools.cleaning_pages import read_documents, read_words
from tools.cleaning_stories import read_stories
from tools.train_cleaning import WORDS, Effort, honest_answers, scores

SETS = {"text": "standard", "text_hard": "hard", "seed_gold": "sample"}
SHORT = Effort(8, 24)
KEYS = ("link_F1", "body_loss%", "leak%", "doc_exact_keep%", "doc_exact_link%", "macro_F1")


def evaluate(shared: Path) -> dict[str, float]:
    """Return the figures of the scorer by set."""
    sys.path.insert(0, str(shared / "eval"))
    score = importlib.import_module("eval_clean").evaluate
    cleaner = Cleaner(shipped.cleaning())
    figures: dict[str, float] = {}
    for name, title in SETS.items():
        path = shared / "data" / "cleaning" / f"{name}.jsonl"
        gold = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        scores = score(gold, {page["id"]: answer(cleaner, page) for page in gold})
        for key in KEYS:
            figures[f"{title} {key}"] = float(scores[key])
        for kind, value in scores["segs_F1"].items():
            figures[f"{title} inline {kind} F1"] = float(value)
    figures.update(held_out(shared, score))
    return figures


def held_out(shared: Path, score: Callable[[Any, Any], dict[str, Any]]) -> dict[str, float]:
    """Return the figures of pages, articles and words that a shortly trained model did not see."""
    found = honest_answers(
        read_documents(shared / "data" / "cleaning"),
        read_words(WORDS),
        shipped.phrases(),
        read_stories(shared / "data" / "dedup"),
        SHORT,
    )
    return {
        f"held out, {name}: {key}": value
        for name, some in found.items()
        if "function words" not in name
        for key, value in scores(some, score).items()
    }


def answer(cleaner: Cleaner, page: dict[str, str]) -> dict[str, object]:
    """Return what the stage says of a page, in the scorer's form."""
    raw = RawArticle(origin=Origin(source_id=page["id"]), text=page["raw"])
    cleaned = cleaner(raw)
    assert isinstance(cleaned, CleanArticle), page["id"]
    spans: dict[str, list[list[object]]] = {}
    for span in cleaned.spans:
        spans.setdefault(str(span.line), []).append([span.start, span.end, span.kind])
    return {"labels": [line.label for line in from_columns(cleaned.lines)], "segs": spans}
