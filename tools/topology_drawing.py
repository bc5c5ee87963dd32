"""The drawing of docs/architecture.md: agents and topics, laid out from `pipeline.topology`.

What is written stands below who writes it; what leads back up is dashed. Every agent also writes
`news.rejected.v1`: one arrow says it for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from pipeline.topology import AGENTS, CONTROL, RAW, REJECTED, TOPICS, AgentSpec, Topic

PICTURE = Path("docs/images/architecture.svg")
# Pixels: a box, and from one to the next.
_WIDE, _HIGH = 196, 44
_COLUMN, _ROW = 220, 92
_EDGE = 24
_STYLE = (
    "text{font:13px system-ui,sans-serif;text-anchor:middle;fill:#1d2433}"
    ".small{font-size:11px;fill:#566}"
    ".topic{fill:#fff;stroke:#8a93a5}.clean{fill:#d8ecff}.dedup{fill:#e2f5dc}.extract{fill:#ffe9cf}"
    ".agent{stroke:#5a6478}path{fill:none;stroke:#5a6478;stroke-width:1.3}"
    ".back{stroke-dasharray:5 4}#head path{fill:#5a6478;stroke:none}"
    "@media(prefers-color-scheme:dark){text{fill:#e8ebf2}.small{fill:#aab}.topic{fill:#232a38}"
    ".clean{fill:#1f3f5c}.dedup{fill:#26482b}.extract{fill:#5a421f}path,.agent{stroke:#aab3c5}"
    "#head path{fill:#aab3c5}}"
)


@dataclass(frozen=True, kw_only=True)
class Box:
    """One agent or topic where it is drawn: its row, its column, and what is written in it."""

    row: int
    column: float
    name: str
    below: str
    kind: str

    @property
    def left(self) -> float:
        """Pixels from the left."""
        return _EDGE + self.column * _COLUMN

    @property
    def top(self) -> float:
        """Pixels from the top."""
        return _EDGE + self.row * _ROW


def drawing() -> str:
    """Return the drawing as SVG."""
    boxes = _boxes()
    width = max(box.left for box in boxes.values()) + _WIDE + _EDGE
    height = max(box.top for box in boxes.values()) + _HIGH + _EDGE
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">',
        "<title>Topics and agents of the pipeline</title>",
        f"<style>{_STYLE}</style>",
        (
            '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>'
        ),
        *(_arrow(boxes[start], boxes[end]) for start, end in _arrows()),
        *(_drawn(box) for box in boxes.values()),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _boxes() -> dict[str, Box]:
    rows: dict[str, int] = {RAW.name: 0}
    for agent in AGENTS:
        rows[agent.name] = rows[agent.reads.name] + 1
        for topic in agent.writes:
            if topic is not REJECTED:
                rows.setdefault(topic.name, rows[agent.name] + 1)
    named: Mapping[str, Topic | AgentSpec] = {
        each.name: each for each in (*TOPICS, *AGENTS) if each not in (CONTROL, REJECTED)
    }
    widest = max(list(rows.values()).count(row) for row in rows.values())
    columns: dict[str, float] = {}
    for row in sorted(set(rows.values())):
        there = [name for name in _in_order(columns) if rows.get(name) == row]
        above = {name: columns[_writer(name)] for name in there if _writer(name) in columns}
        if len(there) == 1:
            columns[there[0]] = (widest - 1) / 2
        elif len(set(above.values())) == len(there):  # each has a place of its own below its writer
            columns |= above
        else:
            columns |= {name: float(at) for at, name in enumerate(there)}
    found = {name: _box(named[name], rows[name], columns[name]) for name in rows}
    # A word of the operator reaches every worker; what fails comes from every agent.
    found[CONTROL.name] = _box(CONTROL, 0, widest - 1, "read by every worker")
    found[REJECTED.name] = _box(REJECTED, max(rows.values()), widest - 1, "from every agent")
    return found


def _in_order(columns: Mapping[str, float]) -> list[str]:
    """Return topics as they are named, and agents from left to right as what they read."""
    agents = sorted(AGENTS, key=lambda agent: columns.get(agent.reads.name, 0.0))
    return [*(topic.name for topic in TOPICS), *(agent.name for agent in agents)]


def _writer(name: str) -> str:
    """Return the first agent that writes a topic; empty where none does, and for an agent."""
    return next((a.name for a in AGENTS if name in {topic.name for topic in a.writes}), "")


def _box(each: Topic | AgentSpec, row: int, column: float, below: str = "") -> Box:
    if isinstance(each, Topic):
        below = below or f"by {each.key.partition(' (')[0].partition(',')[0]}"
        return Box(row=row, column=column, name=each.name, below=below, kind="topic")
    below = f"table {', '.join(each.tables)}" if each.tables else "no table"
    return Box(row=row, column=column, name=each.name, below=below, kind=f"agent {each.stage}")


def _arrows() -> Iterator[tuple[str, str]]:
    for agent in AGENTS:
        yield agent.reads.name, agent.name
        yield from ((agent.name, topic.name) for topic in agent.writes if topic is not REJECTED)
    yield AGENTS[-1].name, REJECTED.name


def _arrow(start: Box, end: Box) -> str:
    x, to = start.left + _WIDE / 2, end.left + _WIDE / 2
    if end.row > start.row:
        y, down = start.top + _HIGH, end.top
        half = (y + down) / 2
        return _path(f"M{x:g} {y:g}C{x:g} {half:g} {to:g} {half:g} {to:g} {down:g}")
    # Beside the arrow that leads down between the same two, if there is one.
    side = 30 if to >= x else -30
    y, up = start.top, end.top + _HIGH
    half = (y + up) / 2
    return _path(
        f"M{x + side:g} {y:g}C{x + side:g} {half:g} {to + side:g} {half:g} {to + side:g} {up:g}",
        "back",
    )


def _path(way: str, kind: str = "way") -> str:
    return f'<path class="{kind}" d="{way}" marker-end="url(#head)"/>'


def _drawn(box: Box) -> str:
    middle = box.left + _WIDE / 2
    corner = _HIGH / 2 if box.kind == "topic" else 6
    return (
        f'<rect class="{box.kind}" x="{box.left:g}" y="{box.top:g}" width="{_WIDE}" '
        f'height="{_HIGH}" rx="{corner:g}"/>'
        f'<text x="{middle:g}" y="{box.top + 19:g}">{escape(box.name)}</text>'
        f'<text class="small" x="{middle:g}" y="{box.top + 35:g}">{escape(box.below)}</text>'
    )
