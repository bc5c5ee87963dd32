"""What a site's other pages say about a line that the clean stage left in doubt."""

from __future__ import annotations

import struct
from collections.abc import MutableMapping, Sequence

from pipeline.dedup.learnt.affixes import Sizes
from pipeline.dedup.tables.entry_table import EntryTable
from pipeline.text.fingerprint import hash64
from pipeline.types.articles import Line, Struct
from pipeline.types.line_reasons import SEEN_IN

DOUBTFUL_BELOW = 0.8
"""Score below which a label may be overruled: chosen, not measured alone."""

# Shorter lines are everywhere, longer ones are no headlines.
SHORTEST = 6
LONGEST = 90
# A line in doubt on so many other pages, each about something else, is furniture of the site.
_FEWEST_PAGES = 2

_ENTRY = struct.Struct("<HHHHQ")
# Counts are two bytes: they stay at their largest.
_MOST = 0xFFFF
_NEVER = (0, 0, 0, -1, 0)


class LineCounts(Struct, frozen=True, kw_only=True):
    """On how many other pages of the site a line stood: as a link, as body, in doubt."""

    link: int = 0
    body: int = 0
    doubt: int = 0


class SiteLines:
    """Counts of pages by site and line. Seeing the same record twice counts once.

    A page that begins with the same paragraph is the same article again: a sentence of a
    republished article is not furniture.

    Args:
        table: A dict or a table of the stream, see `EntryTable` for its shape.
        scope: Prefix of every key: the partition.
        sizes: Bounds.
    """

    def __init__(self, table: MutableMapping[str, bytes], *, scope: str, sizes: Sizes) -> None:
        self._table = EntryTable(
            table, scope=scope, kind="l", payload=_ENTRY.size, size=sizes.lines
        )

    @property
    def forgotten(self) -> int:
        """Return how many lines made room for others."""
        return self._table.forgotten

    def note(
        self, site: str, name: str, line: Line, page: int, source: tuple[int, int]
    ) -> LineCounts:
        """Count `line`, link `name`, of a page; return how often it stood on others before.

        `page` is a hash of the page's head, `source` its day and clean offset. A page that begins
        like the last one counted is not counted again. Offsets of a partition only grow: one that
        is not larger has been counted.
        """
        day, offset = source
        code = hash64(name + site)
        payload = self._table.get(code)
        *counts, last, applied = _ENTRY.unpack(payload) if payload else _NEVER
        kind = _kind_of(line)
        if last == page or offset + 1 <= applied:
            # This page is among them: a line that stands on it twice, or that comes again with it,
            # must not bear itself out.
            if sum(counts) <= 1:
                return LineCounts()
            counts[kind] = max(counts[kind] - 1, 0)
            return _counts_of(counts)
        before = _counts_of(counts)
        counts[kind] = min(counts[kind] + 1, _MOST)
        self._table.put(code, _ENTRY.pack(*counts, page, offset + 1), day=day)
        return before


def _kind_of(line: Line) -> int:
    """Return which of the three counts of an entry is the line's: link, body or doubt."""
    if line.score < DOUBTFUL_BELOW:
        return 2
    return 0 if line.label == "link" else 1


def _counts_of(counts: Sequence[int]) -> LineCounts:
    link, body, doubt = counts
    return LineCounts(link=link, body=body, doubt=doubt)


def verdict(line: Line, counts: LineCounts) -> Line | None:
    """Return the line with another label when its site's other pages overrule it."""
    if line.score >= DOUBTFUL_BELOW:
        return None
    pages = counts.link + counts.doubt
    if line.label != "link" and counts.link > counts.body:
        return _as_link(line, counts.link, pages)
    if line.label != "link" and counts.doubt >= _FEWEST_PAGES and not counts.body:
        return _as_link(line, counts.doubt, pages)
    if line.label == "link" and counts.body > pages:
        return Line(start=line.start, end=line.end, label="body", score=0.9, reason="seen-as-body")
    return None


def _as_link(line: Line, evidence: int, pages: int) -> Line:
    score = 1.0 - 0.2 / (1 + evidence)
    return Line(
        start=line.start,
        end=line.end,
        label="link",
        score=score,
        reason=f"{SEEN_IN}{min(pages, 99)}",
    )


def page_of(text: str, lines: Sequence[Line]) -> int:
    """Return 16 bits of the page's first long body line: what tells articles of a site apart."""
    for line in lines:
        if line.label == "body" and line.end - line.start > LONGEST:
            return hash64(text[line.start : line.start + LONGEST]) & _MOST
    body = [text[line.start : line.end] for line in lines if line.label in {"body", "headline"}]
    return hash64("\n".join(body[:2])) & _MOST
