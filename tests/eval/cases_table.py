"""Small inputs that are each a kind of fault of real pages and texts: how many come out right."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from pipeline.intake.files import read_inputs
from pipeline.offline.run import STAGES, Options, enrich_inputs
from pipeline.types.articles import StageName


def evaluate(shared: Path) -> dict[str, float]:
    """Return how many of the shared cases are right, and of those that are texts and pages."""
    sys.path.insert(0, str(shared / "eval"))
    faults = importlib.import_module("eval_cases").faults
    folder = shared / "data" / "cleaning" / "cases"
    rows = [json.loads(row) for row in (folder / "expected.jsonl").read_text("utf-8").splitlines()]
    figures = {"right": 0.0, "right, texts": 0.0, "right, pages": 0.0}
    for row in rows:
        path = folder / row["file"]
        event = _printed(path, STAGES[-1])
        clean = {} if "rejected" in event else _printed(path, STAGES[0])
        if not faults(row["must"], event, clean, path):
            figures["right"] += 1
            figures["right, pages" if "-html-" in row["file"] else "right, texts"] += 1
    return figures


def _printed(path: Path, stage: StageName) -> dict[str, Any]:
    """Return the object that `news enrich` prints for one file."""
    inputs = read_inputs([str(path)], form=None, encoding=None, site=None)
    printed = [json.loads(line) for _, line in enrich_inputs(inputs, Options(stage=stage))]
    found: dict[str, Any] = printed[0]
    return found
