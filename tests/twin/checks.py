"""What must hold when a schedule has come to rest, whatever happened in it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator

import msgspec

from pipeline.dedup.links.aliases import resolve
from pipeline.stream.topics import changelog_name, readers_of
from pipeline.text.fingerprint import hash64
from pipeline.topology import ALIASES, ENRICHED, LINKS, REJECTED, agents_of
from tests.stream.worlds import Outcome, Place, by_place
from tests.twin.broker import Broker
from tests.twin.schedule import Group, Schedule

# What follows the partition in the keys of `pipeline.stream.handlers.waiting_rows`.
_RECORD, _ANSWERS = b"!", b"="


def problems(schedule: Schedule) -> list[str]:
    """Return what is wrong, each beginning with the name of its check; nothing for a good one."""
    found = [f"unexpected: {what}" for what in schedule.unexpected]
    if found:
        return found
    outcomes = outcomes_of(schedule)
    checks = (
        _every_record_once(schedule, outcomes),
        _same_id_same_content(schedule, outcomes, real=schedule.plan.real),
        _links(schedule, outcomes),
        _stories(schedule, outcomes),
        _nobody_waits(schedule),
        _everything_is_read(schedule),
        _disks(schedule),
    )
    return [problem for check in checks for problem in check]


def outcomes_of(schedule: Schedule) -> dict[Place | None, list[Outcome]]:
    """Return what became of each raw record."""
    broker = schedule.broker
    return by_place(broker.read(ENRICHED.name) + broker.read(REJECTED.name))


def _every_record_once(
    schedule: Schedule, outcomes: dict[Place | None, list[Outcome]]
) -> Iterator[str]:
    """Each raw record ends in one event or one rejection, and the right one."""
    for place in sorted(schedule.raw):
        found = outcomes.get(place, [])
        if not found:
            yield f"lost: {place}"
        elif len(found) > 1:
            yield f"twice: {place} has {len(found)} outcomes"
        else:
            reason, stage = _expected(schedule, place)
            (one,) = found
            said = (one.reason, one.headers["x-stage"]) if one.is_rejected else ("", "")
            if said != (reason, stage):
                yield f"outcome: {place} is {said}, not {(reason, stage)}"
            elif not one.is_rejected and one.document["enrichment"]["quality"]:
                yield f"outcome: {place} has flags {one.document['enrichment']['quality']}"
    for place in outcomes:
        if place not in schedule.raw:
            yield f"of nothing: {place}"


def _expected(schedule: Schedule, place: Place) -> tuple[str, str]:
    """Return reason and stage of a record's rejection, both empty of an event.

    A withdrawal whose article was published in a transaction that was aborted takes back nothing.
    """
    some = schedule.raw[place]
    if some.withdraws is None or not schedule.plan.real:
        return some.outcome
    partition, offset = place
    there = any(schedule.raw[partition, at].value == some.withdraws
                for at in range(offset) if (partition, at) in schedule.raw)  # fmt: skip
    return some.outcome if there else ("unknown-article", "dedup")


def _same_id_same_content(
    schedule: Schedule, outcomes: dict[Place | None, list[Outcome]], *, real: bool
) -> Iterator[str]:
    """A `ce_id` names one content; which record it was made of and when may differ.

    Of the real stages only what was decided: an article that its publisher sent again is read with
    what was learnt meanwhile, see `test_sent_again_it_has_the_same_content`. Withdrawals are left
    out: that of an unchanged text has the article's own `ce_id`.
    """
    contents: dict[str, set[str]] = defaultdict(set)
    articles = {
        place: some
        for place, some in outcomes.items()
        if place not in schedule.raw or schedule.raw[place].withdraws is None
    }
    for outcome in events_of(articles):
        document = outcome.document
        if real:
            document = {name: document["enrichment"][name] for name in ("version", "duplicate")}
        else:
            for name in ("stages", "source"):
                document["enrichment"].pop(name)
        contents[outcome.headers["ce_id"]].add(json.dumps(document, sort_keys=True))
    for name, some in contents.items():
        if len(some) > 1:
            yield f"content: {name} has {len(some)}"


def _links(schedule: Schedule, outcomes: dict[Place | None, list[Outcome]]) -> Iterator[str]:
    """The last record of each link counts the articles that have it, each once."""
    records = {
        (message.key or b"").decode(): msgspec.json.decode(message.value or b"{}")["count"]
        for message in schedule.broker.read(LINKS.name)
    }
    expected: Counter[str] = Counter()
    if schedule.plan.real:
        # Counted from the events: an article that came twice has two, and counts once.
        withdrawn = {some.withdraws for some in schedule.raw.values()}
        named = {
            (outcome.document["uri"], removed["linkId"])
            for place, (outcome, *_) in outcomes.items()
            if place in schedule.raw and not outcome.is_rejected
            if schedule.raw[place].withdraws is None and schedule.raw[place].value not in withdrawn
            for removed in outcome.document["enrichment"]["boilerplate"]["removed"]
            if removed.get("linkId")
        }
        expected.update(link for _, link in named)
    else:
        # The tiny stage counts each record, and its events name no links: from the raw records.
        expected.update(
            f"{hash64(line):016x}" for some in schedule.raw.values() for line in some.links
        )
    for link in sorted(expected.keys() | records.keys()):
        if expected[link] != records.get(link, 0):
            yield f"links: {link} is counted {records.get(link, 0)} times, not {expected[link]}"


def _stories(schedule: Schedule, outcomes: dict[Place | None, list[Outcome]]) -> Iterator[str]:
    """Events that tell the same are of one story, after aliases; which names it may differ.

    Left out are stories of which an article was withdrawn: what comes before it and what after
    is another matter in every schedule.
    """
    withdrawn = {some.withdraws for some in schedule.raw.values()}
    unsure = {some.body for some in schedule.raw.values() if some.value in withdrawn}
    aliases = {}
    for message in schedule.broker.read(ALIASES.name):
        alias = msgspec.json.decode(message.value or b"{}")
        aliases[alias["kind"], alias["old"]] = alias["new"]
    names = {old: new for (kind, old), new in aliases.items() if kind == "story"}
    told: dict[str, set[str]] = defaultdict(set)
    owners: dict[str, set[str]] = defaultdict(set)
    for place, outcome in _placed_events(schedule, outcomes):
        body = schedule.raw[place].body
        if body is not None and body not in unsure:
            story = resolve(names, outcome.document["enrichment"]["duplicate"]["story"])
            told[body].add(story)
            owners[story].add(body)
    for body, stories in sorted(told.items()):
        if len(stories) > 1:
            yield f"stories: {body} is told in {len(stories)}"
    for story, bodies in sorted(owners.items()):
        # The tiny stage gives a new version of an article no story of its own.
        if len(bodies) > 1 and schedule.plan.real:
            yield f"stories: {story} tells {sorted(bodies)}"


def _nobody_waits(schedule: Schedule) -> Iterator[str]:
    """No article waits. An answer does only where its article was too large, or is withdrawn."""
    raw = schedule.raw.values()
    unclaimed = any(some.withdraws or some.outcome == ("too-large", "dedup") for some in raw)
    for group, table, partition in _tables(schedule):
        if table != "story-decisions":
            continue
        place = (changelog_name("-".join(group), table), partition)
        for key in schedule.broker.rows(place):
            kind = key.lstrip(b"0123456789")[:1]
            if kind == _RECORD:
                yield f"waiting: {place}: {key!r}"
            elif kind == _ANSWERS and not unclaimed:
                yield f"answer: nobody waits for {key!r} of {place}"


def _everything_is_read(schedule: Schedule) -> Iterator[str]:
    broker = schedule.broker
    for group in schedule.plan.grouping:
        for topic in {spec.reads.name for spec in readers_of(group)}:
            for partition in range(schedule.plan.partitions):
                end = len(broker.log((topic, partition)).entries)
                at = broker.offsets.get(("-".join(group), topic, partition), 0)
                if at != end:
                    yield f"offsets: {'-'.join(group)} is at {at} of {end} in {topic}/{partition}"


def _disks(schedule: Schedule) -> Iterator[str]:
    """Each store, also one left behind, is its changelog up to where it says; the owner's whole.

    But for an owner that another one shut out, which has left since, and that had nothing to write
    yet: it takes its partition up anew when it has.
    """
    for group, table, partition in _tables(schedule):
        place = (changelog_name("-".join(group), table), partition)
        for machine, partitions in schedule.given[group].items():
            disk = schedule.disks[group, machine].get(partition)
            if disk is None:
                continue
            upto = disk.store.upto(table)
            name = f"disk: {table}/{partition} of {'-'.join(group)} m{machine}"
            if not _is_copy(disk.rows(table), schedule.broker, place, upto):
                yield f"{name}: not what its changelog says up to {upto}"
            elif (
                partition in partitions
                and not _is_shut_out(schedule, group, machine, partition)
                and disk.rows(table) != schedule.broker.rows(place)
            ):
                yield f"{name}: is not up to date"


def _is_shut_out(schedule: Schedule, group: Group, machine: int, partition: int) -> bool:
    log = schedule.logs.get((group, machine, partition))
    return log is None or schedule.broker.is_shut_out(log.producer)


def _is_copy(rows: dict[bytes, bytes], broker: Broker, place: Place, upto: int) -> bool:
    """Return whether rows are what a changelog says up to an offset.

    Whoever stopped in the middle of a recovery lacks rows that were compacted: later ones follow.
    """
    whole, compacted = broker.rows(place, upto), broker.rows(place, upto, compacted=True)
    keys = rows.keys() | whole.keys()
    return all(rows.get(key) in (whole.get(key), compacted.get(key)) for key in keys)


def _tables(schedule: Schedule) -> Iterator[tuple]:
    for group in schedule.plan.grouping:
        for spec in agents_of(group):
            for table in spec.tables:
                for partition in range(schedule.plan.partitions):
                    yield group, table, partition


def _placed_events(
    schedule: Schedule, outcomes: dict[Place | None, list[Outcome]]
) -> Iterator[tuple[Place, Outcome]]:
    for place, some in outcomes.items():
        if place in schedule.raw:
            for outcome in some:
                if not outcome.is_rejected:
                    yield place, outcome


def events_of(outcomes: dict[Place | None, list[Outcome]]) -> Iterator[Outcome]:
    for some in outcomes.values():
        for outcome in some:
            if not outcome.is_rejected:
                yield outcome
