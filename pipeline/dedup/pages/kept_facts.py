"""An article's facts as they were first: sent again, it makes the same event."""

from __future__ import annotations

import msgspec

from pipeline.dedup.tables.opened_row import KeptFacts, OpenedRow, State
from pipeline.types.articles import Facts, Published
from pipeline.types.withdrawals import as_withdrawn


def state_after(facts: Facts, before: OpenedRow | None) -> State:
    """Return what an article is once this record of it is read."""
    canceled = facts.pub_status == "canceled"
    if before is None:
        return "ahead" if canceled else "opened"
    if before.state == "ahead":
        return "ahead"
    return "withdrawn" if canceled else "opened"


def is_again(facts: Facts, before: OpenedRow | None) -> bool:
    """Return whether the record says what the one before it of its article said."""
    if before is None or before.version != facts.version:
        return False
    return (facts.pub_status == "canceled") == (before.state == "withdrawn")


def as_first(facts: Facts, before: OpenedRow | None) -> Facts:
    """Return the facts that the event of this record has.

    Those of the version's first record where it comes again, and always the article's first sight.
    """
    stays_withdrawn = state_after(facts, before) == "ahead" and facts.pub_status != "canceled"
    if before is not None and before.kept is not None and is_again(facts, before):
        facts = _with_kept(facts, before.kept)
    first = before.first_seen if before else None
    facts = msgspec.structs.replace(facts, first_seen=facts.event_time if first is None else first)
    return as_withdrawn(facts) if stays_withdrawn else facts


def keep_facts(facts: Facts) -> KeptFacts:
    """Return those of an article's facts that its version does not cover."""
    published = facts.published
    return KeptFacts(
        event_time=facts.event_time,
        fetched_at=facts.fetched_at,
        published=None
        if published is None
        else (published.value, published.precision, published.source, published.zone_assumed),
        url=facts.url,
        alt_ids=facts.alt_ids,
        feed=facts.origin.feed,
        flags=facts.flags,
    )


def _with_kept(facts: Facts, kept: KeptFacts) -> Facts:
    published = None
    if kept.published is not None:
        value, precision, source, zone_assumed = kept.published
        published = Published(
            value=value, precision=precision, source=source, zone_assumed=zone_assumed
        )
    return msgspec.structs.replace(
        facts,
        event_time=kept.event_time,
        fetched_at=kept.fetched_at,
        published=published,
        url=kept.url,
        alt_ids=kept.alt_ids,
        origin=msgspec.structs.replace(facts.origin, feed=kept.feed),
        flags=kept.flags,
    )
