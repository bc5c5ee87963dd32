"""The links and decorations that were seen most, out of link records as they come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import msgspec

from pipeline.dedup.links.aliases import resolve
from pipeline.dedup.links.link_records import MOST_DECORATIONS, MOST_SITES
from pipeline.types.articles import Struct
from pipeline.types.records import LinkRecord

# Kept beyond those that are asked for: a record may be followed by one of its link with a smaller
# count, when an article was withdrawn.
_SPARE = 1000


class DecorationCount(Struct, frozen=True, kw_only=True):
    """On how many distinct links a decoration was seen. `learnt`: the stream taught it."""

    decoration: str
    links: int
    learnt: bool


def joined(records: Iterable[LinkRecord], name: str) -> LinkRecord | None:
    """Return one record, under id `name`, for a link that was seen under several; None for none.

    The headline is that of `name` itself where it was seen under it.
    """
    found = sorted(records, key=lambda record: (record.id != name, record.first_seen, record.id))
    if not found:
        return None
    first = found[0]
    if len(found) == 1:
        return msgspec.structs.replace(first, id=name)
    sites = tuple(dict.fromkeys(site for record in found for site in record.sites))
    decorations = tuple(dict.fromkeys(word for record in found for word in record.decorations))
    return LinkRecord(
        id=name,
        headline=first.headline,
        decorations=decorations[:MOST_DECORATIONS],
        sites=sites[:MOST_SITES],
        # Sites beyond those named may be the same ones: at least so many.
        site_count=max(len(sites), *(record.site_count for record in found)),
        first_seen=min(record.first_seen for record in found),
        last_seen=max(record.last_seen for record in found),
        count=sum(record.count for record in found),
    )


class Ranking:
    """The links seen most. Holds few more than are asked for, however many go by.

    Args:
        limit: How many are asked for.
        aliases: Old link ids and new ones: what was seen under several counts together.
        site: Only links of this site.
    """

    def __init__(self, limit: int, aliases: Mapping[str, str], *, site: str | None = None) -> None:
        self._limit = limit
        self._aliases = aliases
        self._site = site
        self._found: dict[str, LinkRecord] = {}
        # By the id that stays: what was seen under each id that leads there.
        self._several: dict[str, dict[str, LinkRecord]] = {}
        self._joined = {resolve(aliases, old) for old in aliases}

    def take(self, record: LinkRecord) -> None:
        """Take a link's newest record."""
        name = resolve(self._aliases, record.id)
        if name in self._joined:
            self._several.setdefault(name, {})[record.id] = record
        elif self._site is None or self._site in record.sites:
            self._found[name] = record
            if len(self._found) > 2 * (self._limit + _SPARE):
                kept = sorted(self._found.values(), key=_rank)[: self._limit + _SPARE]
                self._found = {record.id: record for record in kept}

    def best(self) -> list[LinkRecord]:
        """Return the links seen most, the first one most of all."""
        several = (joined(parts.values(), name) for name, parts in self._several.items())
        wanted = (r for r in several if r and (self._site is None or self._site in r.sites))
        return sorted((*self._found.values(), *wanted), key=_rank)[: self._limit]


class DecorationCounts:
    """On how many distinct links each decoration was seen.

    Args:
        is_shipped: Whether the shipped grammar knows a word: what it does not was learnt.
        site: Only links of this site.
    """

    def __init__(self, is_shipped: Callable[[str], bool], *, site: str | None = None) -> None:
        self._is_shipped = is_shipped
        self._site = site
        self._words: dict[str, tuple[str, ...]] = {}

    def take(self, record: LinkRecord) -> None:
        """Take a link's newest record."""
        if record.decorations and (self._site is None or self._site in record.sites):
            self._words[record.id] = record.decorations

    def best(self, limit: int) -> list[DecorationCount]:
        """Return the decorations seen on most links."""
        counts = Counter(word for words in self._words.values() for word in set(words))
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [
            DecorationCount(decoration=word, links=links, learnt=not self._is_shipped(word))
            for word, links in ranked[:limit]
        ]


def _rank(record: LinkRecord) -> tuple[int, int, str]:
    return -record.count, -record.site_count, record.id
