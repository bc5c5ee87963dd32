"""The dedup stage: CleanArticle -> UniqueArticle, in steps that may run in different places."""

from __future__ import annotations

from collections.abc import Container, Iterable, MutableMapping

import msgspec

from pipeline.dedup.affix_memory import Sizes
from pipeline.dedup.decide import decide
from pipeline.dedup.decorations import shipped_prior
from pipeline.dedup.generations import Generations
from pipeline.dedup.index import StoryIndex
from pipeline.dedup.links import LinkReader, Words
from pipeline.dedup.page import Overrides, Page, PageReader
from pipeline.dedup.sketch import sketch
from pipeline.dedup.stories import feedback, postings, withdrawals
from pipeline.models import CleanArticle, Struct, UniqueArticle
from pipeline.records import Alias, LinkSighting, Pending, Posting, StoryMatch

# Below so many letters a body says too little: its title speaks with it.
_SHORT_BODY = 24


class Opened(Struct, frozen=True, kw_only=True):
    """What the first step sends: the article that waits, questions to shards, links seen."""

    pending: Pending
    postings: tuple[Posting, ...]
    sightings: tuple[LinkSighting, ...]
    aliases: tuple[Alias, ...] = ()


class Decided(Struct, frozen=True, kw_only=True):
    """What the last step sends: the article, aliases, and word back to the shards."""

    article: UniqueArticle
    aliases: tuple[Alias, ...]
    feedback: tuple[Posting, ...]


class DedupMemory:
    """All state of the stage in one process, for `Deduplicator.run`.

    Args:
        lines: Line memory of partition 0.
        decided: Decisions of partition 0.
        window_days: How long articles are remembered.
    """

    def __init__(
        self,
        lines: MutableMapping[str, bytes] | None = None,
        decided: MutableMapping[str, bytes] | None = None,
        *,
        window_days: int = 30,
    ) -> None:
        self.lines: MutableMapping[str, bytes] = {} if lines is None else lines
        self.decided: MutableMapping[str, bytes] = {} if decided is None else decided
        self.index = StoryIndex(window_days=window_days)
        self.offset = 0


class Deduplicator:
    """Marks copies, names links. Pure over the tables that each step is given.

    Tables (`MutableMapping[str, bytes]`, a dict or a table of the stream):

    - `lines`: line memory, keys begin with the clean partition's number. Rows of `EntryTable`
      (kinds `t` texts, `a` affixes, `p` beginnings, `l` lines of sites) and, under
      `{partition}.opened`, the articles opened within the window (`Generations`).
    - `decided`: decisions by article id (`Generations`), keys begin with `scope`.
    - The index: `StoryIndex` over its own rows, keys begin with the shard's number.

    Args:
        shards: Over how many shards the story index is spread.
        overrides: What an operator said about links and decorations.
        window_days: How long articles are remembered.
        sizes: Bounds of the line memory of a partition.
    """

    def __init__(
        self,
        *,
        shards: int = 1,
        overrides: Overrides | None = None,
        window_days: int = 30,
        sizes: Sizes | None = None,
    ) -> None:
        self.shards = shards
        self.window_days = window_days
        self._sizes = sizes or Sizes()
        self.override(overrides or Overrides())

    def override(self, overrides: Overrides) -> None:
        """Obey `overrides` from the next article on."""
        words = Words(strip=overrides.blocked_decorations, keep=overrides.allowed_decorations)
        reader = LinkReader(shipped_prior(), words)
        self._pages = PageReader(reader, overrides, self._sizes, self.window_days)

    def open(
        self,
        clean: CleanArticle,
        lines: MutableMapping[str, bytes],
        *,
        partition: int,
        offset: int,
        known_links: Container[str] = (),
    ) -> Opened:
        """Read the page's links, settle its doubtful lines, and ask the shards about its body.

        Args:
            clean: The article.
            lines: Line memory of the clean partition.
            partition: The clean partition, and `offset` the article's record in it.
            offset: See `partition`.
            known_links: Ids of links that the whole stream knows; may be late and may miss some.
        """
        page = self._pages.read(clean, lines, source=(partition, offset), known_links=known_links)
        facts = clean.facts
        first = page.source
        if facts.pub_status == "canceled":
            asked = withdrawals(facts, shards=self.shards, partition=partition, offset=offset)
        else:
            asked = postings(
                facts,
                sketch(_telling(page, facts.id)),
                shards=self.shards,
                partition=first[0],
                offset=first[1],
            )
        pending = Pending(
            draft=page.draft,
            shards=tuple(posting.shard for posting in asked),
            partition=first[0],
            offset=first[1],
        )
        return Opened(
            pending=pending, postings=asked, sightings=page.sightings, aliases=page.aliases
        )

    def match(self, index: StoryIndex, posting: Posting) -> StoryMatch:
        """Answer one posting out of one shard."""
        return index.match(posting)

    def decide(
        self,
        pending: Pending,
        matches: Iterable[StoryMatch],
        decided: MutableMapping[str, bytes],
        *,
        scope: str = "0",
    ) -> Decided:
        """Decide about an article when all its shards have answered.

        Args:
            pending: The article that waits.
            matches: One answer of each of its shards, in any order.
            decided: The table of decisions.
            scope: Prefix of its keys: the partition that the step runs on.
        """
        facts = pending.draft.facts
        memory = Generations(decided, scope=scope, days=self.window_days)
        candidates = [candidate for match in matches for candidate in match.candidates]
        decision, aliases, _ = decide(
            facts, candidates, memory, partition=pending.partition, offset=pending.offset
        )
        if facts.pub_status == "canceled":
            memory.drop(facts.id)
            back: tuple[Posting, ...] = ()
        else:
            back = feedback(facts, decision, pending.shards)
        article = msgspec.structs.replace(pending.draft, duplicate=decision.duplicate)
        return Decided(article=article, aliases=aliases, feedback=back)

    def run(self, clean: CleanArticle, memory: DedupMemory) -> UniqueArticle:
        """Do all steps in this process, one shard, articles in the order of their calls."""
        opened = self.open(clean, memory.lines, partition=0, offset=memory.offset)
        memory.offset += 1
        matches = [self.match(memory.index, posting) for posting in opened.postings]
        done = self.decide(opened.pending, matches, memory.decided)
        for posting in done.feedback:
            self.match(memory.index, posting)
        return done.article


def _telling(page: Page, article_id: str) -> str:
    """Return the text by which the article is compared: its body, with the title if it is short."""
    body = page.draft.body
    if len(body) >= _SHORT_BODY:
        return body
    title = page.draft.title or page.draft.facts.title or ""
    return f"{title}\n{body}" if title or body.strip() else article_id
