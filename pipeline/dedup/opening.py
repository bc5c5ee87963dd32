"""The first half of the stage: a page's links read, its doubtful lines settled, its parts made."""

from __future__ import annotations

import math
from collections.abc import MutableMapping, Sequence
from operator import is_

import msgspec

from pipeline.dedup.doubtful_lines import Evidence, Overrides, context_of, count_links, settle
from pipeline.dedup.learnt.affixes import AffixMemory, Sizes
from pipeline.dedup.learnt.site_lines import SiteLines
from pipeline.dedup.links.known_links import LinkCounts
from pipeline.dedup.links.reader import LinkReader
from pipeline.dedup.pages.kept_facts import as_first, is_again, keep_facts, state_after
from pipeline.dedup.pages.kept_reading import PageReading, keep, read_again, read_of
from pipeline.dedup.pages.sightings import sightings_of, taken_back
from pipeline.dedup.tables.day_window import DayWindow
from pipeline.dedup.tables.decision_row import decision_key
from pipeline.dedup.tables.opened_row import OpenedRow, pack_opened, unpack_opened
from pipeline.text.assembly import assemble
from pipeline.text.lines import from_columns, to_columns
from pipeline.text.times.believed import DAY
from pipeline.types.articles import (
    CleanArticle,
    Duplicate,
    Line,
    LinkRef,
    Removed,
    Struct,
    UniqueArticle,
)
from pipeline.types.records import Alias, LinkSighting
from pipeline.types.withdrawals import is_withdrawal

# Link ids kept with an opened article, for the day it comes again or is withdrawn.
_MOST_IDS = 64


class OpenedArticle(Struct, frozen=True, kw_only=True):
    """What became of a page: the draft of its article, and what others must hear.

    `source` is the clean record that the article came with first; `forgotten` counts, by table,
    the entries that made room for this page's.
    """

    draft: UniqueArticle
    sightings: tuple[LinkSighting, ...]
    aliases: tuple[Alias, ...]
    source: tuple[int, int]
    forgotten: dict[str, int]


