"""The verdict of `make soak` over samples, and what it publishes."""

from __future__ import annotations

import itertools
import json
import random

import pytest

from pipeline.topology import MIB, RAW
from tools.newsroom import articles
from tools.soak.articles import HUGE, HUGE_BYTES, LONG, LONG_BYTES, page, records
from tools.soak.verdict import Memory, Sample, faults, memory, thirds


def sample(number, **more):
    """Return sample `number` of a run without a fault."""
    told = {"published": 200 * number, "out": 100 * number, "lag": 90 * number}
    return Sample(**told | {"rss": {7: 100, 8: 50}} | more)


LOADED = [sample(number) for number in range(12)]
AFTER = [sample(12, lag=1000), sample(13, lag=900)]


def held(*sizes):
    """Return a loaded run whose first process held that much, in each third four times."""
    return [
        sample(number, rss={7: size, 8: 50})
        for number, size in enumerate(itertools.chain(*([size] * 4 for size in sizes)))
    ]


def test_a_flat_run_is_right():
    assert faults(LOADED, AFTER) == []


def test_a_tenth_more_is_flat_and_what_is_above_is_not():
    assert faults(held(100, 100, 110), AFTER) == []
    assert faults(held(100, 100, 111), AFTER) == ["wrong: process 1 grew, +11%"]


def test_the_warm_up_may_grow_and_shrink():
    assert faults(held(40, 100, 100), AFTER) == []
    assert faults(held(900, 100, 100), AFTER) == []


@pytest.mark.parametrize("at", [4, 11])
def test_one_sample_may_be_half_as_much_again_and_no_more(at):
    run = list(LOADED)
    run[at] = sample(at, rss={7: 150, 8: 50})
    assert faults(run, AFTER) == []
    run[at] = sample(at, rss={7: 151, 8: 50})
    assert faults(run, AFTER) == ["wrong: process 1 once held 1.51 times the middle third's median"]


def test_each_process_is_judged_by_itself():
    # In all it is 150 and 158: 5 % more.
    run = [sample(n, rss={7: 100, 8: 50 if n < 8 else 58}) for n in range(12)]
    assert faults(run, AFTER) == ["wrong: process 2 grew, +16%"]


@pytest.mark.parametrize("lags", [[5] * 12, [0] * 12, list(range(12, 0, -1))])
def test_without_a_growing_lag_it_was_no_overload(lags):
    run = [sample(number, lag=lag) for number, lag in enumerate(lags)]
    assert faults(run, AFTER) == ["invalid: the lag did not grow, so this was no overload"]


def test_a_process_that_was_replaced_hides_nothing():
    gone = ["wrong: a worker process ended, or another one came"]
    for number in (1, 11):
        run = list(LOADED)
        run[number] = sample(number, rss={7: 100, 9: 50})
        assert faults(run, AFTER) == gone
    assert faults(LOADED, [sample(12), sample(13, rss={7: 100})]) == gone
    assert faults([sample(n, rss={}) for n in range(12)], [sample(12, rss={})]) == gone


def test_what_comes_out_must_go_on_when_the_publisher_has_ended():
    for out in (LOADED[-1].out, 0):
        assert faults(LOADED, [sample(12, out=out)]) == [
            "wrong: no record came out after the publisher had ended"
        ]


def test_too_few_samples_say_nothing():
    assert faults(LOADED[:9], AFTER) == []
    assert faults(LOADED[:8], AFTER) == ["invalid: 8 samples and 2 after the publisher's end"]
    assert faults(LOADED, []) == ["invalid: 12 samples and 0 after the publisher's end"]


def test_every_fault_is_told():
    run = [sample(n, lag=0, rss={7: 100 if n < 8 else 200}) for n in range(12)]
    assert [each.split(":")[0] for each in faults(run, [sample(12, out=0, rss={7: 1})])] == [
        "invalid",
        "wrong",
        "wrong",
        "wrong",
    ]


def test_thirds_leave_what_is_over_to_the_warm_up():
    assert [len(each) for each in thirds(LOADED[:11])] == [5, 3, 3]
    assert [each.out for third in thirds(LOADED[:11]) for each in third] == [
        each.out for each in LOADED[:11]
    ]


def test_what_is_taken_is_what_does_not_stand_on_the_topic():
    assert sample(0, published=7, lag=3).taken == 4


def test_memory_is_told_of_processes_that_were_there_all_the_time():
    run = held(10, 20, 30)
    assert memory(run)[7] == Memory(middle=20, last=30, most=30)
    run[3] = sample(3, rss={7: 10})
    assert list(memory(run)) == [7]
    assert list(memory(LOADED[:3])) == [7, 8]
    assert memory(LOADED[:2]) == memory([]) == {}


def test_what_is_published_is_of_every_size_and_the_same_for_a_seed():
    drawn = list(itertools.islice(records(1), HUGE + HUGE // 2))
    sizes = [len(value) for _, value in drawn]
    low, high = LONG_BYTES
    assert [at for at, size in enumerate(sizes) if size > 2 * high] == [HUGE // 2]
    assert HUGE / LONG / 2 < sum(0.99 * low < size <= high for size in sizes) < 2 * HUGE / LONG
    assert sum(size < 5_000 for size in sizes) > 0.98 * len(sizes)
    assert len({json.loads(value)["url"] for _, value in drawn}) == len(drawn)
    assert list(itertools.islice(records(1), 50)) == drawn[:50]
    assert list(itertools.islice(records(2), 50)) != drawn[:50]


def test_a_large_page_is_as_large_as_it_must_be_and_no_two_are_the_same():
    made = articles(stories=8)[0]
    one, other = (page(made, 3 * MIB, random.Random(seed)) for seed in (1, 2))
    for each in (one, other):
        assert 0.995 < len(each.record()[1]) / (3 * MIB) < 1.005
    assert one.text[len(made.text) :] != other.text[len(made.text) :]
    assert page(made, 0, random.Random(1)) == made
    assert max(HUGE_BYTES) < 0.98 * RAW.max_message_bytes
