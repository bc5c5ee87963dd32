"""What an article is to the articles before it, decided once and remembered."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from pipeline.dedup.generations import DAY, Generations
from pipeline.models import Duplicate, DuplicateStatus, Facts, Struct
from pipeline.records import Alias, Candidate


class Decision(Struct, frozen=True, kw_only=True):
    """A stored decision: the duplicate facts, the version they are about, and the source record.

    `story_time` is the event time of the story's first article, in Unix seconds.
    """

    version: str
    duplicate: Duplicate
    story_time: float
    partition: int
    offset: int


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(dict[str, Decision]).decode
# An article that changes every minute must not grow its row: the latest versions are kept.
_MOST_VERSIONS = 4


def decide(
    facts: Facts,
    candidates: Iterable[Candidate],
    decided: Generations,
    *,
    partition: int,
    offset: int,
) -> tuple[Decision, tuple[Alias, ...], bool]:
    """Return the decision about one article, the aliases it makes, and whether it is a new one.

    An id and version decided before is answered with what was stored. The smallest
    (event time, id) of a story names it; an alias joins what was known under another name.
    """
    stored = decided.get(facts.id)
    versions = _decode(stored) if stored else {}
    if facts.version in versions:
        return versions[facts.version], (), False
    earlier = next(reversed(versions.values())) if versions else None
    decision, aliases = _judge(facts, list(candidates), earlier, (partition, offset))
    versions[facts.version] = decision
    while len(versions) > _MOST_VERSIONS:
        versions.pop(next(iter(versions)))
    decided.put(facts.id, _encode(versions), time=facts.event_time)
    return decision, aliases, True


def _judge(
    facts: Facts,
    candidates: list[Candidate],
    earlier: Decision | None,
    source: tuple[int, int],
) -> tuple[Decision, tuple[Alias, ...]]:
    status: DuplicateStatus
    aliases: tuple[Alias, ...] = ()
    best = min(candidates, key=_likest, default=None)
    story, story_time, of, alike = facts.id, facts.event_time, None, 0.0
    if best is not None:
        story = best.story or best.article
        story_time = best.story_time if best.story else best.event_time
        of, alike = best.article, best.similarity
    if earlier is not None:
        # A new version of a known article stays in its story, whatever else it now resembles.
        status, of, alike = "update", facts.id, alike or 1.0
        story, story_time = earlier.duplicate.story, earlier.story_time
    elif best is None:
        status = "original"
    elif (int(facts.event_time), facts.id) < (int(story_time), story):
        # The copy came first: the story takes the name of its earliest article.
        status, of = "original", None
        aliases = (Alias(kind="story", old=story, new=facts.id),)
        story, story_time = facts.id, facts.event_time
    else:
        status = "exact" if best.exact else "near"
    duplicate = Duplicate(
        status=status,
        story=story,
        of=of,
        similarity=round(alike, 4),
        novelty_days=round(max(0.0, facts.event_time - story_time) / DAY, 4),
    )
    decision = Decision(
        version=facts.version,
        duplicate=duplicate,
        story_time=story_time,
        partition=source[0],
        offset=source[1],
    )
    return decision, aliases


def _likest(candidate: Candidate) -> tuple[bool, float, float, str]:
    return (
        not candidate.exact,
        -candidate.similarity,
        candidate.event_time,
        candidate.article,
    )
