"""Reads the labelled sentences, and scores what the extract stage finds in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from pipeline.entities.extractor import Extractor

_LABEL = re.compile(r"\[([^\[\]|]+)\|([a-z]+)\|([^\[\]|]*)(?:\|([^\[\]|]*))?\]")


class Gold(NamedTuple):
    """One value: where it stands, what it is and means."""

    start: int
    end: int
    type: str
    value: str
    unit: str | None


def read_sentences() -> list[tuple[str, list[Gold]]]:
    """Return each sentence with its values."""
    lines = Path(__file__).with_name("sentences.txt").read_text("utf-8").splitlines()
    return [_read(line) for line in lines if line and not line.startswith("#")]


def _read(line: str) -> tuple[str, list[Gold]]:
    text, values, position = "", [], 0
    for match in _LABEL.finditer(line):
        text += line[position : match.start()]
        surface, kind, value, unit = match.groups()
        values.append(Gold(len(text), len(text) + len(surface), kind, value, unit or None))
        text += surface
        position = match.end()
    return text + line[position:], values


def found_in(extractor: Extractor, text: str) -> list[Gold]:
    """Return what the extractor finds in `text`."""
    _, values = extractor.recognize(text)
    return [Gold(v.start, v.end, v.type, v.value, v.unit) for v in values]


def score_values(extractor: Extractor, *, meaning: bool = False) -> float:
    """Return F1 of spans and types; with `meaning` the value and unit must be right too."""
    width = 5 if meaning else 3
    right = said = wanted = 0
    for text, gold in read_sentences():
        found = {value[:width] for value in found_in(extractor, text)}
        true = {value[:width] for value in gold}
        right += len(found & true)
        said += len(found)
        wanted += len(true)
    return 2 * right / (said + wanted)
