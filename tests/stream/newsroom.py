"""What came of the articles of the small world of `tools/newsroom.py`, read from the topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pipeline.codec import decode
from pipeline.dedup.links.aliases import resolve
from pipeline.topology import ALIASES, LINKS, UNIQUE
from pipeline.types.articles import UniqueArticle
from pipeline.types.records import Alias, LinkRecord
from tools.newsroom import Article, agreement, articles

__all__ = ["Article", "Found", "agreement", "articles", "found_in"]


@dataclass(frozen=True)
class Found:
    """What came of articles: story and links of each, as they came and after aliases."""

    stories: dict[str, str]
    links: dict[tuple[str, int], str]
    statuses: Counter
    aliases: dict[str, dict[str, str]]
    records: dict[str, LinkRecord]

    def mended(self) -> Found:
        """Return the same after aliases; link records are those that stand."""
        story, link = self.aliases["story"], self.aliases["link"]
        return replace(
            self,
            stories={url: resolve(story, name) for url, name in self.stories.items()},
            links={place: resolve(link, name) for place, name in self.links.items()},
        )


def found_in(values: Mapping[str, Iterable[tuple[bytes | None, bytes | None]]]) -> Found:
    """Return what the records `(key, value)` of UNIQUE, ALIASES and LINKS say, in their order."""
    aliases: dict[str, dict[str, str]] = {"story": {}, "link": {}}
    for _, value in values[ALIASES.name]:
        alias = decode(value, Alias)
        aliases[alias.kind][alias.old] = alias.new
    stories, links, statuses = {}, {}, Counter()
    for _, value in values[UNIQUE.name]:
        unique = decode(value, UniqueArticle)
        url = unique.facts.url
        stories[url] = unique.duplicate.story
        statuses[url, unique.duplicate.status, unique.duplicate.of] += 1
        links |= {(url, ref.line): ref.id for ref in unique.links}
    records = {key.decode(): decode(value, LinkRecord) for key, value in values[LINKS.name]}
    return Found(stories, links, statuses, aliases, records)
