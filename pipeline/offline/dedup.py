"""The dedup stage over a file: in order, one memory, and one name for a story all the way."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

import msgspec

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.links.known_links import is_enough
from pipeline.dedup.stories.memory import Memory
from pipeline.stages import shipped
from pipeline.stages.held import Held
from pipeline.types.articles import CleanArticle, Rejection, UniqueArticle
from pipeline.types.records import LinkSighting

# Links of a run that are counted, some 150 MB of them: of more, the half seen first is forgotten.
_MOST_LINKS = 1 << 19


class LinksOfRun:
    """On how many pages of the run a link was seen: what `news.links.v1` is to a stream.

    Whole link records cost a third of the stage's time; this is what is asked of them.

    Args:
        most: Links that are counted at most.
    """

    def __init__(self, most: int = _MOST_LINKS) -> None:
        self._most = most
        # By id: the pages, the last of them (its offset), the first site, whether there are more.
        self._seen: dict[str, tuple[int, int, str, bool]] = {}

    def get(self, name: str, default: int, /) -> int:
        """Return the pages of link id `name`; `default` when too few have shown it."""
        pages, _, _, more = self._seen.get(name, (0, 0, "", False))
        return pages if is_enough(1 + more, pages) else default

    def see(self, sightings: Iterable[LinkSighting]) -> None:
        """Count the links of one page; those of a page that comes again are counted already."""
        for sighting in sightings:
            pages, last, site, more = self._seen.get(sighting.id, (0, -1, sighting.site, False))
            if sighting.offset > last:
                pages = max(pages + (-1 if sighting.withdrawn else 1), 0)
                more = more or sighting.site != site
                self._seen[sighting.id] = (pages, sighting.offset, site, more)
        if len(self._seen) > self._most:
            for name in list(islice(self._seen, self._most // 2)):
                del self._seen[name]


class OfflineDedup:
    """The dedup stage and all it remembers in one run.

    A stream names a story after its earliest article and mends with an alias what it had named
    before. What was printed cannot be mended, so here a story keeps the name it was first
    printed under.

    Args:
        stage: The stage; the shipped one by default.
        memory: What it remembers; nothing yet by default.
    """

    def __init__(self, stage: Deduplicator | None = None, memory: Memory | None = None) -> None:
        self._stage = stage or Deduplicator(prior=shipped.prior())
        self.memory = memory or Memory()
        self._known = LinksOfRun()
        self._printed: dict[str, str] = {}

    def __call__(self, clean: CleanArticle) -> UniqueArticle | Rejection:
        """Return what the stage makes of the next article of the run."""
        memory = self.memory
        # An article that the stage breaks on has had its offset, as a record of a topic has.
        offset, memory.offset = memory.offset, memory.offset + 1
        # Of an article that the stage breaks on, or that takes too long, nothing is learnt.
        lines = Held(memory.lines)
        opened = self._stage.open(clean, lines, partition=0, offset=offset, known_links=self._known)
        lines.write()
        self._known.see(opened.sightings)
        matches = [memory.index.match(posting) for posting in opened.postings]
        done = self._stage.decide(opened.pending, matches, memory.decisions)
        if isinstance(done, Rejection):
            return done
        for posting in done.postings:
            memory.index.match(posting)
        if done.aliases:
            # Nothing was printed under the article's own name: its story keeps the name of the
            # likest one's, which comes first. Of two that were printed neither can be mended.
            old = done.aliases[0].old
            self._printed[done.article.facts.id] = self._printed.get(old, old)
        return self._under_printed_name(done.article)

    def _under_printed_name(self, article: UniqueArticle) -> UniqueArticle:
        duplicate = article.duplicate
        name = self._printed.get(duplicate.story, duplicate.story)
        if name == duplicate.story:
            return article
        duplicate = msgspec.structs.replace(duplicate, story=name)
        return msgspec.structs.replace(article, duplicate=duplicate)
