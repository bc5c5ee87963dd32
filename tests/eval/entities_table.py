"""The entities table: names on the shared gold sets, values on our own.

python -m tests.eval.entities_table [--model FILE]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.entities.extractor import EntityResources, Extractor
from pipeline.stages import shipped
from tests.golden.names.gold import posts_in, score_names
from tests.golden.values.gold import score_values
from tools.shared_sets import shared_folder

_TYPES = {"person": "PER", "place": "LOC", "organisation": "ORG", "event": "EVENT"}
_CLUENER = {
    "name": "PER", "address": "LOC", "scene": "LOC", "organization": "ORG", "company": "ORG",
    "government": "ORG",
}  # fmt: skip
_ALL = frozenset({"PER", "LOC", "ORG"})

Rows = list[dict[str, Any]]


def evaluate(shared: Path, *, model_path: Path | None = None) -> dict[str, float]:
    """Return F1 by set: strict spans, the shared scorer; of the shipped model unless one is given."""
    extractor = Extractor(EntityResources(shipped.lexicon(), shipped.tagger(model_path)))
    folder = shared / "data" / "entities"
    scorer = _scorer(shared)
    person = frozenset({"PER"})
    cluener = _rows(folder / "cluener.dev.jsonl")
    tables: dict[str, tuple[Rows, frozenset[str]]] = {
        "CLUENER dev, names": (_mapped(cluener, {"name": "PER"}), person),
        "CLUENER dev, names places organisations": (_mapped(cluener, _CLUENER), _ALL),
        "resume test, names": (
            _mapped(_rows(folder / "resume.test.jsonl"), {"NAME": "PER"}),
            person,
        ),
        "weibo test, micro": (_rows(folder / "weibo.test.jsonl"), _ALL),
        "MSRA test, micro": (_rows(folder / "msra.test.jsonl"), _ALL),
        "People's Daily test, micro": (_rows(folder / "peoplesdaily.test.jsonl"), _ALL),
    }
    figures: dict[str, float] = {}
    for name, (gold, types) in tables.items():
        found = [_recognized(extractor, row["text"]) for row in gold]
        scores, _ = scorer.score(gold, found, set(types))
        figures[name] = scores["MICRO"]["f1"]
    figures.update(_sample(extractor, shared))
    figures["values, own gold"] = score_values(extractor)
    for name, value in score_names(extractor).items():
        figures[f"own modern sentences, {name}"] = value
    return figures


def _recognized(extractor: Extractor, text: str) -> dict[str, Any]:
    mentions, _ = extractor.recognize(text)
    return {
        "text": text,
        "entities": [
            {"start": m.start, "end": m.end, "type": _TYPES[m.type]}
            for m in mentions
            if m.type in _TYPES
        ],
    }


def _sample(extractor: Extractor, shared: Path) -> dict[str, float]:
    """Return F1 on the real sample: persons, places, organisations; and with events and the date."""
    gold = json.loads((shared / "data/entities/seed_gold.json").read_text("utf-8"))
    line = (shared / "data/cleaning/seed_gold.jsonl").read_text("utf-8").splitlines()[0]
    start, end = gold["body"]
    text = json.loads(line)["raw"][start:end]
    optional = {(e["start"], e["end"]) for e in gold["entities"] if e.get("optional")}
    wanted = {(e["start"], e["end"], e["type"]) for e in gold["entities"] if not e.get("optional")}
    mentions, values = extractor.recognize(text)
    found = {(m.start, m.end, _TYPES.get(m.type, "")) for m in mentions}
    found |= {(v.start, v.end, "DATE") for v in values if v.type in {"date", "time"}}
    found = {span for span in found if span[:2] not in optional}
    return {
        "sample, persons places organisations": _f1(wanted, found, _ALL),
        "sample, all 32 required": _f1(wanted, found, _ALL | {"EVENT", "DATE"}),
        "sample, posts of those who have one": _posts(extractor, text, gold["relations"]),
    }


def _posts(extractor: Extractor, text: str, relations: list[dict[str, Any]]) -> float:
    """Return the share of the persons with a post who are given exactly that one there."""
    given = posts_in(extractor, text)
    right = [set(r["titles"]) <= set(given.get(r["start"], ())) for r in relations]
    return sum(right) / len(right)


def _f1(
    wanted: set[tuple[int, int, str]], found: set[tuple[int, int, str]], types: frozenset[str]
) -> float:
    gold = {span for span in wanted if span[2] in types}
    said = {span for span in found if span[2] in types}
    return 2 * len(gold & said) / (len(gold) + len(said))


def _rows(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _mapped(rows: Rows, types: dict[str, str]) -> Rows:
    return [
        {
            "text": row["text"],
            "entities": [
                {**e, "type": types[e["type"]]} for e in row["entities"] if e["type"] in types
            ],
        }
        for row in rows
    ]


def _scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("eval_ner", shared / "eval" / "eval_ner.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Print the figures of one model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="a model of the tagger; the shipped one")
    for name, value in evaluate(shared_folder(), model_path=parser.parse_args().model).items():
        print(f"{name:44} {value:.4f}")


if __name__ == "__main__":
    main()
