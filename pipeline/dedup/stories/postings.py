"""Near-duplicate articles in three pure steps: sketch and post, match, decide."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pipeline.dedup.tables.decision_row import Decision
from pipeline.types.articles import Facts
from pipeline.types.records import Pending, Posting, Sketch

ANCHORS = 6
"""Hashes by which an article is found. Six of the smallest find what all of them find (recall .980
with six, eight or all), and cost a fifth of the postings."""


def postings(
    facts: Facts, sketch: Sketch, *, shards: int, source: tuple[int, int]
) -> tuple[Posting, ...]:
    """Return one posting for each shard that owns an anchor of `sketch`, by shard.

    `source` is partition and offset of the article's clean record.

    Routed by hash and not by site: no active site makes a hot partition.
    """
    owned: dict[int, list[int]] = {}
    for anchor in sketch.hashes[:ANCHORS]:
        owned.setdefault(shard_of(anchor, shards), []).append(anchor)
    posting = _posting_of(facts, source)
    return tuple(
        [posting(shard=shard, hashes=tuple(owned[shard]), sketch=sketch) for shard in sorted(owned)]
    )


def shard_of(anchor: int, shards: int) -> int:
    """Return the shard that owns `anchor`; its low bits, since anchors are small numbers."""
    return (anchor & 0xFFFFFFFF) % shards


def feedback(pending: Pending, decision: Decision) -> tuple[Posting, ...]:
    """Return what the shards must hear of `decision`: nothing when the story is its own."""
    facts, duplicate = pending.draft.facts, decision.duplicate
    if duplicate.story == facts.id:
        return ()
    posting = _posting_of(facts, (pending.partition, pending.offset))
    return tuple(
        posting(shard=shard, story=duplicate.story, story_time=decision.story_time)
        for shard in pending.shards
    )


def withdrawals(facts: Facts, *, shards: int, source: tuple[int, int]) -> tuple[Posting, ...]:
    """Return the word to every shard that the article is withdrawn: its body may be unknown."""
    posting = _posting_of(facts, source)
    return tuple(posting(shard=shard, withdrawn=True) for shard in range(shards))


def retractions(pending: Pending) -> tuple[Posting, ...]:
    """Return the word to the shards that were asked about an article that it is withdrawn."""
    posting = _posting_of(pending.draft.facts, (pending.partition, pending.offset))
    return tuple(posting(shard=shard, withdrawn=True) for shard in pending.shards)


def _posting_of(facts: Facts, source: tuple[int, int]) -> Callable[..., Posting]:
    """Return what makes a posting of the article, whatever it says to which shard."""
    partition, offset = source
    return partial(
        Posting,
        article=facts.id,
        version=facts.version,
        event_time=facts.event_time,
        partition=partition,
        offset=offset,
    )
