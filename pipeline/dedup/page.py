"""The first half of the stage: a page's links read, its doubtful lines settled, its parts made."""

from __future__ import annotations

from collections.abc import Container, MutableMapping, Sequence

import msgspec

from pipeline.dedup.affix_memory import AffixMemory, Sizes
from pipeline.dedup.generations import DAY, Generations
from pipeline.dedup.link_records import sighting_of
from pipeline.dedup.links import LinkReader, LinkText
from pipeline.dedup.site_lines import LONGEST, SHORTEST, SiteLines, page_of, verdict
from pipeline.models import CleanArticle, Duplicate, Line, LinkRef, Removed, Struct, UniqueArticle
from pipeline.records import Alias, LinkSighting
from pipeline.text.assembly import assemble
from pipeline.text.lines import from_columns, to_columns

# Links of one article that are told to the links agent: ten thousand of them must not stall it.
MOST_SIGHTINGS = 1000
# Link ids kept with an opened article, for the day it is withdrawn.
_MOST_IDS = 64


class Overrides(Struct, frozen=True, kw_only=True):
    """An operator's word, out of `news.control.v1`.

    A blocked link is always removed, an allowed one never; both are named by id or headline. A
    blocked decoration is always stripped, an allowed one stays on the headline.
    """

    blocked_links: frozenset[str] = frozenset()
    allowed_links: frozenset[str] = frozenset()
    blocked_decorations: frozenset[str] = frozenset()
    allowed_decorations: frozenset[str] = frozenset()


class Page(Struct, frozen=True, kw_only=True):
    """What became of a page: the draft of its article, and what others must hear.

    `source` is the clean record that the article came with first.
    """

    draft: UniqueArticle
    sightings: tuple[LinkSighting, ...]
    aliases: tuple[Alias, ...]
    source: tuple[int, int]


class _Known(msgspec.Struct, frozen=True):
    """An article opened before: version, partition, offset, ids of its links."""

    version: str
    partition: int
    offset: int
    links: tuple[str, ...]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Known).decode


