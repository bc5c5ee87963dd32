"""What an article is to the articles before it, decided once and remembered."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.dedup.tables.day_window import DAY, DayWindow
from pipeline.dedup.tables.decision_row import (
    TEN_THOUSAND,
    Decision,
    decision_key,
    pack_decisions,
    unpack_decisions,
)
from pipeline.types.articles import Duplicate, DuplicateStatus, Facts
from pipeline.types.records import Alias, Candidate

# An article that changes every minute must not grow its row: the latest versions are kept.
MOST_VERSIONS = 4


def decided_versions(decided: DayWindow, article: str) -> list[Decision]:
    """Return the stored decisions about an article id, oldest first."""
    stored = decided.get(decision_key(article))
    return [] if stored is None else unpack_decisions(article, stored)


def was_decided(decided: DayWindow, article: str, version: str) -> bool:
    """Return whether there is a stored decision about that version of an article."""
    return any(one.version == version for one in decided_versions(decided, article))


def decide(
    facts: Facts, candidates: Iterable[Candidate], decided: DayWindow
) -> tuple[Decision, tuple[Alias, ...]]:
    """Return the decision about one article, and the aliases it makes.

    An id and version decided before is answered with what was stored. The smallest
    (event time, id) of a story names it; an alias joins what was known under another name.
    """
    versions = decided_versions(decided, facts.id)
    for stored in versions:
        if stored.version == facts.version:
            return stored, ()
    best = min(candidates, key=_likest, default=None)
    aliases: tuple[Alias, ...] = ()
    if versions:
        decision = _update(facts, best, versions[-1])
    else:
        decision, aliases = _copy_or_original(facts, best)
    kept = pack_decisions(facts.id, [*versions, decision][-MOST_VERSIONS:])
    decided.put(decision_key(facts.id), kept, time=facts.event_time)
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
    if story == facts.id:
        # Asked again, a shard that forgot the article names those that copied it.
        return _decision(facts, "original", facts.id, facts.event_time), ()
    if (int(facts.event_time), facts.id) < (int(story_time), story):
        # The copy came first: the story takes the name of its earliest article.
        alias = Alias(
            kind="story",
            old=story,
            new=facts.id,
            old_time=story_time,
            new_time=facts.event_time,
        )
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
        # Ten thousandths, as they are stored: a decision read back is the one that was made.
        similarity=round(alike * TEN_THOUSAND) / TEN_THOUSAND,
        novelty_days=round(_days_since(story_time, facts) * TEN_THOUSAND) / TEN_THOUSAND,
    )
    return Decision(version=facts.version, duplicate=duplicate, story_time=int(story_time))


def _days_since(story_time: float, facts: Facts) -> float:
    return max(0.0, facts.event_time - story_time) / DAY


def _likest(candidate: Candidate) -> tuple[bool, float, float, str]:
    return (
        not candidate.exact,
        -candidate.similarity,
        candidate.event_time,
        candidate.article,
    )
