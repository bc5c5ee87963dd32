"""A name found once is found everywhere in its text, and is everywhere of one type."""

from __future__ import annotations

import re
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
_OUTSIDE = frozenset(";,。、:!?“”…·- \t\r\u3000\u200b")
# Characters of a name with its family name.
_FULL = 3
# What a tagger takes for bodies that are none.
_NO_BODIES = frozenset(
    {"新时代", "中华", "一带一路", "共建", "两会", "中方", "警方", "官方", "校方"}
)
_LAND = frozenset("峪沟屯坝塬垭圩堡坪湾岭坡沱洼")
_VERB = re.compile(
    "取代|接替|出席|参加|会见|会晤|表示|指出|强调|介绍|认为|透露|担任|主持|带队|带领|访问|调研|获得|击败|战胜|回应|宣布|发现|来到|赶到|抵达|前往|出任|当选|领衔|要求|希望|告诉|负责"
)
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


def trimmed(findings: Sequence[Finding], passage: Passage) -> list[Finding]:
    """Return `findings` without the marks and blanks that they begin or end with (;哈里斯).

    A person's name does not end inside a verb (汪延|取代), and none ends as villages do (罗家峪).
    """
    text, edges = passage.folded, passage.edges
    kept = []
    for finding in findings:
        start, end = finding.start, finding.end
        while start < end and text[start] in _OUTSIDE:
            start += 1
        while start < end and text[end - 1] in _OUTSIDE:
            end -= 1
        if finding.type == "person" and end - start == _FULL:
            if text[end - 1] in _LAND and text[end - 2] in "家庄":
                finding = replace(finding, type="place")  # noqa: PLW2901 - what it is, not another
            elif end not in edges and end - 1 in edges and _VERB.match(text, end - 1):
                end -= 1
        if finding.type == "organisation" and (end - start == 1 or text[start:end] in _NO_BODIES):
            continue
        if (start, end) == (finding.start, finding.end):
            kept.append(finding)
        elif end - start > 1:
            kept.append(replace(finding, start=start, end=end))
    return kept


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
