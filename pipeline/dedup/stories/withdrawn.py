"""Withdrawals, and articles that come after theirs: what is decided, and what is kept of it."""

from __future__ import annotations

from pipeline.dedup.stories.decide import MOST_VERSIONS, decided_versions, original, update
from pipeline.dedup.tables.day_window import DayWindow
from pipeline.dedup.tables.decision_row import (
    AHEAD,
    WITHDRAWN,
    Decision,
    decision_key,
    pack_decisions,
    unpack_decisions,
)
from pipeline.types.articles import Facts, Rejection
from pipeline.types.flags import WITHDRAWN_BEFORE

UNKNOWN = Rejection(
    stage="dedup",
    reason="unknown-article",
    detail="the withdrawal names no article that is known; one that comes later stays withdrawn",
)


def withdraw(facts: Facts, decided: DayWindow) -> Decision | None:
    """Return what a withdrawal is decided as, the same for each that says the same.

    None where it names nothing known: then a mark stands for the article, for a window of days.
    """
    key = decision_key(facts.id)
    row = decided.get(key)
    if row is None or row == AHEAD:
        decided.put(key, AHEAD, time=facts.event_time)
        return None
    again = row.startswith(WITHDRAWN)
    before = (
        unpack_decisions(facts.id, row[len(WITHDRAWN) :])
        if again
        else decided_versions(decided, facts.id)
    )
    said = [one for one in before if one.version == facts.version]
    decision = said[0] if said else update(facts, None, before[-1])
    # What was decided of its versions goes: an article that comes again is decided as a new one.
    kept = [*(one for one in before if again and one != decision), decision][-MOST_VERSIONS:]
    decided.put(key, WITHDRAWN + pack_decisions(facts.id, kept), time=facts.event_time)
    return decision


def came_before(facts: Facts, decided: DayWindow) -> bool:
    """Return whether the withdrawal of an article came before it, as either table says."""
    return WITHDRAWN_BEFORE in facts.flags or decided.get(decision_key(facts.id)) == AHEAD


def stay_withdrawn(facts: Facts, decided: DayWindow) -> Decision:
    """Return what an article is decided as whose withdrawal came before it: nobody's copy."""
    key = decision_key(facts.id)
    if decided.get(key) is None:
        decided.put(key, AHEAD, time=facts.event_time)
    return original(facts)