class Opening:
    """Reads pages over a partition's line memory.

    Args:
        reader: Finds headlines under decorations.
        overrides: An operator's word.
        sizes: Bounds of the memory.
        window_days: How long opened articles are remembered.
    """

    def __init__(
        self, reader: LinkReader, overrides: Overrides, sizes: Sizes, window_days: int
    ) -> None:
        self._reader = reader
        self._overrides = overrides
        self._sizes = sizes
        self._window_days = window_days

    def read(
        self,
        clean: CleanArticle,
        table: MutableMapping[str, bytes],
        *,
        source: tuple[int, int],
        known_links: LinkCounts,
        now: float = math.inf,
    ) -> OpenedArticle:
        """Return the page's draft; an article that comes again keeps its first source and reading.

        What was learnt since would read it otherwise, under the same id of an event. It is read
        anew where its reading was not kept (more than 64 links, opened by 0.2.0) and where it
        would be read otherwise without the memory (another version of the clean stage, an
        operator's word).

        Every link that the draft names is told, the first thousand of a page, and with the first
        source: counted once, however often the article comes. The first 64 are taken back when it
        is withdrawn.
        """
        scope = str(source[0])
        opened = DayWindow(table, scope=f"{scope}.opened", days=self._window_days, now=now)
        name = decision_key(clean.facts.id)
        stored = opened.get(name)
        before = unpack_opened(stored) if stored else None
        again, state = is_again(clean.facts, before), state_after(clean.facts, before)
        clean = msgspec.structs.replace(clean, facts=as_first(clean.facts, before))
        facts = clean.facts
        of = read_of(clean, self._overrides)
        if before is not None and again:
            source = before.source
            if before.reading is not None and before.reading.of == of:
                page = read_again(clean, before, before.reading)
                told = sightings_of(clean, page, source) if state == "opened" else ()
                return self._opened(clean, page, source, sightings=told)
        evidence = Evidence(
            memory=AffixMemory(
                table, scope=scope, sizes=self._sizes, day=int(facts.event_time // DAY)
            ),
            site=SiteLines(table, scope=scope, sizes=self._sizes),
            known_links=known_links,
        )
        page, aliases = self._read(clean, evidence, source[1])
        if state == "opened":
            sightings = sightings_of(clean, page, source)
        else:
            sightings = taken_back(facts, before, source)
        row: OpenedRow | None = None
        if state == "ahead" and is_withdrawal(facts):
            # No version: nothing that comes later is what it says.
            row = None if before else OpenedRow(version="", source=source, links=(), state=state)
        elif not again:
            ids = tuple(dict.fromkeys(ref.id for ref in page.refs))[:_MOST_IDS]
            row = OpenedRow(
                version=facts.version,
                source=source,
                links=ids,
                reading=keep(clean, page.lines, page.refs, page.counts, names=ids, of=of),
                state=state,
                first_seen=facts.first_seen,
                kept=keep_facts(facts),
            )
        if row is not None:
            opened.put(name, pack_opened(row), time=facts.event_time)
        forgotten = {
            "affix-memory": evidence.memory.forgotten,
            "site-lines": evidence.site.forgotten,
        }
        return self._opened(
            clean, page, source, sightings=sightings, aliases=aliases, forgotten=forgotten
        )

    def _read(
        self, clean: CleanArticle, evidence: Evidence, offset: int
    ) -> tuple[PageReading, tuple[Alias, ...]]:
        """Read a page by the memory, and teach it; where no line changes its columns stay."""
        lines = [*(judged := from_columns(clean.lines))]
        context = context_of(clean, lines, offset)
        counts = settle(clean, lines, evidence, self._reader, self._overrides, context)
        refs, aliases = _links(clean.text, lines, evidence, self._reader)
        unseen = [ref for ref in refs if ref.line not in counts]
        counts |= count_links(clean.facts.site, lines, unseen, evidence, context)
        columns = clean.lines if all(map(is_, judged, lines)) else to_columns(lines)
        return PageReading(lines=lines, columns=columns, refs=refs, counts=counts), aliases

    def _opened(
        self,
        clean: CleanArticle,
        page: PageReading,
        source: tuple[int, int],
        *,
        sightings: tuple[LinkSighting, ...],
        aliases: tuple[Alias, ...] = (),
        forgotten: dict[str, int] | None = None,
    ) -> OpenedArticle:
        return OpenedArticle(
            draft=_draft(clean, page, self._reader),
            sightings=sightings,
            aliases=aliases,
            source=source,
            forgotten=forgotten or {},
        )


def _links(
    text: str, lines: Sequence[Line], evidence: Evidence, reader: LinkReader
) -> tuple[tuple[LinkRef, ...], tuple[Alias, ...]]:
    numbers = [i for i, line in enumerate(lines) if line.label == "link"]
    surfaces = [text[lines[i].start : lines[i].end] for i in numbers]
    refs = []
    aliases: dict[str, Alias] = {}
    read = reader.read(surfaces, memory=evidence.memory, known_links=evidence.known_links)
    for number, links in zip(numbers, read, strict=True):
        for link in links:
            refs.append(
                LinkRef(
                    line=number,
                    start=lines[number].start + link.start,
                    end=lines[number].start + link.end,
                    id=link.id,
                    headline=link.headline,
                    decorations=link.decorations,
                )
            )
            for old, new in link.aliases:
                aliases[old] = Alias(kind="link", old=old, new=new)
    return tuple(refs), tuple(aliases.values())


def _draft(clean: CleanArticle, page: PageReading, reader: LinkReader) -> UniqueArticle:
    lines, refs = page.lines, page.refs
    parts = assemble(clean.text, lines, clean.spans, refs)
    pages = {lines[number].start: count for number, count in page.counts.items() if count}
    title = clean.facts.title or next((h.text for h in parts.head if h.label == "title"), None)
    return UniqueArticle(
        facts=clean.facts,
        body=parts.body,
        map=parts.map,
        head=parts.head,
        removed=tuple(_with_count(removed, pages) for removed in parts.removed),
        silent=parts.silent,
        lines=page.columns,
        links=refs,
        duplicate=Duplicate(status="original", story=clean.facts.id),
        title=reader.headline_of(title) if title else None,
        stages=clean.stages,
    )


def _with_count(removed: Removed, pages: dict[int, int]) -> Removed:
    count = pages.get(removed.start)
    return removed if count is None else msgspec.structs.replace(removed, seen_in=count)
