"""The dedup stage over a file: in order, one memory, and one name for a story all the way."""

from __future__ import annotations

import msgspec

from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.memory import Memory
from pipeline.models import CleanArticle, UniqueArticle
from pipeline.records import Alias


class OfflineDedup:
    """The dedup stage and all it remembers in one run.

    A stream names a story after its earliest article and mends with an alias what it had named
    before. What was printed cannot be mended, so here a story keeps the name it was first
    printed under.
    """

    def __init__(self) -> None:
        self._stage = Deduplicator()
        self._memory = Memory()
        self._printed: dict[str, str] = {}

    def __call__(self, clean: CleanArticle) -> UniqueArticle:
        """Return what the stage makes of the next article of the run."""
        memory = self._memory
        opened = self._stage.open(clean, memory.lines, partition=0, offset=memory.offset)
        memory.offset += 1
        matches = [memory.index.match(posting) for posting in opened.postings]
        done = self._stage.decide(opened.pending, matches, memory.decisions)
        aliases = list(done.aliases)
        for posting in done.postings:
            aliases.extend(memory.index.match(posting).aliases)
        for alias in aliases:
            self._join(alias)
        return self._under_printed_name(done.article)

    def _join(self, alias: Alias) -> None:
        if alias.kind != "story":
            return
        first = self._printed.get(alias.old, alias.old)
        if first != alias.new:
            self._printed.setdefault(alias.new, first)

    def _under_printed_name(self, article: UniqueArticle) -> UniqueArticle:
        duplicate = article.duplicate
        name = self._printed.get(duplicate.story, duplicate.story)
        if name == duplicate.story:
            return article
        duplicate = msgspec.structs.replace(duplicate, story=name)
        return msgspec.structs.replace(article, duplicate=duplicate)
