"""Doubtful lines of a page settled by what other pages of the site, and the stream, have shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from pipeline.dedup.learnt.affixes import AffixMemory
from pipeline.dedup.learnt.site_lines import (
    DOUBTFUL_BELOW,
    LONGEST,
    SHORTEST,
    SiteLines,
    page_of,
    verdict,
)
from pipeline.dedup.links.known_links import LinkCounts
from pipeline.dedup.links.listed_lines import go_on_lists
from pipeline.dedup.links.reader import LinkReader
from pipeline.text.times.believed import DAY
from pipeline.types.articles import CleanArticle, Line, LinkRef, Struct
from pipeline.types.line_reasons import LineReason

_JUDGED = frozenset({"body", "other", "link"})
# The stream's word alone, without the site's, settles lines in deep doubt only: below even odds.
# Chosen, not measured.
_VERY_DOUBTFUL_BELOW = 0.5
# No site's name: what stood in lists of links anywhere is counted under it.
_ANY_SITE = "*"


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
    """What a page's lines are held against. `known_links` are those that the stream knows."""

    memory: AffixMemory
    site: SiteLines
    known_links: LinkCounts


class Context(Struct, frozen=True, kw_only=True):
    """What a page's lines are counted under: the hash of its head, day and clean offset."""

    page: int
    day: int
    offset: int


def context_of(clean: CleanArticle, lines: Sequence[Line], offset: int) -> Context:
    """Return what the page's lines are counted under."""
    day = int(clean.facts.event_time // DAY)
    return Context(page=page_of(clean.text, lines), day=day, offset=offset)


def settle(
    clean: CleanArticle,
    lines: list[Line],
    evidence: Evidence,
    reader: LinkReader,
    overrides: Overrides,
    context: Context,
) -> dict[int, int]:
    """Overrule doubtful `lines` in place, and remember them and the body's short ones.

    Returns:
        For each line judged, by number, on how many other pages it was no body: of the site, or
        of the stream where that is what settled it.
    """
    counts: dict[int, int] = {}
    site = clean.facts.site
    source = (context.day, context.offset)
    listed = False
    texts = [clean.text[line.start : line.end] for line in lines]
    for number in go_on_lists(texts, [line.label == "link" for line in lines]):
        if lines[number].label in _JUDGED and len(texts[number]) <= LONGEST:
            lines[number] = _as_link(lines[number], "list-goes-on")
    for number, line in enumerate(lines):
        listed = _goes_on(listed, lines[number - 1]) if number else False
        sure = line.score >= DOUBTFUL_BELOW and not overrides.allowed_links
        if line.label not in _JUDGED or not SHORTEST <= line.end - line.start <= LONGEST:
            continue
        if sure and line.label == "link":
            # Counted by `count_links`, when it has been read.
            continue
        key, name = reader.key_of(
            clean.text[line.start : line.end],
            memory=evidence.memory,
            known_links=evidence.known_links,
        )
        seen = evidence.site.note(site, name, line, context.page, source)
        changed = _overruled(line, name, key, overrides) or verdict(line, seen)
        counts[number] = seen.link + seen.doubt
        if changed is None and (pages := _elsewhere(line, name, key, evidence, listed=listed)):
            changed = _as_link(line, "link-elsewhere")
            counts[number] = max(counts[number], pages)
        if changed is None and listed and (pages := _listed(line, name, evidence, context)):
            changed = _as_link(line, "listed-elsewhere")
            counts[number] = max(counts[number], pages)
        if changed is not None:
            lines[number] = changed
    return counts


def count_links(
    site: str,
    lines: Sequence[Line],
    refs: Iterable[LinkRef],
    evidence: Evidence,
    context: Context,
) -> dict[int, int]:
    """Return for each line of `refs`, by number, on how many other pages of the site it was."""
    source = (context.day, context.offset)
    counts: dict[int, int] = {}
    for ref in refs:
        seen = evidence.site.note(site, ref.id, lines[ref.line], context.page, source)
        counts[ref.line] = max(counts.get(ref.line, 0), seen.link + seen.doubt)
    return counts


def _overruled(line: Line, name: str, key: str, overrides: Overrides) -> Line | None:
    named = {name, key}
    if line.label != "link" and not named.isdisjoint(overrides.blocked_links):
        return msgspec.structs.replace(line, label="link", score=1.0, reason="blocked")
    if line.label == "link" and not named.isdisjoint(overrides.allowed_links):
        return msgspec.structs.replace(line, label="body", score=1.0, reason="allowed")
    return None


def _elsewhere(line: Line, name: str, key: str, evidence: Evidence, *, listed: bool) -> int:
    """Return on how many pages of the stream a line was a link; 0: on none.

    Deep doubt is asked for, or any doubt in a list of links.
    """
    if line.label == "link" or line.score >= (DOUBTFUL_BELOW if listed else _VERY_DOUBTFUL_BELOW):
        return 0
    return evidence.known_links.get(name, 0) or int(evidence.memory.is_bare(key))


def _listed(line: Line, name: str, evidence: Evidence, context: Context) -> int:
    """Return on how many other pages a line in doubt stood in a list of links, on any site.

    A headline that reads like a sentence is in doubt wherever it stands, and no site may show it
    twice. The sentences of a republished article stand before the links, not among them.
    """
    if line.label == "link" or line.score >= DOUBTFUL_BELOW:
        return 0
    source = (context.day, context.offset)
    return evidence.site.note(_ANY_SITE, name, line, context.page, source).doubt


def _as_link(line: Line, reason: LineReason) -> Line:
    return msgspec.structs.replace(line, label="link", score=0.8, reason=reason)


def _goes_on(listed: bool, before: Line) -> bool:  # noqa: FBT001 - internal
    """Return whether a line stands in a list of links: behind one, and no sure body since."""
    if before.label in {"link", "marker"}:
        return True
    return listed and (before.score < DOUBTFUL_BELOW or before.label == "blank")
