"""Enriched articles as rows of a terminal, and the fields that are asked for by their paths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.cells import set_cell_size

from pipeline.cli.console import printable
from pipeline.codec import encode_json

# Cells of each column but the last, which ends where it ends.
_WIDTHS = {"contentCreated": 25, "enrichment.site": 20, "pubStatus": 8, "uri": 45}
_WIDTH = 28

USUAL = (
    "contentCreated",
    "enrichment.site",
    "pubStatus",
    "enrichment.duplicate.status",
    "uri",
    "headlines.0.value",
)
"""What is shown of an article where nothing else is asked for."""


def fields_of(document: Any, paths: Sequence[str]) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return what stands at each of `paths` (`enrichment.site`, `headlines.0.value`), else null."""
    return {path: _at(document, path) for path in paths}


def row(values: dict[str, Any]) -> str:
    """Return one row: every value but the last cut or filled to its column's width."""
    *first, last = values
    cells = [set_cell_size(_cell(values[path]), _width(path)) for path in first]
    return "  ".join([*cells, _cell(values[last])]).rstrip()


def heading(paths: Sequence[str]) -> str:
    """Return the row above: the last word of each path that is a name."""
    return row({path: _title(path) for path in paths})


def _title(path: str) -> str:
    *before, last = path.split(".")
    return before[-2] if last == "value" and len(before) > 1 else last


def _width(path: str) -> int:
    return _WIDTHS.get(path, 9 if path.endswith(".status") else _WIDTH)


def _cell(value: Any) -> str:  # noqa: ANN401 - JSON
    if value is None:
        return "-"
    text = value if isinstance(value, str) else encode_json(value).decode()
    return printable(" ".join(text.split()))


def _at(value: Any, path: str) -> Any:  # noqa: ANN401 - JSON
    for step in path.split("."):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value
