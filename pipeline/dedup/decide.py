"""What an article is to the articles before it, decided once and remembered."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from pipeline.dedup.generations import DAY, Generations
from pipeline.models import Duplicate, DuplicateStatus, Facts, Struct
from pipeline.records import Alias, Candidate


class Decision(Struct, frozen=True, kw_only=True):
    """A stored decision: the duplicate facts and the version they are about.

    `story_time` is the event time of the story's first article, in Unix seconds.
    """

    version: str
    duplicate: Duplicate
    story_time: float


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(dict[str, Decision]).decode
# An article that changes every minute must not grow its row: the latest versions are kept.
_MOST_VERSIONS = 4


def decided_versions(decided: Generations, article: str) -> dict[str, Decision]:
    """Return the stored decisions about an article id, by version, oldest first."""
    stored = decided.get(article)
    return {} if stored is None else _decode(stored)


def decide(
    facts: Facts, candidates: Iterable[Candidate], decided: Generations
) -> tuple[Decision, tuple[Alias, ...]]:
    """Return the decision about one article, and the aliases it makes.

    An id and version decided before is answered with what was stored. The smallest
    (event time, id) of a story names it; an alias joins what was known under another name.
    """
    versions = decided_versions(decided, facts.id)
    if facts.version in versions:
        return versions[facts.version], ()
    earlier = next(reversed(versions.values())) if versions else None
    best = min(candidates, key=_likest, default=None)
    aliases: tuple[Alias, ...] = ()
    if earlier is not None:
        decision = _update(facts, best, earlier)
    else:
        decision, aliases = _copy_or_original(facts, best)
    versions[facts.version] = decision
    while len(versions) > _MOST_VERSIONS:
        versions.pop(next(iter(versions)))
    decided.put(facts.id, _encode(versions), time=facts.event_time)
    return decision, aliases


def _update(facts: Facts, best: Candidate | None, earlier: Decision) -> Decision:
    """A new version of a known article stays in its story, whatever else it now resembles."""
    alike = best.similarity if best else 1.0
    story = earlier.duplicate.story
    return _decision(facts, "update", story, earlier.story_time, of=facts.id, alike=alike)


def _copy_or_original(facts: Facts, best: Candidate | None) -> tuple[Decision, tuple[Alias, ...]]:
    if best is None:
        return _decision(facts, "original", facts.id, facts.event_time), ()
    story = best.story or best.article
    story_time = best.story_time if best.story else best.event_time
    if (int(facts.event_time), facts.id) < (int(story_time), story):
        # The copy came first: the story takes the name of its earliest article.
        alias = Alias(kind="story", old=story, new=facts.id)
        original = _decision(facts, "original", facts.id, facts.event_time, alike=best.similarity)
        return original, (alias,)
    status: DuplicateStatus = "exact" if best.exact else "near"
    copy = _decision(facts, status, story, story_time, of=best.article, alike=best.similarity)
    return copy, ()


def _decision(
    facts: Facts,
    status: DuplicateStatus,
    story: str,
    story_time: float,
    *,
    of: str | None = None,
    alike: float = 0.0,
) -> Decision:
    duplicate = Duplicate(
        status=status,
        story=story,
        of=of,
        similarity=round(alike, 4),
        novelty_days=round(max(0.0, facts.event_time - story_time) / DAY, 4),
    )
    return Decision(version=facts.version, duplicate=duplicate, story_time=story_time)


def _likest(candidate: Candidate) -> tuple[bool, float, float, str]:
    return (
        not candidate.exact,
        -candidate.similarity,
        candidate.event_time,
        candidate.article,
    )
