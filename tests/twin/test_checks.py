"""A good schedule spoilt afterwards: each check says so, and nothing else does."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest

from pipeline.codec import encode
from pipeline.stream.handlers.waiting_rows import answers_under, record_key
from pipeline.stream.topics import changelog_name
from pipeline.topology import ENRICHED, LINKS
from pipeline.types.articles import Origin
from tests.twin.broker import GAP, Entry
from tests.twin.checks import problems
from tests.twin.plan import Input
from tests.twin.running import run
from tests.twin.schedule import Schedule

SEED = next(
    seed
    for seed in range(1, 100)
    if not run(seed, real=False)[0].plan.limits and run(seed, real=False)[0].broker.read(LINKS.name)
)


@pytest.fixture
def schedule() -> Schedule:
    found, wrong = run(SEED, real=False)
    assert wrong == []
    return found


def kinds(schedule: Schedule) -> set[str]:
    return {problem.partition(":")[0] for problem in problems(schedule)}


def entries(schedule: Schedule, topic: str) -> tuple[list[Entry], int]:
    """Return a log of `topic` and where its first record stands."""
    for partition in range(schedule.plan.partitions):
        found = schedule.broker.log((topic, partition)).entries
        for at, (message, transaction) in enumerate(found):
            if message is not None and (transaction is None or transaction.state == "committed"):
                return found, at
    raise AssertionError(topic)


def put(schedule: Schedule, topic: str, **changes) -> None:
    """Add a record to `topic` like its first."""
    log, at = entries(schedule, topic)
    log.append(Entry(msgspec.structs.replace(log[at].message, **changes), None))


def decisions(schedule: Schedule) -> tuple[str, int]:
    group = next(group for group in schedule.plan.grouping if "dedup" in group)
    return changelog_name("-".join(group), "story-decisions"), 0


def test_lost(schedule) -> None:
    log, at = entries(schedule, ENRICHED.name)
    log[at] = GAP
    assert kinds(schedule) == {"lost"}


def test_twice(schedule) -> None:
    put(schedule, ENRICHED.name)
    assert kinds(schedule) == {"twice"}


def test_other_content(schedule) -> None:
    log, at = entries(schedule, ENRICHED.name)
    document = msgspec.json.decode(log[at].message.value)
    document["headlines"] = [{"value": "另一个标题"}]
    put(schedule, ENRICHED.name, value=encode(document))
    assert kinds(schedule) == {"twice", "content"}


def test_of_nothing(schedule) -> None:
    log, at = entries(schedule, ENRICHED.name)
    document = msgspec.json.decode(log[at].message.value)
    document["enrichment"]["source"]["offset"] = 4711
    put(schedule, ENRICHED.name, value=encode(document))
    assert kinds(schedule) == {"of nothing"}


def test_another_outcome(schedule) -> None:
    place = next(place for place, some in schedule.raw.items() if some.outcome == ("", ""))
    some = schedule.raw[place]
    schedule.raw[place] = Input(
        key=some.key, value=some.value, outcome=("empty", "clean"), links=some.links
    )
    assert kinds(schedule) == {"outcome"}


def test_links_that_are_counted_wrong(schedule) -> None:
    log, at = entries(schedule, LINKS.name)
    record = msgspec.json.decode(log[at].message.value)
    record["count"] += 100
    put(schedule, LINKS.name, value=encode(record))
    assert kinds(schedule) == {"links"}


def test_a_story_of_its_own(schedule) -> None:
    for place, some in schedule.raw.items():
        if some.outcome == ("", ""):
            schedule.raw[place] = dataclasses.replace(some, body="one")
    assert kinds(schedule) == {"stories"}


def test_an_article_that_waits(schedule) -> None:
    key = record_key(0, "a|b", Origin(source_id="x", topic="t", partition=0, offset=0)).encode()
    schedule.broker.append(decisions(schedule), key=key, value=b"row")
    assert kinds(schedule) == {"waiting", "disk"}


def test_an_answer_for_nobody(schedule) -> None:
    key = answers_under(0).encode() + b"a|b"
    schedule.broker.append(decisions(schedule), key=key, value=b"row")
    assert kinds(schedule) == {"answer", "disk"}


def test_what_is_not_read(schedule) -> None:
    place = next(iter(schedule.broker.offsets))
    schedule.broker.offsets[place] -= 1
    assert kinds(schedule) == {"offsets"}


def test_a_disk_with_a_row_of_its_own(schedule) -> None:
    disks = next(
        disks for (group, _), disks in schedule.disks.items() if disks and "dedup" in group
    )
    next(iter(disks.values())).write({"links": {b"0|a": b"b"}}, {})
    assert kinds(schedule) == {"disk"}
