"""What a line begins with: bullets of any kind, numbers of any form, dashes; and their runs."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

START_KINDS: Final = ("none", "symbol", "dash", "number", "chinese", "long-dash", "opening")
_KIND_NUMBER: Final = {kind: number for number, kind in enumerate(START_KINDS)}

# Lines come with their width folded: full-width brackets and points are ASCII here.
_START: Final = re.compile(
    r"(?P<long>[—–―-]{2})"
    r"|(?P<dash>[-–—―•·][ \t]*)(?=\S)"
    r"|(?P<num>[(\[【〔]?\s?(?P<value>\d{1,3})\s?(?:[.、:)\]】〕,]|\s(?=\D))\s*)(?!\d)"
    r"|(?P<circle>[①-⑳⑴-⒛❶-❿➀-➓㈠-㈩])\s*"
    r"|(?P<han>第?\(?[一二三四五六七八九十]{1,3}[、.,):是要]\s*)"
    r"|(?P<open>【[^】]{1,12}】)"
    r"|(?P<sym>[^\w\s\"'“”‘’(\[{《〈「『<【〔〖。,.、!?;:…%$¥￥]{1,3}\s*)(?=\S)"
)
_HAN: Final = "第一二三四五六七八九十"
START_COUNT: Final = len(START_KINDS) + 6


class LineStarts(NamedTuple):
    """How each line starts.

    `kinds` numbers the kinds of their starts. `marks` holds (line, column, value) of what else is
    not zero in a table of `START_COUNT` columns, behind those of the kinds: first number, continues
    the number before, how near, breaks its run of numbers, how large, start followed by a space.
    `widths` are the starts' code points.
    """

    kinds: npt.NDArray[np.int64]
    marks: list[tuple[int, int, float]]
    signatures: npt.NDArray[np.int64]
    widths: npt.NDArray[np.int64]


def read_line_starts(lines: Sequence[str], starts: Container[int] = ()) -> LineStarts:
    """Return how `lines` start; numbering is followed through each signature of its own.

    `starts` are the lines that open a page: on each, signatures and numbering begin anew.
    """
    marks: list[tuple[int, int, float]] = []
    kinds = [0] * len(lines)
    signatures = [0] * len(lines)
    widths = [0] * len(lines)
    names: dict[str, int] = {"": 0}
    latest: dict[int, tuple[int, int]] = {}
    opened = 0
    base = len(START_KINDS)
    match = _START.match
    for number, line in enumerate(lines):
        if number in starts:
            names, latest, opened = {"": 0}, {}, number
        # Most lines begin with a character that no start begins with; 4E00 to 9FEF are letters.
        found = None if "一" <= line[0] <= "鿯" and line[0] not in _HAN else match(line)
        if found is None:
            continue
        kind, name, value = _read(found)
        signature = names.setdefault(name, len(names))
        kinds[number] = _KIND_NUMBER[kind]
        signatures[number] = signature
        if kind != "opening":
            widths[number] = found.end()
        if found.group().endswith((" ", "\t")):
            marks.append((number, base + 5, 1))
        if value < 0:
            continue
        previous, where = latest.get(signature, (0, opened - 99))
        latest[signature] = (value, number)
        if value == 1:
            marks.append((number, base, 1))
        else:
            marks.append((number, base + (1 if value == previous + 1 else 3), 1))
        marks.append((number, base + 2, 1 / (number - where)))
        marks.append((number, base + 4, min(value, 20) / 20))
    columns = (np.array(column, dtype=np.int64) for column in (signatures, widths))
    return LineStarts(np.array(kinds, dtype=np.int64), marks, *columns)


def _read(found: re.Match[str]) -> tuple[str, str, int]:
    """Return kind, signature and number (-1 for none) of a start."""
    group = found.lastgroup
    text = found.group().strip()
    if group == "circle":
        return "number", "#o", ord(text[0]) % 32
    if found["num"]:
        value = found["value"]
        return "number", "#" + text.replace(value, "", 1), int(value)
    if group == "han":
        return "chinese", "一" + text[-1], -1
    if group == "open":
        return "opening", "", -1
    if group == "long":
        return "long-dash", "——", -1
    return ("dash" if group == "dash" else "symbol"), text, -1
