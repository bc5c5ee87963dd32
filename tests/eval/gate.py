"""Print the quality tables on the shared sets and fail where a figure falls below its floor.

`python -m tests.eval.gate [--required] [--only NAME] [--raise-floors]`. Floors stand in
`floors.json`; they rise with `--raise-floors` and fall only by an edit that a reader sees.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from pathlib import Path

from tests.conftest import shared_folder

TABLES = ("clean", "cases", "html", "dedup", "entities", "facts", "articles", "another_hand")
FLOORS = Path(__file__).with_name("floors.json")
# A figure may wobble by this much (rounding, library versions) before it counts as fallen.
SLACK = 0.0005


def below(name: str, figures: dict[str, float], floors: dict[str, dict[str, float]]) -> list[str]:
    """Return one line for each figure of table `name` that is missing or under its floor.

    A floor whose name ends in `<` is a ceiling: the figure must not rise above it.
    """
    lines = []
    for key, floor in floors.get(name, {}).items():
        ceiling = key.endswith("<")
        value = figures.get(key.removesuffix("<"))
        if value is None:
            lines.append(f"{name}: {key} was not measured")
        elif (value > floor + SLACK) if ceiling else (value < floor - SLACK):
            lines.append(f"{name}: {key} is {value:.4f}, its floor {floor:.4f}")
    return lines


def risen(
    figures: dict[str, dict[str, float]], floors: dict[str, dict[str, float]]
) -> dict[str, dict[str, float]]:
    """Return `floors`, each moved to its figure where that is better."""
    moved = {}
    for name, table in floors.items():
        moved[name] = {}
        for key, floor in table.items():
            value = round(figures.get(name, {}).get(key.removesuffix("<"), floor), 4)
            moved[name][key] = min(floor, value) if key.endswith("<") else max(floor, value)
    return moved


def main(argv: list[str] | None = None) -> int:
    """Run the tables; return 0 when every floor holds (or the sets are absent), else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--required", action="store_true", help="absent sets are a failure")
    parser.add_argument("--only", choices=TABLES, action="append", help="run these tables only")
    parser.add_argument("--raise-floors", action="store_true", help="write better floors down")
    options = parser.parse_args(argv)
    shared = shared_folder()
    if not (shared / "eval").is_dir():
        print("eval: skipped, the shared sets are not beside the checkout (set NEWS_SHARED)")
        return 1 if options.required else 0
    floors = json.loads(FLOORS.read_text("utf-8"))
    fallen: list[str] = []
    measured: dict[str, dict[str, float]] = {}
    for name in options.only or TABLES:
        started = time.perf_counter()
        table = importlib.import_module(f"tests.eval.{name}_table")
        measured[name] = figures = table.evaluate(shared)
        print(f"\n{name} ({time.perf_counter() - started:.0f} s)")
        for key, value in figures.items():
            floor = floors.get(name, {}).get(key, floors.get(name, {}).get(key + "<"))
            print(f"  {key:44} {value:10.4f}" + (f"   floor {floor:.4f}" if floor else ""))
        fallen += below(name, figures, floors)
    if options.raise_floors:
        FLOORS.write_text(json.dumps(risen(measured, floors), indent=2) + "\n", "utf-8")
    print("\n" + ("\n".join(fallen) or "eval: every floor holds"))
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
