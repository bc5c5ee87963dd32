"""The facts table: whether an event holds what its sentences say, by kind of fault."""

from __future__ import annotations

import collections
import importlib.util
import sys
from pathlib import Path


def evaluate(shared: Path) -> dict[str, float]:
    """Return the share of the shared facts that are right."""
    return score(shared, shared / "data" / "facts" / "cases.txt")


def score(shared: Path, facts: Path) -> dict[str, float]:
    """Return the share of the facts that are right: all, and those of the kinds of one room."""
    spec = importlib.util.spec_from_file_location("eval_facts", shared / "eval" / "eval_facts.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    cases = scorer.load([facts])
    news = Path(sys.executable).with_name("news")
    _, wrong = scorer.evaluate(cases, scorer.enrich(str(news), cases))
    said: collections.Counter[str] = collections.Counter()
    missed: collections.Counter[str] = collections.Counter()
    for case in cases:
        said.update({"all": len(case["facts"]), _room(case["kind"]): len(case["facts"])})
    for kind, _, _, _ in wrong:
        missed.update(["all", _room(kind)])
    return {f"facts, {room}": 1 - missed[room] / count for room, count in said.items()}


def _room(kind: str) -> str:
    """Return the first word of a kind of fault: date, money, quote."""
    return kind.partition(":")[0]
