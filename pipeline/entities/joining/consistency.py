"""A name found once is found everywhere in its text, and is everywhere of one type."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from msgspec.structs import replace

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.text.phrases import PhraseSet
from pipeline.types.articles import EntityType

NAME = "consistency"
# Of the tagger's own rank: the longer of two readings stands, and a name cut short is completed.
RANK = 0
# A name is spread when its best reading is at least so sure; below, errors spread too.
_SURE = 0.8
# Shorter names are also ordinary words too often (高明, 和平).
_SHORTEST: dict[EntityType, int] = {"person": 3, "organisation": 3, "place": 3}
# A spread name was not seen there by its recognizer, so it is a little less sure. Chosen, not
# measured.
_DISCOUNT = 0.9
# Names that are looked up one by one.
_FEW = 32


def agree(findings: Sequence[Finding], passage: Passage, places: Container[str]) -> list[Finding]:
    """Return `findings` with one type for each surface, that of the most confidence in all.

    Args:
        findings: Disjoint findings of the text.
        passage: The text.
        places: Names that are places and never organisations: a tagger takes a city that gives
            orders for an office.
    """
    text = passage.folded
    votes: dict[str, dict[EntityType, float]] = {}
    surfaces = [text[finding.start : finding.end] for finding in findings]
    for finding, surface in zip(findings, surfaces, strict=True):
        office = finding.type == "organisation" and finding.rank == RANK and surface in places
        kind: EntityType = "place" if office else finding.type
        if (kinds := votes.get(surface)) is None:
            votes[surface] = {kind: finding.confidence}
        else:
            kinds[kind] = kinds.get(kind, 0.0) + finding.confidence
    return [
        finding
        if finding.type in (kinds := votes[surface]) and len(kinds) == 1
        else replace(finding, type=_surest(kinds))
        for finding, surface in zip(findings, surfaces, strict=True)
    ]


def _surest(kinds: Mapping[EntityType, float]) -> EntityType:
    return max(kinds, key=lambda kind: (kinds[kind], kind))


def spread(findings: Sequence[Finding], passage: Passage) -> list[Finding]:
    """Return findings for the occurrences of sure names that no finding covers yet."""
    text = passage.folded
    known: dict[str, Finding] = {}
    for finding in findings:
        shortest = _SHORTEST.get(finding.type)
        length = finding.end - finding.start
        if shortest is None or length < shortest or finding.confidence < _SURE:
            continue
        known.setdefault(text[finding.start : finding.end], finding)
    if not known:
        return []
    covered = {(finding.start, finding.end) for finding in findings}
    found = []
    for start, end in _places(tuple(known), text):
        if (start, end) in covered:
            continue
        source = known[text[start:end]]
        found.append(
            replace(
                source,
                start=start,
                end=end,
                recognizer=NAME,
                confidence=round(source.confidence * _DISCOUNT, 3),
                rank=RANK,
                post="",
            )
        )
    return found


def _places(names: tuple[str, ...], text: str) -> Iterator[tuple[int, int]]:
    """Yield where `names` stand in `text`, in order, the longest from each place."""
    if len(names) > _FEW:
        for start, end, _ in PhraseSet(names, brief=True).find(text):
            yield start, end
        return
    # Looking each of a few up takes a fifth of the time of an automaton made for one text.
    found = []
    for name in names:
        start = text.find(name)
        while start >= 0:
            found.append((start, -start - len(name)))
            start = text.find(name, start + 1)
    reached = 0
    for start, end in sorted(found):
        if start >= reached:
            yield start, -end
            reached = -end
