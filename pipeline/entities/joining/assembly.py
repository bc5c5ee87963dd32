"""Findings of an article put together: entities, mentions, values and quotes, field by field."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from pipeline.entities.joining.linking import Cluster, link
from pipeline.entities.joining.said import Said
from pipeline.entities.joining.salience import prominence
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.types.articles import Entity, Extraction, Mention, Quote, Struct, Value

# Characters of a bracket with tickers before one of them.
_BRACKET = 40


class Section(Struct, frozen=True, kw_only=True):
    """One field of an article as a stretch of the passage; `index` counts head lines."""

    start: int
    end: int
    field: Literal["body", "headline"]
    index: int | None = None


def assemble(
    passage: Passage,
    *,
    sections: Sequence[Section],
    findings: Sequence[Finding],
    values: Sequence[Value],
    posts: Mapping[int, str],
    said: Sequence[Said],
) -> Extraction:
    """Return the extraction of an article.

    Args:
        passage: Body and head lines as one text.
        sections: Where each field stands in it, in order, the body first.
        findings: In order of the text; places may stand inside the body before them.
        values: Disjoint, in order of the text.
        posts: Post of a person by where its mention begins.
        said: Quotations inside the body.
    """
    text = passage.text
    starts = [section.start for section in sections]
    # Most of what is found stands in the body, which comes first.
    body = sections[0]
    placed = [
        (finding, section)
        for finding in findings
        if (
            section := body
            if finding.end <= body.end
            else _section(finding.start, finding.end, sections, starts)
        )
    ]
    surfaces = [(f, f.full or passage.folded[f.start : f.end]) for f, _ in placed]
    clusters = link(surfaces)
    names = [_entity_id(c) for c in clusters]
    owner = {(c.type, s): name for c, name in zip(clusters, names, strict=True) for s in c.surfaces}
    ids = [owner[f.type, s] for f, s in surfaces]
    # A place inside a body's name may begin where the body does, which is the one that speaks.
    entity_of = {f.start: name for (f, _), name in reversed([*zip(surfaces, ids, strict=True)])}
    mentions = tuple(
        Mention(
            type=f.type,
            start=f.start - section.start,
            end=f.end - section.start,
            surface=text[f.start : f.end],
            recognizer=f.recognizer,
            confidence=f.confidence,
            entity=name,
            field=section.field,
            index=section.index,
        )
        for (f, section), name in zip(placed, ids, strict=True)
    )
    tickers = _tickers(passage.folded, values, findings)
    groups: dict[tuple[str, str], list[tuple[Mention, Finding]]] = {}
    for mention, (finding, _) in zip(mentions, placed, strict=True):
        groups.setdefault((mention.type, mention.entity), []).append((mention, finding))
    entities = [
        _entity(c, name, groups[c.type, name], posts, tickers, body.end)
        for c, name in zip(clusters, names, strict=True)
    ]
    return Extraction(
        entities=tuple(sorted(entities, key=lambda e: (-e.prominence, e.id))),
        mentions=mentions,
        values=tuple(
            # Those of the body, nearly all, stand as they are.
            v
            if section.field == "body"
            else msgspec.structs.replace(
                v,
                start=v.start - section.start,
                end=v.end - section.start,
                field=section.field,
                index=section.index,
            )
            for v in values
            if (
                section := body if v.end <= body.end else _section(v.start, v.end, sections, starts)
            )
        ),
        quotes=tuple(
            Quote(
                start=s.start,
                end=s.end,
                speaker=text[s.speaker_start : s.speaker_end],
                verb=s.verb,
                entity=entity_of.get(s.speaker_start) if s.named else None,
            )
            for s in said
        ),
    )


def _section(
    start: int, end: int, sections: Sequence[Section], starts: Sequence[int]
) -> Section | None:
    """Return the field that holds all of a span, None when it crosses fields."""
    section = sections[bisect_right(starts, start) - 1]
    return section if end <= section.end else None


def _entity_id(cluster: Cluster) -> str:
    return cluster.entity or f"{cluster.type}:{cluster.name}"


def _entity(
    cluster: Cluster,
    name: str,
    own: Sequence[tuple[Mention, Finding]],
    posts: Mapping[int, str],
    tickers: Mapping[int, dict[str, str]],
    length: int,
) -> Entity:
    """Return a cluster as entity `name`; `own` are its mentions, `length` is the body's."""
    surfaces: dict[str, None] = {}
    positions: dict[str, None] = {}
    ids: dict[str, str] = {}
    in_headline, first, confidence = False, length, 0.0
    placed = False
    for mention, finding in own:
        surfaces[mention.surface] = None
        confidence = max(confidence, mention.confidence)
        if mention.field == "headline":
            in_headline = True
        elif not placed:
            # Mentions stand in the order of the text.
            first, placed = mention.start, True
        if ticker := tickers.get(finding.end):
            ids.update(ticker)
        if (post := posts.get(finding.start)) is not None:
            positions[post] = None
    return Entity(
        id=name,
        type=cluster.type,
        name=cluster.name,
        count=len(own),
        prominence=prominence(in_headline=in_headline, first=first, length=length, count=len(own)),
        in_headline=in_headline,
        confidence=confidence,
        aliases=tuple(s for s in surfaces if s != cluster.name),
        ids=ids,
        positions=tuple(positions),
    )


def _tickers(
    text: str, values: Sequence[Value], findings: Sequence[Finding]
) -> dict[int, dict[str, str]]:
    """Return ticker and market of each organisation that a security's code follows, by its end."""
    found: dict[int, dict[str, str]] = {}
    securities = [value for value in values if value.type == "security"]
    if not securities:
        return found
    ends = {f.end for f in findings if f.type == "organisation"}
    for value in securities:
        # One bracket may hold several listings: (601318.SH,02318.HK).
        low = max(0, value.start - _BRACKET)
        bracket = text.rfind("(", low, value.start)
        if bracket not in ends or ")" in text[bracket : value.start]:
            continue
        listing = f"{value.value}.{value.unit}" if value.unit else str(value.value)
        ids = found.setdefault(bracket, {})
        if ids:
            ids["listings"] = f"{ids['listings']} {listing}"
        else:
            ids["ticker"] = str(value.value)
            if value.unit:
                ids["mic"] = value.unit
            ids["listings"] = listing
    for ids in found.values():
        if " " not in ids["listings"]:
            del ids["listings"]
    return found
