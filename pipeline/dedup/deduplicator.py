"""The dedup stage: CleanArticle -> UniqueArticle, in steps that may run in different places."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, MutableMapping

import msgspec

from pipeline.dedup.doubtful_lines import Overrides
from pipeline.dedup.learnt.affixes import Sizes
from pipeline.dedup.links.decorations import Prior
from pipeline.dedup.links.known_links import NO_LINKS, LinkCounts
from pipeline.dedup.links.link_records import LinkRecords
from pipeline.dedup.links.reader import LinkReader
from pipeline.dedup.links.stripping import Words
from pipeline.dedup.opening import OpenedArticle, Opening
from pipeline.dedup.stories.decide import decide, was_decided
from pipeline.dedup.stories.index import StoryIndex
from pipeline.dedup.stories.joining import join
from pipeline.dedup.stories.postings import feedback, postings, retractions, withdrawals
from pipeline.dedup.stories.sketch import sketch
from pipeline.dedup.stories.slots import tokenizer
from pipeline.dedup.stories.withdrawn import (
    UNKNOWN,
    came_before,
    stay_withdrawn,
    withdraw,
)
from pipeline.dedup.tables.day_window import DayWindow
from pipeline.dedup.tables.decision_row import Decision
from pipeline.types.articles import CleanArticle, Facts, Rejection, Struct, UniqueArticle
from pipeline.types.records import Alias, LinkRecord, LinkSighting, Pending, Posting, StoryMatch
from pipeline.types.withdrawals import as_withdrawn, is_withdrawal

Table = MutableMapping[str, bytes]

# Below so many letters a body says too little: its title speaks with it.
_SHORT_BODY = 24


class Opened(Struct, frozen=True, kw_only=True):
    """What the first step sends: the article that waits, questions to shards, links seen.

    `forgotten` counts the entries of each bounded table that made room.
    """

    pending: Pending
    postings: tuple[Posting, ...]
    sightings: tuple[LinkSighting, ...]
    aliases: tuple[Alias, ...] = ()
    forgotten: dict[str, int] = {}


class Decided(Struct, frozen=True, kw_only=True):
    """What the last step sends: the article, word back to the shards, and to owners of stories.

    An alias is published by the owner of its old id, see `Deduplicator.join`.
    """

    article: UniqueArticle
    aliases: tuple[Alias, ...]
    postings: tuple[Posting, ...]


class Deduplicator:
    """Marks copies, names links. Pure over the tables, and the time, that each step is given.

    `now` is the worker's clock (Unix seconds): no window moves further than a day past it.

    Tables, each a dict or a table of the stream; keys begin with the partition or shard:
    - `memory`: of the clean partition. Rows of `EntryTable` (kinds `t` texts, `a` affixes,
      `p` prefixes of headlines, `l` lines of sites) and `DayWindow` of the articles opened.
    - `rows`: of a shard of the story index, see `ShardRows`.
    - `decisions`: `DayWindow` of decisions by a hash of the article id, and of story names.
    - `links`: `DayWindow` of link records, by link id.

    Args:
        prior: What is a decoration before the stream has taught any.
        overrides: What an operator said about links and decorations.
        window_days: How long articles are remembered; `sizes`: bounds of a partition's line memory.
    """

    def __init__(
        self,
        *,
        prior: Prior,
        overrides: Overrides | None = None,
        window_days: int = 30,
        sizes: Sizes | None = None,
    ) -> None:
        # Now, and not on the event loop when the first short notice comes.
        tokenizer()
        self._prior = prior
        self._window_days = window_days
        self._sizes = sizes or Sizes()
        self.override(overrides or Overrides())

    def override(self, overrides: Overrides) -> None:
        """Obey `overrides` from the next article on."""
        words = Words(strip=overrides.blocked_decorations, keep=overrides.allowed_decorations)
        reader = LinkReader(self._prior, words)
        self._opening = Opening(reader, overrides, self._sizes, self._window_days)

    def open(  # noqa: PLR0913 - what the article is held against
        self,
        article: CleanArticle,
        memory: Table,
        *,
        partition: int,
        offset: int,
        shards: int = 1,
        known_links: LinkCounts = NO_LINKS,
        now: float = math.inf,
    ) -> Opened:
        """Read the page's links, settle its doubtful lines, and ask the shards about its body.

        `partition` and `offset` name the article's clean record; `known_links`, what the whole
        stream knows, may be late: it alone is no part of the partition's state.
        """
        page = self._opening.read(
            article, memory, source=(partition, offset), known_links=known_links, now=now
        )
        asked = _questions(page.draft, page.source, shards)
        return Opened(
            pending=_pending(page, asked),
            postings=asked,
            sightings=page.sightings,
            aliases=page.aliases,
            forgotten=page.forgotten,
        )

    def questions(self, pending: Pending, *, shards: int) -> tuple[Posting, ...]:
        """Return the questions that were asked about an article which waits, to be asked again."""
        return _questions(pending.draft, (pending.partition, pending.offset), shards)

    def index(self, rows: Table | None = None, shard: int = 0) -> StoryIndex:
        """Return a shard of the story index, read back from its table."""
        return StoryIndex(rows, shard=shard, window_days=self._window_days)

    def is_decided(self, decisions: Table, article: str, version: str, *, partition: int) -> bool:
        """Return whether that version of the article was decided within the window."""
        return was_decided(self._decided(decisions, partition), article, version)

    def decide(
        self,
        pending: Pending,
        matches: Iterable[StoryMatch],
        decisions: Table,
        *,
        partition: int = 0,
        now: float = math.inf,
    ) -> Decided | Rejection:
        """Decide, on `partition`, about an article whose shards have answered, once for all.

        A withdrawal of what nobody knows is rejected.
        """
        return _decide(pending, matches, self._decided(decisions, partition, now))

    def join(
        self, alias: Alias, decisions: Table, *, partition: int = 0, now: float = math.inf
    ) -> tuple[tuple[Alias, ...], tuple[Alias, ...]]:
        """Join two stories as the owner of the old one; see `story_names.join`."""
        return join(alias, self._decided(decisions, f"{partition}.names", now))

    def apply_sighting(
        self, sighting: LinkSighting, links: Table, *, partition: int = 0, now: float = math.inf
    ) -> tuple[LinkRecord | None, tuple[str, ...]]:
        """Count a link's sighting.

        Returns:
            Its new record, None when nothing changed, and the ids of links that were not seen
            within the window and are forgotten.
        """
        records = LinkRecords(links, scope=str(partition), days=self._window_days, now=now)
        return records.apply(sighting)

    def _decided(self, decisions: Table, scope: int | str, now: float = math.inf) -> DayWindow:
        return DayWindow(decisions, scope=str(scope), days=self._window_days, now=now)


def _decide(
    pending: Pending, matches: Iterable[StoryMatch], decided: DayWindow
) -> Decided | Rejection:
    facts = pending.draft.facts
    if is_withdrawal(facts):
        taken = withdraw(facts, decided)
        return UNKNOWN if taken is None else _decided_as(pending, facts, taken)
    if came_before(facts, decided):
        stays = stay_withdrawn(facts, decided)
        back = () if facts.pub_status == "canceled" else retractions(pending)
        return _decided_as(pending, as_withdrawn(facts), stays, postings=back)
    candidates = [candidate for match in matches for candidate in match.candidates]
    decision, aliases = decide(facts, candidates, decided)
    back = feedback(pending, decision)
    return _decided_as(pending, facts, decision, aliases=aliases, postings=back)


def _decided_as(
    pending: Pending,
    facts: Facts,
    decision: Decision,
    *,
    aliases: tuple[Alias, ...] = (),
    postings: tuple[Posting, ...] = (),
) -> Decided:
    article = msgspec.structs.replace(pending.draft, facts=facts, duplicate=decision.duplicate)
    return Decided(article=article, aliases=aliases, postings=postings)


def _pending(page: OpenedArticle, asked: tuple[Posting, ...]) -> Pending:
    shards = tuple(posting.shard for posting in asked)
    partition, offset = page.source
    return Pending(draft=page.draft, shards=shards, partition=partition, offset=offset)


def _questions(draft: UniqueArticle, source: tuple[int, int], shards: int) -> tuple[Posting, ...]:
    """Return what the shards are asked about an article, or told when it is withdrawn."""
    facts = draft.facts
    if facts.pub_status == "canceled":
        return withdrawals(facts, shards=shards, source=source)
    made = sketch(_telling(draft), _asides(draft))
    return postings(facts, made, shards=shards, source=source)


def _asides(draft: UniqueArticle) -> Iterator[str]:
    """Yield lines that are not the body: of a form some are taken for furniture or for titles.

    Links are others' headlines, but for a single line that was taken for one.
    """
    yield from (line.text for line in draft.head)
    for piece in draft.removed:
        if piece.kind != "link" or piece.reason == "card-headline":
            yield piece.text


def _telling(draft: UniqueArticle) -> str:
    """Return the text by which the article is compared: its body, with the title if it is short."""
    if len(draft.body) >= _SHORT_BODY:
        return draft.body
    title = draft.title or ""
    return f"{title}\n{draft.body}" if title or draft.body.strip() else draft.facts.id
