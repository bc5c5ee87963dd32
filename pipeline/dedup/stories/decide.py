"""What an article is to the articles before it, decided once and remembered."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.dedup.tables.day_window import DayWindow
from pipeline.dedup.tables.decision_row import (
    AHEAD,
    TEN_THOUSAND,
    WITHDRAWN,
    Decision,
    decision_key,
    pack_decisions,
    unpack_decisions,
)
from pipeline.text.times.believed import DAY
from pipeline.types.articles import Duplicate, DuplicateStatus, Facts
from pipeline.types.records import Alias, Candidate

# An article that changes every minute must not grow its row: the latest versions are kept.
MOST_VERSIONS = 4

# Event time and id of the article that names it.
_Story = tuple[float, str]


def decided_versions(decided: DayWindow, article: str) -> list[Decision]:
    """Return the stored decisions about an article id, oldest first; none once it is withdrawn."""
    stored = decided.get(decision_key(article))
    if stored is None or stored.startswith((WITHDRAWN, AHEAD)):
        return []
    return unpack_decisions(article, stored)


def was_decided(decided: DayWindow, article: str, version: str) -> bool:
    """Return whether there is a stored decision about that version of an article."""
    return any(one.version == version for one in decided_versions(decided, article))


def decide(
    facts: Facts, candidates: Iterable[Candidate], decided: DayWindow
) -> tuple[Decision, tuple[Alias, ...]]:
    """Return the decision about one article, and the aliases it makes.

    An id and version decided before is answered with what was stored. The smallest
    (event time, id) of a story names it; aliases join what was known under other names.
    """
    versions = decided_versions(decided, facts.id)
    for stored in versions:
        if stored.version == facts.version:
            return stored, ()
    found = sorted(candidates, key=_likest)
    aliases: tuple[Alias, ...] = ()
    if versions:
        decision = update(facts, found[0] if found else None, versions[-1])
    else:
        decision, aliases = _copy_or_original(facts, found)
    kept = pack_decisions(facts.id, [*versions, decision][-MOST_VERSIONS:])
    decided.put(decision_key(facts.id), kept, time=facts.event_time)
    return decision, aliases


def original(facts: Facts, *, alike: float = 0.0) -> Decision:
    """Return the decision about an article that is the first of its story."""
    return _decision(facts, "original", facts.id, facts.event_time, alike=alike)


def update(facts: Facts, best: Candidate | None, earlier: Decision) -> Decision:
    """Return the decision about a new version: it stays in its story, whatever it now resembles."""
    alike = best.similarity if best else 1.0
    story = earlier.duplicate.story
    return _decision(facts, "update", story, earlier.story_time, of=facts.id, alike=alike)


def _copy_or_original(
    facts: Facts, candidates: Iterable[Candidate]
) -> tuple[Decision, tuple[Alias, ...]]:
    """Follow the likest candidate of an earlier story; join those of later ones that are liker.

    One candidate would be too few: two copies that came at one time may be named to each other,
    by two shards, and a third that both resemble less would belong to neither. Of the same words
    all are joined: of many copies at one time each shard has seen others first.
    """
    own = (facts.event_time, facts.id)
    followed: Candidate | None = None
    joined: dict[_Story, Candidate] = {}
    for one in candidates:
        story = _story_of(one)
        if followed is None and _order(story) < _order(own):
            followed = one
        # Asked again, a shard that forgot the article names those that copied it.
        elif (followed is None or one.exact) and story[1] != facts.id:
            joined.setdefault(story, one)
    if followed is not None:
        status: DuplicateStatus = "exact" if followed.exact else "near"
        time, name = story = _story_of(followed)
        alike, of = followed.similarity, followed.article
        decision = _decision(facts, status, name, time, of=of, alike=alike)
        return decision, tuple([_alias(other, story) for other in joined if other[1] != name])
    # The copies came first: their stories take the name of its earliest article.
    likest = next(iter(joined.values()), None)
    alike = likest.similarity if likest else 0.0
    return original(facts, alike=alike), tuple([_alias(later, own) for later in joined])


def _alias(one: _Story, other: _Story) -> Alias:
    new, old = sorted((one, other), key=_order)
    return Alias(kind="story", old=old[1], new=new[1], old_time=old[0], new_time=new[0])


def _story_of(candidate: Candidate) -> _Story:
    """Return the story that a candidate was in when its shard answered."""
    if candidate.story:
        return candidate.story_time, candidate.story
    return candidate.event_time, candidate.article


def _order(story: _Story) -> tuple[int, str]:
    """Stories come by whole second, then by id."""
    return int(story[0]), story[1]


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
