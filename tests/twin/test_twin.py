"""Thousands of schedules without a fault, and every worker broken on purpose found."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

import pytest

from pipeline.codec import encode
from tests.twin.__main__ import main, run_some
from tests.twin.broken import BROKEN
from tests.twin.checks import events_of, outcomes_of
from tests.twin.plan import plan_of
from tests.twin.running import run

SCHEDULES = 2000
# Within so many schedules what is broken on purpose must be found; the first five find most.
ENOUGH = 300
WRONG_STATE = {"lost", "twice", "links", "stories", "waiting", "offsets"}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Partitions are opened again by the thousand: no line for each."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.timeout(1800)
def test_two_thousand_schedules() -> None:
    found = run_some(1, SCHEDULES, os.cpu_count() or 1)
    told = [f"make twin SEED={seed}: {wrong[0]}" for seed, wrong in found.wrong]
    assert told == []
    assert found.schedules == SCHEDULES
    # So many steps that there is something to choose, and each kind of fault a thousand times.
    assert found.steps > 200 * SCHEDULES
    assert min(found.faults.values()) > 1000, found.faults


def test_the_first_hundred_schedules() -> None:
    """What a broken rule of the stream fails, in seconds."""
    for seed in range(1, 101):
        _, found = run(seed, real=False)
        assert found == [], f"make twin SEED={seed}"


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("a broker that fences nobody", [{"twice"}, {"links"}, {"disk"}]),
        ("segments taken back that are in use", [{"lost"}, {"links"}]),
        ("a store written before the commit", [{"disk"}, {"lost"}]),
        ("memory kept after a commit that failed", [{"lost"}, {"offsets"}]),
        ("offsets before outputs", [{"lost"}, {"waiting"}]),
        ("outputs before offsets", [{"twice"}, {"links"}]),
        ("a store's offset moved over a gap", [{"disk"}, WRONG_STATE]),
        ("offsets taken up before the partition", [{"twice"}]),
    ],
)
def test_what_is_broken_on_purpose_is_found(name: str, wanted: list[set[str]]) -> None:
    """Before it was mended, a worker that stood still and went on lost articles: so does this."""
    left = list(wanted)
    for seed in range(1, ENOUGH):
        _, found = run(seed, real=False, **BROKEN[name])
        kinds = {problem.partition(":")[0] for problem in found}
        left = [some for some in left if not some & kinds]
        if not left:
            return
    pytest.fail(f"{name}: {left} not found in {ENOUGH} schedules")


def test_all_that_is_broken_on_purpose_has_its_test() -> None:
    (mark,) = (
        mark
        for mark in test_what_is_broken_on_purpose_is_found.pytestmark
        if mark.name == "parametrize"
    )
    assert {name for name, _ in mark.args[1]} == set(BROKEN)


@pytest.mark.parametrize("real", [False, True])
def test_a_seed_is_one_schedule(real: bool) -> None:  # noqa: FBT001
    first, again = run(7, real=real)[0], run(7, real=real)[0]
    assert list(first.lines()) == list(again.lines())
    assert list(first.lines()) != list(run(8, real=real)[0].lines())


def test_a_wrong_schedule_is_told_with_its_seed(capsys) -> None:
    name = "outputs before offsets"
    seed = next(seed for seed in range(1, 100) if run(seed, real=False, **BROKEN[name])[1])
    assert main(["--seed", str(seed), "--broken", name]) == 1
    told = capsys.readouterr().out
    assert told.startswith(f"seed {seed}: ")
    assert "no more faults" in told
    assert [line for line in told.splitlines() if line.startswith("twice: ")]
    assert main(["--seed", str(seed)]) == 0
    assert capsys.readouterr().out.endswith("nothing is wrong\n")


def test_plans_differ() -> None:
    plans = [plan_of(seed) for seed in range(200)]
    assert {plan.name for plan in plans} == {"all", "dedup+extract", "split"}
    assert {plan.partitions for plan in plans} == {2, 3, 4}
    assert {some.outcome for plan in plans for some in plan.inputs} > {
        ("", ""),
        ("bad-json", "clean"),
    }
    assert len({encode(plan.inputs[0].value) for plan in plans}) > 20


def test_a_store_that_missed_what_was_deleted_is_wrong() -> None:
    """Why `RocksStore` believes no store for longer than a changelog keeps word of deletions."""
    found = {
        problem.partition(":")[0]
        for seed in range(1, 101)
        for problem in run(seed, real=False, forgets_deletions=True)[1]
    }
    assert "disk" in found


def test_sent_again_it_has_the_same_content() -> None:
    """Of the real stages: each seed has articles that their publishers sent twice."""
    contents: dict[str, set[bytes]] = {}
    for seed in range(2, 22):
        schedule, _ = run(seed, real=True)
        for event in events_of(outcomes_of(schedule)):
            document = event.document
            for name in ("stages", "source"):
                document["enrichment"].pop(name)
            name = f"{seed} {event.headers['ce_id']}"
            contents.setdefault(name, set()).add(encode(document))
    assert {name for name, some in contents.items() if len(some) > 1} == set()
