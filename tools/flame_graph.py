"""A flame graph out of what a sampling profiler wrote: `python -m tools.flame_graph FILE`.

Reads lines of "outermost;…;innermost count", as `py-spy record --format raw` writes them, and
prints an SVG: a bar for a function and the way to it, as wide as the part of all samples that were
in it, coloured by the room of the code. The whole name and the part are in the bar's title.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

# Pixels: the drawing, a bar, and what a letter takes.
_WIDE, _HIGH, _LETTER = 1200.0, 17, 6.3
# Of all samples: what is less is not drawn.
_LEAST = 0.004
# "name (path/to/file.py:12)"; the line tells functions apart where none need be.
_FRAME = re.compile(r"(?P<name>.+?) \((?P<path>[^()]*?)(?::\d+)?\)$")
# By the part of a path, in this order; the last is everything else.
_ROOMS = {
    "pipeline/cleaning": "clean", "pipeline/dedup": "dedup", "pipeline/entities": "extract",
    "pipeline/text": "text", "pipeline/": "other rooms", "": "libraries",
}  # fmt: skip
_COLOURS = {
    "clean": "#8fc3f0", "dedup": "#9ed68f", "extract": "#f4bd74", "text": "#d9a5e8",
    "other rooms": "#c9cdd6", "libraries": "#e9e4d8",
}  # fmt: skip
_STYLE = "text{font:11px ui-monospace,monospace;fill:#1d2433}rect{stroke:#fff;stroke-width:.5}"


@dataclass
class Bar:
    """A function in one way to it: the samples in it, and what it called, by name and room."""

    samples: int = 0
    calls: dict[tuple[str, str], Bar] = field(default_factory=dict)


def tree_of(lines: Iterable[str], outermost: str = "") -> Bar:
    """Return all samples as one tree.

    Args:
        lines: Of the profiler.
        outermost: A function where the ways begin; samples that are not in it are left out.
    """
    root = Bar()
    for line in lines:
        stack, _, count = line.rstrip("\n").rpartition(" ")
        frames = [_frame(each) for each in stack.split(";")]
        if outermost:
            names = [name for name, _ in frames]
            if outermost not in names:
                continue
            frames = frames[names.index(outermost) :]
        bar = root
        bar.samples += int(count)
        for frame in frames:
            bar = bar.calls.setdefault(frame, Bar())
            bar.samples += int(count)
    return root


def drawn(root: Bar, title: str) -> str:
    """Return the tree as SVG, the outermost functions at the top."""
    bars = [*_laid_out(root, root.samples, 0.0, 0)]
    height = _HIGH * (max((depth for depth, *_ in bars), default=0) + 1) + 56
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE:g} {height}" role="img">',
        f"<style>{_STYLE}</style>",
        f'<rect width="{_WIDE:g}" height="{height}" fill="#fff"/>',
        f'<text x="8" y="18">{escape(title)}: {root.samples:,} samples</text>',
    ]
    for number, (room, colour) in enumerate(_COLOURS.items()):
        left = 8 + 140 * number
        lines.append(f'<rect x="{left}" y="27" width="12" height="12" fill="{colour}"/>')
        lines.append(f'<text x="{left + 17}" y="37">{room}</text>')
    for depth, left, wide, name, room in bars:
        part = wide / _WIDE
        top = 46 + depth * _HIGH
        lines.append(
            f"<g><title>{escape(name)} ({room}) {part:.1%}</title>"
            f'<rect x="{left:.1f}" y="{top}" width="{wide:.1f}" height="{_HIGH - 1}" '
            f'fill="{_COLOURS[room]}"/>'
        )
        letters = int((wide - 6) / _LETTER)
        if letters >= 3:
            lines.append(f'<text x="{left + 3:.1f}" y="{top + 12}">{escape(name[:letters])}</text>')
        lines.append("</g>")
    return "\n".join([*lines, "</svg>", ""])


def _laid_out(
    bar: Bar, whole: int, left: float, depth: int
) -> Iterator[tuple[int, float, float, str, str]]:
    for (name, room), called in sorted(bar.calls.items()):
        if called.samples >= _LEAST * whole:
            yield depth, left, _WIDE * called.samples / whole, name, room
            yield from _laid_out(called, whole, left, depth + 1)
        left += _WIDE * called.samples / whole


def _frame(said: str) -> tuple[str, str]:
    found = _FRAME.match(said)
    name, path = (found["name"], found["path"]) if found else (said, "")
    return name, next(room for part, room in _ROOMS.items() if part in path)


def main() -> int:
    """Print it; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="stacks, a line each")
    parser.add_argument("--title", default="samples")
    parser.add_argument("--from", dest="outermost", default="", help="a function to begin at")
    asked = parser.parse_args()
    lines = asked.file.read_text(encoding="utf-8").splitlines()
    sys.stdout.write(drawn(tree_of(lines, asked.outermost), asked.title))
    return 0


if __name__ == "__main__":
    sys.exit(main())
