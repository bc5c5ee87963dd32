"""Doubtful lines of a page settled by what other pages of the site, and the stream, have shown."""

from __future__ import annotations

from collections.abc import Container

import msgspec

from pipeline.dedup.affix_memory import AffixMemory
from pipeline.dedup.generations import DAY
from pipeline.dedup.links import LinkReader
from pipeline.dedup.site_lines import LONGEST, SHORTEST, SiteLines, page_of, verdict
from pipeline.models import CleanArticle, Line, Struct

_JUDGED = frozenset({"body", "other", "link"})
# The stream's word alone, without the site's, settles lines in deep doubt only.
_DEEP_DOUBT = 0.5


class Overrides(Struct, frozen=True, kw_only=True):
    """An operator's word, out of `news.control.v1`.

    A blocked link is always removed, an allowed one never; both are named by id or headline. A
    blocked decoration is always stripped, an allowed one stays on the headline.
    """

    blocked_links: frozenset[str] = frozenset()
    allowed_links: frozenset[str] = frozenset()
    blocked_decorations: frozenset[str] = frozenset()
    allowed_decorations: frozenset[str] = frozenset()


class Evidence(Struct, frozen=True, kw_only=True):
    """What a page's lines are held against. `known_links` are ids that the whole stream knows."""

    memory: AffixMemory
    site: SiteLines
    known_links: Container[str]


def settle(
    clean: CleanArticle,
    lines: list[Line],
    evidence: Evidence,
    reader: LinkReader,
    overrides: Overrides,
    offset: int,
) -> dict[int, int]:
    """Overrule `lines` in place, and remember them.

    Returns:
        For each link line, by number, on how many other pages of the site it was seen.
    """
    facts = clean.facts
    counts: dict[int, int] = {}
    page = page_of(clean.text, lines)
    for number, line in enumerate(lines):
        if line.label not in _JUDGED or not SHORTEST <= line.end - line.start <= LONGEST:
            continue
        key, name = reader.key_of(clean.text[line.start : line.end], memory=evidence.memory)
        seen = evidence.site.seen(facts.site, key, page=page)
        changed = (
            _overruled(line, name, key, overrides)
            or verdict(line, seen)
            or _elsewhere(line, name, key, evidence)
        )
        evidence.site.note(
            facts.site, key, line, page=page, offset=offset, day=int(facts.event_time // DAY)
        )
        if changed is not None:
            lines[number] = changed
        if lines[number].label == "link":
            counts[number] = seen.link + seen.doubt
    return counts


def _overruled(line: Line, name: str, key: str, overrides: Overrides) -> Line | None:
    named = {name, key}
    if line.label != "link" and not named.isdisjoint(overrides.blocked_links):
        return msgspec.structs.replace(line, label="link", score=1.0, reason="blocked")
    if line.label == "link" and not named.isdisjoint(overrides.allowed_links):
        return msgspec.structs.replace(line, label="body", score=1.0, reason="allowed")
    return None


def _elsewhere(line: Line, name: str, key: str, evidence: Evidence) -> Line | None:
    if line.label == "link" or line.score >= _DEEP_DOUBT:
        return None
    if name in evidence.known_links or evidence.memory.is_bare(key):
        return msgspec.structs.replace(line, label="link", score=0.8, reason="link-elsewhere")
    return None
