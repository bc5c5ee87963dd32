"""Persons that an event's name swallowed: 教育部发言人林静怡|在|例行发布会 is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding

# What stands between a person and the event that he takes part in.
_AT = re.compile("(?:[随仍还又曾也正将]?(?:在|于|到|赴|出席|参加|主持|召开|见证|亮相|缺席|错过))")
# Of these, everybody has one: no name is made of them and a person.
_COMMON = re.compile(
    "(?:[赛会]前|[赛会]后|年度|例行|季度|媒体|线上|新书|专辑|个人)?(?:新闻)?(?:发布会|说明会|通气会|见面会|座谈会|[决总半]{1,3}赛|年会|大会|峰会)"
)
# A name behind the verb is one of so many characters at least.
_SHORTEST = 6
# Below, a person in an event's name may be a tagger's error.
_SURE = 0.7


def without_subjects(findings: Sequence[Finding], passage: Passage) -> list[Finding]:
    """Return `findings`, their events without the persons that take part in them."""
    events = [f for f in findings if f.type == "event" and not f.rank]
    if not events:
        return list(findings)
    text = passage.folded
    people = [f for f in findings if f.type == "person" and f.confidence >= _SURE]
    kept = [f for f in findings if f.type != "event" or f.rank]
    for event in events:
        inside = [p.end for p in people if event.start <= p.start and p.end < event.end]
        begin = event.start
        if inside:
            end = max(inside)
            if at := _AT.match(text, end, event.end):
                begin = at.end()
            elif _COMMON.fullmatch(text, end, event.end):
                begin = event.end
        if begin == event.start:
            kept.append(event)
        elif event.end - begin >= _SHORTEST and not _COMMON.fullmatch(text, begin, event.end):
            kept.append(replace(event, start=begin))
    return kept
