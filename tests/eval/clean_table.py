"""The clean stage on the shared pages: labels of lines, what is lost, what leaks.

The shipped model was trained on these pages: the table holds the stage together end to end, it
does not measure how well it generalises. The honest figures stand in the model's card.
"""

import importlib
import json
import sys
from pathlib import Path

from pipeline.cleaning.cleaner import Cleaner
from pipeline.models import CleanArticle, Origin, RawArticle
from pipeline.text.lines import from_columns

SETS = {"text": "standard", "text_hard": "hard", "seed_gold": "sample"}
KEYS = ("link_F1", "body_loss%", "leak%", "doc_exact_keep%", "doc_exact_link%", "macro_F1")


def evaluate(shared: Path) -> dict[str, float]:
    """Return the figures of the scorer by set."""
    sys.path.insert(0, str(shared / "eval"))
    score = importlib.import_module("eval_clean").evaluate
    cleaner = Cleaner()
    figures: dict[str, float] = {}
    for name, title in SETS.items():
        path = shared / "data" / "cleaning" / f"{name}.jsonl"
        gold = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        scores = score(gold, {page["id"]: answer(cleaner, page) for page in gold})
        for key in KEYS:
            figures[f"{title} {key}"] = float(scores[key])
        for kind, value in scores["segs_F1"].items():
            figures[f"{title} inline {kind} F1"] = float(value)
    return figures


def answer(cleaner: Cleaner, page: dict[str, str]) -> dict[str, object]:
    """Return what the stage says of a page, in the scorer's form."""
    raw = RawArticle(origin=Origin(source_id=page["id"]), text=page["raw"])
    cleaned = cleaner(raw)
    assert isinstance(cleaned, CleanArticle), page["id"]
    spans: dict[str, list[list[object]]] = {}
    for span in cleaned.spans:
        spans.setdefault(str(span.line), []).append([span.start, span.end, span.kind])
    return {"labels": [line.label for line in from_columns(cleaned.lines)], "segs": spans}
