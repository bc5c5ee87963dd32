"""Facts of names: how their file is read, and which of them an extraction misses."""

from __future__ import annotations

from pathlib import Path

from pipeline.entities.extractor import Extractor
from pipeline.types.articles import EnrichedArticle, Entity, Extraction, Mention
from tools.made_articles import unique

NAMES, POSTS = (Path(__file__).with_name(f"{name}.txt") for name in ("names", "posts"))
_TYPES = {"P": "person", "L": "place", "O": "organisation", "E": "event"}

Case = tuple[str, str, list[str]]


def read(file: Path = NAMES) -> list[Case]:
    """Return kind, text and facts of each case of a file."""
    cases: list[Case] = []
    kind = ""
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("#kind "):
            kind = line[6:]
        elif line.startswith("T "):
            cases.append((kind, line[2:], []))
        elif line and not line.startswith("#"):
            cases[-1][2].append(line)
    return cases


def missed(extractor: Extractor, text: str, facts: list[str]) -> list[str]:
    """Return those of `facts` that do not hold of `text`."""
    found = extractor(unique(text))
    assert isinstance(found, EnrichedArticle)
    return [fact for fact in facts if not _holds(found.extraction, fact)]


def _holds(found: Extraction, fact: str) -> bool:
    letter, _, rest = fact.partition(" ")
    if letter == "N":
        kind, _, surface = rest.partition(" ")
        return not any(m.type == kind and m.surface == surface for m in found.mentions)
    if letter == "W":
        return rest not in found.keywords
    surface, _, said = rest.partition(" ")
    if letter == "Z":
        return not any(e.ids.get("adcode") == said for _, e in _named(found, surface))
    owners = [e for m, e in _named(found, surface) if m.type == _TYPES[letter]]
    if said.startswith("@"):
        posts = [" / ".join(e.positions) or "(no post)" for e in owners]
        return any(post in said[1:].split("|") for post in posts)
    if said.startswith("#"):
        return any(e.ids.get("adcode") == said[1:] for e in owners)
    return bool(owners)


def _named(found: Extraction, surface: str) -> list[tuple[Mention, Entity]]:
    entities = {e.id: e for e in found.entities}
    return [(m, entities[m.entity]) for m in found.mentions if m.surface == surface]
