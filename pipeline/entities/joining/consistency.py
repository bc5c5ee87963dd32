"""A name found once is found everywhere in its text, and is everywhere of one type."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence

from msgspec.structs import replace

from pipeline.entities.joining.places import Divisions
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.text.phrases import PhraseSet
from pipeline.types.articles import EntityType

NAME = "consistency"
# Of the tagger's own rank: the longer of two readings stands, and a name cut short is completed.
RANK = 0
# A name is spread when its best reading is at least so sure; below, errors spread too. Rules,
# which say 0.7 of a person behind a post, err less than a tagger that says so.
_SURE = 0.8
_SURE_BY_RULE = 0.7
_TAGGER = "tagger"
_TYPES: frozenset[EntityType] = frozenset({"person", "organisation", "place"})
# Shorter names are also ordinary words too often (高明, 和平): a person's is spread where it is a
# word of its own that no dictionary has for another.
_FULL, _SHORT = 3, 2
_OF_NAMES = frozenset({"nr", "nrt", "nrfg"})
_DOT = "·"
# 江苏省高级人民法院(以下简称江苏高院): what the article calls a body from here on.
_CALLED = re.compile(
    '[(](?:以下)?(?:简称|下称)[:]?[“"‘]?(?P<name>[\u4e00-\u9fffA-Za-z0-9]{2,10})[”"’]?[),;]'
)
# What a body is called without: 南开 of 南开大学.
_HEADS = ("大学", "中学", "集团", "股份")
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


def with_heads(
    findings: Sequence[Finding], passage: Passage, divisions: Divisions
) -> list[Finding]:
    """Return `findings`, their places that the article's own bodies are short for as bodies.

    南开 is no district of 天津 in an article on 南开大学; 北京 of 北京大学 stays a place.
    """
    text = passage.folded
    bodies = {text[f.start : f.end] for f in findings if f.type == "organisation"}
    heads = {
        body.removesuffix(tail)
        for body in bodies
        for tail in _HEADS
        if body.endswith(tail) and divisions.needs_reason(body.removesuffix(tail))
    }
    if not heads:
        return list(findings)
    return [
        replace(f, type="organisation", rank=RANK)
        if f.type == "place" and text[f.start : f.end] in heads
        else f
        for f in findings
    ]


def called(findings: Sequence[Finding], passage: Passage) -> list[Finding]:
    """Return the short names that the article gives its bodies in brackets."""
    text = passage.folded
    return [
        Finding(
            type="organisation",
            start=found.start("name"),
            end=found.end("name"),
            recognizer=NAME,
            confidence=finding.confidence,
            rank=RANK,
            canonical=text[finding.start : finding.end],
        )
        for finding in findings
        if finding.type == "organisation"
        and text[finding.end : finding.end + 1] == "("
        and (found := _CALLED.match(text, finding.end))
    ]


def spread(findings: Sequence[Finding], passage: Passage) -> list[Finding]:
    """Return findings for the occurrences of sure names that no finding covers yet."""
    text = passage.folded
    known: dict[str, Finding] = {}
    for finding in findings:
        if finding.type not in _TYPES or finding.confidence < _sure(finding, text, passage):
            continue
        for name in _names(finding, text, passage):
            known.setdefault(name, finding)
    if not known:
        return []
    covered = {(finding.start, finding.end) for finding in findings}
    found = []
    for start, end in _places(tuple(known), text):
        if (start, end) in covered:
            continue
        # A short name is no piece of a word: 何毅|说, but not 如何|毅然.
        if end - start < _FULL and not _is_word(passage, start, end):
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


def _sure(finding: Finding, text: str, passage: Passage) -> float:
    """Return how sure a finding must be: less of what a rule said, or no word is (金文洙)."""
    if finding.recognizer != _TAGGER:
        return _SURE_BY_RULE
    full = finding.type == "person" and finding.end - finding.start == _FULL
    strange = full and not passage.kind(text[finding.start : finding.end])
    return _SURE_BY_RULE if strange else _SURE


def _names(finding: Finding, text: str, passage: Passage) -> Iterator[str]:
    """Yield what a sure finding is looked up by: itself, the last part of a name with a dot."""
    name = text[finding.start : finding.end]
    if (
        len(name) >= _FULL
        or finding.canonical
        or (finding.type == "person" and passage.kind(name) in _OF_NAMES)
    ):
        yield name
    if finding.type == "person" and _DOT in name:
        last = name.rpartition(_DOT)[2]
        if len(last) >= _FULL or (len(last) == _SHORT and passage.kind(last) in _OF_NAMES):
            yield last


def _is_word(passage: Passage, start: int, end: int) -> bool:
    return end in passage.edges and (not start or start in passage.edges)


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
