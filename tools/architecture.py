"""The structure of the package in figures: rooms, floors, arrows, circles, by the import graph.

A room is a file or a folder of a place; `tools` and `benches` are rooms beside those of the
package's root. An arrow A -> B: something in A imports something in B. A room stands on the floor
above the highest that it imports; one that imports no other stands on the first. A circle is a
set of files that import each other in a ring.

    python -m tools.architecture
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import grimp

ROOT = "pipeline"
BESIDE = ("tools", "benches")
INNER = (
    "cleaning",
    "dedup",
    "entities",
    "text",
    "stream",
    "kafka",
    "offline",
    "cli",
    "broker",
    "web",
)

Arrows = Mapping[str, AbstractSet[str]]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one looks at in one place: `inside` counts its files, at every depth."""

    rooms: int
    floors: int
    arrows: int
    circles: int
    inside: int


def graph_of() -> grimp.ImportGraph:
    """Return the import graph of the package, the tools and the benches."""
    return grimp.build_graph(ROOT, *BESIDE, cache_dir=None)


def arrows_of(graph: grimp.ImportGraph) -> dict[str, set[str]]:
    """Return what each module imports."""
    return {
        module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules
    }


def figures(arrows: Arrows, place: str) -> Figures:
    """Return the figures of `place`, a package; its root's are those at first sight."""
    within = {m for m in arrows if m == place or m.startswith(f"{place}.")}
    if place == ROOT:
        within |= {m for m in arrows if m.split(".")[0] in BESIDE}
    folders = {m.rpartition(".")[0] for m in arrows}
    files = {m: arrows[m] & within for m in within if m not in folders or arrows[m]}

    def room(module: str) -> str:
        if place == ROOT and module.split(".", maxsplit=1)[0] in BESIDE:
            return module.split(".", maxsplit=1)[0]
        return module.removeprefix(f"{place}.").split(".")[0] if module != place else place

    # A folder's own `__init__.py` is no room beside its folder.
    rooms: dict[str, set[str]] = {room(m): set() for m in within if m != place}
    for module, targets in files.items():
        for target in targets:
            if place not in (module, target) and room(target) != room(module):
                rooms[room(module)].add(room(target))
    return Figures(
        rooms=len(rooms),
        floors=max(floors_of(rooms).values(), default=0),
        arrows=sum(map(len, rooms.values())),
        circles=len(circles_of(files)),
        inside=len([m for m in within if m not in folders]),
    )


def floors_of(rooms: Arrows) -> dict[str, int]:
    """Return the floor of each room, from 1; rooms of one circle share a floor."""
    circle = {name: ring for ring in circles_of(rooms) for name in ring}
    floors: dict[str, int] = {}

    def floor(name: str) -> int:
        if name not in floors:
            ring = circle.get(name, frozenset({name}))
            below = {target for member in ring for target in rooms[member]} - ring
            height = 1 + max((floor(target) for target in below), default=0)
            floors.update(dict.fromkeys(ring, height))
        return floors[name]

    for name in rooms:
        floor(name)
    return floors


def circles_of(arrows: Arrows) -> list[frozenset[str]]:
    """Return the sets of two and more that reach each other."""
    found: set[frozenset[str]] = set()
    reach = {name: _reached(arrows, name) for name in arrows}
    for name, ends in reach.items():
        ring = frozenset({name} | {end for end in ends if name in reach.get(end, ())})
        if len(ring) > 1:
            found.add(ring)
    return sorted(found, key=sorted)


def _reached(arrows: Arrows, start: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(arrows[start])
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(arrows.get(name, ()))
    return seen


def table(arrows: Arrows, places: Iterable[str]) -> str:
    """Return a line for each place."""
    head = f"{'place':<22}{'rooms':>6}{'floors':>8}{'arrows':>8}{'circles':>9}{'files':>7}"
    rows = [head]
    for place in places:
        f = figures(arrows, place)
        rows.append(f"{place:<22}{f.rooms:>6}{f.floors:>8}{f.arrows:>8}{f.circles:>9}{f.inside:>7}")
    return "\n".join(rows)


def main() -> None:
    """Print the figures of the whole and of each folder that has rooms of its own."""
    arrows = arrows_of(graph_of())
    folders = [f"{ROOT}.{name}" for name in INNER]
    sys.stdout.write(table(arrows, [ROOT, *folders]) + "\n")


if __name__ == "__main__":
    main()