class PageReader:
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
        known_links: Container[str],
    ) -> Page:
        """Return the page's draft; an article that comes again keeps its first source."""
        facts, scope = clean.facts, str(source[0])
        day = int(facts.event_time // DAY)
        memory = AffixMemory(table, scope=scope, sizes=self._sizes, day=day)
        site = SiteLines(table, scope=scope, sizes=self._sizes)
        opened = Generations(table, scope=f"{scope}.opened", days=self._window_days)
        stored = opened.get(facts.id)
        known = _decode(stored) if stored else None
        canceled = facts.pub_status == "canceled"
        again = known is not None and known.version == facts.version and not canceled
        if known is not None and again:
            source = (known.partition, known.offset)
        lines = from_columns(clean.lines)
        counts = self._settle(clean, lines, memory, site, source, known_links)
        refs, aliases = self._links(clean.text, lines, memory)
        sightings = _sightings(clean, refs, source)
        if canceled:
            sightings = _taken_back(clean, known, source)
            opened.drop(facts.id)
        elif not again:
            ids = tuple(dict.fromkeys(ref.id for ref in refs))[:_MOST_IDS]
            row = _Known(facts.version, source[0], source[1], ids)
            opened.put(facts.id, _encode(row), time=facts.event_time)
        return Page(
            draft=self._draft(clean, lines, refs, counts),
            sightings=sightings,
            aliases=aliases,
            source=source,
        )

    def _settle(
        self,
        clean: CleanArticle,
        lines: list[Line],
        memory: AffixMemory,
        site: SiteLines,
        source: tuple[int, int],
        known_links: Container[str],
    ) -> dict[int, int]:
        """Overrule `lines` in place; return for each link line on how many pages it was seen."""
        facts = clean.facts
        counts: dict[int, int] = {}
        page = page_of(clean.text, lines)
        day = int(facts.event_time // DAY)
        for number, line in enumerate(lines):
            if line.label not in {"body", "other", "link"}:
                continue
            if not SHORTEST <= line.end - line.start <= LONGEST:
                continue
            text = clean.text[line.start : line.end]
            key, name = self._reader.key_of(text, memory=memory)
            seen = site.seen(facts.site, key, page=page)
            elsewhere = name in known_links or memory.is_bare(key)
            changed = self._overruled(line, name, key) or verdict(line, seen)
            if changed is None and elsewhere and line.label != "link" and line.score < 0.5:
                changed = Line(
                    start=line.start, end=line.end, label="link", score=0.8, reason="link-elsewhere"
                )
            site.note(facts.site, key, line, page=page, offset=source[1], day=day)
            if changed is not None:
                lines[number] = changed
            if lines[number].label == "link":
                counts[number] = seen.link + seen.doubt
        return counts

    def _overruled(self, line: Line, name: str, key: str) -> Line | None:
        words = self._overrides
        if line.label != "link" and (name in words.blocked_links or key in words.blocked_links):
            return msgspec.structs.replace(line, label="link", score=1.0, reason="blocked")
        if line.label == "link" and (name in words.allowed_links or key in words.allowed_links):
            return msgspec.structs.replace(line, label="body", score=1.0, reason="allowed")
        return None

    def _links(
        self, text: str, lines: Sequence[Line], memory: AffixMemory
    ) -> tuple[tuple[LinkRef, ...], tuple[Alias, ...]]:
        numbers = [i for i, line in enumerate(lines) if line.label == "link"]
        surfaces = [text[lines[i].start : lines[i].end] for i in numbers]
        found = self._reader.read(surfaces, memory=memory)
        refs = []
        aliases: dict[str, Alias] = {}
        for number, links in zip(numbers, found, strict=True):
            for link in links:
                refs.append(_ref(number, lines[number].start, link))
                if link.former and link.former != link.id:
                    aliases[link.former] = Alias(kind="link", old=link.former, new=link.id)
        return tuple(refs), tuple(aliases.values())

    def _draft(
        self,
        clean: CleanArticle,
        lines: list[Line],
        refs: tuple[LinkRef, ...],
        counts: dict[int, int],
    ) -> UniqueArticle:
        parts = assemble(clean.text, lines, clean.spans, refs)
        pages = {lines[number].start: count for number, count in counts.items() if count}
        title = clean.facts.title or next((h.text for h in parts.head if h.label == "title"), None)
        return UniqueArticle(
            facts=clean.facts,
            body=parts.body,
            map=parts.map,
            head=parts.head,
            removed=tuple(_with_count(removed, pages) for removed in parts.removed),
            silent=parts.silent,
            lines=to_columns(lines),
            links=refs,
            duplicate=Duplicate(status="original", story=clean.facts.id),
            title=self._reader.headline_of(title) if title else None,
            stages=clean.stages,
        )


def _ref(number: int, line_start: int, link: LinkText) -> LinkRef:
    return LinkRef(
        line=number,
        start=line_start + link.start,
        end=line_start + link.end,
        id=link.id,
        headline=link.headline,
        decorations=link.decorations,
    )


def _sightings(
    clean: CleanArticle, refs: tuple[LinkRef, ...], source: tuple[int, int]
) -> tuple[LinkSighting, ...]:
    """Return one sighting a distinct link of the page."""
    distinct = {ref.id: ref for ref in reversed(refs)}
    facts = clean.facts
    return tuple(
        sighting_of(
            ref,
            clean.text[ref.start : ref.end],
            site=facts.site,
            event_time=facts.event_time,
            source=source,
        )
        for ref in list(reversed(distinct.values()))[:MOST_SIGHTINGS]
    )


def _taken_back(
    clean: CleanArticle, known: _Known | None, source: tuple[int, int]
) -> tuple[LinkSighting, ...]:
    facts = clean.facts
    return tuple(
        LinkSighting(
            id=name,
            headline="",
            surface="",
            decorations=(),
            site=facts.site,
            event_time=facts.event_time,
            partition=source[0],
            offset=source[1],
            withdrawn=True,
        )
        for name in (known.links if known else ())
    )


def _with_count(removed: Removed, pages: dict[int, int]) -> Removed:
    count = pages.get(removed.start)
    return removed if count is None else msgspec.structs.replace(removed, seen_in=count)
